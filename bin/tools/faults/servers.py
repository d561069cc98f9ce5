"""A Redis, a worker, a clock and a mail server that can be made to fail. Standard library only."""

import os
import signal
import socketserver
import subprocess
import threading
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

from bin.tools import environment, postgresql
from bin.tools.environment import PROJECT, PYTHON

HOST = "127.0.0.1"


class Program:
    """A program that is started, killed without a chance to tidy up, and started again."""

    def __init__(self, name: str, command: list[str], folder: str) -> None:
        self.command, self.log = command, Path(folder) / f"{name}.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, in a process group of its own."""
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                self.command, cwd=PROJECT, stdin=subprocess.DEVNULL, stdout=log, stderr=log, process_group=0
            )

    def kill(self, how: signal.Signals = signal.SIGKILL) -> None:
        """End it with all that it started itself."""
        if self.process is not None:
            os.killpg(self.process.pid, how)
            self.process.wait(60)
            self.process = None

    def last_words(self) -> str:
        """The end of what it said, for who wants to know why it does nothing."""
        return self.log.read_text()[-2000:] if self.log.exists() else ""


class Redis(Program):
    """A Redis that keeps nothing: who starts it again finds it empty."""

    def __init__(self, folder: str) -> None:
        self.port = postgresql.free_port()
        program = environment.which("redis-server") or "redis-server"
        options = ["--port", str(self.port), "--bind", HOST, "--save", "", "--dir", folder]
        super().__init__("redis", [program, *options], folder)

    @property
    def url(self) -> str:
        """Where it is found."""
        return f"redis://{HOST}:{self.port}/0"


def worker(number: int, folder: str) -> Program:
    """A worker with two processes, as `docker-compose.yml` starts it."""
    celery = str(PYTHON.with_name("celery"))
    options = ["worker", "--concurrency", "2", "--hostname", f"worker{number}@faults", "--loglevel", "WARNING"]
    return Program(f"worker{number}", [celery, "-A", "bin.tools.faults.clock", *options], folder)


def beat(number: int, folder: str) -> Program:
    """A clock; two of them is a mistake of the administrator that must do no harm."""
    celery, state = str(PYTHON.with_name("celery")), str(Path(folder) / f"beat{number}")
    options = ["beat", "--schedule", state, "--pidfile=", "--loglevel", "WARNING", "--max-interval", "1"]
    return Program(f"beat{number}", [celery, "-A", "bin.tools.faults.clock", *options], folder)


class MailServer:
    """Takes mail and counts each Message-ID; or does what mail servers do on a bad day.

    `mood`: "takes" all; "busy" answers 451; "silent" takes the text and never answers; "hangs up" keeps the mail and
    closes the connection before its answer. `stop` makes it refuse connections.
    """

    def __init__(self, port: int) -> None:
        self.port, self.mood = port, "takes"
        # A mail server takes its time; so there is always one on its way when something breaks.
        self.seconds_for_a_mail = 0.1
        self.taken: Counter[str] = Counter()
        self.unanswered: Counter[str] = Counter()
        self.guard = threading.Lock()
        self.server: socketserver.ThreadingTCPServer | None = None

    def start(self) -> None:
        """Listen, in a thread of its own."""
        socketserver.ThreadingTCPServer.allow_reuse_address = True
        socketserver.ThreadingTCPServer.daemon_threads = True
        self.server = socketserver.ThreadingTCPServer((HOST, self.port), _conversation_with(self))
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def stop(self) -> None:
        """Refuse connections from now on."""
        if self.server is not None:
            self.server.shutdown()
            self.server.server_close()
            self.server = None

    @property
    def copies(self) -> int:
        """How many mails were taken, copies of the same included."""
        with self.guard:
            return sum(self.taken.values()) + sum(self.unanswered.values())

    def keep(self, text: bytes, *, answered: bool) -> None:
        """The mail is taken; nobody gives it back."""
        name = next(line for line in text.decode().splitlines() if line.lower().startswith("message-id:"))
        with self.guard:
            (self.taken if answered else self.unanswered)[name.partition(":")[2].strip()] += 1


def _conversation_with(server: MailServer) -> type[socketserver.StreamRequestHandler]:
    class Conversation(socketserver.StreamRequestHandler):
        """As much of SMTP (RFC 5321) as a client needs to hand over a mail."""

        def handle(self) -> None:
            with suppress(ConnectionError):  # who is killed does not say goodbye
                self._converse()

        def _converse(self) -> None:
            self._say("220 sink")
            while line := self.rfile.readline().strip():
                match line.split()[0].upper():
                    case b"EHLO" | b"HELO" | b"MAIL" | b"RCPT" | b"RSET" | b"NOOP":
                        self._say("250 ok")
                    case b"DATA":
                        if not self._take():
                            return
                    case b"QUIT":
                        self._say("221 bye")
                        return
                    case _:
                        self._say("502 unknown")

        def _take(self) -> bool:
            if server.mood == "busy":
                self._say("451 later")
                return True
            self._say("354 go on")
            text = b"".join(iter(self.rfile.readline, b".\r\n"))
            time.sleep(server.seconds_for_a_mail)
            if not text:
                return False
            if server.mood == "silent":
                time.sleep(30)
                return False
            # Kept before it is answered, as a mail server must.
            server.keep(text, answered=server.mood == "takes")
            if server.mood == "hangs up":
                return False
            self._say("250 taken")
            return True

        def _say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

    return Conversation
