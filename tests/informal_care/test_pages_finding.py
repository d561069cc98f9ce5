"""Pages of finding places and signals in the browser."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import AuditEntry
from informal_care.models import Carer, CarerSignal, FindingPlace
from informal_care.services.signals import note_step
from tests.cast import actor_of_user, sign_in
from tests.informal_care.places_story import AGREED, SEEN, carer_of, kind_of_place, place_of, signal_of

TODAY = date(2026, 3, 2)
TOLD = {"kind": "derailed", "seen": SEEN, "person_name": "Truus Akkerman"}


@pytest.fixture(autouse=True)
def _today(on_day, db):
    on_day(TODAY)


def address(name, row=None):
    return reverse(f"informal_care:{name}", args=[row.public_id] if row else [])


def test_a_practice_tells_in_a_short_form_and_reads_the_answer_only(client, gijs, ilse, apeldoorn):
    kind_of_place()
    sign_in(client, gijs)
    form = client.get(address("signal_new")).content.decode()
    assert "Wie pakt het op?" not in form
    told = client.post(address("signal_new"), {**TOLD, "municipality": apeldoorn.public_id}, follow=True)
    assert "meldcode" in told.content.decode()
    signal = CarerSignal.objects.get()

    sign_in(client, ilse)
    client.post(address("signal_step", signal), {"note": "Gebeld met haar zoon."})
    client.post(address("signal_answer", signal), {"revision": 2, "feedback": "Wij helpen mee."})
    client.post(
        address("signal_handle", signal), {"revision": 3, "outcome": "supported", "outcome_note": "Iemand neemt over."}
    )
    inside = client.get(address("signal", signal)).content.decode()
    assert "Gebeld met haar zoon." in inside
    assert "Iemand neemt over." in inside

    sign_in(client, gijs)
    for page in (address("signal", signal), address("signals")):
        text = client.get(page).content.decode()
        assert "Truus Akkerman" in text
        assert "Gebeld met haar zoon." not in text
        assert "Iemand neemt over." not in text
        assert ilse.name not in text
    assert "Wij helpen mee." in client.get(address("signal", signal)).content.decode()
    assert AuditEntry.objects.filter(event="read", target=signal.public_id, actor=gijs.public_id).exists()


def test_nothing_typed_is_lost(client, gijs, apeldoorn):
    kind_of_place()
    sign_in(client, gijs)
    page = client.post(address("signal_new"), {"seen": SEEN, "municipality": apeldoorn.public_id}).content.decode()

    assert SEEN in page
    assert "Om wie gaat het?" in page
    assert not CarerSignal.objects.exists()


def test_the_carer_is_found_by_name_and_linked(client, ilse, apeldoorn, zutphen):
    signal, carer = signal_of(ilse, apeldoorn), carer_of(apeldoorn)
    elsewhere = carer_of(zutphen)
    sign_in(client, ilse)
    page = address("signal_carer", signal)
    shown = client.get(page).content.decode()
    assert str(carer.public_id) in shown
    assert str(elsewhere.public_id) not in shown

    other = client.post(page, {"revision": 1, "name": "Smit", "carer": ""})
    assert (other.status_code, str(carer.public_id) in other.content.decode()) == (200, False)
    client.post(page, {"revision": 1, "name": "Akkerman", "carer": carer.public_id})
    signal.refresh_from_db()
    assert signal.carer == carer
    # From now on it is part of the file of the carer.
    client.get(address("signal", signal))
    assert AuditEntry.objects.filter(event="read", client=carer.public_id, target=signal.public_id).exists()


FIRST = {"cared_for": "mijn man", "relation": "12", "starts_on": "2024-01-01", "consent_on": "2026-03-02"}


def test_who_is_not_known_yet_is_registered_from_the_signal(client, ilse, gijs, apeldoorn):
    signal = signal_of(gijs, apeldoorn, person_phone="055 000 03 03")
    sign_in(client, ilse)
    page = f"{address('carer_new')}?signaal={signal.public_id}"
    assert f'href="{page}"' in client.get(address("signal_carer", signal)).content.decode()
    assert "Niemand gevonden" in client.get(address("signal_carer", signal)).content.decode()
    shown = client.get(page).content.decode()
    assert 'value="Truus Akkerman"' in shown
    assert 'value="055 000 03 03"' in shown
    # Who cares for somebody reads along: what was told about them does not stand here.
    assert SEEN not in shown

    client.post(page, {**FIRST, "name": "Truus Akkerman-Pas", "phone": "055 000 03 03"})
    carer = Carer.objects.get()
    signal.refresh_from_db()
    assert (carer.name, signal.carer) == ("Truus Akkerman-Pas", carer)
    link = f'href="{reverse("informal_care:carer", args=[carer.public_id])}"'
    assert link in client.get(address("signal", signal)).content.decode()
    assert client.get(page).status_code == 404


def test_who_is_known_already_is_chosen_at_the_signal(client, ilse, gijs, apeldoorn):
    signal, known = signal_of(gijs, apeldoorn, person_phone="055 000 03 03"), carer_of(apeldoorn)
    sign_in(client, ilse)
    page = f"{address('carer_new')}?signaal={signal.public_id}"
    asked = client.post(page, {**FIRST, "name": known.name}).content.decode()

    assert f'href="{address("signal_carer", signal)}"' in asked
    assert Carer.objects.get() == known


def test_nobody_registers_after_a_signal_of_elsewhere(client, ilse, zoe, zutphen):
    signal = signal_of(zoe, zutphen)
    sign_in(client, ilse)

    assert client.get(f"{address('carer_new')}?signaal={signal.public_id}").status_code == 404
    assert client.get(f"{address('carer_new')}?signaal=geen-nummer").status_code == 200


def test_who_reported_it_reads_until_when_it_is_taken_up(client, ilse, gijs, apeldoorn):
    signal = signal_of(gijs, apeldoorn)
    sign_in(client, gijs)
    assert "De gemeente pakt dit op voor of op" in client.get(address("signal", signal)).content.decode()
    note_step(actor=actor_of_user(ilse), signal=signal, note="Gebeld.")
    assert "De gemeente pakt dit op" not in client.get(address("signal", signal)).content.decode()


def test_a_coordinator_keeps_a_place_in_the_browser(client, ilse, karin):
    kind = kind_of_place()
    sign_in(client, ilse)
    typed = {"kind": kind.public_id, "name": "Huisartsen De Kade", "revision": 0}
    client.post(address("place_new"), typed)
    place = FindingPlace.objects.get()
    assert "geen afspraak" in client.get(address("places")).content.decode()
    changed = client.post(
        address("place_change", place), {**typed, **AGREED, "agreed_on": "2026-03-01", "revision": 1}, follow=True
    )
    client.post(address("place_training", place), {"given_on": "2026-03-01", "subject": "Herkennen", "people": 4})
    client.post(address("place_visit", place), {"note": "Kennisgemaakt."})
    client.post(address("places_contact"), {"person": karin.public_id, "starts_on": "2026-03-02"})

    assert "Vraag hoe het thuis gaat." in changed.content.decode()
    register = client.get(address("places")).content.decode()
    assert "op orde" in register
    assert karin.name in register
    assert "Herkennen (4 mensen)" in client.get(address("place", place)).content.decode()
    stale = client.post(address("place_change", place), {**typed, "name": "Anders", "revision": 1})
    assert stale.status_code == 409


@pytest.mark.parametrize("name", ["places", "signals"])
def test_lists_ask_the_same_number_of_queries_however_full(name, client, ilse, gijs, practice):
    kind_of_place()
    apeldoorn = practice.municipalities.get()
    sign_in(client, ilse)
    counts = []
    for number in (1, 2, 3):
        place = place_of(ilse, f"Plek {number}", partner=practice)
        carer = carer_of(apeldoorn, f"Truus {number}")
        signal_of(ilse, apeldoorn, finding_place=place, carer=carer, owner=ilse)
        signal_of(gijs, apeldoorn)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address(name)).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[2]


def test_late_signals_say_so(client, ilse, gijs, apeldoorn, on_day):
    signal_of(gijs, apeldoorn)
    on_day(TODAY + timedelta(days=6))
    sign_in(client, ilse)

    assert "te laat" in client.get(address("signals")).content.decode()


def test_what_is_handled_stands_on_a_list_of_its_own(client, ilse, gijs, apeldoorn):
    signal = signal_of(gijs, apeldoorn)
    done = {"revision": 1, "outcome": "supported", "outcome_note": "Iemand neemt over."}
    sign_in(client, ilse)
    client.post(address("signal_handle", signal), done)
    signal_of(gijs, apeldoorn, person_name="Henk Dijkman")

    lists = client.get(address("signals")), client.get(address("signals"), {"stand": "afgehandeld"})
    assert [[row.person_name for row in page.context["signals"]] for page in lists] == [
        ["Henk Dijkman"],
        [signal.person_name],
    ]
