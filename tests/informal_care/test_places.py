"""Finding places: kept by the coordinator, with what is missing, and one person for all of them."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import given
from hypothesis import strategies as st

from audit.models import AuditEntry
from core.calendar import add_months
from core.errors import Conflict
from informal_care.models import FindingPlace, PlacesContact, PlaceTraining
from informal_care.rules.places import lacking
from informal_care.selectors.places import places_contact, register_of, row_of
from informal_care.services.places import (
    add_place,
    change_place,
    name_places_contact,
    note_training,
    note_visit,
)
from tests.cast import actor_of_user
from tests.informal_care.places_story import AGREED, kind_of_place, place_of
from tests.plans.test_constraints import refused_by

TODAY = date(2026, 3, 2)
DAYS = st.none() | st.dates(date(2024, 1, 1), date(2027, 1, 1))


@pytest.fixture(autouse=True)
def _today(on_day, db):
    on_day(TODAY)


@pytest.fixture
def place(ilse):
    return place_of(ilse)


def code_of(refused):
    return {one.code for faults in refused.value.error_dict.values() for one in faults}


def test_a_new_place_lacks_everything_and_what_is_done_counts(place, ilse):
    coordinator = actor_of_user(ilse)
    found = row_of(place, TODAY).lacking
    assert (found.agreement, found.training, found.contact) == (True, True, True)

    change_place(actor=coordinator, place=place, revision=1, agreed_on=TODAY, **AGREED)
    note_training(actor=coordinator, place=place, given_on=TODAY, subject="Herkennen", people=6)
    note_visit(actor=coordinator, place=place, note="Kennisgemaakt.")

    assert not row_of(place, TODAY).lacking
    late = add_months(TODAY, 6) + timedelta(days=1)
    assert row_of(place, late - timedelta(days=1)).lacking.contact is False
    assert row_of(place, late).lacking.contact is True
    assert AuditEntry.objects.filter(event="changed", target=place.public_id).exists()


@given(DAYS, DAYS, DAYS, st.dates(date(2024, 1, 1), date(2027, 1, 1)), st.integers(1, 24))
def test_contact_once_made_is_only_ever_lost_by_time(agreed_on, trained_on, spoken_on, day, months):
    known = {"agreed_on": agreed_on, "trained_on": trained_on, "spoken_on": spoken_on, "contact_months": months}
    now, later = lacking(**known, day=day), lacking(**known, day=day + timedelta(days=1))

    assert (now.agreement, now.training) == (agreed_on is None, trained_on is None)
    assert later.contact or not now.contact
    assert bool(now) == (now.agreement or now.training or now.contact)


def test_the_register_names_all_twelve_kinds(place, ilse, karin, zoe, gijs):
    kinds = register_of(actor_of_user(karin), TODAY)

    assert len(kinds) == 12
    assert [one.place for kind in kinds for one in kind.rows] == [place]
    assert not any(kind.rows for kind in register_of(actor_of_user(zoe), TODAY))
    assert not FindingPlace.objects.visible_to(actor_of_user(gijs)).exists()
    change_place(actor=actor_of_user(ilse), place=place, revision=1, ended_on=TODAY)
    assert not any(kind.rows for kind in register_of(actor_of_user(karin), TODAY))


def test_an_agreement_needs_all_three_texts_and_a_day_that_was(place, ilse):
    for wrong, code in (
        ({"agreed_on": TODAY, **AGREED, "referring": " "}, "place_agreed"),
        ({"agreed_on": TODAY + timedelta(days=1), **AGREED}, "agreed_later"),
    ):
        with pytest.raises(ValidationError) as refused:
            change_place(actor=actor_of_user(ilse), place=place, revision=1, **wrong)
        assert code in code_of(refused)


def test_a_place_stands_once_in_the_list(place, ilse):
    with pytest.raises(ValidationError, match="al in de lijst"):
        place_of(ilse, place.name)
    change_place(actor=actor_of_user(ilse), place=place, revision=1, ended_on=TODAY)
    assert place_of(ilse, place.name).pk != place.pk


def test_two_at_once_do_not_overwrite_each_other(place, ilse):
    change_place(actor=actor_of_user(ilse), place=place, revision=1, phone="055 123 45 67")
    with pytest.raises(Conflict, match="intussen gewijzigd"):
        change_place(actor=actor_of_user(ilse), place=place, revision=1, phone="055 765 43 21")


def test_what_was_done_lies_not_in_the_future(place, ilse):
    tomorrow = TODAY + timedelta(days=1)
    with pytest.raises(ValidationError, match="al is geweest"):
        note_training(actor=actor_of_user(ilse), place=place, given_on=tomorrow, subject="Herkennen", people=6)
    with pytest.raises(ValidationError, match="al is geweest"):
        note_visit(actor=actor_of_user(ilse), place=place, note="Kennisgemaakt.", spoken_on=tomorrow)


def test_there_is_one_person_for_all_places_at_a_time(place, ilse, karin, maud, apeldoorn):
    coordinator = actor_of_user(ilse)
    name_places_contact(actor=coordinator, person=ilse, starts_on=date(2026, 1, 1))
    name_places_contact(actor=coordinator, person=karin, starts_on=TODAY)

    found = [places_contact(apeldoorn.pk, day) for day in (date(2025, 12, 31), TODAY - timedelta(days=1), TODAY)]
    assert [one and one.person for one in found] == [None, ilse, karin]
    with pytest.raises(ValidationError, match="al een contactpersoon"):
        name_places_contact(actor=coordinator, person=ilse, starts_on=date(2026, 2, 1))
    with pytest.raises(ValidationError, match="werkt"):
        name_places_contact(actor=coordinator, person=maud, starts_on=date(2026, 4, 1))


@pytest.mark.parametrize("name", ["zoe", "karin", "maud", "petra", "gijs", "nobody"])
def test_only_the_coordinator_keeps_them(name, request, place, ilse):
    actor = actor_of_user(request.getfixturevalue(name))
    for service, values in (
        (add_place, {"kind": kind_of_place(), "name": "Moskee"}),
        (change_place, {"place": place, "revision": 1, "phone": "055"}),
        (note_training, {"place": place, "given_on": TODAY, "subject": "Herkennen", "people": 1}),
        (note_visit, {"place": place, "note": "Gesproken."}),
        (name_places_contact, {"person": ilse, "starts_on": TODAY}),
    ):
        with pytest.raises(PermissionDenied):
            service(actor=actor, **values)


def test_the_database_refuses(place, ilse, apeldoorn):
    other = place_of(ilse, "Sportclub")
    refused_by("informal_care_findingplace_once", FindingPlace.objects.filter(pk=other.pk).update, name=place.name)
    refused_by("informal_care_findingplace_agreed", FindingPlace.objects.update, agreed_on=TODAY)
    training = PlaceTraining(place=place, given_on=TODAY, subject="Herkennen", people=0)
    refused_by("informal_care_placetraining_people", training.save)
    named = name_places_contact(actor=actor_of_user(ilse), person=ilse, starts_on=TODAY)
    again = PlacesContact(municipality=apeldoorn, person=ilse, starts_on=TODAY + timedelta(days=9))
    refused_by("informal_care_placescontact_no_overlap", again.save)
    rows = PlacesContact.objects.filter(pk=named.pk)
    refused_by("informal_care_placescontact_period_order", rows.update, ends_on=date(2026, 1, 1))
