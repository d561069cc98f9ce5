"""A signed-in visitor who asks for pages through the whole of Django, without a server in between."""

import io
import sys
from collections.abc import Callable
from http.cookies import SimpleCookie
from importlib import import_module
from time import time
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.wsgi import get_wsgi_application

from accounts.enums import ProvenBy
from accounts.models import User
from accounts.services.second_factor import prove_session
from accounts.services.sessions import begin_session
from accounts.web.sessions import MARK, SEEN_AT
from bin.tools.bench.surroundings import HOST

OK = "200 OK"
BACKEND = "django.contrib.auth.backends.ModelBackend"


class Visitor:
    """Somebody with a session, as a browser has it after signing in; `more` is what else is in the session."""

    application = staticmethod(get_wsgi_application())

    def __init__(self, user: User, **more: object) -> None:
        session = import_module(settings.SESSION_ENGINE).SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = BACKEND
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.update(more)
        session.create()
        row = begin_session(user=user, key=session.session_key, user_agent="")
        prove_session(session=row, by=ProvenBy.APP)
        session[MARK] = str(row.public_id)
        session[SEEN_AT] = int(time())
        session.save()
        self.user = user
        self.cookies: SimpleCookie = SimpleCookie({settings.SESSION_COOKIE_NAME: session.session_key})

    def get(self, path: str, query: str = "") -> bytes:
        """The page; raises RuntimeError when the answer is anything else."""
        answered: list[str] = []

        def start_response(status: str, headers: list[tuple[str, str]], *_: object) -> Callable[[bytes], object]:
            answered.append(status)
            for name, value in headers:
                if name == "Set-Cookie":
                    self.cookies.load(value)
            return answered.append  # type: ignore[return-value]

        response = self.application(self._environ(path, query), start_response)
        try:
            body = b"".join(response)
        finally:
            response.close()
        if answered != [OK]:
            raise RuntimeError(f"{path} answered {answered}")
        return body

    def _environ(self, path: str, query: str) -> dict[str, Any]:
        return {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": "",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": HOST,
            "SERVER_PORT": "443",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": HOST,
            "HTTP_ACCEPT": "text/html",
            "HTTP_ACCEPT_LANGUAGE": "nl",
            "HTTP_COOKIE": "; ".join(f"{name}={cookie.value}" for name, cookie in self.cookies.items()),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "https",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }
