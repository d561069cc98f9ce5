"""Who agrees when the client cannot or will not, and what stands when nobody does."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import User
from clients.enums import Relation, Representation
from core.clock import today
from core.errors import Conflict
from plans.enums import AgreedAs, WhyNotClient
from plans.models import Agreement, PlanVersion, Refusal
from plans.rules import Person, agrees_as, client_side_faults
from plans.services.agreements import agree_for_client
from plans.services.drafting import change_plan
from plans.services.withdrawing import refuse_plan
from tests.cast import actor_of_user, sign_in
from tests.factories.clients import MemberFactory
from tests.plans.story import TODAY

MENTOR = Person("Marjan", Relation.MENTOR, Representation.MENTORSHIP)
AGENT = Person("Ans", Relation.FRIEND, Representation.AGENT)
ADMINISTRATOR = Person("Ad", Relation.ADMINISTRATOR, Representation.ADMINISTRATION)
PARTNER = Person("Piet", Relation.PARTNER, Representation.NONE)
DAUGHTER = Person("Els", Relation.CHILD, Representation.NONE)
SISTER = Person("Sien", Relation.RELATIVE, Representation.NONE)
NEIGHBOUR = Person("Buur", Relation.NEIGHBOUR, Representation.NONE)
GONE = Person("Weg", Relation.CHILD, Representation.NONE, holds_on_day=False)


def faults(
    person: Person | None, why: str = "", reason: str = "Zo is het.", **given: Any
) -> set[tuple[str, str | None]]:
    given = {"agreed_as": agrees_as(person, why)} | given
    return {(field, fault.code) for field, fault in client_side_faults(person=person, why=why, reason=reason, **given)}


@pytest.mark.parametrize("person", [MENTOR, AGENT, PARTNER, DAUGHTER, SISTER])
def test_who_represents_by_law_agrees_for_a_client_who_cannot(person: Person):
    assert faults(person, "cannot") == set()


@pytest.mark.parametrize("person", [ADMINISTRATOR, NEIGHBOUR])
@pytest.mark.parametrize("why", ["cannot", "refuses"])
def test_who_represents_nobody_does_not(person: Person, why: str):
    assert faults(person, why) == {("member", "not_representative")}


@pytest.mark.parametrize("why", ["cannot", "refuses"])
def test_who_is_appointed_goes_before_family(why: str):
    assert faults(DAUGHTER, why, system=[PARTNER, MENTOR]) == {("member", "other_goes_first")}
    assert faults(MENTOR, why, system=[PARTNER, AGENT]) == set()


def test_family_may_stand_in_for_a_partner_who_declines():
    assert faults(DAUGHTER, "cannot", system=[PARTNER]) == set()


def test_only_who_is_appointed_agrees_against_a_client_who_refuses():
    assert faults(PARTNER, "refuses") == {("member", "against_the_client")}
    assert faults(MENTOR, "refuses", has_refused=True) == set()


def test_anybody_of_the_client_system_may_be_asked_by_the_client():
    for person in (NEIGHBOUR, DAUGHTER, ADMINISTRATOR):
        assert agrees_as(person, "asked") == AgreedAs.SYSTEM_MEMBER
        assert faults(person, "asked") == set()
    assert agrees_as(MENTOR, "asked") == AgreedAs.REPRESENTATIVE


def test_client_who_refused_asked_nobody():
    assert faults(NEIGHBOUR, "asked", has_refused=True) == {("why_not_client", "client_refused")}


@pytest.mark.parametrize("why", WhyNotClient.values)
def test_reason_is_always_asked(why: str):
    assert ("not_client_reason", "reason_missing") in faults(MENTOR, why, reason="  ")


@pytest.mark.parametrize(
    ("person", "why", "given", "expected"),
    [
        (DAUGHTER, "", {}, {("why_not_client", "why_missing")}),
        (GONE, "asked", {}, {("member", "member_not_active")}),
        (None, "asked", {"agreed_as": AgreedAs.SYSTEM_MEMBER}, {("member", "member_missing")}),
        (None, "cannot", {}, {("why_not_client", "why_with_client")}),
        (DAUGHTER, "asked", {"agreed_as": AgreedAs.REPRESENTATIVE}, {("member", "not_representative")}),
        (DAUGHTER, "cannot", {"agreed_as": AgreedAs.SYSTEM_MEMBER}, {("member", "not_representative")}),
    ],
)
def test_client_side_agrees_only_in_a_role_somebody_has(person, why, given, expected):
    assert faults(person, why, **given) == expected


def test_client_agrees_without_any_reason():
    assert faults(None, reason="") == set()


# Refusing ---------------------------------------------------------------------------------------------------


def refuses(user: User, version: PlanVersion, **changes: Any) -> Refusal:
    given: dict[str, Any] = {"refused_on": today(), "reason": "Ik wil minder dagen."} | changes
    return refuse_plan(actor=actor_of_user(user), version=version, revision=version.revision, **given)


def agrees(user: User, version: PlanVersion, **given: Any) -> Agreement:
    return agree_for_client(
        actor=actor_of_user(user), version=version, revision=version.revision, agreed_on=TODAY, **given
    )


def page_of(client: Browser, user: User, name: str, version: PlanVersion) -> str:
    return sign_in(client, user).get(reverse(f"plans:{name}", args=[version.public_id])).content.decode()


@pytest.mark.django_db
def test_refusal_is_shown_on_the_plan_and_on_the_work_list(client, petra, draft):
    refuses(petra, draft)

    page = page_of(client, petra, "detail", draft)
    work = sign_in(client, petra).get(reverse("home")).content.decode()

    assert "gaat niet akkoord met dit concept" in page
    assert "Ik wil minder dagen." in page
    assert "Cliënt gaat niet akkoord (1)" in work
    assert "Plan in concept" not in work


@pytest.mark.django_db
def test_changed_draft_opens_the_question_again_and_keeps_the_refusal(client, petra, draft):
    refuses(petra, draft)
    values = {"situation": "Twee dagen in plaats van vier."}
    version = change_plan(actor=actor_of_user(petra), version=draft, revision=draft.revision, values=values)

    page = page_of(client, petra, "detail", version)

    assert "gaat niet akkoord met dit concept" not in page
    assert "ging niet akkoord" in page
    assert agrees(petra, version, agreed_as=AgreedAs.CLIENT)


@pytest.mark.django_db
def test_client_who_thinks_again_agrees(client, petra, draft):
    refuses(petra, draft)
    agrees(petra, draft, agreed_as=AgreedAs.CLIENT)

    assert "Cliënt gaat niet akkoord" not in sign_in(client, petra).get(reverse("home")).content.decode()


@pytest.mark.django_db
def test_mentor_agrees_against_the_client_and_the_plan_says_so(client, petra, draft):
    refuses(petra, draft)
    mentor = MemberFactory.create(
        client=draft.plan.allocation.client, relation=Relation.MENTOR, representation=Representation.MENTORSHIP
    )
    agrees(
        petra,
        draft,
        agreed_as=AgreedAs.REPRESENTATIVE,
        member=mentor,
        why_not_client="refuses",
        not_client_reason="Thuis blijven is niet veilig.",
    )

    page = page_of(client, petra, "detail", draft)

    assert "De cliënt wilde niet akkoord gaan." in page
    assert "Thuis blijven is niet veilig." in page


@pytest.mark.django_db
def test_daughter_waits_for_the_mentor(petra, draft):
    person = draft.plan.allocation.client
    MemberFactory.create(
        client=person, name="Marjan Smit", relation=Relation.MENTOR, representation=Representation.MENTORSHIP
    )
    daughter = MemberFactory.create(client=person, relation=Relation.CHILD)

    with pytest.raises(ValidationError) as refusal:
        agrees(
            petra,
            draft,
            agreed_as=AgreedAs.REPRESENTATIVE,
            member=daughter,
            why_not_client="cannot",
            not_client_reason="Mevrouw overziet het niet.",
        )

    assert "Marjan Smit gaat voor" in refusal.value.messages[0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"reason": "  "}, {"reason"}),
        ({"refused_on": date(2026, 3, 3)}, {"refused_on"}),
        ({"refused_on": date(2025, 12, 31), "reason": ""}, {"refused_on", "reason"}),
    ],
)
def test_refusal_has_a_day_and_a_reason(petra, draft, changes, fields):
    with pytest.raises(ValidationError) as refusal:
        refuses(petra, draft, **changes)

    assert set(refusal.value.error_dict) == fields


@pytest.mark.django_db
def test_refusal_by_somebody_of_another_file_is_refused(petra, draft):
    with pytest.raises(ValidationError) as refusal:
        refuses(petra, draft, member=MemberFactory.create())

    assert set(refusal.value.error_dict) == {"member"}


@pytest.mark.django_db
def test_refusal_stands_once_and_not_beside_an_agreement(petra, draft):
    refuses(petra, draft)
    with pytest.raises(Conflict) as twice:
        refuses(petra, draft)
    agrees(petra, draft, agreed_as=AgreedAs.CLIENT)
    with pytest.raises(Conflict) as agreed:
        refuses(petra, draft)

    assert (twice.value.code, agreed.value.code) == ("refused_already", "agreed_already")


@pytest.mark.django_db
@pytest.mark.parametrize("person", ["mo", "karin", "wil", "hanna"])
def test_refusal_is_recorded_by_who_writes_the_plan(person, draft, request):
    with pytest.raises(PermissionDenied):
        refuses(request.getfixturevalue(person), draft)


@pytest.mark.django_db
def test_page_records_the_refusal_of_the_client(client, petra, draft):
    given = {"revision": draft.revision, "refused_by": "client", "refused_on": "2026-03-02", "reason": ""}
    address = reverse("plans:refuse", args=[draft.public_id])
    page = sign_in(client, petra).post(address, given).content.decode()
    assert "Vul ‘Waarom niet?’ in." in page

    client.post(address, given | {"reason": "Te veel dagen."})

    assert (draft.refusals.get().name, draft.refusals.get().revision) == ("S. de Vries", draft.revision)
