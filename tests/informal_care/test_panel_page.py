"""A carer joins the panel from their own page, with their own yes."""

from datetime import date
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import User
from audit.models import AuditEntry
from informal_care.models import Carer, PanelMember
from informal_care.services.panel import take_out
from organisations.models import Municipality
from tests.cast import actor_of_user, sign_in
from tests.informal_care.places_story import carer_of

TODAY = date(2026, 3, 2)


@pytest.fixture
def carer(apeldoorn: Municipality, on_day: Any) -> Carer:
    on_day(TODAY)
    carer = carer_of(apeldoorn)
    Carer.objects.update(email="truus@panel.example")
    return carer


def addresses(carer: Carer) -> tuple[str, str]:
    return tuple(reverse(f"informal_care:{name}", args=[carer.public_id]) for name in ("carer", "carer_panel"))  # type: ignore[return-value]


def test_coordinator_puts_a_carer_who_said_yes_into_the_panel(client: Browser, ilse: User, carer: Carer) -> None:
    page, form = addresses(carer)
    sign_in(client, ilse)
    assert form in client.get(page).content.decode()
    assert client.get(form).context["form"].initial["email"] == "truus@panel.example"
    assert AuditEntry.objects.filter(event="read", client=carer.public_id).count() == 2
    assert client.post(form, {"email": "truus@panel.example"}).status_code == 200
    assert not PanelMember.objects.exists()
    client.post(form, {"email": "", "consent": "on"})
    member = PanelMember.objects.get()
    assert (member.carer, member.name, member.email, member.joined_on) == (carer, carer.name, "", TODAY)
    shown = client.get(page).content.decode()
    assert "Doet mee sinds 2 maart 2026" in shown
    assert form not in shown
    assert "doet al mee" in client.post(form, {"consent": "on"}).content.decode()
    take_out(actor=actor_of_user(ilse), member=member)
    assert form in client.get(page).content.decode()


def test_case_worker_sees_nothing_of_the_panel(client: Browser, ilse: User, karin: User, carer: Carer) -> None:
    page, form = addresses(carer)
    sign_in(client, ilse)
    client.post(form, {"consent": "on"})
    sign_in(client, karin)
    assert "Panel" not in client.get(page).content.decode()
    assert client.get(form).status_code == 403


def test_who_does_not_care_any_more_is_not_asked(client: Browser, ilse: User, carer: Carer) -> None:
    Carer.objects.update(ended_on=TODAY)
    page, form = addresses(carer)
    sign_in(client, ilse)
    assert form not in client.get(page).content.decode()
    assert client.get(form).status_code == 404
