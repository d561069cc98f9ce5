"""Settings of the server that `bin/bench api` asks: those of a bench, with its limits beside the API."""

from bin.tools.bench.settings import *  # noqa: F403

ROOT_URLCONF = "bin.tools.bench.api_urls"
ALLOWED_HOSTS = ["127.0.0.1"]
API_OPEN_PER_MINUTE = 10_000_000
