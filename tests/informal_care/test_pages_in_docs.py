"""`docs/informal-care.md` names every part of the site that this room has, and nothing that is not there."""

import re
from pathlib import Path

from django.urls import get_resolver

from informal_care import urls

TOLD = (Path(__file__).resolve().parents[2] / "docs" / "informal-care.md").read_text()
ADDRESSES = re.findall(r"`(/[a-z0-9/<>A-Z-]+)`", TOLD)


def shape(address: str) -> str:
    """An address with whatever stands between brackets left out."""
    return re.sub(r"<[^>]+>", "<>", address).strip("/")


def test_every_part_of_the_room_is_told() -> None:
    parts = {str(one.pattern).partition("/")[0] for one in urls.urlpatterns}
    told = {address.strip("/").partition("/")[0] for address in ADDRESSES}

    assert parts - told == set()


def test_every_address_that_is_told_is_there() -> None:
    known = {shape(str(one.pattern)) for one in urls.urlpatterns}
    of_others = {"/rollen-en-rechten", "/api/v1/steunaanbiedingen", "/api/v1/mantelzorgcijfers"}

    assert [one for one in ADDRESSES if one not in of_others and shape(one) not in known] == []
    assert all(get_resolver().resolve(f"{one}") for one in of_others)
