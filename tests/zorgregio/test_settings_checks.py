"""An installation that cannot be right does not start, and says what to set."""

import base64
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings as test_settings
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured

from bin.tools import production
from zorgregio import checks

GOOD: dict[str, Any] = {
    "KIND": "production",
    "DEMO": False,
    "SECOND_FACTOR": "required",
    "SECRET_KEY": "abcdefghijklmnopqrstuvwxyz-0123456789-abcdefghijklmnopqrstuvwxyz",
    "FIELD_ENCRYPTION_KEYS": [("k1", bytes(32))],
    "BLIND_INDEX_KEY": bytes([1] * 32),
    "ALLOWED_HOSTS": ["zorgregio.example"],
    "SECURE_SSL_REDIRECT": True,
    "DATABASES": {"default": {"ENGINE": "django.db.backends.postgresql", "HOST": "db"}},
    "REDIS_URL": "redis://redis:6379/0",
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    **dict.fromkeys(checks.OIDC_NEEDED, ""),
    "OIDC_MEMBERSHIPS_CLAIM": "",
    "OIDC_MEMBERSHIPS": [],
    "OIDC_SECOND_FACTOR": [],
    "API_ISSUER": "",
    "API_ISSUER_AUDIENCE": "",
    "API_ISSUER_JWKS_URL": "",
    "API_ISSUER_JWKS_FILE": "",
}
OUTSIDE_ISSUER: dict[str, Any] = {
    "API_ISSUER": "https://id.example",
    "API_ISSUER_AUDIENCE": "zorgregio",
    "API_ISSUER_JWKS_URL": "https://id.example/jwks",
}
SINGLE_SIGN_ON: dict[str, Any] = dict.fromkeys(checks.OIDC_NEEDED, "https://id.example/x") | {
    "OIDC_MEMBERSHIPS_CLAIM": "groups",
    "OIDC_MEMBERSHIPS": [("a", "0200:case_worker"), ("b", "98000101:care_professional"), ("c", "regio:purchaser")],
}
DEMO: dict[str, Any] = GOOD | {
    "KIND": "demo",
    "SECOND_FACTOR": "optional",
    "DEMO": True,
    "ALLOWED_HOSTS": ["localhost", "127.0.0.1"],
    "DATABASES": {"default": {"ENGINE": "django.db.backends.sqlite3"}},
    "REDIS_URL": "",
    "SECURE_SSL_REDIRECT": False,
}
REMOTE = {"default": {"ENGINE": "django.db.backends.postgresql", "HOST": "db.example"}}
SQLITE = {"default": {"ENGINE": "django.db.backends.sqlite3"}}


def faults(values: dict[str, Any]) -> list[str]:
    """The ids of what is wrong with these settings."""
    return [identifier for identifier, _, _ in checks.faults(SimpleNamespace(**values))]  # type: ignore[arg-type]


@pytest.mark.parametrize("values", [GOOD, DEMO, GOOD | SINGLE_SIGN_ON, GOOD | OUTSIDE_ISSUER])
def test_good_settings_have_no_fault(values: dict[str, Any]) -> None:
    assert faults(values) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"SECRET_KEY": ""}, "E001"),
        ({"SECRET_KEY": "short"}, "E001"),
        ({"SECRET_KEY": "x" * 60}, "E001"),
        ({"FIELD_ENCRYPTION_KEYS": []}, "E002"),
        ({"BLIND_INDEX_KEY": b""}, "E003"),
        ({"BLIND_INDEX_KEY": bytes(32)}, "E004"),
        ({"ALLOWED_HOSTS": []}, "E005"),
        ({"ALLOWED_HOSTS": ["*"]}, "E005"),
        ({"SECURE_SSL_REDIRECT": False}, "E006"),
        ({"DATABASES": SQLITE}, "E007"),
        ({"REDIS_URL": ""}, "E008"),
        ({"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}, "E009"),
        ({"SECOND_FACTOR": "optional"}, "E013"),
    ],
)
def test_production_without_a_necessity_is_refused(change: dict[str, Any], expected: str) -> None:
    assert faults(GOOD | change) == [expected]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"ALLOWED_HOSTS": ["localhost", "zorgregio.example"]}, "E010"),
        ({"ALLOWED_HOSTS": ["*"]}, "E010"),
        ({"KIND": "development", "DEMO": False, "ALLOWED_HOSTS": ["zorgregio.example"]}, "E010"),
        ({"DATABASES": REMOTE}, "E011"),
        ({"REDIS_URL": "redis://redis.example:6379/0"}, "E012"),
    ],
)
def test_trial_that_others_can_reach_is_refused(change: dict[str, Any], expected: str) -> None:
    assert faults(DEMO | change) == [expected]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        *(({name: ""}, "E014") for name in checks.OIDC_NEEDED),
        ({"OIDC_OP_TOKEN_ENDPOINT": "http://id.example/token"}, "E015"),
        ({"OIDC_MEMBERSHIPS_CLAIM": ""}, "E016"),
        ({"OIDC_MEMBERSHIPS": []}, "E016"),
        ({"OIDC_MEMBERSHIPS": [("a", "0200:boss")]}, "E017"),
        ({"OIDC_MEMBERSHIPS": [("a", "case_worker")]}, "E017"),
    ],
)
def test_single_sign_on_by_half_is_refused(change: dict[str, Any], expected: str) -> None:
    assert faults(GOOD | SINGLE_SIGN_ON | change) == [expected]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        *(({name: ""}, "E018") for name in OUTSIDE_ISSUER),
        ({"API_ISSUER_JWKS_FILE": "/etc/jwks.json"}, "E018"),
        ({"API_ISSUER_JWKS_URL": "http://id.example/jwks"}, "E019"),
    ],
)
def test_other_issuer_by_half_is_refused(change: dict[str, Any], expected: str) -> None:
    assert faults(GOOD | OUTSIDE_ISSUER | change) == [expected]


