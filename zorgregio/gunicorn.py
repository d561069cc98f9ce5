"""How gunicorn serves production: `gunicorn --config python:zorgregio.gunicorn zorgregio.wsgi`."""

from zorgregio.settings import env

bind = "0.0.0.0:8000"
worker_class = "gthread"
workers = env.whole_number("WEB_WORKERS", 2, at_least=1)
threads = 8
timeout = 60
graceful_timeout = 30
max_requests = 2000
max_requests_jitter = 200
worker_tmp_dir = "/dev/shm"  # noqa: S108 - in memory: a slow disk must not look like a dead worker
preload_app = True
control_socket_disable = True  # it would want a home to write in
errorlog = "-"
