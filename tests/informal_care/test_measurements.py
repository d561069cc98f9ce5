"""Measurements over time: what makes a signal, what a correction does, and what the database guards."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from core.actors import Actor
from core.errors import Conflict
from informal_care.models import CarerSignal, Instrument, Measurement, Support
from informal_care.rules.relief import relief_of
from informal_care.selectors.relief import relief_by_relation
from informal_care.services.carers import end_carer
from informal_care.services.instruments import load_shipped_instruments
from informal_care.services.measurements import correct_measurement, record_measurement
from informal_care.services.settings import load_care_settings
from informal_care.services.support import add_support
from tests.cast import actor_of_user
from tests.delivery.story import attend, place
from tests.factories.informal_care import CareRelationFactory, CarerFactory
from tests.plans.story import *  # noqa: F403 - fixtures

TODAY = date(2026, 3, 2)


@pytest.fixture
def instrument(db):
    load_care_settings()
    (instrument,) = load_shipped_instruments(actor=Actor.system("proef"))
    return instrument


@pytest.fixture
def carer(apeldoorn, frozen):
    return CarerFactory.create(municipality=apeldoorn)


@pytest.fixture
def measure(carer, instrument, ilse):
    def of(score, days_ago=0, **more):
        """Answers that score so much: of the seven, as many points each as are left."""
        answers, left = {}, score
        for item in instrument.content.items:
            points = min(2, left)
            left -= points
            answers[item.code] = next(one.code for one in item.answers if one.score == points)
        told: dict[str, Any] = {"answers": answers, "vas": 5, "measured_on": TODAY - timedelta(days=days_ago)}
        if "measurement" in more:
            return correct_measurement(actor=actor_of_user(ilse), **told, **more)
        return record_measurement(
            **{"actor": actor_of_user(ilse), "carer": carer, "instrument": instrument} | told | more
        )

    return of


def test_heavy_burden_makes_one_signal_with_owner_and_term(measure, ilse):
    measure(5)
    measure(4)

    signal = CarerSignal.objects.get()
    assert (signal.kind, signal.source, signal.owner) == ("overloaded", "measurement", ilse)
    assert signal.due_on > TODAY
    assert signal.seen == "CarerQol-7D met cijfer van 02-03-2026: zware belasting."


@pytest.mark.parametrize(("before", "after", "signals"), [(14, 11, 1), (14, 12, 0), (11, 14, 0)])
def test_a_sudden_fall_makes_a_signal_and_a_small_one_does_not(measure, before, after, signals):
    measure(before, 90)
    now = measure(after)

    assert CarerSignal.objects.count() == signals
    assert now.worse_by == (before - after if signals else 0)
    assert not signals or "3 punten slechter" in CarerSignal.objects.get().seen


def test_what_is_written_down_later_than_a_newer_one_makes_no_signal(measure):
    measure(12)
    measure(3, 30)

    assert not CarerSignal.objects.exists()


def test_a_correction_is_compared_with_what_came_before_and_stands_alone(measure):
    measure(12, 90)
    wrong = measure(9)
    assert wrong.worse_by == 3
    right = measure(11, measurement=wrong, reason="Verkeerd gelezen.")

    assert right.worse_by == 0
    assert [one.score for one in Measurement.objects.current()] == [12, 11]
    with pytest.raises(Conflict, match="verbeterde deze meting al"):
        measure(11, measurement=wrong, reason="Nog eens.")


def test_measuring_is_for_who_keeps_the_carer_and_of_days_that_were(measure, carer, karin, ilse, request):
    for user in map(request.getfixturevalue, ("petra", "zoe", "maud")):
        with pytest.raises(PermissionDenied):
            measure(9, actor=actor_of_user(user))
    assert measure(9, actor=actor_of_user(karin)).taken_by == karin
    with pytest.raises(ValidationError, match="al is geweest"):
        measure(9, -1)
    end_carer(actor=actor_of_user(ilse), carer=carer, revision=1, ended_on=TODAY)
    with pytest.raises(Conflict, match="zorgt niet meer"):
        measure(9)


def test_answers_are_encrypted_in_the_database(measure):
    row = measure(9)
    with connection.cursor() as cursor:
        cursor.execute("SELECT answers FROM informal_care_measurement")
        (stored,) = cursor.fetchone()

    assert "mental" not in stored
    assert Measurement.objects.get(pk=row.pk).answers["mental"] in {"none", "some", "much"}


# What the database refuses -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("informal_care_measurement_reason", {"correction_reason": "Zomaar."}),
        ("informal_care_measurement_heavy", {"is_heavy": True, "band": ""}),
    ],
)
def test_the_database_refuses_a_measurement(name, wrong, measure):
    row = measure(9)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Measurement.objects.filter(pk=row.pk).update(**wrong)


def test_the_database_refuses_an_edition_twice_or_without_source(instrument):
    again = {"code": "carerqol", "number": 1, "name": "x", "definition": {}, "source": "x", "licence": "x"}
    # SQLite names the columns of a unique index, PostgreSQL its name.
    twice = "informal_care_instrument_number|informal_care_instrument.code"
    with pytest.raises(IntegrityError, match=twice), transaction.atomic():
        Instrument.objects.create(**again)
    with pytest.raises(IntegrityError, match="informal_care_instrument_source"), transaction.atomic():
        Instrument.objects.create(**again | {"number": 2, "licence": ""})


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("informal_care_support_kind", {"kind": "money"}),
        ("informal_care_support_kind", {"about": ""}),
        ("informal_care_support_respite", {"kind": "emotional"}),
        ("informal_care_support_respite", {"respite_kind": ""}),
        ("informal_care_support_dates", {"starts_on": date(2026, 2, 27)}),
        ("informal_care_support_dates", {"starts_on": None, "used_hours": None}),
        ("informal_care_support_given", {"not_given_because": "Vol."}),
        ("informal_care_support_hours", {"planned_hours": -1}),
    ],
)
def test_the_database_refuses_support(name, wrong, carer, ilse):
    row = add_support(
        actor=actor_of_user(ilse),
        carer=carer,
        kind="respite",
        respite_kind="care_farm",
        taken_over="whole",
        about="Een dag vrij",
        asked_on=date(2026, 2, 28),
        starts_on=TODAY,
        ends_on=TODAY,
        planned_hours=Decimal(8),
        used_hours=Decimal("7.5"),
    )
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Support.objects.filter(pk=row.pk).update(**wrong)


# Hours of relief ----------------------------------------------------------------------------------------------


def test_relief_is_dagdelen_times_their_length():
    """On paper: twelve of four hours and one of three and a half give 48 + 3.5."""
    found = relief_of([(10, 240), (2, 240), (1, 210)])

    assert (found.dagdelen, found.hours) == (13, Decimal("51.5"))
    assert found.formula == "12 dagdelen × 4 uur + 1 dagdeel × 3,5 uur"
    assert (relief_of([]).hours, relief_of([]).formula) == (Decimal(0), "")


def test_relief_counts_what_was_delivered_while_somebody_cared(allocation, karin, ilse, petra):
    attendance = attend(place(allocation))
    day = attendance.session.held_on
    type(attendance).objects.filter(pk=attendance.pk).update(presence="present", arrived=attendance.session.starts)
    carer = CarerFactory.create(municipality=allocation.municipality)
    now = CareRelationFactory.create(carer=carer, client=allocation.client, starts_on=day)
    past = CareRelationFactory.create(
        carer=carer, client=allocation.client, starts_on=date(2020, 1, 1), ends_on=day - timedelta(days=1)
    )
    nobody = CareRelationFactory.create(carer=carer)
    rows, length = [now, past, nobody], attendance.session.ends - attendance.session.starts

    found = relief_by_relation(rows, actor_of_user(karin), date(2026, 1, 1), date(2026, 12, 31))
    assert {pk: one.parts for pk, one in found.items()} == {now.pk: ((1, length),), past.pk: (), nobody.pk: ()}
    assert relief_by_relation(rows, actor_of_user(petra), date(2026, 1, 1), date(2026, 12, 31)) == found
    # A coordinator sees no file, and so not how often a client was there.
    for who, since in ((ilse, date(2026, 1, 1)), (karin, day + timedelta(days=1))):
        other = relief_by_relation(rows, actor_of_user(who), since, date(2026, 12, 31))
        assert not any(one.parts for one in other.values())
    type(attendance).objects.filter(pk=attendance.pk).update(presence="absent", arrived=None, left=None)
    gone = relief_by_relation(rows, actor_of_user(karin), date(2026, 1, 1), date(2026, 12, 31))
    assert not any(one.parts for one in gone.values())
