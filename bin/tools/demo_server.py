"""How gunicorn serves the demo: one process with threads, quiet, and a word to the user once it is ready."""

from typing import Any

worker_class = "gthread"
workers = 1
threads = 8
loglevel = "warning"
graceful_timeout = 2
control_socket_disable = True

GUIDE = """
zorgregio runs on http://{address}/  Sign in there with one of the accounts above.
The API describes itself on http://{address}/api/v1/openapi.json

Ctrl-C ends it. The data stays; removing the folder var starts anew.
"""


def when_ready(server: Any) -> None:
    """Say where to look, as soon as requests are answered."""
    host, port = server.address[0]
    print(GUIDE.format(address=f"{host}:{port}"), flush=True)
