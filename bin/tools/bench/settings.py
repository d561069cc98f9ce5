"""Settings of a bench: those of production, on a SQLite file of its own where there is no PostgreSQL."""

import os

from zorgregio.settings.base import *  # noqa: F403
from zorgregio.settings.base import DATABASES, STORAGES

if os.environ.get("BENCH_SQLITE"):
    DATABASES["default"]["NAME"] = os.environ["BENCH_SQLITE"]

# As in production an address of a file comes from the manifest; that the files are not compressed is no matter.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
