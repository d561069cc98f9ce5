"""Settings of every installation. What differs comes from the environment: see `.env.example`."""

from pathlib import Path

import django_stubs_ext
from celery.schedules import crontab
from csp.constants import NONE, SELF

from zorgregio.settings import env
from zorgregio.settings.navigation import NAVIGATION as MENU

django_stubs_ext.monkeypatch()

PROJECT = Path(__file__).resolve().parent.parent.parent
VERSION = "0.1.0"

# What kind of installation this is -------------------------------------------------------------------

DEBUG = env.flag("DEBUG", default=False)
DEMO = env.flag("DEMO", default=False)
KIND = "demo" if DEMO else "development" if DEBUG else "production"
DEMO_PASSWORD = "zorgregio-demo-2026" if DEMO else ""
HTTPS = env.flag("HTTPS", default=True)
SECRET_KEY = env.text("SECRET_KEY")
FIELD_ENCRYPTION_KEYS = env.key_ring("FIELD_ENCRYPTION_KEYS")
BLIND_INDEX_KEY = env.key("BLIND_INDEX_KEY")
ALLOWED_HOSTS = env.listing("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.listing("CSRF_TRUSTED_ORIGINS")
TRUSTED_PROXIES = env.whole_number("TRUSTED_PROXIES", 0)

# Rooms -----------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "zorgregio.apps.ZorgregioConfig",
    "zorgregio.apps.SiteConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "axes",
    "csp",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "core",
    "accounts",
    "audit",
    "organisations",
    "products",
    "contracts",
    "clients",
    "plans",
    "delivery",
    "informal_care",
    "compliance",
]

MIDDLEWARE = [
    "core.web.middleware.security_headers",
    "core.web.middleware.request_id",
    "core.api.middleware.answer_as_api",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.web.middleware.end_idle_session",
    "organisations.web.middleware.attach_actor",
    "organisations.web.second_step.demand_second_step",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "core.web.on_behalf.refuse_other_behalf",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "core.web.middleware.explain_refusals",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "zorgregio.urls"
WSGI_APPLICATION = "zorgregio.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PROJECT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.web.context.navigation",
                "accounts.web.context.second_step",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Data ------------------------------------------------------------------------------------------------

VAR = env.path("VAR_DIR", PROJECT / "var")
DATABASES = {"default": env.database("DATABASE_URL", VAR / "zorgregio.sqlite3")}
REDIS_URL = env.text("REDIS_URL")
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}
MEDIA_ROOT = VAR / "uploads"
MEDIA_URL = ""
UPLOAD_LIMIT_MB = 10
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# People ----------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "accounts.web.second_step.SecondStepBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.rules.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "accounts.rules.UnlikeUser"},
    {"NAME": "accounts.rules.NotEasilyGuessed"},
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "accounts:sign_in"
# "required": who may see client files, or opens the admin pages, needs a second step; "optional": only who set it up.
SECOND_FACTOR = env.choice("SECOND_FACTOR", ("required", "optional"), "optional" if DEMO else "required")
SECOND_FACTOR_WAIT_SECONDS = 1  # after a wrong code; each next one doubles them
ACCOUNT_WITNESS = "audit.web.sign_in.note_account_event"
IDLE_MINUTES = env.whole_number("IDLE_MINUTES", 30, at_least=1)

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "username"
AXES_USERNAME_CALLABLE = "accounts.web.lockout.email_of"
AXES_CLIENT_IP_CALLABLE = "accounts.web.lockout.address_of"
AXES_LOCKOUT_CALLABLE = "accounts.web.lockout.locked_out"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "held", "token", "code", "current_code", "sealed"]
AXES_DISABLE_ACCESS_LOG = True  # who signed in stands in the trail
AXES_VERBOSE = False

# Sign-in through one's own organisation (OpenID Connect); off without a client id ------------------------

