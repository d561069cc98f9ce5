"""What guards findings and outcomes in the database, attacked behind the services' back."""

from datetime import timedelta

import pytest

from compliance.models import Finding, Involved, SessionOutcome, Step
from core.clock import now
from tests.compliance.story import explained, found_in_file, found_in_group
from tests.delivery.story import attend, place
from tests.plans.story import TODAY
from tests.plans.test_constraints import refused_by

YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def of_file(allocation):
    return found_in_file(allocation)


@pytest.fixture
def of_group(group, allocation):
    return found_in_group(group, allocation)


def change(row, **values):
    return lambda: type(row)._base_manager.filter(pk=row.pk).update(**values)


def test_finding_is_about_a_group_or_about_a_file(of_file, of_group):
    for attack in (
        change(of_file, group=of_group.group),
        change(of_file, allocation=None),
        change(of_file, worst_session=of_group.worst_session),
        change(of_group, group=None),
        change(of_group, allocation=of_file.allocation),
    ):
        refused_by("compliance_finding_subject", attack)


@pytest.mark.parametrize(
    "values",
    [{"last_on": YESTERDAY}, {"met_again_on": YESTERDAY}, {"opened_on": TODAY + timedelta(days=1)}],
)
def test_finding_begins_before_it_ends(values, of_file):
    refused_by("compliance_finding_days", change(of_file, **values))


@pytest.mark.parametrize("values", [{"rule_kind": "weather"}, {"severity": "severe"}])
def test_finding_has_a_rule_and_a_severity_of_the_list(values, of_file):
    refused_by("compliance_finding_kind", change(of_file, **values))


def twin(row, **values):
    """The same finding a second time."""
    columns = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    kept = {name: value for name, value in columns.items() if name not in {"id", "public_id"}}
    return lambda: type(row)._base_manager.create(**kept | values)


def test_same_cause_is_open_once(of_file, of_group):
    refused_by("compliance_finding_file_once", twin(of_file))
    refused_by("compliance_finding_group_once", twin(of_group))
    twin(of_file, met_again_on=TODAY)()
    twin(of_group, withdrawn_at=now())()
    assert Finding.objects.count() == 4


def test_municipality_is_involved_once(of_file):
    row = Involved.objects.get()
    refused_by("compliance_involved_once", twin(row))


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "remark"},
        {"kind": "improvement"},
        {"kind": "judgement"},
        {"kind": "judgement", "ruling": "accepted"},
        {"ruling": "accepted"},
        {"due_on": TODAY},
    ],
)
def test_step_has_what_its_kind_asks_and_nothing_else(values, of_file, petra):
    refused_by("compliance_step_kind", change(explained(of_file, petra), **values))


def test_judgement_is_one_of_the_list(of_file, petra):
    step = explained(of_file, petra)
    judged = {"kind": "judgement", "municipality": of_file.allocation.municipality}
    refused_by("compliance_step_kind", change(step, ruling="perhaps", **judged))
    change(step, ruling="accepted", **judged)()
    assert Step.objects.get().ruling == "accepted"


def test_step_says_something(of_file, petra):
    refused_by("compliance_step_text", change(explained(of_file, petra), text=""))


@pytest.fixture
def outcome(allocation):
    session = attend(place(allocation)).session
    states = dict.fromkeys(("ratio", "cover", "volunteers", "gathering", "care", "levels"), "met")
    return SessionOutcome.objects.create(
        session=session, basis="realised", short=0, short_minutes=0, revision=1, **states
    )


def test_one_outcome_of_a_dagdeel_stands(outcome):
    refused_by("compliance_sessionoutcome_once", twin(outcome))
    twin(outcome, basis="planned")()
    twin(outcome, superseded_at=outcome.computed_at)()
    assert SessionOutcome.objects.count() == 3


@pytest.mark.parametrize("values", [{"basis": "guessed"}, {"ratio": "perhaps"}, {"levels": ""}])
def test_outcome_says_what_a_check_can_say(values, outcome):
    refused_by("compliance_sessionoutcome_states", change(outcome, **values))


def test_outcome_is_superseded_after_it_was_worked_out(outcome):
    before = outcome.computed_at - timedelta(seconds=1)
    refused_by("compliance_sessionoutcome_superseded", change(outcome, superseded_at=before))
