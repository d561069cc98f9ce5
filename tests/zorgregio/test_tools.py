"""The commands in `bin/`: what they refuse, what they leave alone, and what they clean up."""

import socket
import subprocess
from pathlib import Path

import pytest

from bin.tools import demo, environment, postgresql, suite
from bin.tools.environment import SetupError
from zorgregio.settings import env

COMMANDS = {"demo", "test", "lint", "types", "schema", "e2e", "lock", "format"}


@pytest.fixture
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for the demo, and nothing in the environment that would steer it."""
    folder = tmp_path / "var"
    monkeypatch.setenv("VAR_DIR", str(folder))
    for name in ("DEMO", "SECRET_KEY", "FIELD_ENCRYPTION_KEYS", "BLIND_INDEX_KEY", "ALLOWED_HOSTS", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_command_can_be_run_and_says_what_it_is_for(name: str, project: Path) -> None:
    file = project / "bin" / name

    assert file.stat().st_mode & 0o111
    assert file.read_text().splitlines()[1].startswith("# ")
    assert subprocess.run(["sh", "-n", str(file)], check=False).returncode == 0


def test_demo_makes_its_keys_once(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = demo._settings()
    second = demo._settings()

    assert first == second
    assert first["DEMO"] == "true"
    assert (var / "demo.env").stat().st_mode & 0o077 == 0
    for name in ("FIELD_ENCRYPTION_KEYS", "BLIND_INDEX_KEY"):
        monkeypatch.setenv(name, first[name])
    assert len(env.key("BLIND_INDEX_KEY")) == 32
    assert len(env.key_ring("FIELD_ENCRYPTION_KEYS")) == 1


def test_demo_leaves_the_environment_as_it_is(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://localhost/mine")
    monkeypatch.setenv("ALLOWED_HOSTS", "demo.localhost")

    settings = demo._settings()

    assert settings["DATABASE_URL"] == "postgresql://localhost/mine"
    assert settings["ALLOWED_HOSTS"] == "demo.localhost"


def test_demo_refuses_a_database_whose_keys_are_gone(var: Path) -> None:
    var.mkdir()
    (var / "zorgregio.sqlite3").touch()

    with pytest.raises(SetupError, match="keys that are gone"):
        demo._settings()

    assert not (var / "demo.env").exists()


def test_demo_refuses_a_taken_port() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(SetupError, match=f"Port {port} is taken"):
            demo._refuse_taken_port(port)


@pytest.mark.parametrize("port", [-1, 65536])
def test_demo_refuses_what_is_no_port(port: int) -> None:
    with pytest.raises(SetupError, match="not a port"):
        demo._refuse_taken_port(port)


def test_missing_pdf_libraries_are_named_to_who_may_not_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("ctypes.util.find_library", lambda name: None)
    monkeypatch.setattr(environment, "may_install", lambda: False)

    assert environment.prepare_pdf() is False
    said = capsys.readouterr().out
    assert "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in said


def test_suite_says_why_postgresql_was_left_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("TEST_DATABASE_URL", raising=False)
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr(environment, "prepare", lambda *locks: None)
    monkeypatch.setattr(environment, "prepare_pdf", lambda: True)
    monkeypatch.setattr(postgresql, "programs", lambda: None)
    monkeypatch.setattr(environment, "run", lambda *command, env: 0)

    assert suite.main(["-x"]) == 0
    said = capsys.readouterr().out
    assert "Suite on SQLite: passed" in said
    assert "Suite on PostgreSQL: skipped, no PostgreSQL server is installed" in said


@pytest.mark.parametrize("failing", ["", "postgresql://u@127.0.0.1/z"], ids=["sqlite", "postgresql"])
def test_suite_fails_when_one_of_its_runs_fails(failing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEST_DATABASE_URL", "postgresql://u@127.0.0.1/z")
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr(environment, "prepare", lambda *locks: None)
    monkeypatch.setattr(environment, "prepare_pdf", lambda: True)
    monkeypatch.setattr(environment, "run", lambda *command, env: int(env["TEST_DATABASE_URL"] == failing))

    assert suite.main([]) == 1


def test_lock_files_name_no_host_and_hash_everything(project: Path) -> None:
    for file in (project / "requirements").glob("*.txt"):
        text = file.read_text()
        pins = [line for line in text.splitlines() if "==" in line and not line.lstrip().startswith("#")]

        assert "://" not in text
        assert pins
        assert all(line.endswith("\\") for line in pins)