OIDC_RP_CLIENT_ID = env.text("OIDC_RP_CLIENT_ID")
OIDC_RP_CLIENT_SECRET = env.text("OIDC_RP_CLIENT_SECRET")
OIDC_ISSUER = env.text("OIDC_ISSUER")
OIDC_OP_AUTHORIZATION_ENDPOINT = env.text("OIDC_OP_AUTHORIZATION_ENDPOINT")
OIDC_OP_TOKEN_ENDPOINT = env.text("OIDC_OP_TOKEN_ENDPOINT")
OIDC_OP_USER_ENDPOINT = env.text("OIDC_OP_USER_ENDPOINT")
OIDC_OP_JWKS_ENDPOINT = env.text("OIDC_OP_JWKS_ENDPOINT")
OIDC_RP_SCOPES = env.text("OIDC_RP_SCOPES", "openid email profile")
OIDC_RP_SIGN_ALGO = "RS256"
OIDC_USE_PKCE = True
OIDC_TIMEOUT = 10
OIDC_AUTHENTICATION_CALLBACK_URL = "organisations:single_sign_on"
OIDC_TRUST_EMAIL = env.flag("OIDC_TRUST_EMAIL", default=False)
OIDC_MEMBERSHIPS_CLAIM = env.text("OIDC_MEMBERSHIPS_CLAIM")
OIDC_MEMBERSHIPS = env.pairs("OIDC_MEMBERSHIPS")
OIDC_SECOND_FACTOR = env.listing("OIDC_SECOND_FACTOR")

SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
# Not in a cookie: a message stays with the server that wrote it.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "core.web.errors.csrf_failure"

