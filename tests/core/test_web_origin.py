"""Where a request came from, with and without proxies of ours in front."""

import pytest
from django.test import RequestFactory

from core.actors import Origin
from core.web.origin import origin_of


def request_with(address: str, forwarded: str | None = None):
    """A request as the web server hands it over."""
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    return RequestFactory(REMOTE_ADDR=address).get("/", headers=headers)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, None, "10.0.0.1"),
        (0, "198.51.100.7", "10.0.0.1"),
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "203.0.113.66, 198.51.100.7", "198.51.100.7"),
        (2, "203.0.113.66, 198.51.100.7, 10.0.0.2", "198.51.100.7"),
        (2, "198.51.100.7", "10.0.0.1"),
        (1, None, "10.0.0.1"),
        (1, "onzin", "10.0.0.1"),
        (1, "198.51.100.7:4711", "198.51.100.7"),
        (1, "[2001:db8:0:0::1]:4711", "2001:db8::1"),
        (1, "2001:DB8::1", "2001:db8::1"),
    ],
)
def test_address_is_the_one_our_own_proxies_saw(settings, proxies, forwarded, expected):
    settings.TRUSTED_PROXIES = proxies

    assert origin_of(request_with("10.0.0.1", forwarded)).address == expected


def test_unknown_address_is_empty(settings):
    settings.TRUSTED_PROXIES = 0

    assert origin_of(request_with("")) == Origin(address="", request_id="")


def test_request_id_comes_along():
    request = request_with("10.0.0.1")
    request.request_id = "verzoek-1"

    assert origin_of(request).request_id == "verzoek-1"
