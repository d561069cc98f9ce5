"""Sending something to an address that somebody outside named: never into our own network, and never further on.

Whoever names an address might name one that only we can reach (server-side request forgery). So the name is looked up
here, every address that it has must be of the public internet, and the connection goes to the one that was checked: a
name that means something else a moment later leads nowhere else. No redirect is followed and no answer is read.
"""

import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from threading import Event, Timer
from typing import Final
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError

LOCAL: Final = "127.0.0.1"
"""The one address of our own that a test installation may send to."""
LONGEST: Final = 500
REFUSED: Final = 400
"""From this status on, a server does not give what was asked."""
LATE: Final = "Geen antwoord op tijd."
TRANSLATED: Final = (IPv6Network("64:ff9b::/96"), IPv6Network("2002::/16"), IPv6Network("2001::/32"))
"""Addresses that hold one of the old kind, which may be any (NAT64, 6to4, Teredo)."""


class NotSent(Exception):
    """Nothing came back that says that it was received. The message says why in Dutch, and holds no address."""


@dataclass(frozen=True, slots=True)
class Destination:
    """What an address comes to."""

    host: str
    port: int
    path: str
    is_secure: bool


@dataclass(frozen=True, slots=True)
class _Said:
    """What is asked of the other side."""

    method: str
    body: bytes | None
    headers: Mapping[str, str]


def destination(address: str, *, allows_local: bool) -> Destination:
    """Where this address leads. ValidationError `address` for one that is not https, or holds a name or a password.

    With `allows_local` it may also be http on 127.0.0.1.
    """
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise _refused("Dit is geen adres.") from None
    host = parts.hostname or ""
    if len(address) > LONGEST or not address.isascii() or not address.isprintable() or " " in address or not host:
        raise _refused(f"Dit is geen adres van hoogstens {LONGEST} tekens.")
    is_local = allows_local and parts.scheme == "http" and host == LOCAL
    if parts.scheme != "https" and not is_local:
        raise _refused("Gebruik een adres dat met https:// begint.")
    if "@" in parts.netloc or parts.fragment:
        raise _refused("Laat naam, wachtwoord en alles na een # weg uit het adres.")
    if not is_local and _is_address(host) and not may_be_sent_to(host):
        raise _refused("Dit adres is niet van buiten te bereiken.")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Destination(host, port or (443 if parts.scheme == "https" else 80), path, parts.scheme == "https")


def may_be_sent_to(address: str) -> bool:
    """Whether this is an address of the public internet: of nobody's own network, and of no other by a detour."""
    found: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is not None:
            found = found.ipv4_mapped
        elif any(found in network for network in TRANSLATED):
            return False
    return found.is_global and not found.is_multicast and not found.is_reserved


def post(address: str, body: bytes, headers: Mapping[str, str], *, allows_local: bool, seconds: float) -> int:
    """Send the body, and give the status of the answer. Raises NotSent without one within so many seconds."""
    return _send(address, _Said("POST", body, headers), allows_local=allows_local, seconds=seconds)


def answers(address: str, headers: Mapping[str, str], *, allows_local: bool, seconds: float) -> int:
    """The status with which a page answers. Raises NotSent without one within so many seconds.

    Only the head is asked; the page itself when the server does not give the head by itself.
    """
    status = _send(address, _Said("HEAD", None, headers), allows_local=allows_local, seconds=seconds)
    if status < REFUSED:
        return status
    return _send(address, _Said("GET", None, headers), allows_local=allows_local, seconds=seconds)


def _send(address: str, said: _Said, *, allows_local: bool, seconds: float) -> int:
    try:
        where = destination(address, allows_local=allows_local)
    except ValidationError as error:
        raise NotSent(error.messages[0]) from None
    try:
        ours = _connected(where, seconds)
    except (OSError, UnicodeError) as error:
        raise NotSent(_in_words(error)) from None
    # A time-out is for each piece that comes in; who sends a byte now and then is cut off by this.
    is_cut = Event()
    watch = Timer(seconds, _cut_off, [ours, is_cut])
    watch.daemon = True
    watch.start()
    try:
        answered = _asked(where, ours, said, seconds)
    except (OSError, HTTPException, ValueError) as error:
        raise NotSent(LATE if is_cut.is_set() else _in_words(error)) from None
    finally:
        watch.cancel()
        ours.close()
    if is_cut.is_set():
        # What was cut off can look like the end of an answer.
        raise NotSent(LATE)
    return answered


def _connected(where: Destination, seconds: float) -> socket.socket:
    found = socket.getaddrinfo(where.host, where.port, type=socket.SOCK_STREAM)
    addresses = [str(one[4][0]) for one in found]
    is_local = not where.is_secure  # `destination` lets nothing else through
    if not addresses or not (is_local or all(may_be_sent_to(one) for one in addresses)):
        raise NotSent("Dit adres is niet van buiten te bereiken.")
    plain = socket.create_connection((addresses[0], where.port), timeout=seconds)
    if not where.is_secure:
        return plain
    try:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=where.host)
    except BaseException:
        plain.close()
        raise


def _asked(where: Destination, ours: socket.socket, said: _Said, seconds: float) -> int:
    kind = HTTPSConnection if where.is_secure else HTTPConnection
    asking = kind(where.host, where.port, timeout=seconds)
    asking.sock = ours  # it is connected already, to the address that was checked
    asking.request(said.method, where.path, said.body, {**said.headers, "Connection": "close"})
    with asking.getresponse() as answer:
        return answer.status


def _cut_off(ours: socket.socket, is_cut: Event) -> None:
    is_cut.set()
    with suppress(OSError):
        ours.shutdown(socket.SHUT_RDWR)


def _is_address(host: str) -> bool:
    try:
        ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


def _in_words(error: Exception) -> str:
    match error:
        case TimeoutError():
            return LATE
        case socket.gaierror() | UnicodeError():
            return "De naam in het adres bestaat niet."
        case ssl.SSLError():
            return "Het certificaat klopt niet."
        case ConnectionRefusedError():
            return "De verbinding is geweigerd."
    return "Er kwam geen bruikbaar antwoord."


def _refused(message: str) -> ValidationError:
    return ValidationError(message, code="address")
