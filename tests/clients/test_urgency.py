"""A case becomes urgent later on (Wmo 2015 art. 2.3.3): the urgent route opens and its clock starts."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from clients.enums import CaseWork, TermKind
from clients.models import Case
from clients.selectors.case_work import case_work
from clients.selectors.cases import pressing_term
from clients.services import decide_urgently, mark_urgent
from core.errors import Conflict
from tests.clients.conftest import TODAY
from tests.clients.intake import applied, fresh, grant, notify

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("terms")]
NOTIFIED = date(2026, 2, 20)


@pytest.fixture
def case(worker, person):
    """A case of nine days ago."""
    return notify(worker, person, notified_on=NOTIFIED)


@pytest.fixture
def urge(worker):
    """Say that a case is urgent since Friday."""

    def act(case, **given):
        given = {"urgent_on": date(2026, 2, 27), "urgent_reason": "De mantelzorger viel uit.", **given}
        return mark_urgent(actor=worker, case=case, revision=given.pop("revision", fresh(case).revision), **given)

    return act


def test_clock_of_the_urgent_route_starts_and_the_others_run_on(worker, case, urge):
    investigation = case.terms.get(kind=TermKind.INVESTIGATION).due_on

    urged = urge(case)

    term = case.terms.get(kind=TermKind.URGENT)
    assert (urged.is_urgent, urged.urgent_on) == (True, date(2026, 2, 27))
    # Friday 27 February and a day is Saturday: on to Monday.
    assert (term.starts_on, term.due_on) == (date(2026, 2, 27), date(2026, 3, 2))
    assert case.terms.get(kind=TermKind.INVESTIGATION).due_on == investigation
    assert pressing_term(urged, list(case.terms.all())) == term
    (block,) = [block for block in case_work(worker, TODAY) if block.kind == CaseWork.TERM]
    assert block.items[0].due_on == date(2026, 3, 2)


def test_urgent_decision_meets_the_clock(worker, case, urge, product):
    urge(case)
    decide_urgently(
        actor=worker,
        case=case,
        revision=fresh(case).revision,
        form="in_kind",
        variant=product.variant,
        volume=2,
        frequency="2",
        starts_on=TODAY,
        ends_on=TODAY + timedelta(days=42),
        reason="Het kan niet wachten.",
        decided_on=TODAY,
        reassess_on=TODAY + timedelta(days=30),
    )
    assert case.terms.get(kind=TermKind.URGENT).met_on == TODAY


def test_ordinary_decision_meets_the_clock_as_well(worker, person, urge, product):
    case = applied(worker, person)
    urge(case, urgent_on=TODAY)
    grant(worker, case, product.variant)
    assert case.terms.get(kind=TermKind.URGENT).met_on == TODAY


def test_case_that_is_urgent_from_the_start_has_the_same_clock(worker, person):
    case = notify(worker, person, is_urgent=True, urgent_reason="Valt vaak.")
    assert case.urgent_on == TODAY
    assert case.terms.get(kind=TermKind.URGENT).due_on == date(2026, 3, 2)


@pytest.mark.parametrize(
    ("given", "field", "code"),
    [
        ({"urgent_on": date(2026, 3, 2)}, "urgent_on", "day_future"),
        ({"urgent_on": date(2026, 2, 19)}, "urgent_on", "day_early"),
        ({"urgent_reason": "  "}, "__all__", "urgent_without_reason"),
    ],
)
def test_impossible_urgency_is_refused_beside_its_field(case, urge, given, field, code):
    with pytest.raises(ValidationError) as refusal:
        urge(case, **given)
    assert code in {error.code for error in refusal.value.error_dict[field]}
    assert not fresh(case).is_urgent


def test_case_becomes_urgent_once_and_not_after_its_end(worker, person, case, urge, product):
    read = fresh(case).revision
    urge(case)
    for revision, code in ((read, "case_changed"), (read + 1, "urgent_already")):
        with pytest.raises(Conflict) as conflict:
            urge(case, revision=revision)
        assert conflict.value.code == code
    decided = applied(worker, person)
    grant(worker, decided, product.variant)
    with pytest.raises(Conflict) as conflict:
        urge(decided)
    assert conflict.value.code == "case_closed"


@pytest.mark.parametrize(
    "changes", [{"urgent_on": TODAY}, {"is_urgent": True, "urgent_reason": "Valt."}, {"urgent_on": date(2026, 2, 19)}]
)
def test_database_refuses_urgency_by_halves(case, changes):
    with pytest.raises(IntegrityError, match="clients_case_urgent"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(**changes)


def test_database_refuses_urgency_before_the_notification(case, urge):
    urge(case)
    with pytest.raises(IntegrityError, match="clients_case_urgent"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(urgent_on=date(2026, 2, 19))
