"""What is planned follows from what stands: the statements against a slow and plain reckoning, and what people see."""

from datetime import date, timedelta
from random import Random

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.db.models import Max, Min
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from audit.models import AuditEntry
from delivery.models import Group, Helper, Session
from delivery.services.planning import derive_sessions
from delivery.tasks import plan_sessions
from plans.models import PlanSetting
from plans.services.settings import load_settings
from tests.delivery.planned import WEEKS, Dice, reckoned, state
from tests.factories.organisations import LocationFactory, ProfessionalFactory
from tests.plans.story import TODAY, allocate


@pytest.fixture
def town(allocation, apeldoorn, de_linde, het_anker, wil):
    """Three groups of two providers, with clients and people who work there."""
    load_settings()
    PlanSetting.objects.filter(parameter="weeks_ahead").update(value=WEEKS)
    groups = [
        Group.objects.create(
            provider=provider,
            location=LocationFactory.create(provider=provider),
            name=f"Groep {number}",
            capacity=8,
            starts_on=date(2026, 1, 1),
        )
        for number, provider in enumerate([de_linde, de_linde, het_anker])
    ]
    allocations = [allocation, *(allocate(apeldoorn, de_linde, surname=name) for name in ("Bos", "Dam"))]
    people = [
        {"professional": ProfessionalFactory.create(provider=provider)} for provider in (de_linde, de_linde, het_anker)
    ]
    helper = Helper.objects.create(provider=de_linde, name="Toos", kind="volunteer", starts_on=date(2026, 1, 1))
    return groups, allocations, [*people, {"helper": helper}]


@settings(
    deadline=None,
    max_examples=5,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(chance=st.randoms(use_true_random=False))
def test_statements_do_what_a_plain_reckoning_says_for_all_groups_and_for_each(town, chance):
    """Whatever happens, and however many days go by: a run changes all that does not follow, and only that."""
    with transaction.atomic():
        dice, day = Dice(chance, *town), TODAY
        dice.roll(60)
        for _ in range(2):
            before = state()
            wanted = reckoned(before, day)
            if chance.random() < 0.5:
                derive_sessions(day)
            else:
                for group in town[0]:
                    derive_sessions(day, [group.pk])
            assert state() == wanted

            revisions = list(Session.objects.order_by("pk").values_list("pk", "revision"))
            assert not derive_sessions(day)
            assert not derive_sessions(day, [group.pk for group in town[0][1:]])
            assert list(Session.objects.order_by("pk").values_list("pk", "revision")) == revisions
            assert state() == wanted

            dice.roll(20)
            day += timedelta(days=chance.randint(0, 4))
        transaction.set_rollback(True)


def test_a_night_says_in_the_trail_what_it_changed_and_nothing_when_nothing_did(town):
    Dice(Random(1), *town).roll(60)
    derived = derive_sessions(TODAY)
    derive_sessions(TODAY)
    (line,) = AuditEntry.objects.filter(target_label="delivery.session")
    assert {"name": f"added: {derived.added}"} in line.fields
    assert line.actor_label == "planning"


def test_a_night_takes_as_many_statements_for_many_groups_as_for_one(town):
    Dice(Random(2), *town).roll(80)
    derive_sessions(TODAY)
    counts = []
    for groups in ([town[0][0].pk], None):
        with CaptureQueriesContext(connection) as queries:
            derive_sessions(TODAY, groups)
        counts.append(len(queries))
    assert counts[0] == counts[1] < 20


def test_how_far_ahead_is_a_setting(group):
    PlanSetting.objects.filter(parameter="weeks_ahead").update(value=WEEKS)
    Session.objects.all().delete()
    last = TODAY + timedelta(days=7 * WEEKS)
    derive_sessions(TODAY)
    assert group.sessions.filter(held_on__gte=last - timedelta(days=7)).exists()
    assert group.sessions.aggregate(last=Max("held_on"))["last"] < last
    PlanSetting.objects.filter(parameter="weeks_ahead").delete()
    with pytest.raises(ImproperlyConfigured):
        derive_sessions(TODAY)


def test_the_night_derives_what_a_week_later_stands_ready(group, on_day):
    PlanSetting.objects.filter(parameter="weeks_ahead").update(value=WEEKS)
    Session.objects.all().delete()
    on_day(TODAY + timedelta(days=7))
    plan_sessions()
    days = group.sessions.aggregate(first=Min("held_on"), last=Max("held_on"))
    assert days == {"first": TODAY + timedelta(days=7), "last": TODAY + timedelta(days=18)}


def test_each_dagdeel_gets_a_public_id_of_its_own(group):
    ids = set(Session.objects.values_list("public_id", flat=True))
    assert len(ids) == Session.objects.count() > 0
    assert {one.version for one in ids} == {4}
