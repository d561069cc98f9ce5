"""The container files, without a container engine: structure, health, users, secrets, commands that exist."""

import json
import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

OWN = {"web", "worker", "beat"}
RUN_ONCE = {"migrate"}
BOUGHT_IN = {"db", "redis"}
SECRET_NAMES = re.compile(r"PASSWORD|SECRET|KEY|TOKEN")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    """docker-compose.yml, with its anchors filled in."""
    file = Path(__file__).resolve().parents[2] / "docker-compose.yml"
    loaded: dict[str, Any] = yaml.safe_load(file.read_text())
    return loaded


@pytest.fixture(scope="module")
def dockerfile() -> list[tuple[str, str]]:
    """Instructions of the Dockerfile with their arguments."""
    text = (Path(__file__).resolve().parents[2] / "Dockerfile").read_text()
    lines = re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).replace("\\\n", " ").splitlines()
    return [(name, rest.strip()) for name, _, rest in (line.partition(" ") for line in lines) if name]


def test_compose_has_every_part(compose: dict[str, Any]) -> None:
    assert set(compose["services"]) == OWN | RUN_ONCE | BOUGHT_IN


@pytest.mark.parametrize("name", sorted(OWN | BOUGHT_IN))
def test_container_has_a_health_check_and_comes_back(name: str, compose: dict[str, Any]) -> None:
    service = compose["services"][name]

    assert service["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}
    assert {"interval", "timeout", "retries"} <= set(service["healthcheck"])
    assert service["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", sorted(OWN | RUN_ONCE))
def test_own_container_has_few_rights(name: str, compose: dict[str, Any]) -> None:
    service = compose["services"][name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert service["env_file"] == ".env"


@pytest.mark.parametrize("name", sorted(OWN))
def test_own_container_waits_for_data_and_migrations(name: str, compose: dict[str, Any]) -> None:
    conditions = {other: wait["condition"] for other, wait in compose["services"][name]["depends_on"].items()}

    assert conditions == {
        "db": "service_healthy",
        "redis": "service_healthy",
        "migrate": "service_completed_successfully",
    }


def test_database_is_recent_postgresql(compose: dict[str, Any]) -> None:
    match = re.fullmatch(r"postgres:(\d+)\S*", compose["services"]["db"]["image"])

    assert match
    assert int(match[1]) >= 16


def test_every_named_volume_is_declared_and_used(compose: dict[str, Any]) -> None:
    used = {
        volume.partition(":")[0] for service in compose["services"].values() for volume in service.get("volumes", [])
    }

    assert used == set(compose["volumes"])


def test_only_the_web_server_is_reachable_and_only_from_this_machine(compose: dict[str, Any]) -> None:
    ports = {name: service["ports"] for name, service in compose["services"].items() if "ports" in service}

    assert ports == {"web": ["${WEB_ADDRESS:-127.0.0.1:8000}:8000"]}


def secrets_written_out(services: dict[str, Any]) -> list[str]:
    """Variables that look secret and have a value of their own instead of a required reference."""
    found = []
    for service in services.values():
        for name, value in service.get("environment", {}).items():
            password = re.search(r"://[^:/]*:([^@/]+)@", str(value))
            shown = password[1] if password else str(value) if SECRET_NAMES.search(name) else "${X:?}"
            if not re.fullmatch(r"\$\{[A-Z_]+:\?[^}]*\}", shown) and shown != "${X:?}":
                found.append(name)
    return found


def test_compose_holds_no_secret(compose: dict[str, Any]) -> None:
    assert secrets_written_out(compose["services"]) == []


@pytest.mark.parametrize(
    "environment",
    [
        {"POSTGRES_PASSWORD": "welkom"},
        {"URL": "postgresql://u:welkom@db/z"},
        {"POSTGRES_PASSWORD": "${P:-welkom}"},
    ],
)
def test_secret_in_compose_is_seen(environment: dict[str, str]) -> None:
    assert secrets_written_out({"db": {"environment": environment}}) == list(environment)


def test_image_runs_without_root(dockerfile: list[tuple[str, str]]) -> None:
    names = [name for name, _ in dockerfile]
    user = dict(dockerfile)["USER"]

    assert user not in {"", "root", "0"}
    assert names.index("USER") > max(position for position, name in enumerate(names) if name in {"RUN", "COPY"})


def test_image_installs_by_hash_and_collects_static_files(dockerfile: list[tuple[str, str]]) -> None:
    runs = " ".join(rest for name, rest in dockerfile if name == "RUN")

    assert "--require-hashes -r requirements/base.txt" in runs
    assert "collectstatic" in runs
    for library in ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"):
        assert library in runs


def test_image_holds_no_secret(dockerfile: list[tuple[str, str]]) -> None:
    for name, rest in dockerfile:
        if name in {"ENV", "ARG", "LABEL"}:
            assert not SECRET_NAMES.search(rest)
        for value in re.findall(r'(?:PASSWORD|SECRET_KEY|TOKEN)="?([^\s"]+)', rest):
            assert value.startswith("$(")


def test_image_gets_every_room_and_nothing_else(project: Path) -> None:
    let_in = {
        line.removeprefix("!") for line in (project / ".dockerignore").read_text().splitlines() if line[:1] == "!"
    }
    rooms = {folder.parent.name for folder in project.glob("*/apps.py")}

    assert let_in == rooms | {
        "zorgregio",
        "templates",
        "static",
        "bin/tools",
        "manage.py",
        "requirements/base.txt",
        "docs/api-changelog.md",  # a page of the API
    }
    assert all((project / name).exists() for name in let_in)


def test_web_server_starts_alike_in_image_and_compose(
    compose: dict[str, Any], dockerfile: list[tuple[str, str]]
) -> None:
    command = compose["services"]["web"]["command"]

    assert json.loads(dict(dockerfile)["CMD"]) == command
    assert command[0] == "gunicorn"
    config = import_module(command[2].removeprefix("python:"))
    assert (config.worker_class, config.preload_app) == ("gthread", True)


def test_only_the_web_server_comes_in_bound(compose: dict[str, Any]) -> None:
    url = {
        name: service.get("environment", {}).get("DATABASE_URL", "") for name, service in compose["services"].items()
    }
    migrate = compose["services"]["migrate"]

    assert url["web"] == migrate["environment"]["WEB_DATABASE_URL"]
    assert "//zorgregio_web:" in url["web"]
    assert url["web"].endswith("?assume_role=zorgregio_app")
    assert url["migrate"] == url["worker"] == url["beat"]
    assert "//zorgregio:" in url["worker"]
    assert migrate["command"][2].split(" && ") == [
        "python manage.py migrate --noinput",
        "python manage.py make_web_login",
    ]


@pytest.mark.parametrize("name", ["worker", "beat"])
def test_celery_commands_name_our_application(name: str, compose: dict[str, Any]) -> None:
    service = compose["services"][name]

    assert service["command"][:4] == ["celery", "-A", "zorgregio", name]


def test_worker_is_asked_under_the_name_it_has(compose: dict[str, Any]) -> None:
    worker = compose["services"]["worker"]
    named = worker["command"][worker["command"].index("--hostname") + 1]

    assert worker["healthcheck"]["test"][worker["healthcheck"]["test"].index("--destination") + 1] == named


def test_worker_may_finish_its_task_before_it_is_stopped(compose: dict[str, Any], settings: Any) -> None:
    minutes = int(compose["services"]["worker"]["stop_grace_period"].removesuffix("m"))

    assert minutes * 60 > settings.CELERY_TASK_TIME_LIMIT


def test_beat_wakes_often_enough_for_its_health_check(compose: dict[str, Any], settings: Any) -> None:
    command = " ".join(compose["services"]["beat"]["healthcheck"]["test"])
    match = re.search(r"-mmin -(\d+)", command)
    shortest = min(
        60 if len(entry["schedule"].minute) == 1 else 60 // len(entry["schedule"].minute)
        for entry in settings.CELERY_BEAT_SCHEDULE.values()
    )

    assert match
    assert int(match[1]) > 2 * shortest


def test_proxy_lets_through_what_the_application_takes_and_little_more():
    """The number in docs/operations.md: an upload, the rest of the form, and air for the parts around them."""
    operations = Path(__file__).resolve().parents[2] / "docs" / "operations.md"
    written = re.search(r"client_max_body_size (\d+)m;", operations.read_text())
    form = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 2**20

    assert written
    assert int(written[1]) == settings.UPLOAD_LIMIT_MB + form + 1
