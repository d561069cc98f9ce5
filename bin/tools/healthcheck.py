"""The health check of the web container: asks `/gezond` under the first name in ALLOWED_HOSTS."""

import os
from contextlib import closing
from http.client import HTTPConnection, HTTPException


def main(arguments: list[str]) -> int:
    """0 when the site and its database answer within five seconds."""
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".")
    port = int(arguments[0]) if arguments else 8000
    try:
        with closing(HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
            connection.request("GET", "/gezond", headers={"Host": host})
            with connection.getresponse() as response:
                status = response.status
    except (OSError, HTTPException) as error:
        print(error)
        return 1
    print(status)
    return 0 if status == 200 else 1  # noqa: PLR2004 - an HTTP status
