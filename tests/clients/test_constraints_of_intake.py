"""Every constraint of the intake, attacked behind the services' back."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db.models import F, ProtectedError

from clients.enums import TermKind, TermUnit
from clients.models import Allocation, EquatedDay, LegalTerm
from tests.clients.test_constraints import refused
from tests.factories.accounts import UserFactory
from tests.factories.intake import (
    ApplicationFactory,
    CarerTalkFactory,
    CaseFactory,
    CaseTermFactory,
    DecisionFactory,
    FindingFactory,
    InvestigationFactory,
    LetterFactory,
    MoveFactory,
    PersonalPlanFactory,
    PresentFactory,
    ProfileItemFactory,
    SuspensionFactory,
    TellingFactory,
)

pytestmark = pytest.mark.django_db
DAY = date(2026, 2, 2)
ENDED = {"status": "ended", "ended_on": DAY, "end_reason": "withdrawn", "ended_at_step": "notified"}
REFUSED = {"outcome": "refused", "form": "", "variant": None, "volume": None, "frequency": "", "starts_on": None}


def attack(factory, code, values):
    row = factory.create()
    assert refused(lambda: type(row).objects.filter(pk=row.pk).update(**values)) == code


def legal_term(**values):
    given = {"kind": TermKind.DECISION, "length": 2, "unit": TermUnit.WEEKS, "source": "Wmo 2015", "starts_on": DAY}
    return LegalTerm.objects.create(**given | {"runs_on_to_working_day": True} | values)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"origin": "x"}, "case_choices"),
        ({"notified_by": "x"}, "case_choices"),
        ({"channel": "x"}, "case_choices"),
        ({"question": ""}, "case_choices"),
        ({"is_urgent": True}, "urgent_without_reason"),
        ({"urgent_reason": "Valt vaak."}, "urgent_without_reason"),
        ({"status": "ended"}, "case_end"),
        ({"status": "onbekend"}, "case_end"),
        ({"ended_on": DAY}, "case_end"),
        ({"end_reason": "withdrawn"}, "case_end"),
        ({"ended_at_step": "notified"}, "case_end"),
        (ENDED | {"ended_on": None}, "case_end"),
        (ENDED | {"end_reason": ""}, "case_end"),
        (ENDED | {"ended_at_step": ""}, "case_end"),
        (ENDED | {"status": "decided"}, "case_end"),
    ],
)
def test_case_rules_hold_in_the_database(values, code):
    attack(CaseFactory, code, values)


def test_case_number_holds_in_the_database():
    case = CaseFactory.create()
    assert refused(lambda: CaseFactory.create(client=case.client, number=case.number)) == "case_number"


@pytest.mark.parametrize(
    ("factory", "code", "values"),
    [
        (TellingFactory, "telling_choices", {"what": "x"}),
        (TellingFactory, "telling_choices", {"channel": "x"}),
        (TellingFactory, "telling_without_carer", {"what": "carer_support"}),
        (PersonalPlanFactory, "personal_plan_empty", {"summary": ""}),
        (LetterFactory, "letter_choices", {"kind": "x"}),
        (LetterFactory, "letter_choices", {"channel": "x"}),
        (ApplicationFactory, "application_channel", {"channel": "x"}),
        (InvestigationFactory, "identity", {"identity_checked_on": DAY}),
        (InvestigationFactory, "identity", {"identity_document": "passport"}),
        (InvestigationFactory, "identity", {"identity_checked_on": DAY, "identity_document": "x"}),
        (PresentFactory, "present_as", {"present_as": "x"}),
        (PresentFactory, "present_as", {"name": ""}),
        (FindingFactory, "finding_topic", {"topic": "h"}),
        (FindingFactory, "finding_topic", {"text": ""}),
        (CarerTalkFactory, "carer_talk_incomplete", {"does": ""}),
        (CarerTalkFactory, "carer_talk_incomplete", {"can": ""}),
        (CarerTalkFactory, "carer_talk_incomplete", {"needs": ""}),
        (CarerTalkFactory, "carer_talk_incomplete", {"support_answer": "x"}),
        (CarerTalkFactory, "carer_talk_incomplete", {"support_channel": "x"}),
        (ProfileItemFactory, "profile_answer", {"answer": "x"}),
    ],
)
def test_rules_of_the_parts_hold_in_the_database(factory, code, values):
    attack(factory, code, values)


@pytest.mark.parametrize(
    ("code", "values"),
    [
        *(("decision_content", {name: value}) for name, value in REFUSED.items() if name != "outcome"),
        ("decision_content", {"outcome": "refused"}),
        ("decision_content", {"outcome": "maybe"}),
        ("decision_content", {"reassess_on": None}),
        ("decision_content", {"volume": 0}),
        ("decision_content", {"reason": ""}),
        ("decision_content", REFUSED | {"kind": "urgent"}),
        ("period_order", {"ends_on": date(2025, 12, 31)}),
        ("week_volume_without_end", {"ends_on": None}),
        ("urgent_without_end", {"kind": "urgent", "frequency": "4", "ends_on": None}),
    ],
)
def test_decision_rules_hold_in_the_database(code, values):
    attack(DecisionFactory, code, values)


@pytest.mark.parametrize(
    ("factory", "same", "code"),
    [
        (DecisionFactory, ["case", "kind"], "decision_twice"),
        (FindingFactory, ["investigation", "topic"], "finding_twice"),
        (CarerTalkFactory, ["investigation", "member"], "carer_talk_twice"),
        (ProfileItemFactory, ["investigation", "trait"], "profile_twice"),
        (CaseTermFactory, ["case", "kind", "starts_on"], "term_twice"),
        (MoveFactory, ["client", "moved_on"], "moved_already"),
    ],
)
def test_once_is_once_in_the_database(factory, same, code):
    row = factory.create()
    assert refused(lambda: factory.create(**{name: getattr(row, name) for name in same})) == code


@pytest.mark.parametrize(
    "values",
    [{"kind": "x"}, {"due_on": date(2026, 2, 1)}, {"met_on": date(2026, 2, 1)}],
)
def test_term_order_holds_in_the_database(values):
    attack(CaseTermFactory, "term_order", values)


@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("suspension_ground", {"ground": "x"}),
        ("suspension_ground", {"explanation": ""}),
        ("period_order", {"ends_on": date(2026, 2, 8)}),
    ],
)
def test_suspension_rules_hold_in_the_database(code, values):
    attack(SuspensionFactory, code, values)


def test_suspension_overlap_holds_in_the_database():
    first = SuspensionFactory.create(ends_on=date(2026, 2, 12))
    assert refused(lambda: SuspensionFactory.create(term=first.term, starts_on=date(2026, 2, 12))) == (
        "suspension_overlap"
    )
    SuspensionFactory.create(term=first.term, starts_on=date(2026, 2, 13))


@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("legal_term", {"length": 0}),
        ("legal_term", {"kind": "x"}),
        ("legal_term", {"unit": "x"}),
        ("legal_term", {"source": ""}),
        ("period_order", {"ends_on": date(2026, 2, 1)}),
    ],
)
def test_legal_term_rules_hold_in_the_database(code, values):
    term = legal_term()
    assert refused(lambda: LegalTerm.objects.filter(pk=term.pk).update(**values)) == code


def test_legal_term_overlap_holds_in_the_database():
    legal_term(ends_on=date(2026, 6, 30))
    assert refused(lambda: legal_term(starts_on=date(2026, 6, 30))) == "legal_term_overlap"
    legal_term(starts_on=date(2026, 7, 1))


def test_equated_day_holds_once_in_the_model():
    EquatedDay.objects.create(day=DAY, source="KB")
    with pytest.raises(ValidationError):
        EquatedDay(day=DAY, source="KB").full_clean()


@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("move_nowhere", {"to_municipality": F("from_municipality")}),
        ("move_without_consent", {"person": {"surname": "X"}}),
        ("move_taken_over", {"taken_over_at": datetime(2026, 2, 2, tzinfo=UTC)}),
    ],
)
def test_move_rules_hold_in_the_database(code, values):
    attack(MoveFactory, code, values)


def test_move_without_consent_is_taken_over_by_nobody_in_the_database():
    move, user = MoveFactory.create(), UserFactory.create()
    taken = {"taken_over_by": user, "taken_over_at": datetime(2026, 2, 2, tzinfo=UTC)}
    assert refused(lambda: type(move).objects.update(**taken)) == "move_taken_over"
    type(move).objects.update(has_consent=True, **taken)


@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("change_reason", {"change_reason": "01"}),
        ("delivery_stop", {"delivery_stopped_on": date(2026, 3, 1), "delivery_stop_reason": "19"}),
        ("delivery_stop", {"delivery_started_on": date(2026, 3, 1), "delivery_stop_reason": "19"}),
        ("delivery_stop", {"delivery_started_on": date(2026, 3, 1), "delivery_stopped_on": date(2026, 3, 2)}),
        (
            "delivery_stop",
            {
                "delivery_started_on": date(2026, 3, 2),
                "delivery_stopped_on": date(2026, 3, 1),
                "delivery_stop_reason": "19",
            },
        ),
    ],
)
def test_rules_of_change_and_stop_hold_in_the_database(allocation, code, values):
    assert refused(lambda: Allocation.objects.update(**values)) == code


@pytest.mark.parametrize(
    ("factory", "parent"),
    [
        (TellingFactory, "case"),
        (InvestigationFactory, "case"),
        (CaseTermFactory, "case"),
        (FindingFactory, "investigation"),
        (SuspensionFactory, "term"),
        (CaseFactory, "client"),
        (MoveFactory, "client"),
    ],
)
def test_nothing_of_a_file_goes_with_its_parent(factory, parent):
    row = factory.create()
    with pytest.raises(ProtectedError):
        getattr(row, parent).delete()
