"""Referrals: a warm one has a name and is heard of again, a cold one only tells where to go."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from audit.models import AuditEntry
from core.errors import Conflict
from informal_care.models import Referral
from informal_care.services.referrals import hear_of_referral, refer
from informal_care.services.signals import link_carer
from tests.cast import actor_of_user, sign_in
from tests.informal_care.places_story import carer_of, offer_of, signal_of
from tests.plans.test_constraints import refused_by

TODAY = date(2026, 3, 2)
WARM: dict[str, Any] = {"kind": "warm", "to_words": "De Brug", "to_person": "Anja Smit"}


@pytest.fixture(autouse=True)
def _today(on_day, db):
    on_day(TODAY)


@pytest.fixture
def signal(gijs, apeldoorn):
    return signal_of(gijs, apeldoorn)


def test_a_warm_referral_waits_for_feedback(signal, ilse, on_day):
    actor = actor_of_user(ilse)
    referral = refer(actor=actor, signal=signal, **WARM)
    due = date(2026, 3, 16)
    assert referral.feedback_due_on == due
    assert list(Referral.objects.waiting(due)) == []
    assert list(Referral.objects.waiting(due + timedelta(days=1))) == [referral]
    assert referral.is_waiting(due + timedelta(days=1))
    on_day(due)
    heard = hear_of_referral(actor=actor, referral=referral, feedback="Zij komt elke week.")

    assert (heard.feedback_on, heard.is_waiting(due + timedelta(days=1))) == (due, False)
    with pytest.raises(Conflict, match="al vast"):
        hear_of_referral(actor=actor, referral=referral, feedback="Nog iets.")


def test_a_cold_referral_asks_nothing_back(signal, ilse):
    offer = offer_of(ilse)
    referral = refer(actor=actor_of_user(ilse), signal=signal, kind="cold", offer=offer, to_person="Anja")

    assert (referral.to_person, referral.feedback_due_on, referral.where) == ("", None, offer.name)


def test_a_referral_of_a_linked_signal_is_in_the_file_of_the_carer(signal, ilse, apeldoorn):
    carer = carer_of(apeldoorn)
    signal = link_carer(actor=actor_of_user(ilse), signal=signal, carer=carer, revision=1)
    after_signal = refer(actor=actor_of_user(ilse), signal=signal, **WARM)
    after_talk = refer(actor=actor_of_user(ilse), carer=carer, **WARM)

    for referral in (after_signal, after_talk):
        assert referral.carer == carer
        assert AuditEntry.objects.get(event="created", target=referral.public_id).client == carer.public_id


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"to_words": " "}, "Kies waarheen"),
        ({"to_person": ""}, "de naam van wie"),
        ({"referred_on": TODAY + timedelta(days=1)}, "al is geweest"),
        ({"signal": None}, "hoort bij een signaal"),
    ],
)
def test_what_is_not_complete_is_refused(wrong, words, signal, ilse):
    with pytest.raises(ValidationError, match=words):
        refer(**{"actor": actor_of_user(ilse), "signal": signal} | WARM | wrong)


@pytest.mark.parametrize("name", ["zoe", "maud", "petra", "gijs", "ruud", "nobody"])
def test_others_neither_refer_nor_hear(name, request, signal, ilse):
    referral = refer(actor=actor_of_user(ilse), signal=signal, **WARM)
    actor = actor_of_user(request.getfixturevalue(name))
    with pytest.raises(PermissionDenied):
        refer(actor=actor, signal=signal, **WARM)
    with pytest.raises(PermissionDenied):
        hear_of_referral(actor=actor, referral=referral, feedback="Goed.")
    assert not Referral.objects.visible_to(actor).exists()


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("informal_care_referral_about", {"signal": None}),
        ("informal_care_referral_where", {"to_words": ""}),
        ("informal_care_referral_warm", {"to_person": ""}),
        ("informal_care_referral_warm", {"kind": "cold"}),
        ("informal_care_referral_feedback", {"feedback": "Goed."}),
        ("informal_care_referral_feedback", {"feedback": "Goed.", "feedback_on": date(2026, 3, 1)}),
    ],
)
def test_the_database_refuses(name, wrong, signal, ilse):
    refer(actor=actor_of_user(ilse), signal=signal, **WARM)
    refused_by(name, Referral.objects.update, **wrong)


def test_from_signal_to_feedback_in_the_browser(client, signal, ilse, on_day):
    offer = offer_of(ilse)
    sign_in(client, ilse)
    page = reverse("informal_care:signal", args=[signal.public_id])
    refused = client.post(reverse("informal_care:signal_refer", args=[signal.public_id]), {"kind": "warm"})
    assert "Kies waarheen u verwijst" in refused.content.decode()
    client.post(
        reverse("informal_care:signal_refer", args=[signal.public_id]),
        {"kind": "warm", "to_person": "Anja Smit", "offer": offer.public_id},
    )
    referral = Referral.objects.get()
    assert "wacht op terugkoppeling" in client.get(page).content.decode()
    on_day(TODAY + timedelta(days=15))
    sign_in(client, ilse)
    assert "Nog niet teruggehoord" in client.get(reverse("informal_care:signals")).content.decode()
    client.post(reverse("informal_care:referral", args=[referral.public_id]), {"feedback": "Zij komt elke week."})
    assert "Zij komt elke week." in client.get(page).content.decode()
