"""After the end of an allocation the provider reads, and may still close what is open."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from clients.models import Client, TreatmentRelation
from organisations.enums import Role
from plans.enums import PlanStatus
from plans.models import Plan
from plans.services.drafting import start_new_version
from plans.services.evaluations import complete_evaluation
from plans.services.execution import end_plan
from plans.services.responsibility import hand_over
from tests.cast import actor_of_user, member, sign_in
from tests.factories.organisations import ProfessionalFactory, QualificationFactory
from tests.plans.story import TODAY, draft_of, evaluate, professional_of

pytestmark = pytest.mark.django_db
AFTER = date(2027, 1, 1)
TOO_LATE = date(2027, 7, 1)


def test_plan_is_read_and_closed_but_not_written(client, petra, running, on_day):
    on_day(AFTER)
    browser, at = sign_in(client, petra), [running.public_id]

    page = browser.get(reverse("plans:detail", args=at))

    assert [action.label for action in page.context["page"].actions] == ["Plan beëindigen"]
    for name in ("change", "add_goal", "hand_over", "start_evaluation"):
        assert browser.get(reverse(f"plans:{name}", args=at)).status_code == 403
    for name in ("new_version", "start_execution"):
        assert browser.post(reverse(f"plans:{name}", args=at)).status_code == 403
    with pytest.raises(PermissionDenied):
        start_new_version(actor=actor_of_user(petra), plan=running.plan)
    browser.post(reverse("plans:end", args=at), {"reason": "De zorg is afgelopen."})
    running.refresh_from_db()
    assert running.status == PlanStatus.ENDED


def test_open_evaluation_is_still_completed(client, petra, running, on_day):
    evaluation = evaluate(petra, running, complete=False)
    on_day(AFTER)

    page = sign_in(client, petra).get(reverse("plans:evaluation", args=[evaluation.public_id]))

    assert "form" in page.context
    complete_evaluation(actor=actor_of_user(petra), evaluation=evaluation, revision=evaluation.revision)
    evaluation.refresh_from_db()
    assert evaluation.is_complete


def test_after_the_window_nothing_is_left_to_close(client, petra, running, on_day):
    on_day(TOO_LATE)

    assert sign_in(client, petra).get(reverse("plans:detail", args=[running.public_id])).status_code == 404
    with pytest.raises(PermissionDenied):
        end_plan(actor=actor_of_user(petra), version=running, reason="Te laat.")


def test_quality_officer_goes_on_reading_and_writes_nothing(client, hanna, running, on_day):
    on_day(TOO_LATE)
    browser, at = sign_in(client, hanna), [running.public_id]

    page = browser.get(reverse("plans:detail", args=at))

    assert page.status_code == 200
    assert not page.context["page"].actions
    assert browser.get(reverse("plans:end", args=at)).status_code == 403


def test_planner_sees_who_and_not_what(client, wil, running):
    browser = sign_in(client, wil)
    person = running.plan.allocation.client

    assert browser.get(reverse("clients:file", args=[person.public_id])).status_code == 200
    for address in (
        reverse("plans:of_client", args=[person.public_id]),
        reverse("plans:detail", args=[running.public_id]),
        reverse("plans:pdf", args=[running.public_id]),
    ):
        assert browser.get(address).status_code == 403
    assert not browser.get(reverse("home")).context["blocks"]


def test_colleague_who_gets_the_plan_joins_the_team(petra, allocation):
    colleague = member("Cor Collega", allocation.provider, Role.CARE_PROFESSIONAL, team=False)
    professional = ProfessionalFactory.create(name=colleague.name, user=colleague, provider=allocation.provider)
    QualificationFactory.create(professional=professional, verified=True)
    version = draft_of(petra, allocation)
    assert not Client.objects.visible_to(actor_of_user(colleague)).exists()

    hand_over(
        actor=actor_of_user(petra), plan=version.plan, professional=professional, from_on=TODAY + timedelta(days=3)
    )

    relation = TreatmentRelation.objects.get(user=colleague)
    assert relation.starts_on == TODAY + timedelta(days=3)
    assert relation.provider_id == allocation.provider_id


def test_who_starts_out_responsible_is_in_the_team_once(petra, allocation):
    draft_of(petra, allocation)

    assert TreatmentRelation.objects.filter(user=petra).count() == 1
    assert professional_of(petra).user_id == petra.pk


def test_colleague_without_a_relation_finds_no_plan(client, bo, running):
    assert not Plan.objects.visible_to(actor_of_user(bo)).exists()
    assert sign_in(client, bo).get(reverse("plans:detail", args=[running.public_id])).status_code == 404