# The browser -----------------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^gezond$"]  # asked from within, without the proxy
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [PROJECT / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG or DEMO
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
WHITENOISE_USE_FINDERS = DEBUG or DEMO
NAVIGATION = MENU

# Client files ----------------------------------------------------------------------------------------

FILE_ACCESS_AFTER_END_MONTHS = env.whole_number("FILE_ACCESS_AFTER_END_MONTHS", 6)
FILE_OPENING_HOURS = env.whole_number("FILE_OPENING_HOURS", 8)
PRINTS_KEPT_HOURS = env.whole_number("PRINTS_KEPT_HOURS", 24, at_least=1)
AUTOSAVE_DAYS = env.whole_number("AUTOSAVE_DAYS", 7, at_least=1)
CHECK_WORKERS = env.whole_number("CHECK_WORKERS", 2, at_least=1)
RECEIPT_DAYS = env.whole_number("RECEIPT_DAYS", 7, at_least=1)

# Language and time -----------------------------------------------------------------------------------

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands")]
TIME_ZONE = "Europe/Amsterdam"
USE_I18N = True
USE_TZ = True

# Work and mail ---------------------------------------------------------------------------------------

CELERY_BROKER_URL = REDIS_URL or "memory://"
CELERY_TASK_ALWAYS_EAGER = not REDIS_URL
CELERY_TASK_EAGER_PROPAGATES = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SOFT_TIME_LIMIT = 300
CELERY_TASK_TIME_LIMIT = 330
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# Or a task that ends after Redis was away for a moment acknowledges to nobody, and its worker stands still for good.
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = {
    "refresh evaluation dates": {"task": "plans.refresh_evaluation_dates", "schedule": crontab(hour=3, minute=10)},
    "plan sessions": {"task": "delivery.plan_sessions", "schedule": crontab(hour=2, minute=40)},
    "follow allocations": {"task": "plans.follow_allocations", "schedule": crontab(minute="*/10")},
    "end plans of ended files": {"task": "plans.end_plans_of_ended_files", "schedule": crontab(minute="*/10")},
    "seal agreed plans": {"task": "plans.seal_agreed_plans", "schedule": crontab(minute="*/10")},
    "check changed sessions": {"task": "compliance.check_changed", "schedule": crontab(minute="*/5")},
    "check all sessions": {"task": "compliance.check_all", "schedule": crontab(hour=2, minute=20)},
    "check all files": {"task": "compliance.check_all_files", "schedule": crontab(hour=3, minute=40)},
    "resume printing": {"task": "plans.resume_printing", "schedule": crontab(minute="*/2")},
    "remove printed plans": {"task": "plans.remove_printed", "schedule": crontab(minute=35)},
    "resume imports": {"task": "clients.resume_imports", "schedule": crontab(minute="*/5")},
    "remove import files": {"task": "clients.remove_import_files", "schedule": crontab(minute=25)},
    "resume sheets": {"task": "delivery.resume_sheets", "schedule": crontab(minute="*/5")},
    "remove sheets": {"task": "delivery.remove_sheets", "schedule": crontab(minute=27)},
    "remove old receipts": {"task": "delivery.remove_old_receipts", "schedule": crontab(hour=3, minute=5)},
    "remove old autosaves": {"task": "clients.remove_old_autosaves", "schedule": crontab(minute=45)},
    "remove uploads of destroyed files": {
        "task": "clients.remove_discarded_files",
        "schedule": crontab(hour=3, minute=40),
    },
    "empty old applications for appreciation": {
        "task": "informal_care.empty_old_applications",
        "schedule": crontab(hour=3, minute=50),
    },
    "remove expired tokens": {"task": "organisations.remove_expired_tokens", "schedule": crontab(minute=15)},
    "tell programs": {"task": "clients.tell_programs", "schedule": crontab()},
    "send mails": {"task": "organisations.send_mails", "schedule": crontab()},
    "remind of evaluations": {"task": "plans.remind_of_evaluations", "schedule": crontab(hour=5, minute=30)},
    "remind of board tasks": {"task": "informal_care.remind_of_tasks", "schedule": crontab(hour=5, minute=45)},
    "remind of the social map": {"task": "informal_care.remind_of_offers", "schedule": crontab(hour=5, minute=50)},
    "mail poll results": {"task": "informal_care.mail_poll_results", "schedule": crontab(hour=6, minute=5)},
    "try links of the social map": {"task": "informal_care.check_links", "schedule": crontab(hour="6-21", minute=50)},
    "verify the audit chain": {"task": "audit.verify_chain", "schedule": crontab(hour=4, minute=40)},
}

vars().update(env.smtp("EMAIL_URL"))
SITE_URL = env.text("SITE_URL", f"{'https' if HTTPS else 'http'}://{(ALLOWED_HOSTS or ['localhost'])[0]}")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("EMAIL_FROM", "zorgregio@localhost")

# API -------------------------------------------------------------------------------------------------

API_VERSION = "1.1.0"
OCDS_PREFIX = env.text("OCDS_PREFIX", "ocds-000000")  # of the publisher, as registered with Open Contracting
API_TOKEN_MINUTES = env.whole_number("API_TOKEN_MINUTES", 15, at_least=1)
API_OPEN_PER_MINUTE = env.whole_number("API_OPEN_PER_MINUTE", 300, at_least=1)  # of one address, without a token
API_TOKENS_PER_MINUTE = env.whole_number("API_TOKENS_PER_MINUTE", 60, at_least=1)  # asked for from one address
WEBHOOK_GIVE_UP_HOURS = env.whole_number("WEBHOOK_GIVE_UP_HOURS", 24, at_least=1)
WEBHOOK_KEEP_DAYS = env.whole_number("WEBHOOK_KEEP_DAYS", 30, at_least=1)
WEBHOOK_LOCAL = False  # whether messages may go to http://127.0.0.1; for tests alone
# Tokens of another issuer; off without its name
API_ISSUER = env.text("API_ISSUER")
API_ISSUER_AUDIENCE = env.text("API_ISSUER_AUDIENCE")
API_ISSUER_JWKS_URL = env.text("API_ISSUER_JWKS_URL")
API_ISSUER_JWKS_FILE = env.text("API_ISSUER_JWKS_FILE")
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["organisations.api.authentication.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["core.api.access.HasScope"],
    "DEFAULT_RENDERER_CLASSES": ["core.api.writing.JsonRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "core.api.schema.DutchSchema",
    "EXCEPTION_HANDLER": "core.api.problems.as_problem",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,
    "DATETIME_FORMAT": "%Y-%m-%dT%H:%M:%SZ",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "zorgregio API",
    "DESCRIPTION": "Gegevens van de zorgregio. Voldoet aan de NL API Design Rules. Wat er veranderde: /api/v1/versies.",
    "VERSION": API_VERSION,
    "OAS_VERSION": "3.1.0",
    "ENUM_NAME_OVERRIDES": {"StatusEnum": "products.enums.VersionStatus", "PlanstatusEnum": "plans.enums.PlanStatus"},
    "CONTACT": {
        "name": "Beheer zorgregio",
        "url": env.text("CONTACT_URL", "https://zorgregio.example"),
        "email": env.text("CONTACT_EMAIL", "beheer@zorgregio.example"),
    },
    "SERVERS": [{"url": "/api/v1"}],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SCHEMA_PATH_PREFIX_TRIM": True,
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": ["drf_spectacular.hooks.postprocess_schema_enums", "core.api.description.finish"],
}

# Log: no names, no numbers of people; the trail is in the audit room ------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "class": "core.web.logs.Masked",
            "format": "{asctime} {levelname} {name} {request_id} {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
    "loggers": {
        # Through the handler of all, and through none of Django's own: those mask nothing.
        "django": {"handlers": [], "level": "INFO"},
        "django.server": {"handlers": [], "level": "INFO", "propagate": True},
        "celery.app.trace": {"level": "WARNING"},  # at INFO a line for each task
        "axes": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
        "weasyprint": {"level": "ERROR"},
    },
}
