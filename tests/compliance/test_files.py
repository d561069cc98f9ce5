"""What the checks say of files, read for many at once and as it was known on a day."""

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from clients.enums import ProfileAnswer
from clients.models import Allocation, ClientSystemMember, ProfileItem
from clients.services.allocation_changes import change_volume
from compliance.enums import State
from compliance.rules.evaluation import turns
from compliance.selectors.file_facts import cares, file_facts, known_of
from compliance.selectors.files import file_results
from organisations.models import Employment
from plans.models import Plan
from plans.selectors import lapse_of
from plans.services.execution import start_execution
from plans.services.following import follow_allocations
from plans.services.settings import load_settings
from plans.services.withdrawing import withdraw_agreement
from products.models import ProductVersion, Requirement
from products.rules.demands import IntervalDemand
from tests.cast import actor_of_user
from tests.delivery.story import place
from tests.factories.intake import InvestigationFactory
from tests.plans.story import TODAY, agree, allocate, draft_of, evaluate

TOMORROW = date(2026, 3, 3)


def states(day, **given):
    """By code what was found of the only file."""
    return {one.requirement.code: one.result.state for one in file_results(Allocation.objects.all(), day, **given)}


def result(code, day):
    return next(one.result for one in file_results(Allocation.objects.all(), day) if one.requirement.code == code)


def started(allocation, day=TODAY):
    Allocation.objects.filter(pk=allocation.pk).update(delivery_started_on=day)


def test_running_plan_is_checked_requirement_by_requirement(running, allocation):
    started(allocation)
    place(allocation)
    found = states(TODAY)

    met = {"BGD-OP-01", "BGD-OP-03", "BGD-OP-07", "BGD-OP-08", "BGD-OP-13", "BGD-IN-01", "BGD-IN-03", "BGD-IN-04"}
    assert {code for code, state in found.items() if state == State.MET} == met | {"BGD-IN-06"}
    not_met = {f"BGD-OP-{number}" for number in ("04", "09", "10", "11", "12")}
    assert {code for code, state in found.items() if state == State.NOT_MET} == not_met
    assert {code for code, state in found.items() if state == State.NOT_APPLICABLE} == {
        *("BGD-OP-15", "BGD-OP-16", "BGD-IN-05")
    }
    unknown = {code for code, state in found.items() if state == State.NOT_ASSESSABLE}
    assert unknown == {*(f"BGD-CL-{number:02}" for number in range(1, 12)), "BGD-OP-14"}


def test_only_what_is_asked_is_looked_at_and_nothing_from_the_intake_unless_asked(running):
    asked = Requirement.objects.filter(code__in=["BGD-IN-01", "BGD-CL-01"])

    assert set(states(TODAY, requirements=asked)) == {"BGD-IN-01", "BGD-CL-01"}
    assert set(states(TODAY, requirements=asked, with_intake=False)) == {"BGD-IN-01"}


def test_clock_and_responsible_agree_with_what_the_plan_itself_says(evaluation, petra_professional):
    """The set-based reading against what services keep and other pages show."""
    plan = Plan.objects.get()
    row = Allocation.objects.select_related("decision").get()
    facts = file_facts(*parts(row, TODAY))

    assert turns(IntervalDemand(6), facts)[-1].due_on == plan.next_evaluation_due_on
    assert lapse_of(plan.versions.get(), TODAY) is None
    assert result("BGD-IN-03", TODAY).state == State.MET
    Employment.objects.filter(professional=petra_professional).update(ends_on=TODAY)
    assert result("BGD-IN-03", TODAY).state == State.MET
    assert result("BGD-IN-03", TOMORROW).measured == "geen dienstverband of bewezen niveau op 3 maart 2026"
    assert lapse_of(plan.versions.get(), TOMORROW) is not None


def parts(row, day):
    found = cares([row])
    return found[0], known_of(found, day, with_intake=True), day, date(2026, 1, 1)


