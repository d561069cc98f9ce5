"""`bin/bench`, tried on few rows. How long anything takes is not asserted: this machine may be busy."""

import json
from pathlib import Path

import pytest

from bin.tools import bench, environment
from bin.tools.bench import surroundings

NEEDED = {"name", "database", "size", "seconds", "limit_seconds", "ratio", "peak_mb", "measures"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where everything that a bench makes is kept."""
    monkeypatch.setattr(environment, "prepare", lambda *locks: None)
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    return tmp_path


def outcome(capfd: pytest.CaptureFixture[str]) -> dict:
    """The object on the last line."""
    found: dict = json.loads(capfd.readouterr().out.splitlines()[-1])
    return found


def test_bench_measures_and_keeps_its_data(folder, capfd):
    assert bench.main(["clients", "--size", "200", "--rounds", "3", "--sqlite", "--json"]) == 0

    found = outcome(capfd)
    assert found.keys() >= NEEDED
    assert (found["name"], found["database"], found["size"]) == ("clients", "sqlite", 200)
    assert found["peak_mb"] > 10
    assert len(found["measures"]) == 9
    for measure in [found, *found["measures"]]:
        assert measure["queries"] >= 1
        assert 0 < measure["seconds"] < 60
        assert 0 < measure["limit_seconds"] < 60
        assert measure["ratio"] == pytest.approx(measure["seconds"] / measure["limit_seconds"], rel=0.05)

    made = (folder / "bench" / "clients-200.sqlite3").stat().st_ino
    assert bench.main(["clients", "--size", "200", "--rounds", "2", "--sqlite"]) == 0
    assert (folder / "bench" / "clients-200.sqlite3").stat().st_ino == made
    assert "list, case worker" in capfd.readouterr().out


@pytest.mark.parametrize("wrong", [["nothing"], ["clients", "--size", "99"], ["clients", "--size", "many"], []])
def test_bench_refuses_what_it_does_not_know(wrong, folder, capfd):
    with pytest.raises(SystemExit) as refused:
        bench.main(wrong)

    assert refused.value.code == 2
    assert "usage: bin/bench" in capfd.readouterr().err


def test_bench_uses_a_database_of_its_own_on_a_server_that_is_given(monkeypatch):
    monkeypatch.setenv("TEST_DATABASE_URL", "postgresql://somebody@127.0.0.1:5/suite")
    monkeypatch.delenv("BENCH_DATABASE_URL", raising=False)

    with surroundings.database("clients-200", only_sqlite=False) as settings:
        assert settings["DATABASE_URL"] == "postgresql://somebody@127.0.0.1:5/zorgregio_bench_clients_200"


def test_every_bench_has_data_and_works():
    assert bench.names() == [
        "api",
        "clients",
        "compliance",
        "import",
        "informal_care",
        "pdf",
        "reminders",
        "search",
        "trail",
    ]
