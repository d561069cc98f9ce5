"""The policy cycle: vision, moments with who took part, decisions; and the report that a council reads of it."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import AuditEntry
from core.clock import AMSTERDAM
from core.errors import Conflict
from informal_care.models import (
    CareSetting,
    MomentParticipants,
    PolicyDecision,
    PolicyMoment,
    TaskEvidence,
    VisionAnswer,
)
from informal_care.selectors.policy import cycle_of
from informal_care.selectors.report import council_report
from informal_care.services.boards import decline, take_on, tell_progress
from informal_care.services.evidence import add_evidence
from informal_care.services.policy import (
    answer_vision,
    change_decision,
    change_moment,
    hold_moment,
    keep_decision,
)
from informal_care.services.supplements import load_vision_questions
from tests.cast import actor_of_user, sign_in
from tests.marks import needs_pdf
from tests.pdf import text_of

TODAY = date(2026, 3, 2)
TOGETHER = {"carers": (14, "decided"), "volunteers": (4, "advised"), "professionals": (3, "heard")}


@pytest.fixture
def moment(board, coordinator):
    """An evening about the vision."""
    return hold_moment(
        actor=coordinator,
        board=board,
        phase="vision",
        held_on=date(2026, 2, 10),
        subject="Avond over de visie",
        discussed="Wat zorgen voor een ander vraagt.",
        participants=TOGETHER,
    )


@pytest.fixture
def decision(board, coordinator, moment, panel):
    """To keep a panel."""
    return keep_decision(
        actor=coordinator,
        board=board,
        text="Er komt een panel.",
        decided_by="college van B en W",
        decided_on=date(2026, 2, 20),
        moment=moment,
        activities=[panel],
    )


def test_the_questions_for_a_vision_stand_beside_the_edition(mezzo):
    assert load_vision_questions() == 5
    questions = mezzo.statements.filter(kind="vision")
    assert [(one.code, one.page) for one in questions] == [(f"VI-{number}", "6") for number in range(1, 6)]
    assert load_vision_questions() == 0


def test_a_question_is_answered_and_answered_otherwise(board, coordinator):
    question = board.edition.statements.get(code="VI-1")
    first = answer_vision(actor=coordinator, board=board, question=question, text=" Samen. ")
    assert (first.text, first.answered_on) == ("Samen.", TODAY)
    with pytest.raises(Conflict, match="intussen gewijzigd"):
        answer_vision(actor=coordinator, board=board, question=question, text="Anders.")
    second = answer_vision(actor=coordinator, board=board, question=question, text="Anders.", revision=1)
    assert (second.pk, second.text, second.revision) == (first.pk, "Anders.", 2)
    with pytest.raises(ValidationError) as refused:
        answer_vision(actor=coordinator, board=board, question=question, text=" ", revision=2)
    assert refused.value.error_dict["text"][0].code == "vision_empty"
    principle = board.edition.statements.get(code="UG-1")
    with pytest.raises(ValidationError, match="geen vraag"):
        answer_vision(actor=coordinator, board=board, question=principle, text="Ja.")


def test_a_moment_counts_who_took_part_and_names_nobody(board, coordinator, moment):
    assert {(row.group, row.number, row.way) for row in moment.participants.all()} == {
        (group, *taken) for group, taken in TOGETHER.items()
    }
    changed = change_moment(
        actor=coordinator,
        moment=moment,
        revision=1,
        participants={"carers": (15, "decided")},
        phase="policy",
        held_on=TODAY,
        subject="Avond",
        discussed="",
    )
    assert [(row.group, row.number) for row in changed.participants.all()] == [("carers", 15)]
    assert AuditEntry.objects.filter(event="changed", target=moment.public_id).exists()
    values = {"phase": "policy", "held_on": TODAY, "subject": "Avond", "discussed": ""}
    with pytest.raises(Conflict):
        change_moment(actor=coordinator, moment=moment, revision=1, participants={}, **values)
    with pytest.raises(ValidationError, match="al is geweest"):
        change_moment(
            actor=coordinator, moment=moment, revision=2, participants={}, **values | {"held_on": date(2026, 3, 3)}
        )
    with pytest.raises(ValidationError, match="al is geweest"):
        hold_moment(actor=coordinator, board=board, phase="policy", held_on=date(2026, 3, 3), subject="Straks")


def test_a_decision_is_about_aims_and_activities_of_the_board(coordinator, decision, board, panel):
    assert list(decision.activities.all()) == [panel]
    aim = board.edition.aims.get(code="vinden")
    values = {"text": "Toch niet.", "decided_by": "gemeenteraad", "decided_on": TODAY, "moment": None}
    changed = change_decision(actor=coordinator, decision=decision, revision=1, aims=[aim], activities=[], **values)
    assert (changed.text, list(changed.aims.all()), changed.activities.count()) == ("Toch niet.", [aim], 0)
    with pytest.raises(Conflict):
        change_decision(actor=coordinator, decision=decision, revision=1, aims=[], activities=[], **values)


def test_others_do_not_write_the_policy(request, board, moment, decision):
    question = board.edition.statements.get(code="VI-1")
    for name in ("zoe", "karin", "gijs", "hanna", "maud", "pim"):
        actor = actor_of_user(request.getfixturevalue(name))
        with pytest.raises(PermissionDenied):
            answer_vision(actor=actor, board=board, question=question, text="x")
        with pytest.raises(PermissionDenied):
            hold_moment(actor=actor, board=board, phase="policy", held_on=TODAY, subject="x")
        with pytest.raises(PermissionDenied):
            change_moment(actor=actor, moment=moment, revision=1, participants={}, held_on=TODAY)
        with pytest.raises(PermissionDenied):
            keep_decision(actor=actor, board=board, text="x", decided_by="x", decided_on=TODAY)
        with pytest.raises(PermissionDenied):
            change_decision(actor=actor, decision=decision, revision=1, aims=[], activities=[], decided_on=TODAY)


def test_the_database_refuses(board, moment):
    question = board.edition.statements.get(code="VI-1")
    VisionAnswer.objects.create(board=board, question=question, text="x", answered_on=TODAY)
    # informal_care_visionanswer_once and informal_care_momentparticipants_once: SQLite names columns, not constraints.
    for name, row in (
        ("visionanswer", VisionAnswer(board=board, question=question, text="y", answered_on=TODAY)),
        ("informal_care_policymoment_phase", PolicyMoment(board=board, phase="x", held_on=TODAY, subject="x")),
        ("informal_care_policydecision_text", PolicyDecision(board=board, text="x", decided_on=TODAY)),
        ("momentparticipants", MomentParticipants(moment=moment, group="carers", number=1, way="heard")),
        (
            "informal_care_momentparticipants_number",
            MomentParticipants(moment=moment, group="care_receivers", number=0, way="heard"),
        ),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            row.save(force_insert=True)


# The report ---------------------------------------------------------------------------------------------


@pytest.fixture
def told(board, coordinator, panel, decision, on_day):
    """A board on which something was promised, done, shown and left."""
    due_on = date(2026, 6, 30)
    kept = take_on(
        actor=coordinator, board=board, activity=panel, owner=board.municipality, due_on=due_on, budget=Decimal(2500)
    )
    activity = board.edition.activities.get(code="VIN-B-7")
    decline(actor=coordinator, board=board, activity=activity, reason="De regio doet dit.")
    answer_vision(
        actor=coordinator, board=board, question=board.edition.statements.get(code="VI-1"), text="Als iets van ons."
    )
    on_day(date(2026, 5, 1))
    done = tell_progress(actor=coordinator, task=kept, revision=1, status="done", result="Er is een panel.")
    add_evidence(actor=coordinator, task=done, title="Stand van het bord", figure="tasks_done")
    return board


def test_a_report_tells_what_was_promised_done_shown_and_decided(told):
    report = council_report(told, date(2026, 5, 1))
    by_name = {one.name: one for one in report.aims}
    strengthen, find = by_name["Versterken"], by_name["Vinden"]

    assert (report.promised, report.done, report.budget) == (1, 1, Decimal(2500))
    (task,) = strengthen.promised
    assert (task.status, task.result) == ("Klaar", "Er is een panel.")
    assert task.evidence == ["Stand van het bord: 1 (Taken die klaar zijn, op 01-05-2026)"]
    assert [one.text for one in strengthen.decisions] == ["Er komt een panel."]
    assert find.declined == [("VIN-B-7", told.edition.activities.get(code="VIN-B-7").text, "De regio doet dit.")]
    assert (strengthen.open, find.open) == (32, 18)
    ((_, people),) = report.moments
    assert set(people) == {
        "Mantelzorgers: 14. Besloten mee.",
        "Zorgvrijwilligers: minder dan 10. Gaven advies.",
        "Professionals: 3. Gaven hun mening.",
    }


def test_an_installation_that_asks_for_more_people_gets_so_in_a_report_too(told):
    CareSetting.objects.filter(parameter="k_anonymity").update(value=15)
    ((_, people),) = council_report(told, date(2026, 5, 1)).moments
    assert "Mantelzorgers: minder dan 15. Besloten mee." in people


def test_a_report_of_an_earlier_day_tells_what_was_known_then(told):
    before = council_report(told, date(2026, 3, 2))
    (task,) = next(one for one in before.aims if one.name == "Versterken").promised
    assert (task.status, task.result, task.evidence, before.done) == ("Nog niet begonnen", "", [], 0)
    earlier = council_report(told, date(2026, 2, 15))
    assert (earlier.promised, len(earlier.moments), earlier.vision) == (0, 1, [])
    assert not any(one.decisions for one in earlier.aims)


def test_a_report_asks_the_same_number_of_queries_however_full(told, coordinator, ilse):
    counts = []
    for codes in (["VIN-A-1"], ["VIN-A-2", "VIN-A-3", "VRB-A-1"]):
        for code in codes:
            activity = told.edition.activities.get(code=code)
            task = take_on(
                actor=coordinator, board=told, activity=activity, owner=told.municipality, due_on=date(2026, 9, 1)
            )
            at = datetime(2026, 5, 1, 9, tzinfo=AMSTERDAM)
            TaskEvidence.objects.create(
                task=task, kind="link", title="x", link="https://a.example", added_by=ilse, added_at=at
            )
            moment = hold_moment(
                actor=coordinator, board=told, phase="policy", held_on=TODAY, subject="x", participants=TOGETHER
            )
            keep_decision(actor=coordinator, board=told, text="x", decided_by="x", decided_on=TODAY, moment=moment)
        with CaptureQueriesContext(connection) as seen:
            council_report(told, date(2026, 5, 1))
        with CaptureQueriesContext(connection) as read:
            cycle_of(told)
        counts.append((len(seen), len(read)))
    assert counts[0] == counts[1]


# Pages --------------------------------------------------------------------------------------------------


def test_the_coordinator_writes_the_cycle_in_the_browser(client, board, ilse, moment, decision):
    sign_in(client, ilse)
    page = reverse("informal_care:policy", args=[board.public_id])
    vision = reverse("informal_care:vision", args=[board.public_id, "VI-2"])
    assert client.post(vision, {"text": "Buren en familie.", "revision": 0}).status_code == 302
    new = reverse("informal_care:moment_new", args=[board.public_id])
    typed = {"phase": "monitoring", "held_on": "2026-02-27", "subject": "Hoe gaat het?", "carers_number": "12"}
    refused = client.post(new, typed)
    assert "Kies hoe zij meededen." in refused.content.decode()
    assert client.post(new, typed | {"carers_way": "heard"}).status_code == 302
    change = reverse("informal_care:moment", args=[moment.public_id])
    form = client.get(change).context["form"]
    assert (form.initial["carers_number"], form.initial["carers_way"]) == (14, "decided")
    decided = reverse("informal_care:decision", args=[decision.public_id])
    assert client.get(decided).context["form"].initial["moment"] == moment.public_id
    add = reverse("informal_care:decision_new", args=[board.public_id])
    words = {"text": "Wij gaan door.", "decided_by": "gemeenteraad", "decided_on": "2026-03-01"}
    assert client.post(add, words).status_code == 302

    text = client.get(page).content.decode()
    for said in ("Buren en familie.", "Hoe gaat het?", "Mantelzorgers: 12. Gaven hun mening.", "Wij gaan door."):
        assert said in text


def test_the_report_is_for_the_municipality_and_as_of_a_day(client, told, maud, gijs):
    page = reverse("informal_care:report", args=[told.public_id])
    sign_in(client, maud)
    assert "1 van 1 beloften" in client.get(page).content.decode()
    assert "0 van 1 beloften" in client.get(page, {"peildatum": "2026-03-05"}).content.decode()
    assert "al is geweest" in client.get(page, {"peildatum": "2030-01-01"}).content.decode()
    sign_in(client, gijs)
    assert client.get(page).status_code == 404


@needs_pdf
def test_the_report_is_a_pdf_of_the_same(client, told, maud):
    sign_in(client, maud)
    address = reverse("informal_care:report_pdf", args=[told.public_id])
    answer = client.get(address, {"peildatum": "2026-05-01"})
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert "verslag-informele-zorg-2026-05-01.pdf" in answer["Content-Disposition"]
    text = text_of(answer.content)
    for said in ("Verslag informele zorg", "Er is een panel.", "minder dan 10", "De regio doet dit."):
        assert said in text
