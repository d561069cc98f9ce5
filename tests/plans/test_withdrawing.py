"""Taking an agreement back: before the start and while the plan is carried out. What was sealed stays."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from accounts.models import User
from audit.models import AuditEntry
from core.clock import today
from core.errors import Conflict
from plans.enums import Party, PlanStatus
from plans.models import Agreement, PlanVersion
from plans.services.agreements import agree_for_client
from plans.services.drafting import start_new_version
from plans.services.execution import end_plan, start_execution
from plans.services.withdrawing import withdraw_agreement
from tests.cast import actor_of_user, sign_in
from tests.factories.clients import MemberFactory
from tests.plans.story import TODAY, agree

pytestmark = pytest.mark.django_db
SIGNAL = "Plan zonder geldig akkoord (1)"


def withdraws(user: User, version: PlanVersion, party: Party = Party.CLIENT, **changes: Any) -> Agreement:
    given: dict[str, Any] = {"withdrawn_on": today(), "reason": "Het is te druk in de groep."} | changes
    agreement = version.agreements.standing().get(party=party)
    return withdraw_agreement(actor=actor_of_user(user), agreement=agreement, **given)


def work_of(client: Any, user: User) -> str:
    return str(sign_in(client, user).get(reverse("home")).content.decode())


def test_withdrawn_agreement_stays_with_its_day_name_and_reason(petra, running):
    withdraws(petra, running)

    former = running.agreements.withdrawn().get()
    assert (former.ended_on, former.ended_by, former.end_reason) == (
        TODAY,
        "S. de Vries",
        "Het is te druk in de groep.",
    )
    assert former.name == "S. de Vries"
    assert AuditEntry.objects.filter(target=former.public_id, event="changed").count() == 1


def test_plan_that_runs_without_agreement_is_on_every_work_list(client, request, running):
    petra, wil, hanna, karin = (request.getfixturevalue(name) for name in ("petra", "wil", "hanna", "karin"))
    for user in (petra, wil, hanna, karin):
        assert SIGNAL not in work_of(client, user)

    withdraws(petra, running)

    for user in (petra, hanna, karin):
        assert SIGNAL in work_of(client, user)
        assert reverse("plans:detail", args=[running.public_id]) in work_of(client, user)
    person = running.plan.allocation.client
    assert SIGNAL in work_of(client, wil)
    assert reverse("clients:file", args=[person.public_id]) in work_of(client, wil)
    assert reverse("plans:detail", args=[running.public_id]) not in work_of(client, wil)


def test_stranger_hears_nothing_of_it(client, petra, mo, zoe, running):
    withdraws(petra, running)

    for user in (mo, zoe):
        assert "Plan zonder geldig akkoord" not in work_of(client, user)


def test_what_was_sealed_stays_and_the_plan_runs_on(client, petra, running):
    before = PlanVersion.objects.get(pk=running.pk)

    withdraws(petra, running)

    after = PlanVersion.objects.get(pk=running.pk)
    assert after.status == PlanStatus.IN_EXECUTION
    assert (after.agreed_document, after.document_sha256, after.agreed_on) == (
        before.agreed_document,
        before.document_sha256,
        before.agreed_on,
    )
    page = sign_in(client, petra).get(reverse("plans:detail", args=[running.public_id])).content.decode()
    assert "Dit plan heeft geen geldig akkoord meer." in page
    assert (
        f'class="nl-button nl-button--primary" href="{reverse("plans:new_version", args=[running.public_id])}"' in page
    )


def test_new_version_with_agreements_ends_the_signal(client, petra, running):
    withdraws(petra, running)
    second = agree(petra, start_new_version(actor=actor_of_user(petra), plan=running.plan))
    start_execution(actor=actor_of_user(petra), version=second)

    assert "Plan zonder geldig akkoord" not in work_of(client, petra)


def test_agreed_plan_without_agreement_does_not_start(client, petra, agreed):
    withdraws(petra, agreed)

    with pytest.raises(ValidationError) as refusal:
        start_execution(actor=actor_of_user(petra), version=agreed)

    assert refusal.value.code == "agreement_withdrawn"
    work = work_of(client, petra)
    assert SIGNAL in work
    assert "Vastgesteld, nog niet gestart" not in work
    page = sign_in(client, petra).get(reverse("plans:detail", args=[agreed.public_id])).content.decode()
    assert "Uitvoering starten" not in page


def test_next_version_takes_the_place_of_one_that_never_started(petra, agreed):
    withdraws(petra, agreed, Party.PROFESSIONAL)

    second = agree(petra, start_new_version(actor=actor_of_user(petra), plan=agreed.plan))

    agreed.refresh_from_db()
    assert (agreed.status, second.status) == (PlanStatus.ENDED, PlanStatus.AGREED)
    assert agreed.end_reason == "Het akkoord was ingetrokken. Opgevolgd door versie 2."


def test_second_version_does_not_push_aside_one_that_is_agreed(petra, agreed):
    second = start_new_version(actor=actor_of_user(petra), plan=agreed.plan)

    with pytest.raises(ValidationError) as refusal:
        agree(petra, second)

    assert [error.code for errors in refusal.value.error_dict.values() for error in errors] == ["second_agreed"]


def test_side_agrees_again_after_it_withdrew_from_a_draft(petra, draft):
    first = _client_agrees(petra, draft)
    withdraws(petra, draft)

    second = _client_agrees(petra, draft)

    assert [one.pk for one in draft.agreements.all()] == [first.pk, second.pk]
    assert draft.agreements.standing().get() == second


def _client_agrees(petra: User, version: PlanVersion) -> Agreement:
    return agree_for_client(
        actor=actor_of_user(petra), version=version, revision=version.revision, agreed_as="client", agreed_on=TODAY
    )


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"reason": " "}, {"reason"}),
        ({"withdrawn_on": date(2026, 3, 3)}, {"withdrawn_on"}),
        ({"withdrawn_on": date(2026, 3, 1), "reason": ""}, {"withdrawn_on", "reason"}),
    ],
)
def test_withdrawal_has_a_day_and_a_reason(petra, running, changes, fields):
    with pytest.raises(ValidationError) as refusal:
        withdraws(petra, running, **changes)

    assert set(refusal.value.error_dict) == fields
    assert running.agreements.standing().count() == 2


def test_daughter_withdraws_and_a_stranger_does_not(petra, running):
    with pytest.raises(ValidationError):
        withdraws(petra, running, member=MemberFactory.create())
    daughter = MemberFactory.create(client=running.plan.allocation.client, name="Els de Vries")

    assert withdraws(petra, running, member=daughter).ended_by == "Els de Vries"


def test_agreement_is_withdrawn_once_and_not_after_the_end(petra, running):
    agreement = withdraws(petra, running)
    with pytest.raises(Conflict) as twice:
        withdraw_agreement(actor=actor_of_user(petra), agreement=agreement, withdrawn_on=TODAY, reason="Nog een keer.")
    end_plan(actor=actor_of_user(petra), version=running, reason="Klaar.")
    with pytest.raises(Conflict) as ended:
        withdraws(petra, running, Party.PROFESSIONAL)

    assert (twice.value.code, ended.value.code) == ("agreement_ended", "plan_ended")


@pytest.mark.parametrize("person", ["mo", "karin", "wil", "hanna"])
def test_withdrawal_is_recorded_by_who_writes_the_plan(person, running, request):
    with pytest.raises(PermissionDenied):
        withdraws(request.getfixturevalue(person), running)


def test_page_asks_who_withdraws_of_the_clients_side_only(client, petra, running):
    sides = {one.party: reverse("plans:withdraw", args=[one.public_id]) for one in running.agreements.all()}

    assert "Wie trekt het akkoord in?" in sign_in(client, petra).get(sides["client"]).text
    assert "Wie trekt het akkoord in?" not in client.get(sides["professional"]).text

    given = {"withdrawn_on": "2026-03-02", "reason": "De doelen kloppen niet meer."}
    client.post(sides["professional"], given)
    assert running.agreements.withdrawn().get().ended_by == "Petra Linde"
    assert client.get(sides["professional"]).headers["Location"] == reverse("plans:detail", args=[running.public_id])
