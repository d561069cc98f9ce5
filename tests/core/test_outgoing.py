"""Sending to an address from outside never reaches our own network, whatever the address is made to look like."""

import socket
import ssl

import pytest
from django.core.exceptions import ValidationError

from core.outgoing import NotSent, destination, may_be_sent_to, post
from tests.organisations.receiver import receiving


def send(address, *, allows_local=True, seconds=2.0):
    return post(
        address,
        b"{}",
        {"Content-Type": "application/json", "webhook-id": "1"},
        allows_local=allows_local,
        seconds=seconds,
    )


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 - nothing is bound to it
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fd12::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
        "2001:db8::1",
        "2001:0:7f00:1::",
    ],
)
def test_address_of_no_public_machine_is_not_sent_to(address):
    assert not may_be_sent_to(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "1.1.1.1"])
def test_address_of_the_internet_is(address):
    assert may_be_sent_to(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "http://voorbeeld.example/",
        "ftp://voorbeeld.example/",
        "file:///etc/passwd",
        "https://",
        "https:///pad",
        "https://wie:wat@voorbeeld.example/",
        "https://voorbeeld.example@127.0.0.1/",
        "https://voorbeeld.example/#deel",
        "https://voorbeeld.example:99999/",
        "https://voorbeeld.example/met spatie",
        "https://voorbeeld.example/\r\nHost: intern",
        "https://voorbeeld.example/é",
        "https://[::1/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:169.254.169.254]/",
        "https://10.0.0.1:8443/",
        "http://localhost/",
        "http://127.0.0.1.nip.example/",
        "https://voorbeeld.example/" + "a" * 500,
    ],
)
@pytest.mark.parametrize("allows_local", [False, True])
def test_what_is_no_good_address_is_refused(address, allows_local):
    with pytest.raises(ValidationError) as error:
        destination(address, allows_local=allows_local)
    assert error.value.code == "address"


def test_good_address_leads_where_it_says():
    where = destination("https://voorbeeld.example:8443/pad?voor=ons", allows_local=False)
    assert (where.host, where.port, where.path, where.is_secure) == (
        "voorbeeld.example",
        8443,
        "/pad?voor=ons",
        True,
    )


def test_our_own_machine_is_for_tests_alone():
    with receiving() as receiver:
        assert send(receiver.address) == 204
        with pytest.raises(NotSent):
            send(receiver.address, allows_local=False)
        assert len(receiver.received) == 1


def names(monkeypatch, *addresses):
    """A name server that says these addresses, whatever is asked."""
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 443)) for one in addresses]
    monkeypatch.setattr("core.outgoing.socket.getaddrinfo", lambda *_, **__: found)


@pytest.mark.parametrize(
    "addresses", [["10.0.0.1"], ["127.0.0.1"], ["93.184.215.14", "169.254.169.254"], ["::ffff:10.0.0.1"], []]
)
def test_name_of_a_machine_inside_is_not_connected_to(monkeypatch, addresses):
    names(monkeypatch, *addresses)
    monkeypatch.setattr("core.outgoing.socket.create_connection", lambda *_, **__: pytest.fail("connected"))

    with pytest.raises(NotSent, match="niet van buiten"):
        send("https://voorbeeld.example/")


def test_connection_goes_to_the_address_that_was_checked_and_the_name_is_looked_up_once(monkeypatch):
    asked, connected, named = [], [], []

    def look_up(host, *_, **__):
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14" if len(asked) == 1 else "10.0.0.1", 443))]

    def connect(where, timeout):
        connected.append(where)
        return ours

    class Context:
        def wrap_socket(self, plain, server_hostname):
            named.append(server_hostname)
            raise ssl.SSLCertVerificationError("no")

    ours, theirs = socket.socketpair()
    monkeypatch.setattr("core.outgoing.socket.getaddrinfo", look_up)
    monkeypatch.setattr("core.outgoing.socket.create_connection", connect)
    monkeypatch.setattr("core.outgoing.ssl.create_default_context", Context)

    with pytest.raises(NotSent, match="certificaat"):
        send("https://voorbeeld.example/")
    assert (asked, connected, named) == (["voorbeeld.example"], [("93.184.215.14", 443)], ["voorbeeld.example"])
    assert ours.fileno() == -1  # closed
    theirs.close()


@pytest.mark.parametrize("answer", ["hangs", "drips"])
def test_who_keeps_us_waiting_is_cut_off(answer):
    with receiving(answer) as receiver, pytest.raises(NotSent, match="op tijd"):
        send(receiver.address, seconds=0.4)


def test_who_talks_nonsense_or_is_not_there_gave_no_answer():
    with receiving("breaks") as receiver, pytest.raises(NotSent, match="bruikbaar"):
        send(receiver.address)
    with pytest.raises(NotSent, match="geweigerd"):
        send(receiver.address)


def test_answer_that_leads_elsewhere_is_only_a_status():
    with receiving() as other, receiving(other.address) as receiver:
        assert send(receiver.address) == 302
        assert other.received == []


def test_long_answer_is_not_read():
    with receiving(200) as receiver:
        assert send(receiver.address) == 200
