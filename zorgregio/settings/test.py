"""Settings of the test suite: fixed keys, fast hashing, eager work; undefined template names are errors."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-tests-0123456789-0123456789-0123456789-0123456789")
os.environ.setdefault("FIELD_ENCRYPTION_KEYS", "t1:" + "A" * 43 + "=")
os.environ.setdefault("BLIND_INDEX_KEY", "B" * 42 + "A=")
os.environ.setdefault("HTTPS", "false")
os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL", "")
os.environ["REDIS_URL"] = ""
os.environ["EMAIL_URL"] = ""

from zorgregio.settings.base import *  # noqa: F403
from zorgregio.settings.base import DATABASES, LOGGING, TEMPLATES, VAR


class UndefinedIsAnError(str):
    """Stands for an undefined name in a template and refuses to be printed."""

    __slots__ = ()

    def __contains__(self, item: object) -> bool:
        return item == "%s"

    def __mod__(self, undefined: object) -> str:
        raise AssertionError(f"undefined in a template: {undefined}")


TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UndefinedIsAnError("%s")  # type: ignore[index]
if not os.environ["DATABASE_URL"]:
    # A file, not memory: only so have two threads two connections, and do they meet as in an installation.
    VAR.mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["TEST"] = {"NAME": str(VAR / f"test-{os.getpid()}.sqlite3")}
KIND = "test"
SECOND_FACTOR = "optional"  # the tests of the second step turn it on
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
MEDIA_ROOT = VAR / "test-uploads"
LOGGING["handlers"]["console"]["level"] = "WARNING"  # type: ignore[index]

CHECK_WORKERS = 1  # other connections see nothing of what a test did not commit
