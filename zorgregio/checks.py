"""What an installation must have before it may serve anybody: system checks with an id and a hint."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import LazySettings, settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004 - Django's own name
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connections

from core.row_security import unprotected
from organisations.enums import Role

SHORTEST_SECRET = 50
LOCAL_HOSTS = {"localhost", "127.0.0.1", "[::1]", "::1", "testserver"}
NEW_KEY = "python -c 'import base64, secrets; print(base64.b64encode(secrets.token_bytes(32)).decode())'"
NEW_SECRET = "python -c 'import secrets; print(secrets.token_urlsafe(64))'"  # noqa: S105 - a command

OIDC_NEEDED = (
    "OIDC_RP_CLIENT_ID",
    "OIDC_RP_CLIENT_SECRET",
    "OIDC_ISSUER",
    "OIDC_OP_AUTHORIZATION_ENDPOINT",
    "OIDC_OP_TOKEN_ENDPOINT",
    "OIDC_OP_USER_ENDPOINT",
    "OIDC_OP_JWKS_ENDPOINT",
)
PLACE = re.compile(r"\d{4}|\d{8}|regio|toezicht")

Fault = tuple[str, str, str]


def faults_of_production(settings: LazySettings) -> Iterator[Fault]:
    """Id, fault and hint of everything that a production installation lacks."""
    secret = _secret(settings)
    if len(secret) < SHORTEST_SECRET or len(set(secret)) < SHORTEST_SECRET // 10:
        yield (
            "E001",
            "SECRET_KEY is missing or easy to guess.",
            f"Set SECRET_KEY to the outcome of: {NEW_SECRET}",
        )
    if not settings.FIELD_ENCRYPTION_KEYS:
        yield "E002", "FIELD_ENCRYPTION_KEYS is not set.", f"Set it to 'k1:KEY', with for KEY: {NEW_KEY}"
    if not settings.BLIND_INDEX_KEY:
        yield "E003", "BLIND_INDEX_KEY is not set.", f"Set it to the outcome of: {NEW_KEY}"
    if settings.BLIND_INDEX_KEY in {key for _, key in settings.FIELD_ENCRYPTION_KEYS}:
        yield "E004", "BLIND_INDEX_KEY is also an encryption key.", f"Make another one: {NEW_KEY}"
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        yield "E005", "ALLOWED_HOSTS names no host, or every host.", "Set it to the name that users type."
    if not settings.SECURE_SSL_REDIRECT:
        yield "E006", "HTTPS is off.", "Set HTTPS=true and let the proxy in front serve HTTPS."
    if _engine(settings) != "postgresql":
        yield (
            "E007",
            "Production needs PostgreSQL.",
            "Set DATABASE_URL to postgresql://user:password@host:5432/name.",
        )
    if not settings.REDIS_URL:
        yield (
            "E008",
            "REDIS_URL is not set.",
            "Set it to redis://host:6379/0: the work of the worker comes through it.",
        )
    if settings.EMAIL_BACKEND != "django.core.mail.backends.smtp.EmailBackend":
        yield "E009", "EMAIL_URL is not set.", "Set it to smtp+tls://user:password@host:587."
    if settings.SECOND_FACTOR != "required":
        yield (
            "E013",
            "The second step of signing in is not required.",
            "Set SECOND_FACTOR=required, or leave it out: who sees client files needs one.",
        )


def faults_of_trial(settings: LazySettings) -> Iterator[Fault]:
    """Id, fault and hint of a demo or a development server that others than its user could reach."""
    strangers = [host for host in settings.ALLOWED_HOSTS if host not in LOCAL_HOSTS]
    if strangers:
        yield (
            "E010",
            f"DEMO or DEBUG is on while ALLOWED_HOSTS lets others in: {', '.join(strangers)}.",
            "Set DEMO=false and DEBUG=false, or ALLOWED_HOSTS=localhost,127.0.0.1.",
        )
    host = settings.DATABASES["default"].get("HOST", "")
    if settings.DEMO and host and host not in LOCAL_HOSTS and not host.startswith("/"):
        yield (
            "E011",
            f"DEMO is on with a database on another machine: {host}.",
            "Demo accounts belong in a database of this machine. Set DEMO=false or another DATABASE_URL.",
        )
    if settings.DEMO and urlsplit(settings.REDIS_URL).hostname not in {None, *LOCAL_HOSTS}:
        yield (
            "E012",
            "DEMO is on with a Redis on another machine.",
            "Another installation would take the demo's work. Set DEMO=false or leave REDIS_URL out.",
        )


def faults_of_single_sign_on(settings: LazySettings) -> Iterator[Fault]:
    """Id, fault and hint of a sign-in through organisations that is configured by half."""
    given = {name: str(getattr(settings, name)) for name in OIDC_NEEDED}
    others = (settings.OIDC_MEMBERSHIPS_CLAIM, settings.OIDC_MEMBERSHIPS, settings.OIDC_SECOND_FACTOR)
    missing = [name for name, value in given.items() if not value]
    if missing and (len(missing) < len(given) or any(others)):
        yield (
            "E014",
            "Sign-in through organisations (OIDC) is configured by half.",
            f"Set {', '.join(missing)}, or leave all OIDC_* variables out.",
        )
    plain = [name for name in given if name.startswith("OIDC_OP_") and given[name] and not _is_https(given[name])]
    if plain:
        yield "E015", "An address of the identity provider is not https://.", f"Set another {', '.join(plain)}."
    if bool(settings.OIDC_MEMBERSHIPS_CLAIM) != bool(settings.OIDC_MEMBERSHIPS):
        yield (
            "E016",
            "OIDC_MEMBERSHIPS_CLAIM and OIDC_MEMBERSHIPS need each other.",
            "Set both, or leave both out and give memberships by hand.",
        )
    wrong = [text for _, text in settings.OIDC_MEMBERSHIPS if not _is_place(text)]
    if wrong:
        yield (
            "E017",
            f"OIDC_MEMBERSHIPS names no place and role: {', '.join(wrong)}.",
            f"Write value=code:role, with a CBS or AGB code, regio or toezicht, and one of {', '.join(Role.values)}.",
        )


def faults_of_outside_issuer(settings: LazySettings) -> Iterator[Fault]:
    """Id, fault and hint of another issuer of tokens for the API that is configured by half."""
    url, file = settings.API_ISSUER_JWKS_URL, settings.API_ISSUER_JWKS_FILE
    given = [settings.API_ISSUER, settings.API_ISSUER_AUDIENCE, url or file]
    if any(given) and (not all(given) or (url and file)):
        yield (
            "E018",
            "The other issuer of tokens (API_ISSUER) is configured by half.",
            "Set API_ISSUER, API_ISSUER_AUDIENCE and one of API_ISSUER_JWKS_URL and API_ISSUER_JWKS_FILE, or none.",
        )
    if url and not _is_https(url):
        yield "E019", "The keys of the other issuer are not at https://.", "Set another API_ISSUER_JWKS_URL."


def faults(settings: LazySettings) -> list[Fault]:
    """Everything because of which this installation must not start; empty in tests."""
    if settings.KIND == "test":
        return []
    own = faults_of_production(settings) if settings.KIND == "production" else faults_of_trial(settings)
    return [*own, *faults_of_single_sign_on(settings), *faults_of_outside_issuer(settings)]


def check_settings(app_configs: list[AppConfig] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """The faults as system checks, so that every `manage.py` command stops on them."""
    return [Error(fault, hint=hint, id=f"zorgregio.{identifier}") for identifier, fault, hint in faults(settings)]


def check_proxy(app_configs: list[AppConfig] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Without a trusted proxy and with HTTPS, every request would be sent on to itself."""
    if settings.KIND != "production" or settings.SECURE_PROXY_SSL_HEADER:
        return []
    hint = "Set TRUSTED_PROXIES to the number of proxies in front, usually 1: see .env.example."
    return [Warning("HTTPS is on and TRUSTED_PROXIES is 0.", hint=hint, id="zorgregio.W001")]


