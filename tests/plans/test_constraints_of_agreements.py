"""The database refuses what the services never write about who agrees and who is responsible."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from core.storing import store
from plans.models import Agreement, Refusal, Responsibility
from tests.factories.clients import MemberFactory
from tests.factories.organisations import ProfessionalFactory
from tests.plans.story import TODAY, professional_of, refuse
from tests.plans.test_constraints import refused_by

pytestmark = pytest.mark.django_db
WITHDRAWN: dict[str, Any] = {
    "ended_how": "withdrawn",
    "ended_on": TODAY,
    "ended_by": "S. de Vries",
    "end_reason": "Te druk.",
    "ended_at": timezone.now(),
}


def of_client(version: Any) -> Any:
    return Agreement.objects.filter(version=version, party="client")


@pytest.mark.parametrize(
    "values",
    [
        {"why_not_client": "asked"},
        {"not_client_reason": "Zo maar."},
        {"agreed_as": "representative"},
        {"agreed_as": "representative", "why_not_client": "cannot"},
        {"agreed_as": "representative", "why_not_client": "iets", "not_client_reason": "Zo maar."},
        {"agreed_as": "system_member", "why_not_client": "refuses", "not_client_reason": "Zo maar."},
        {"agreed_as": "system_member", "why_not_client": "cannot", "not_client_reason": "Zo maar."},
        {"agreed_as": "system_member", "not_client_reason": "Zo maar."},
    ],
)
def test_somebody_else_than_the_client_agrees_with_a_reason_and_in_a_role_that_fits(agreed, values):
    if "agreed_as" in values:
        values = values | {"member": MemberFactory.create(client=agreed.plan.allocation.client)}

    refused_by("plans_agreement_not_client", of_client(agreed).update, **values)


@pytest.mark.parametrize(
    "values",
    [
        {"given_how": "on_paper"},
        {"given_how": "on_paper", "scan": "agreements/x"},
        {"given_how": "on_paper", "scan_name": "plan.pdf"},
        {"scan": "agreements/x", "scan_name": "plan.pdf"},
        {"given_how": "anders"},
    ],
)
def test_paper_has_a_scan_and_the_screen_has_none(agreed, values):
    refused_by("plans_agreement_paper", of_client(agreed).update, **values)


@pytest.mark.parametrize(
    "changes",
    [
        {"ended_how": ""},
        {"ended_how": "anders"},
        {"ended_how": "changed"},
        {"ended_by": ""},
        {"end_reason": ""},
        {"ended_at": None},
        {"ended_on": None},
        {"ended_on": date(2026, 3, 1)},
    ],
)
def test_agreement_ends_as_a_whole_and_not_before_it_was_given(agreed, changes):
    refused_by("plans_agreement_end", of_client(agreed).update, **WITHDRAWN | changes)


def test_withdrawn_agreement_leaves_room_for_one_that_stands(agreed):
    of_client(agreed).update(**WITHDRAWN)
    given = {"version": agreed, "party": "client", "agreed_as": "client", "name": "S. de Vries", "agreed_on": TODAY}

    Agreement.objects.create(**given)

    refused_by("plans_agreement_once", Agreement.objects.create, **given)


@pytest.mark.parametrize("values", [{"reason": ""}, {"name": ""}])
def test_refusal_has_a_name_and_a_reason(draft, values):
    refuse(draft)

    refused_by("plans_refusal_reason", Refusal.objects.update, **values)


def test_text_is_refused_once(draft):
    refuse(draft)

    refused_by("plans_refusal_once", refuse, draft)


# Who is responsible -----------------------------------------------------------------------------------------


@pytest.fixture
def handed_over(draft, de_linde):
    """A plan for which three people are responsible, one after the other."""
    Responsibility.objects.filter(plan=draft.plan).update(ends_on=date(2026, 3, 31))
    for first, last in ((date(2026, 4, 1), date(2026, 4, 30)), (date(2026, 5, 1), None)):
        follower = ProfessionalFactory.create(provider=de_linde)
        Responsibility.objects.create(plan=draft.plan, professional=follower, starts_on=first, ends_on=last)
    return list(Responsibility.objects.filter(plan=draft.plan).order_by("starts_on"))


@pytest.mark.parametrize(
    ("place", "values"),
    [
        (0, {"ends_on": date(2026, 3, 30)}),
        (1, {"starts_on": date(2026, 4, 2)}),
        (1, {"ends_on": date(2026, 4, 29)}),
        (1, {"starts_on": date(2026, 5, 30), "ends_on": date(2026, 5, 30)}),
        (2, {"starts_on": date(2026, 5, 2)}),
    ],
)
def test_no_day_between_two_who_are_responsible(handed_over, place, values):
    rows = Responsibility.objects.filter(pk=handed_over[place].pk)
    if values.get("starts_on") == date(2026, 5, 30):
        Responsibility.objects.filter(pk=handed_over[2].pk).update(ends_on=date(2026, 5, 29))

    refused_by("plans_responsibility_connected", rows.update, **values)


def test_follower_who_begins_later_is_refused(handed_over, petra):
    Responsibility.objects.filter(pk=handed_over[2].pk).update(ends_on=date(2026, 5, 31))
    given = {"plan": handed_over[0].plan, "professional": professional_of(petra)}

    refused_by("plans_responsibility_connected", Responsibility.objects.create, starts_on=date(2026, 6, 2), **given)
    assert Responsibility.objects.create(starts_on=date(2026, 6, 1), **given)


def test_first_and_last_have_room(handed_over):
    Responsibility.objects.filter(pk=handed_over[0].pk).update(starts_on=date(2026, 2, 1))
    Responsibility.objects.filter(pk=handed_over[2].pk).update(ends_on=date(2026, 12, 31))


def test_gap_is_said_in_words_before_the_database_sees_it(handed_over):
    handed_over[1].ends_on = date(2026, 4, 20)

    with pytest.raises(ValidationError) as refusal:
        store(handed_over[1], "ends_on")

    assert [error.code for errors in refusal.value.error_dict.values() for error in errors] == ["nobody_responsible"]
