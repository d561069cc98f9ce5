"""A server on this machine that receives messages, and answers as a test wants: well, badly, or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any


@dataclass
class Receiver:
    """What came in, and what is answered: `answers` one after the other, and 204 from then on."""

    answers: list[Any] = field(default_factory=list)
    received: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    methods: list[str] = field(default_factory=list)
    address: str = ""
    over: Event = field(default_factory=Event)

    @property
    def ids(self) -> list[str]:
        """The id of each message that came in, also of those that were answered badly."""
        return [headers["webhook-id"] for headers, _ in self.received]


@contextmanager
def receiving(*answers: Any) -> Iterator[Receiver]:
    """Receive. An answer is a status, `"hangs"`, `"breaks"`, `"drips"`, or an address to be sent on to."""
    receiver = Receiver(list(answers))

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.do_GET()

        def do_GET(self) -> None:
            receiver.methods.append(self.command)
            self.send_response(receiver.answers.pop(0) if receiver.answers else 204)
            self.end_headers()

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            headers = {name.lower(): value for name, value in self.headers.items()}
            receiver.received.append((headers, self.rfile.read(length)))
            answer = receiver.answers.pop(0) if receiver.answers else 204
            match answer:
                case "hangs":
                    receiver.over.wait(20)
                case "breaks":
                    self.wfile.write(b"nonsense\r\n\r\n")
                case "drips":
                    self._drip()
                case str():
                    self.send_response(302)
                    self.send_header("Location", answer)
                    self.end_headers()
                case _:
                    self.send_response(answer)
                    self.end_headers()
                    self.wfile.write(b"x" * 100_000 if answer == 200 else b"")

        def _drip(self) -> None:
            self.wfile.write(b"HTTP/1.0 200 OK\r\n")
            while not receiver.over.wait(0.1):
                try:
                    self.wfile.write(b"x")
                    self.wfile.flush()
                except OSError:
                    return

        def log_message(self, *_: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    receiver.address = f"http://127.0.0.1:{server.server_address[1]}/hier?voor=ons"
    thread = Thread(target=server.serve_forever, args=[0.01])
    thread.start()
    try:
        yield receiver
    finally:
        receiver.over.set()
        server.shutdown()
        server.server_close()
        thread.join(5)