def test_mapping_without_a_provider_is_refused() -> None:
    alone = {name: SINGLE_SIGN_ON[name] for name in ("OIDC_MEMBERSHIPS_CLAIM", "OIDC_MEMBERSHIPS")}

    assert faults(GOOD | alone) == ["E014"]


def test_fault_becomes_a_system_check_with_an_id_and_a_hint(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = SimpleNamespace(**(GOOD | {"SECRET_KEY": "short", "REDIS_URL": "", "DATABASES": SQLITE}))
    monkeypatch.setattr(checks, "settings", broken)

    found = checks.check_settings()

    assert [error.id for error in found] == ["zorgregio.E001", "zorgregio.E007", "zorgregio.E008"]
    assert all(error.hint for error in found)


def test_refusal_names_every_fault_at_once() -> None:
    broken = SimpleNamespace(**(GOOD | {"REDIS_URL": "", "DATABASES": SQLITE}))

    with pytest.raises(ImproperlyConfigured) as refusal:
        checks.refuse_impossible_settings(broken)  # type: ignore[arg-type]

    assert "zorgregio.E007" in str(refusal.value)
    assert "zorgregio.E008" in str(refusal.value)


def test_refusal_lets_the_tests_run() -> None:
    checks.refuse_impossible_settings(test_settings)


def test_checks_are_registered() -> None:
    assert checks.check_settings in _registered(include_deployment=False)
    assert checks.check_proxy in _registered(include_deployment=True)
    assert run_checks(tags=["security"]) == []


def _registered(*, include_deployment: bool) -> list[Callable[..., Any]]:
    from django.core.checks.registry import registry

    return list(registry.get_checks(include_deployment))


def test_https_without_a_trusted_proxy_is_warned_about(settings: Any) -> None:
    settings.KIND = "production"
    settings.SECURE_PROXY_SSL_HEADER = None

    assert [warning.id for warning in checks.check_proxy()] == ["zorgregio.W001"]


# The entrances, each as a process of its own ------------------------------------------------------------


def start(command: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run an entrance with the environment of a production installation, until it refuses."""
    return subprocess.run(
        command,
        check=False,
        capture_output=True,
        text=True,
        env=environment,
        timeout=60,
        stdin=subprocess.DEVNULL,
    )


@pytest.mark.sqlite  # slow, and no database is involved: once is enough
@pytest.mark.parametrize(
    ("command", "missing", "expected"),
    [
        (["manage.py", "migrate"], "REDIS_URL", "zorgregio.E008"),
        (["manage.py", "migrate"], "SECRET_KEY", "SECRET_KEY"),
        (["-c", "import zorgregio.wsgi"], "DATABASE_URL", "zorgregio.E007"),
        (["-c", "import zorgregio.wsgi"], "FIELD_ENCRYPTION_KEYS", "zorgregio.E002"),
        (["-m", "celery", "-A", "zorgregio", "worker", "--pool", "solo"], "EMAIL_URL", "zorgregio.E009"),
        (["-m", "celery", "-A", "zorgregio", "beat", "--pidfile="], "BLIND_INDEX_KEY", "zorgregio.E003"),
    ],
    ids=[
        "manage without Redis",
        "manage without secret",
        "web on SQLite",
        "web without keys",
        "worker",
        "beat",
    ],
)
def test_entrance_refuses_to_start(
    command: list[str], missing: str, expected: str, tmp_path: Path, project: Path
) -> None:
    environment = production.environment(tmp_path) | {"PYTHONPATH": str(project), missing: ""}

    done = start([sys.executable, *command], environment)

    assert done.returncode != 0
    assert expected in done.stdout + done.stderr


@pytest.mark.sqlite
def test_demo_with_a_public_name_refuses_to_start(tmp_path: Path, project: Path) -> None:
    environment = production.environment(tmp_path) | {"PYTHONPATH": str(project), "DEMO": "true"}

    done = start([sys.executable, "-c", "import zorgregio.wsgi"], environment)

    assert done.returncode != 0
    assert "zorgregio.E010" in done.stderr


@pytest.mark.sqlite
def test_refusal_shows_no_key(tmp_path: Path, project: Path) -> None:
    short = base64.b64encode(os.urandom(8)).decode()
    environment = production.environment(tmp_path) | {"PYTHONPATH": str(project), "BLIND_INDEX_KEY": short}

    done = start([sys.executable, "-c", "import zorgregio.wsgi"], environment)

    assert "BLIND_INDEX_KEY holds a key of 8 bytes" in done.stderr
    assert short not in done.stderr
