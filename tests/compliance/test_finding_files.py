"""Findings about files follow what the checks say of them, once for each cause, and keep what people wrote."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import AuditEntry
from clients.models import Allocation
from clients.services.allocation_changes import change_volume
from compliance.models import Finding, Involved
from compliance.rules.results import not_assessable
from compliance.selectors.files import file_results
from compliance.services.finding_files import follow_all_files, follow_files, follow_plan
from core.clock import AMSTERDAM
from core.jobs import Job
from delivery.services import place_client
from plans.rules.week import Week
from plans.services.execution import start_execution
from plans.services.settings import load_settings
from products.models import Requirement
from tests.cast import actor_of_user
from tests.compliance.story import explained
from tests.plans.story import TODAY, agree, allocate, draft_of, evaluate

YESTERDAY, TOMORROW = date(2026, 3, 1), date(2026, 3, 3)
LATE = date(2026, 9, 10)
MISSING = {"BGD-OP-09", "BGD-OP-10", "BGD-OP-11", "BGD-OP-12"}
"""Domains of life about which the plan of the story has no goal."""


@pytest.fixture(autouse=True)
def terms(allocation):
    load_settings()


def follow(day=TODAY):
    return follow_files(Allocation.objects.all(), day)


def standing():
    return {one.code: one for one in Finding.objects.standing()}


def opening():
    """The codes of requirements that open a finding."""
    return set(Requirement.objects.exclude(consequence="information").values_list("code", flat=True))


def test_each_requirement_that_is_not_met_opens_one_finding(running, allocation):
    wanted = MISSING & opening()
    assert wanted
    follow()

    found = standing()
    assert wanted <= set(found)
    one = found[min(wanted)]
    assert (one.allocation, one.provider, one.group) == (allocation, allocation.provider, None)
    assert (one.severity, one.rule_kind) == (one.requirement.consequence, "goal_domain")
    assert (one.opened_on, (one.answer_before - TODAY).days) == (TODAY, 14)
    assert one.measured == "0 doelen"
    assert set(Involved.objects.filter(finding=one).values_list("municipality", "provider")) == {
        (allocation.municipality_id, allocation.provider_id)
    }
    lines = AuditEntry.objects.filter(event="created", target_label="compliance.finding")
    assert {line.target for line in lines} == {one.public_id for one in found.values()}
    assert {line.client for line in lines} == {allocation.client.public_id}


def test_what_is_for_information_or_from_the_intake_opens_none(running):
    Requirement.objects.filter(code__in=MISSING).update(consequence="information")
    follow()

    assert not MISSING & set(standing())
    assert not any(code.startswith("BGD-CL") for code in standing())


def test_following_again_changes_nothing(running):
    follow()
    before = list(Finding.objects.order_by("pk").values()), AuditEntry.objects.count()

    assert follow() == 0
    assert follow(TOMORROW) == 0
    assert follow_all_files(TOMORROW) == 0
    assert (list(Finding.objects.order_by("pk").values()), AuditEntry.objects.count()) == before


def test_it_closes_when_it_is_met_again_and_keeps_what_was_written(petra, running, on_day):
    on_day(LATE)
    follow(date(2026, 9, 9))
    finding = standing()["BGD-IN-04"]
    assert finding.measured == "evaluatie al 7 dagen te laat, sinds 2 september 2026"
    step = explained(finding, petra)
    Finding.objects.filter(pk=finding.pk).update(opened_on=date(2026, 9, 3), last_on=date(2026, 9, 3))
    Requirement.objects.filter(code="BGD-IN-04").update(rule_value={"months": 12})
    follow(LATE)

    finding.refresh_from_db()
    assert (finding.met_again_on, finding.last_on, finding.is_open) == (LATE, date(2026, 9, 9), False)
    assert list(finding.steps.all()) == [step]
    line = AuditEntry.objects.filter(event="changed", target=finding.public_id).get()
    assert {one["name"] for one in line.fields} >= {"met_again_on", "last_on"}


def test_not_met_again_on_the_same_day_is_the_same_finding_and_later_another(running):
    follow()
    code = min(MISSING & opening())
    first = standing()[code]
    domains = {"easy": first.requirement.rule_value["domain"], "hard": running.goals.get().domain}

    def make_easy():
        running.goals.update(domain=domains["easy"])

    def make_hard():
        running.goals.update(domain=domains["hard"])

    make_easy()
    follow()
    assert code not in standing()
    make_hard()
    follow()
    assert standing()[code] == first
    make_easy()
    follow()
    make_hard()
    follow(TOMORROW)
    assert standing()[code] != first
    assert Finding.objects.filter(code=code).count() == 2


def test_what_nobody_can_tell_leaves_a_finding_as_it_is(running):
    follow()
    before = set(Finding.objects.standing())
    assert {one.code for one in before} & MISSING
    running.plan.versions.update(agreed_at=datetime(2026, 3, 5, tzinfo=AMSTERDAM))
    follow()

    assert before <= set(Finding.objects.standing())


def test_care_that_ended_takes_findings_away_and_care_that_was_not_ended_gives_them_back(running, allocation):
    follow()
    before = set(Finding.objects.standing())
    Allocation.objects.filter(pk=allocation.pk).update(ends_on=TODAY)
    follow_all_files(TOMORROW)
    assert not standing()
    assert not Finding.objects.filter(withdrawn_at=None)

    Allocation.objects.filter(pk=allocation.pk).update(ends_on=date(2026, 12, 31))
    follow(TOMORROW)
    assert set(Finding.objects.standing()) == before


def test_requirement_that_is_gone_takes_its_finding_away(running):
    follow()
    code = min(MISSING & opening())
    Requirement.objects.filter(code=code).update(rule_kind="", rule_value=None)
    follow()

    assert Finding.objects.get(code=code).withdrawn_at is not None


def test_finding_goes_on_under_the_allocation_that_takes_the_place(karin, running, allocation, petra, on_day):
    follow()
    before = standing()
    explained(before[min(MISSING & opening())], petra)
    allocation.refresh_from_db()
    change_volume(
        actor=actor_of_user(karin),
        allocation=allocation,
        revision=allocation.revision,
        from_on=date(2026, 4, 1),
        volume=6,
        frequency="2",
        ends_on=date(2026, 12, 31),
    )
    on_day(date(2026, 4, 1))
    follow_all_files(date(2026, 4, 1))

    heir = Allocation.objects.get(replaces=allocation)
    after = standing()
    assert {one.allocation for one in after.values()} == {heir}
    assert {code: after[code].pk for code in before} == {code: one.pk for code, one in before.items()}
    assert follow_all_files(date(2026, 4, 1)) == 0


def test_the_night_looks_at_files_too(running):
    follow_all_files(TODAY)

    assert set(standing()) >= MISSING & opening()


def test_change_in_a_plan_wakes_the_check_of_it(petra, running, monkeypatch, on_day):
    woken = []
    monkeypatch.setattr(Job, "wake", lambda job, *ids: woken.append((job.name, ids)))
    on_day(date(2026, 3, 20))
    evaluate(petra, running)

    assert ("compliance.check_plan", (running.plan_id,)) in woken
    follow_plan(running.plan_id, TODAY)
    assert {one.allocation for one in standing().values()} == {running.plan.allocation}


def test_queries_do_not_grow_with_the_files(petra, running, apeldoorn, de_linde):
    def number():
        with CaptureQueriesContext(connection) as queries:
            changed = follow()
        assert changed
        return len(queries)

    few = number()
    for name in ("Bos", "Dam"):
        other = draft_of(petra, allocate(apeldoorn, de_linde, surname=name), goals=1)
        start_execution(actor=actor_of_user(petra), version=agree(petra, other))
    Involved.objects.all().delete()
    Finding.objects.all().delete()
    assert number() == few
    assert Finding.objects.values("allocation").distinct().count() == 3


def test_placing_a_client_closes_what_it_mends(
    *, planner, group, running, allocation, django_capture_on_commit_callbacks
):
    follow()
    open_now = {code for code, one in standing().items() if "0 groepen" in one.measured}
    assert open_now

    with django_capture_on_commit_callbacks(execute=True):
        place_client(actor=planner, group=group, allocation=allocation, moments=Week.of("2-morning"), starts_on=TODAY)

    assert not open_now & set(standing())


def test_words_follow_the_last_check_and_what_was_said_before_stays(petra, running, allocation):
    follow()
    code = min(MISSING & opening())
    finding = standing()[code]
    step = explained(finding, petra)
    Finding.objects.filter(pk=finding.pk).update(measured="3 doelen", to_do="Voeg een doel toe.", opened_on=YESTERDAY)

    assert follow(TODAY) == 1

    said = standing()[code]
    assert (said.measured, said.demanded, said.opened_on) == (finding.measured, finding.demanded, YESTERDAY)
    words = {"measured": "3 doelen", "demanded": finding.demanded, "to_do": "Voeg een doel toe."}
    assert said.earlier == [words | {"until": TODAY.isoformat()}]
    assert list(said.steps.all()) == [step]
    line = AuditEntry.objects.filter(event="changed", target=finding.public_id).get()
    assert {one["name"] for one in line.fields} >= {"measured", "earlier"}
    assert follow(TODAY) == 0


def test_that_only_time_passed_is_no_event_of_its_own(running, on_day):
    on_day(LATE)
    follow(date(2026, 9, 9))
    follow(LATE)

    finding = standing()["BGD-IN-04"]
    assert finding.measured == "evaluatie al 8 dagen te laat, sinds 2 september 2026"
    assert finding.earlier == []


def test_what_nobody_can_tell_any_more_says_what_is_missing_and_stays_open(running, monkeypatch):
    follow()
    code = min(MISSING & opening())
    before = standing()[code]
    unknown = not_assessable("Leg vast welk doel het is.", demanded="een doel")
    known = list(file_results(Allocation.objects.all(), TODAY, with_intake=False))
    changed = [replace(one, result=unknown) if one.requirement.code == code else one for one in known]
    monkeypatch.setattr("compliance.services.finding_files.file_results", lambda *_, **__: iter(changed))

    assert follow() == 1
    after = standing()[code]
    assert (after.measured, after.demanded) == (before.measured, before.demanded)
    assert after.to_do == "Leg vast welk doel het is."
    assert len(after.earlier) == 1
