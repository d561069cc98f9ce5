"""Nobody is responsible for a day without the level: who falls away is seen, on the day and ahead of it."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from clients.models import Allocation
from clients.services import end_allocation
from core.clock import today
from core.periods import Period
from organisations.models import Employment, Professional, Qualification
from plans.models import PlanSetting, PlanVersion, Responsibility
from plans.rules import Standing, unfit_periods
from plans.selectors import check_responsible, lapse_of, lapses, lapses_on, responsible_for
from plans.services.responsibility import hand_over
from plans.services.settings import load_settings
from products.enums import RuleKind
from products.models import ProductVersion
from tests.cast import actor_of_user, sign_in
from tests.factories.clients import join
from tests.factories.organisations import EmploymentFactory, ProfessionalFactory, QualificationFactory
from tests.plans.story import TODAY, agree, allocate, draft_of, professional_of

START = date(2026, 1, 1)
WINDOW = Period(START, START + timedelta(days=60))
DAYS = st.integers(-10, 70).map(lambda number: START + timedelta(days=number))


@st.composite
def periods(draw: Callable[..., Any]) -> Period:
    first = draw(DAYS)
    return Period(first, draw(st.none() | st.integers(0, 40).map(lambda number: first + timedelta(days=number))))


STANDINGS = st.builds(
    Standing,
    employed=st.lists(periods(), max_size=3).map(tuple),
    proven=st.lists(st.tuples(st.sampled_from(["mbo2", "mbo4", "hbo"]), periods()), max_size=3).map(tuple),
    is_closed=st.booleans(),
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STANDINGS, st.sampled_from([None, "mbo2", "mbo4"]))
def test_unfit_periods_are_exactly_the_days_on_which_nobody_fits(standing: Standing, demanded: str | None):
    found = unfit_periods(standing, demanded, WINDOW)

    every = [START + timedelta(days=number) for number in range(61)]
    assert [day for day in every if any(period.contains(day) for period in found)] == [
        day for day in every if not standing.fits(demanded, day)
    ]
    assert all(one.ends_on and (other.starts_on - one.ends_on).days > 1 for one, other in pairwise(found))


@pytest.fixture
def running_plan(running: PlanVersion) -> PlanVersion:
    """A plan that is carried out, with the settings that come with the software."""
    load_settings()
    return running


def employment_ends(petra: User, day: date) -> None:
    Employment.objects.filter(professional__user=petra).update(ends_on=day)


def diploma_ends(petra: User, day: date) -> None:
    Qualification.objects.filter(professional__user=petra).update(ends_on=day)


def found(version: PlanVersion) -> tuple[bool, date] | None:
    lapse = lapse_of(version, today())
    return (lapse.is_now, lapse.lapses_on) if lapse else None


@pytest.mark.django_db
@pytest.mark.parametrize("ends", [employment_ends, diploma_ends])
@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (TODAY - timedelta(days=3), (True, TODAY - timedelta(days=2))),
        (TODAY - timedelta(days=1), (True, TODAY)),
        (TODAY, (False, TODAY + timedelta(days=1))),
        (TODAY + timedelta(days=41), (False, TODAY + timedelta(days=42))),
        (TODAY + timedelta(days=42), None),
        (None, None),
    ],
)
def test_known_end_is_seen_six_weeks_ahead_and_stays_on_the_list(petra, running_plan, ends, day, expected):
    ends(petra, day)
    if expected and expected[0]:
        # Petra is responsible since the plan began; that is the first day that counts.
        expected = (True, max(expected[1], date(2026, 3, 1)))

    assert found(running_plan) == expected


@pytest.mark.django_db
def test_withdrawn_check_of_a_diploma_is_a_lapse_at_once(petra, running_plan):
    Qualification.objects.filter(professional__user=petra).update(verified_by=None, verified_on=None)

    assert found(running_plan) == (True, date(2026, 3, 1))


@pytest.mark.django_db
def test_closed_account_is_a_lapse_and_is_not_chosen_again(petra, running_plan):
    petra.is_active = False
    petra.save()

    assert found(running_plan) == (True, date(2026, 3, 1))
    with pytest.raises(ValidationError) as refusal:
        check_responsible(Professional.objects.get(user=petra), running_plan.plan, TODAY)
    assert [error.code for error in refusal.value.error_list] == ["account_closed"]


@pytest.mark.django_db
def test_contract_that_goes_on_is_no_lapse_and_a_day_between_is(petra, running_plan, de_linde):
    employment_ends(petra, date(2026, 3, 10))
    goes_on = EmploymentFactory.create(
        professional=professional_of(petra), provider=de_linde, starts_on=date(2026, 3, 11)
    )
    assert found(running_plan) is None

    goes_on.starts_on = date(2026, 3, 12)
    goes_on.save()
    assert found(running_plan) == (False, date(2026, 3, 11))


@pytest.mark.django_db
def test_second_diploma_carries_on(petra, running_plan):
    diploma_ends(petra, date(2026, 3, 10))
    assert found(running_plan) == (False, date(2026, 3, 11))

    QualificationFactory.create(professional=professional_of(petra), level="hbo", verified=True)
    assert found(running_plan) is None


@pytest.mark.django_db
def test_work_elsewhere_does_not_count(petra, running_plan, het_anker):
    employment_ends(petra, date(2026, 2, 1))
    EmploymentFactory.create(professional=professional_of(petra), provider=het_anker)

    assert found(running_plan) == (True, date(2026, 3, 1))


@pytest.mark.django_db
def test_hand_over_before_the_end_takes_the_signal_away(petra, running_plan, de_linde):
    employment_ends(petra, date(2026, 3, 20))
    follower = ProfessionalFactory.create(provider=de_linde)
    QualificationFactory.create(professional=follower, verified=True)
    hand_over(actor=actor_of_user(petra), plan=running_plan.plan, professional=follower, from_on=date(2026, 3, 21))
    assert found(running_plan) is None

    Employment.objects.filter(professional=follower).update(starts_on=date(2026, 4, 1))
    assert found(running_plan) == (False, date(2026, 3, 21))


@pytest.mark.django_db
def test_responsibility_that_simply_ends_is_a_lapse(petra, running_plan):
    Responsibility.objects.update(ends_on=date(2026, 3, 20))
    assert found(running_plan) == (False, date(2026, 3, 21))

    Responsibility.objects.update(ends_on=date(2026, 3, 1))
    assert found(running_plan) == (True, date(2026, 3, 2))


@pytest.mark.django_db
def test_level_is_that_of_the_product_version_of_the_day(petra, running_plan):
    variant = running_plan.plan.allocation.variant
    demand = variant.versions.get().requirements.get(rule_kind=RuleKind.MIN_LEVEL_RESPONSIBLE)
    demand.rule_value = {"level": "hbo"}
    demand.save()

    assert found(running_plan) == (True, date(2026, 3, 1))


@pytest.mark.django_db
def test_withdrawn_product_demands_what_it_did_when_the_care_began(petra, running_plan):
    versions = ProductVersion.objects.filter(variant=running_plan.plan.allocation.variant)
    versions.update(ends_on=date(2026, 2, 1))
    assert found(running_plan) is None

    diploma_ends(petra, date(2026, 3, 10))
    assert found(running_plan) == (False, date(2026, 3, 11))


@pytest.mark.django_db
def test_nothing_is_asked_of_a_draft_nor_after_the_care(petra, karin, draft):
    load_settings()
    employment_ends(petra, date(2026, 2, 1))
    assert found(draft) is None

    Employment.objects.update(ends_on=None)
    agree(petra, draft)
    employment_ends(petra, date(2026, 2, 1))
    assert found(draft) == (True, date(2026, 3, 1))
    end_allocation(actor=actor_of_user(karin), allocation=draft.plan.allocation, ends_on=date(2026, 3, 1))
    assert found(draft) is None


@pytest.mark.django_db
def test_without_a_setting_only_what_is_so_now_is_seen(petra, running_plan):
    PlanSetting.objects.all().delete()
    employment_ends(petra, TODAY)
    assert found(running_plan) is None

    employment_ends(petra, TODAY - timedelta(days=1))
    assert found(running_plan) == (True, TODAY)


@pytest.mark.django_db
@pytest.mark.parametrize("person", ["petra", "wil", "hanna", "karin"])
def test_lapse_is_on_the_work_list_of_provider_and_municipality(client: Browser, person: str, request, running_plan):
    user = request.getfixturevalue(person)
    petra = request.getfixturevalue("petra")
    assert "eindverantwoordelijke" not in sign_in(client, user).get(reverse("home")).text.lower()

    diploma_ends(petra, TODAY - timedelta(days=1))

    page = sign_in(client, user).get(reverse("home")).text
    assert "Geen bevoegde eindverantwoordelijke (1)" in page
    assert "2-3-2026" in page


@pytest.mark.django_db
@pytest.mark.parametrize(("person", "sees"), [("petra", True), ("wil", True), ("hanna", True), ("karin", False)])
def test_lapse_ahead_is_the_business_of_the_provider(client: Browser, person: str, sees: bool, request, running_plan):
    diploma_ends(request.getfixturevalue("petra"), date(2026, 3, 10))

    page = sign_in(client, request.getfixturevalue(person)).get(reverse("home")).text

    assert ("Eindverantwoordelijke valt binnenkort weg (1)" in page) is sees
    assert ("11-3-2026" in page) is sees


@pytest.mark.django_db
@pytest.mark.parametrize("person", ["mo", "zoe", "pim", "maud"])
def test_lapse_is_not_the_business_of_others(client: Browser, person: str, request, running_plan):
    diploma_ends(request.getfixturevalue("petra"), TODAY - timedelta(days=1))

    page = sign_in(client, request.getfixturevalue(person)).get(reverse("home")).text

    assert "eindverantwoordelijke (" not in page


@pytest.mark.django_db
def test_plan_says_so_and_offers_somebody_else_from_today(client: Browser, petra, running_plan, de_linde):
    diploma_ends(petra, date(2026, 3, 10))
    address = reverse("plans:detail", args=[running_plan.public_id])
    assert "valt weg op 11 maart 2026" in sign_in(client, petra).get(address).text

    diploma_ends(petra, TODAY - timedelta(days=1))
    follower = ProfessionalFactory.create(name="Sien Nieuw", provider=de_linde)
    QualificationFactory.create(professional=follower, verified=True)
    assert "geen bevoegde eindverantwoordelijke" in client.get(address).text
    form = client.get(reverse("plans:hand_over", args=[running_plan.public_id])).text
    assert 'value="2026-03-02"' in form
    assert "Sien Nieuw" in form


@pytest.mark.django_db
def test_number_of_queries_does_not_grow_with_the_plans(petra, running_plan, apeldoorn, de_linde):
    diploma_ends(petra, TODAY - timedelta(days=1))

    def look() -> tuple[int, list[date]]:
        held = responsible_for(PlanVersion.objects.visible_to(actor_of_user(petra)), TODAY)
        with CaptureQueriesContext(connection) as queries:
            rows = lapses(held, TODAY, TODAY + timedelta(days=42))
            days = [lapses_on(row) for row in [*rows.now, *rows.ahead]]
        return len(queries), days

    first, days = look()
    assert len(days) == 1
    Qualification.objects.update(ends_on=None)
    for surname in ("Tweede", "Derde"):
        agree(petra, draft_of(petra, _joined(allocate(apeldoorn, de_linde, surname=surname), petra), goals=1))
    diploma_ends(petra, TODAY - timedelta(days=1))
    again, days = look()

    assert len(days) == 3
    assert again == first


def _joined(allocation: Allocation, user: User) -> Allocation:
    join(allocation, user)
    return allocation
