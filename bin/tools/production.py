"""An environment as a production installation has it, with keys made on the fly that protect nothing."""

import base64
import os
import secrets
from pathlib import Path


def new_key() -> str:
    """A random key of 32 bytes in base64, as the settings read it."""
    return base64.b64encode(secrets.token_bytes(32)).decode()


def environment(var: Path) -> dict[str, str]:
    """The environment of this process with every value that production asks for; `var` receives the files."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "zorgregio.settings.base",
        "DEBUG": "false",
        "DEMO": "false",
        "HTTPS": "true",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "FIELD_ENCRYPTION_KEYS": f"k1:{new_key()}",
        "BLIND_INDEX_KEY": new_key(),
        "ALLOWED_HOSTS": "zorgregio.example",
        "TRUSTED_PROXIES": "1",
        "DATABASE_URL": "postgresql://zorgregio@127.0.0.1:1/zorgregio",
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "EMAIL_URL": "smtp+tls://127.0.0.1:1",
        "EMAIL_FROM": "zorgregio@zorgregio.example",
        "VAR_DIR": str(var),
    }