def test_past_day_is_looked_at_with_what_was_known_then(petra, draft, on_day, allocation):
    started(allocation)
    on_day(TOMORROW)
    version = agree(petra, draft)

    assert states(TODAY)["BGD-IN-01"] == State.NOT_MET
    assert states(TODAY)["BGD-OP-01"] == State.NOT_ASSESSABLE
    assert states(TOMORROW)["BGD-IN-01"] == State.MET
    on_day(date(2026, 3, 10))
    actor = actor_of_user(petra)
    withdraw_agreement(
        actor=actor,
        agreement=version.agreements.get(party="professional"),
        withdrawn_on=date(2026, 3, 10),
        reason="Het past niet.",
    )
    assert states(date(2026, 3, 9))["BGD-IN-01"] == State.MET
    assert states(date(2026, 3, 10))["BGD-IN-01"] == State.NOT_MET


def test_evaluation_that_was_completed_later_does_not_mend_the_past(petra, running, on_day, allocation):
    late = date(2026, 9, 10)
    on_day(late)
    evaluate(petra, running)

    assert states(date(2026, 9, 2))["BGD-IN-04"] == State.MET
    assert result("BGD-IN-04", date(2026, 9, 9)).measured == ("evaluatie al 7 dagen te laat, sinds 2 september 2026")
    assert result("BGD-IN-04", late).measured == "evaluatie van 10 september 2026 was 8 dagen te laat"
    assert states(late)["BGD-IN-05"] == State.MET


def test_doubt_opens_a_track_and_a_track_without_steps_stands_still(petra, running, on_day):
    load_settings()
    evaluate(petra, running, wmo_fit="doubt")

    assert states(TODAY)["BGD-OP-16"] == State.MET
    assert states(date(2026, 8, 1))["BGD-OP-16"] == State.NOT_MET


def test_plan_that_went_on_under_another_allocation_is_still_that_of_the_former(karin, running, allocation, on_day):
    started(allocation)
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
    for _ in range(2):  # before the plan follows, and after
        assert result("BGD-IN-01", date(2026, 3, 31)).state == State.MET
        assert result("BGD-IN-01", date(2026, 4, 1)).state == State.MET
        follow_allocations(date(2026, 4, 1))


def test_intake_of_the_decision_tells_the_traits(running, allocation):
    investigation = InvestigationFactory.create(case__client=allocation.client, started_on=date(2026, 2, 1))
    item = ProfileItem.objects.create(
        investigation=investigation, trait="structure_needed", answer=ProfileAnswer.YES, explanation="Zij vergeet veel."
    )

    found = result("BGD-CL-01", TODAY)
    assert found.state == State.MET
    assert found.evidence[0].public_id == item.public_id
    assert result("BGD-CL-02", TODAY).missing
    ProfileItem.objects.create(investigation=investigation, trait="caregiver_relief_needed", answer="yes")
    assert result("BGD-CL-07", TODAY).state == State.NOT_ASSESSABLE
    ClientSystemMember.objects.create(
        client=allocation.client, name="Jan", relation="12", is_informal_carer=True, starts_on=TODAY
    )
    assert result("BGD-CL-07", TODAY).state == State.MET


def test_version_of_the_day_counts_and_a_made_up_one_is_recognised(running, allocation, apeldoorn, de_linde):
    allocate(apeldoorn, de_linde, code="bg-licht", surname="Bos")

    found = {one.requirement.code[:3]: one.is_fictional for one in file_results(Allocation.objects.all(), TODAY)}
    assert found == {"BGD": False, "BGL": True}
    version = ProductVersion.objects.get(variant__code="bg-duurzaam")
    ProductVersion.objects.filter(pk=version.pk).update(ends_on=TODAY)
    assert states(TOMORROW, requirements=version.requirements.all()), "runs on under the terms of its first day"


def test_removed_and_not_yet_recorded_allocations_do_not_count(running, allocation):
    assert not states(date(2026, 2, 1)), "it was recorded on 2 March"
    Allocation.objects.filter(pk=allocation.pk).update(change_reason="13")
    assert not states(TODAY)


def test_queries_do_not_grow_with_the_files(petra, running, apeldoorn, de_linde):
    def number():
        with CaptureQueriesContext(connection) as queries:
            rows = list(file_results(Allocation.objects.all(), TODAY))
        return len(queries), len({one.allocation.pk for one in rows})

    evaluate(petra, running)
    few = number()
    for name in ("Bos", "Dam"):
        other = draft_of(petra, allocate(apeldoorn, de_linde, surname=name), goals=1)
        start_execution(actor=actor_of_user(petra), version=agree(petra, other))
    many = number()

    assert (few[1], many[1]) == (1, 3)
    assert many[0] == few[0]
