"""The clock in a case: it stands still on a recorded ground only, and a change of law leaves it alone."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from clients.enums import TermKind, TermUnit
from clients.models import EquatedDay, LegalTerm
from clients.services import load_terms, record_application, resume_term, suspend_term
from core.errors import Conflict
from tests.clients.intake import fill_in, fresh, investigate, notify, report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("terms")]
START = date(2026, 2, 2)
DUE = date(2026, 3, 16)


@pytest.fixture
def case(worker, person, on_day):
    """A case notified on Monday 2 February."""
    on_day(START)
    return notify(worker, person)


def term_of(case, kind=TermKind.INVESTIGATION):
    return case.terms.get(kind=kind)


def suspend(worker, case, starts_on, **changes):
    given = {"ground": "incomplete", "explanation": "Gevraagd om medische gegevens.", "term": term_of(case)}
    return suspend_term(actor=worker, case=case, revision=fresh(case).revision, starts_on=starts_on, **given | changes)


def resume(worker, case, resumes_on):
    return resume_term(
        actor=worker, case=case, revision=fresh(case).revision, term=term_of(case), resumes_on=resumes_on
    )


def codes(refusal):
    return {fault.code for faults in refusal.value.error_dict.values() for fault in faults}


def test_term_stands_still_and_runs_on_with_its_days(worker, case, on_day):
    on_day(date(2026, 2, 9))
    suspend(worker, case, date(2026, 2, 9))
    assert term_of(case).due_on is None
    assert term_of(case).days_left(date(2026, 2, 9)) is None

    on_day(date(2026, 2, 12))
    assert resume(worker, case, date(2026, 2, 12)).due_on == DUE + timedelta(days=3)

    on_day(date(2026, 3, 2))
    suspend(worker, case, date(2026, 3, 2), ground="consent")
    on_day(date(2026, 3, 4))
    # Five days together: Saturday 21 March, so Monday the 23rd.
    assert resume(worker, case, date(2026, 3, 4)).due_on == date(2026, 3, 23)
    assert term_of(case).suspensions.count() == 2


@pytest.mark.parametrize(
    ("starts_on", "changes", "code"),
    [
        (date(2026, 3, 31), {}, "day_future"),
        (date(2026, 2, 1), {}, "day_early"),
        (date(2026, 3, 17), {}, "term_passed"),
        (START, {"ground": "x"}, "invalid_choice"),
        (START, {"explanation": ""}, "blank"),
    ],
)
def test_suspension_that_cannot_be_is_refused(*, worker, case, on_day, starts_on, changes, code):
    on_day(date(2026, 3, 20))
    with pytest.raises(ValidationError) as refusal:
        suspend(worker, case, starts_on, **changes)
    assert code in codes(refusal)
    assert term_of(case).due_on == DUE


def test_term_stands_still_once_at_a_time(worker, case):
    suspend(worker, case, START)
    with pytest.raises(ValidationError) as refusal:
        suspend(worker, case, START)
    assert "suspension_overlap" in codes(refusal)


def test_term_runs_again_on_a_later_day_that_has_come(worker, case, on_day):
    with pytest.raises(Conflict) as conflict:
        resume(worker, case, START)
    assert conflict.value.code == "not_suspended"
    suspend(worker, case, START)
    for day, code in ((START, "day_early"), (START + timedelta(days=1), "day_future")):
        with pytest.raises(ValidationError) as refusal:
            resume(worker, case, day)
        assert codes(refusal) == {code}


@pytest.mark.parametrize("kind", [TermKind.PERSONAL_PLAN])
def test_term_of_the_client_is_not_suspended(worker, case, kind):
    with pytest.raises(Conflict) as conflict:
        suspend(worker, case, START, term=term_of(case, kind))
    assert conflict.value.code == "term_met"


def test_no_application_without_report_while_the_term_stands_still(worker, case, on_day):
    suspend(worker, case, START)
    on_day(date(2026, 5, 1))
    with pytest.raises(ValidationError) as refusal:
        record_application(
            actor=worker, case=case, revision=fresh(case).revision, applied_on=date(2026, 5, 1), channel="desk"
        )
    assert codes(refusal) == {"report_first"}


def test_term_that_is_met_while_it_stands_still_shows_whether_in_time(worker, case, on_day):
    on_day(date(2026, 2, 9))
    case = fill_in(worker, investigate(worker, case))
    suspend(worker, case, date(2026, 2, 9))
    on_day(date(2026, 2, 11))

    case = report(worker, fresh(case))

    term = term_of(case)
    assert (term.met_on, term.due_on) == (date(2026, 2, 11), DUE + timedelta(days=3))
    assert term.suspensions.get().ends_on == date(2026, 2, 11)


def test_change_of_law_leaves_running_terms_as_they_were(worker, person, case, on_day):
    old = LegalTerm.objects.get(kind=TermKind.INVESTIGATION)
    old.ends_on = date(2026, 2, 28)
    old.save()
    LegalTerm.objects.create(
        kind=TermKind.INVESTIGATION,
        length=8,
        unit=TermUnit.WEEKS,
        runs_on_to_working_day=True,
        starts_on=date(2026, 3, 1),
        source="Wmo 2015 art. 2.3.2 lid 1 (nieuw)",
    )
    on_day(date(2026, 3, 2))
    suspend(worker, case, date(2026, 3, 2))
    on_day(date(2026, 3, 3))

    assert resume(worker, case, date(2026, 3, 3)).due_on == date(2026, 3, 17)
    new = term_of(notify(worker, person))
    assert (new.due_on, new.source) == (date(2026, 4, 28), "Wmo 2015 art. 2.3.2 lid 1 (nieuw)")


def test_equated_day_counts_for_terms_that_begin(worker, person, on_day):
    EquatedDay.objects.create(day=date(2026, 5, 15), source="Koninklijk besluit")
    on_day(date(2026, 5, 8))
    assert term_of(notify(worker, person), TermKind.PERSONAL_PLAN).due_on == date(2026, 5, 18)


def test_loading_again_changes_nothing_and_another_length_is_refused():
    assert load_terms().added == []
    LegalTerm.objects.filter(kind=TermKind.DECISION).update(length=3)
    with pytest.raises(ValidationError) as refusal:
        load_terms()
    assert refusal.value.error_list[0].code == "reference_changed"
    assert LegalTerm.objects.get(kind=TermKind.DECISION).length == 3


def test_without_terms_the_case_says_what_to_do(worker, person):
    LegalTerm.objects.all().delete()
    with pytest.raises(ValidationError) as refusal:
        notify(worker, person)
    assert refusal.value.error_list[0].code == "no_legal_term"
    assert not person.cases.exists()
