"""Agreeing a plan: who may, what must be there, and what stands afterwards."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from audit.enums import AuditEvent
from audit.models import AuditEntry
from clients.enums import Relation, Representation
from core.clock import today
from core.documents import document_hash
from core.errors import Conflict
from organisations.enums import Role
from organisations.models import Qualification
from plans.enums import AgreedAs, AgreementEnd, PlanStatus
from plans.models import Agreement, PlanVersion
from plans.services.agreements import agree_as_professional, agree_for_client
from plans.services.drafting import change_plan
from plans.services.goals import change_goal
from plans.services.sealing import plan_pdf_fingerprint, unsealed_plans
from tests.cast import actor_of_user, member
from tests.factories.clients import MemberFactory
from tests.factories.organisations import ProfessionalFactory, QualificationFactory
from tests.marks import needs_pdf
from tests.plans.story import TODAY, agree


def client_agrees(user, version, **changes):
    given = {"agreed_as": AgreedAs.CLIENT, "member": None, "agreed_on": today()} | changes
    return agree_for_client(actor=actor_of_user(user), version=version, revision=version.revision, **given)


CANNOT = {"why_not_client": "cannot", "not_client_reason": "Mevrouw overziet het plan niet."}


def professional_agrees(user, version, agreed_on=None):
    return agree_as_professional(
        actor=actor_of_user(user), version=version, revision=version.revision, agreed_on=agreed_on or today()
    )


def test_agreement_of_both_sides_settles_the_plan(petra, draft):
    client_agrees(petra, draft)
    draft.refresh_from_db()
    assert draft.status == PlanStatus.DRAFT

    professional_agrees(petra, draft)

    draft.refresh_from_db()
    assert draft.status == PlanStatus.AGREED
    assert draft.agreed_on == TODAY
    assert [agreement.name for agreement in draft.agreements.all()] == ["S. de Vries", "Petra Linde"]


def test_agreement_starts_the_clock_six_calendar_months_ahead(petra, agreed):
    plan = agreed.plan
    plan.refresh_from_db()

    assert plan.clock_starts_on == TODAY
    assert plan.next_evaluation_due_on == date(2026, 9, 2)


def test_agreement_of_an_incomplete_plan_names_everything_that_is_missing(petra, empty_draft):
    with pytest.raises(ValidationError) as refusal:
        client_agrees(petra, empty_draft)

    assert {error.code for error in refusal.value.error_list} == {"no_goals", "no_evaluation_moment"}
    assert not Agreement.objects.exists()


def test_agreement_without_the_level_on_that_day_is_refused(petra, draft):
    Qualification.objects.update(verified_by=None, verified_on=None)

    with pytest.raises(ValidationError) as refusal:
        professional_agrees(petra, draft)

    assert [error.code for error in refusal.value.error_list] == ["level_too_low"]
    assert "mbo 4" in refusal.value.messages[0]


def test_agreement_by_a_colleague_who_is_not_responsible_is_refused(petra, draft, de_linde):
    bas = member("Bas Linde", de_linde, Role.CARE_PROFESSIONAL)
    QualificationFactory.create(
        professional=ProfessionalFactory.create(name=bas.name, user=bas, provider=de_linde), level="hbo", verified=True
    )

    with pytest.raises(ValidationError) as refusal:
        professional_agrees(bas, draft)

    assert [error.code for error in refusal.value.error_list] == ["not_responsible"]
    assert "Petra Linde" in refusal.value.messages[0]


@pytest.mark.parametrize("person", ["mo", "karin", "zoe", "ruud", "pim", "ada", "nobody", "ilse"])
def test_agreement_is_recorded_by_the_provider_only(person, draft, request):
    user = request.getfixturevalue(person)

    with pytest.raises(PermissionDenied):
        client_agrees(user, draft)


def test_agreement_in_the_future_is_refused(petra, draft):
    with pytest.raises(ValidationError) as refusal:
        client_agrees(petra, draft, agreed_on=TODAY + timedelta(days=1))

    assert "agreed_on" in refusal.value.error_dict


def test_representative_agrees_for_the_client_under_their_own_name(petra, draft):
    mentor = MemberFactory.create(
        client=draft.plan.allocation.client,
        name="Marjan Smit",
        relation=Relation.MENTOR,
        representation=Representation.MENTORSHIP,
    )

    agreement = client_agrees(petra, draft, agreed_as=AgreedAs.REPRESENTATIVE, member=mentor, **CANNOT)

    assert (agreement.name, agreement.member) == ("Marjan Smit", mentor)


def test_somebody_of_another_clients_system_cannot_agree(petra, draft):
    with pytest.raises(ValidationError) as refusal:
        client_agrees(petra, draft, agreed_as=AgreedAs.SYSTEM_MEMBER, member=MemberFactory.create(), **CANNOT)

    assert "member" in refusal.value.error_dict


def test_second_agreement_of_the_same_side_is_a_conflict(petra, draft):
    client_agrees(petra, draft)

    with pytest.raises(Conflict):
        client_agrees(petra, draft)


def test_agreement_to_a_version_that_changed_meanwhile_is_a_conflict(petra, draft):
    seen = PlanVersion.objects.get(pk=draft.pk)
    change_plan(actor=actor_of_user(petra), version=draft, revision=draft.revision, values={"situation": "Anders."})

    with pytest.raises(Conflict) as refusal:
        client_agrees(petra, seen)

    assert refusal.value.code == "plan_changed"


def test_change_of_the_draft_lets_a_given_agreement_lapse(petra, draft):
    client_agrees(petra, draft)
    goal = draft.goals.get()

    change_goal(actor=actor_of_user(petra), goal=goal, revision=draft.revision, values={"statement": "Iets anders."})

    lapsed = draft.agreements.get()
    assert (lapsed.ended_how, lapsed.ended_on) == (AgreementEnd.CHANGED, TODAY)
    assert AuditEntry.objects.filter(target_label="plans.agreement", event=AuditEvent.CHANGED).count() == 1


def test_agreed_content_does_not_change(petra, agreed):
    actor = actor_of_user(petra)

    with pytest.raises(Conflict):
        change_plan(actor=actor, version=agreed, revision=agreed.revision, values={"situation": "Anders."})
    with pytest.raises(Conflict):
        change_goal(actor=actor, goal=agreed.goals.get(), revision=agreed.revision, values={"statement": "Anders."})


def test_agreed_document_is_frozen_with_its_fingerprint(petra, agreed):
    client = agreed.plan.allocation.client
    client.surname = "Andersen"
    client.save()

    agreed.refresh_from_db()

    assert "Vries" in str(agreed.agreed_document)
    assert agreed.document_sha256 == document_hash(agreed.agreed_document)


@needs_pdf
def test_fingerprint_of_the_agreed_pdf_is_kept_and_comes_out_again(petra, draft, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        version = agree(petra, draft)

    version.refresh_from_db()

    assert len(version.pdf_sha256) == 64
    assert plan_pdf_fingerprint(version) == version.pdf_sha256
    assert unsealed_plans() == []


def test_agreeing_stands_in_the_trail_of_the_client(petra, agreed):
    client = agreed.plan.allocation.client.public_id

    entries = AuditEntry.objects.filter(client=client, target_label="plans.agreement")

    assert {entry.actor_label for entry in entries} == {"Petra Linde"}
    assert entries.count() == 2
    assert "Vries" not in str([entry.fields for entry in AuditEntry.objects.all()])
