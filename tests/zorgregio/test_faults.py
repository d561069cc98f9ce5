"""`bin/faults`: whether its mail server has the moods that it says. The run itself is a step of `.ci/run`."""

import smtplib
from collections.abc import Iterator

import pytest

from bin.tools import faults, postgresql
from bin.tools.environment import SetupError
from bin.tools.faults.servers import HOST, MailServer

MAIL = "Message-ID: <one@zorgregio.example>\r\nSubject: proef\r\n\r\nGeen namen.\r\n"


@pytest.fixture
def server() -> Iterator[MailServer]:
    """A mail server that does not take its time."""
    server = MailServer(postgresql.free_port())
    server.seconds_for_a_mail = 0
    server.start()
    yield server
    server.stop()


def send(server: MailServer) -> None:
    with smtplib.SMTP(HOST, server.port, timeout=5) as client:
        client.sendmail("van@zorgregio.example", ["aan@zorgregio.example"], MAIL)


def test_mail_is_taken_and_counted_by_its_id(server: MailServer) -> None:
    send(server)
    send(server)

    assert server.taken == {"<one@zorgregio.example>": 2}
    assert not server.unanswered


def test_busy_server_takes_nothing(server: MailServer) -> None:
    server.mood = "busy"

    with pytest.raises(smtplib.SMTPDataError):
        send(server)
    assert server.copies == 0


def test_server_that_hangs_up_has_the_mail_all_the_same(server: MailServer) -> None:
    server.mood = "hangs up"

    with pytest.raises(smtplib.SMTPServerDisconnected):
        send(server)
    assert server.unanswered == {"<one@zorgregio.example>": 1}


def test_stopped_server_refuses(server: MailServer) -> None:
    server.stop()

    with pytest.raises(ConnectionRefusedError):
        send(server)


@pytest.mark.parametrize("wrong", [["--plans", "0"], ["--plans", "veel"], ["--workers", "9"], ["--clocks", "3"]])
def test_faults_refuses_what_it_does_not_know(wrong: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        faults.main(wrong)

    assert "usage: bin/faults" in capfd.readouterr().err


def test_faults_says_what_it_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bin.tools.environment.prepare", lambda *locks: None)
    monkeypatch.setattr("bin.tools.environment.which", lambda *names: None)

    with pytest.raises(SetupError, match="redis-server"):
        faults.main([])
