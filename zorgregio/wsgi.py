"""WSGI entrance: `gunicorn zorgregio.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

from zorgregio.checks import refuse_impossible_settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zorgregio.settings.base")

refuse_impossible_settings()
application = get_wsgi_application()