def check_row_security(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Tables with client data that the database does not guard; a warning, for `migrate` itself mends it."""
    try:
        lacking = [one.table for alias in databases or () for one in unprotected(connections[alias])]
    except OperationalError:
        return []  # whoever needs the database will say so, after the settings were looked at
    if not lacking:
        return []
    fault = f"These tables have no row security, or that of an earlier release: {', '.join(sorted(lacking))}."
    return [Warning(fault, hint="Run manage.py migrate as the owner of the tables.", id="zorgregio.W002")]


def refuse_impossible_settings(settings: LazySettings = settings) -> None:
    """Stop a server or a worker, which run no system checks, with the same lines."""
    found = faults(settings)
    if found:
        lines = (f"zorgregio.{identifier}: {fault} {hint}" for identifier, fault, hint in found)
        raise ImproperlyConfigured("zorgregio does not start with these settings.\n" + "\n".join(lines))


def register_checks() -> None:
    """Called once, when the applications are ready."""
    checks: list[Callable[..., list[CheckMessage]]] = [check_settings, check_proxy]
    for check in checks:
        register(check, Tags.security, deploy=check is check_proxy)
    register(check_row_security, Tags.database)


def _secret(settings: LazySettings) -> str:
    try:
        return str(settings.SECRET_KEY)
    except ImproperlyConfigured:  # Django's own refusal of an empty one, which names no remedy
        return ""


def _is_https(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOCAL_HOSTS)


def _is_place(text: str) -> bool:
    code, _, role = text.partition(":")
    return bool(PLACE.fullmatch(code)) and role in Role.values


def _engine(settings: LazySettings) -> str:
    return str(settings.DATABASES["default"]["ENGINE"]).rpartition(".")[2]
