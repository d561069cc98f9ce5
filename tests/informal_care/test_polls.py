"""The panel and its polls: who answered and what was answered cannot be joined, and small figures stay inside."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from accounts.models import User
from audit.models import AuditEntry
from core.actors import Actor
from core.errors import Conflict
from informal_care.models import Carer, CouncilVacancy, PanelMember, Poll, PollInvitation, PollOption, PollQuestion
from informal_care.rules.polls import Asked, check_questions
from informal_care.selectors.polls import PollResult, result_of
from informal_care.services.links import fingerprint_of
from informal_care.services.panel import join_panel, leave_panel, take_out
from informal_care.services.polls import answer_poll, change_poll, invite_panel, make_poll, tell_follow_up
from informal_care.services.settings import load_care_settings
from informal_care.services.vacancies import change_vacancy, open_vacancy
from organisations.models import Municipality
from tests.cast import actor_of_user
from tests.plans.test_constraints import refused_by

TODAY = date(2026, 3, 2)
AFTER = TODAY + timedelta(days=20)
ASKED = [Asked("Kunt u wel eens weg?", ["Ja", "Nee"]), Asked("Hoe gaat het met u?")]


@pytest.fixture
def poll(coordinator: Actor, on_day: Any) -> Poll:
    """Two questions, open for ten days."""
    on_day(TODAY)
    load_care_settings()
    return make_poll(
        actor=coordinator, asked=ASKED, title="Even weg", opens_on=TODAY, closes_on=TODAY + timedelta(days=9)
    )


def members(actor: Actor, number: int) -> list[PanelMember]:
    return [join_panel(actor=actor, name=f"Lid {one:03}") for one in range(number)]


def choose(poll: Poll, first: str, second: str = "Goed") -> dict[int, int]:
    options = PollOption.objects.filter(question__poll=poll)
    wanted = {(1, first), (2, second)}
    return {one.question_id: one.pk for one in options if (one.question.position, one.text) in wanted}


def answered(poll: Poll, actor: Actor, yes: int, no: int) -> PollResult:
    """What the closed poll shows when so many say yes and no."""
    members(actor, yes + no)
    for number, (_, secret) in enumerate(invite_panel(actor=actor, poll=poll).letters):
        assert answer_poll(
            poll=poll, secret=secret, chosen=choose(poll, "Ja" if number < yes else "Nee"), remark="Dank"
        )
    poll.refresh_from_db()
    result = result_of(poll, AFTER)
    assert result is not None
    return result


def test_panel_gets_back_what_it_said_from_ten_people_on(poll: Poll, coordinator: Actor) -> None:
    result = answered(poll, coordinator, 14, 10)
    assert result.answers == 24
    assert result.questions[0].counts == {"Ja": 14, "Nee": 10}
    assert len(result.remarks) == 24


def test_answer_of_few_stays_inside_with_what_would_tell_it(poll: Poll, coordinator: Actor) -> None:
    result = answered(poll, coordinator, 11, 3)
    assert result.answers == 14
    assert result.questions[0].counts == {"Ja": None, "Nee": None}
    assert result.questions[1].counts == {"Slecht": None, "Gaat wel": None, "Goed": None}
    assert result.hides


def test_poll_with_fewer_than_ten_answers_shows_no_figure_and_no_remark(poll: Poll, coordinator: Actor) -> None:
    result = answered(poll, coordinator, 9, 0)
    assert (result.answers, list(result.questions), list(result.remarks)) == (None, [], [])


def test_nothing_is_shown_before_the_poll_is_closed(poll: Poll, coordinator: Actor) -> None:
    answered(poll, coordinator, 12, 0)
    assert result_of(poll, poll.closes_on) is None
    assert result_of(poll, poll.closes_on + timedelta(days=1)) is not None


def test_no_row_joins_who_answered_with_what(poll: Poll, coordinator: Actor) -> None:
    """The tables know that a member answered, and how often an option was chosen; no column leads from one to another.

    Neither is there a moment, an entry in the trail, or an order of the remarks that keeps that of the answers.
    """
    members(coordinator, 30)
    invited = invite_panel(actor=coordinator, poll=poll).letters
    entries = AuditEntry.objects.count()
    for number, (_, secret) in enumerate(invited):
        answer_poll(poll=poll, secret=secret, chosen=choose(poll, "Ja"), remark=f"{number:02}")
    poll.refresh_from_db()
    assert AuditEntry.objects.count() == entries
    assert {field.name for field in PollInvitation._meta.get_fields()} == {
        *("id", "poll", "member", "fingerprint", "is_used")
    }
    assert {field.name for field in PollOption._meta.get_fields()} == {
        *("id", "question", "position", "text", "shown_as", "count")
    }
    assert sorted(poll.remarks) == [f"{number:02}" for number in range(30)]
    assert poll.remarks != sorted(poll.remarks)


def test_remarks_are_unreadable_in_the_database(poll: Poll, coordinator: Actor) -> None:
    answered(poll, coordinator, 1, 0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT remarks FROM informal_care_poll")
        assert "Dank" not in str(cursor.fetchall())


def test_link_answers_once_and_only_its_own_poll(poll: Poll, coordinator: Actor) -> None:
    members(coordinator, 1)
    ((_, secret),) = invite_panel(actor=coordinator, poll=poll).letters
    other = make_poll(actor=coordinator, asked=ASKED, title="Anders", opens_on=TODAY, closes_on=AFTER)
    assert not answer_poll(poll=other, secret=secret, chosen=choose(other, "Ja"))
    assert not answer_poll(poll=poll, secret="anders", chosen=choose(poll, "Ja"))
    assert answer_poll(poll=poll, secret=secret, chosen=choose(poll, "Ja"))
    assert not answer_poll(poll=poll, secret=secret, chosen=choose(poll, "Nee"))
    poll.refresh_from_db()
    assert (poll.answers, PollOption.objects.get(question__poll=poll, text="Nee").count) == (1, 0)


@pytest.mark.parametrize("days", [-1, 10])
def test_clock_opens_and_closes_a_poll(poll: Poll, coordinator: Actor, on_day: Any, days: int) -> None:
    members(coordinator, 1)
    ((_, secret),) = invite_panel(actor=coordinator, poll=poll).letters
    on_day(TODAY + timedelta(days=days))
    assert not answer_poll(poll=poll, secret=secret, chosen=choose(poll, "Ja"))


def test_answer_that_lacks_a_question_or_names_another_is_refused(poll: Poll, coordinator: Actor) -> None:
    members(coordinator, 1)
    ((_, secret),) = invite_panel(actor=coordinator, poll=poll).letters
    first, second = (question.pk for question in poll.questions.all())
    chosen = choose(poll, "Ja")
    with pytest.raises(ValidationError) as refused:
        answer_poll(poll=poll, secret=secret, chosen={first: chosen[second]})
    assert set(refused.value.error_dict) == {f"question_{first}", f"question_{second}"}
    assert answer_poll(poll=poll, secret=secret, chosen=chosen)


def test_only_the_fingerprint_of_a_link_is_kept(poll: Poll, coordinator: Actor) -> None:
    members(coordinator, 1)
    ((_, secret),) = invite_panel(actor=coordinator, poll=poll).letters
    row = PollInvitation.objects.values().get()
    assert len(secret) >= 43  # 256 bits
    assert secret not in str(row)
    assert row["fingerprint"] == fingerprint_of(secret)


def test_new_letters_end_the_links_of_who_did_not_answer(poll: Poll, coordinator: Actor) -> None:
    members(coordinator, 2)
    (_, used), (_, old) = invite_panel(actor=coordinator, poll=poll).letters
    answer_poll(poll=poll, secret=used, chosen=choose(poll, "Ja"))
    assert invite_panel(actor=coordinator, poll=poll).letters == []
    ((_, new),) = invite_panel(actor=coordinator, poll=poll, again=True).letters
    assert not answer_poll(poll=poll, secret=old, chosen=choose(poll, "Ja"))
    assert answer_poll(poll=poll, secret=new, chosen=choose(poll, "Ja"))


def test_who_leaves_by_the_link_is_forgotten(poll: Poll, coordinator: Actor) -> None:
    member = members(coordinator, 1)[0]
    ((_, secret),) = invite_panel(actor=coordinator, poll=poll).letters
    answer_poll(poll=poll, secret=secret, chosen=choose(poll, "Ja"))
    assert leave_panel(actor=Actor.anonymous(), secret=secret)
    member.refresh_from_db()
    assert (member.name, member.email, member.left_on) == ("", "", TODAY)
    assert not leave_panel(actor=Actor.anonymous(), secret=secret)
    poll.refresh_from_db()
    assert poll.answers == 1


def test_coordinator_takes_out_who_asks_by_telephone(poll: Poll, coordinator: Actor, zoe: User) -> None:
    member = members(coordinator, 1)[0]
    with pytest.raises(PermissionDenied):
        take_out(actor=actor_of_user(zoe), member=member)
    for _ in range(2):
        take_out(actor=coordinator, member=member)
    member.refresh_from_db()
    assert member.left_on == TODAY


def test_sent_poll_does_not_change_and_a_draft_does(poll: Poll, coordinator: Actor) -> None:
    changed = change_poll(actor=coordinator, poll=poll, revision=1, asked=ASKED[:1], title="Weg")
    assert [question.text for question in changed.questions.all()] == ["Kunt u wel eens weg?"]
    with pytest.raises(Conflict, match="intussen"):
        change_poll(actor=coordinator, poll=poll, revision=1, asked=ASKED)
    members(coordinator, 1)
    invite_panel(actor=coordinator, poll=poll)
    with pytest.raises(Conflict, match="al gekregen"):
        change_poll(actor=coordinator, poll=poll, revision=2, asked=ASKED)
    told = tell_follow_up(actor=coordinator, poll=poll, revision=2, follow_up="Wij praten erover.")
    assert told.follow_up == "Wij praten erover."


def test_questions_are_few_and_short() -> None:
    asked = [Asked(" ".join(["woord"] * 21)), Asked("Kort?", ["Ja"]), Asked("Dubbel?", ["Ja", "ja"]), Asked("Vier?")]
    with pytest.raises(ValidationError) as refused:
        check_questions(asked, most_questions=3, most_words=20)
    assert set(refused.value.error_dict) == {"question_1", "options_2", "options_3", "question_4"}
    check_questions([Asked(" ".join(["woord"] * 20))], most_questions=1, most_words=20)
    with pytest.raises(ValidationError):
        check_questions([], most_questions=3, most_words=20)


def test_others_ask_the_panel_nothing(poll: Poll, karin: User, zoe: User) -> None:
    for user in (karin, zoe):
        actor = actor_of_user(user)
        with pytest.raises(PermissionDenied):
            make_poll(actor=actor, asked=ASKED, title="x", opens_on=TODAY, closes_on=AFTER)
        with pytest.raises(PermissionDenied):
            invite_panel(actor=actor, poll=poll)
        with pytest.raises(PermissionDenied):
            join_panel(actor=actor, name="x")
        with pytest.raises(PermissionDenied):
            open_vacancy(actor=actor, council="x", text="x", contact="x", starts_on=TODAY)


def test_closed_poll_invites_nobody_and_cannot_be_made(poll: Poll, coordinator: Actor, on_day: Any) -> None:
    on_day(AFTER)
    with pytest.raises(ValidationError):
        invite_panel(actor=coordinator, poll=poll)
    with pytest.raises(ValidationError):
        make_poll(actor=coordinator, asked=ASKED, title="x", opens_on=TODAY, closes_on=TODAY)


def test_vacancy_is_changed_once_at_a_time(poll: Poll, coordinator: Actor) -> None:
    vacancy = open_vacancy(actor=coordinator, council="Raad", text="Kom", contact="bel", starts_on=TODAY)
    change_vacancy(actor=coordinator, vacancy=vacancy, revision=1, ends_on=TODAY)
    with pytest.raises(Conflict):
        change_vacancy(actor=coordinator, vacancy=vacancy, revision=1, ends_on=None)


def test_carer_of_another_municipality_joins_no_panel_here(
    coordinator: Actor, zutphen: Municipality, on_day: Any
) -> None:
    on_day(TODAY)
    there = Carer.objects.create(municipality=zutphen, name="An", search_name="an", known_since=TODAY, consent_on=TODAY)
    with pytest.raises(ValidationError):
        join_panel(actor=coordinator, name="An", carer=there)


@pytest.mark.parametrize(
    ("constraint", "model", "values"),
    [
        ("informal_care_panelmember_left", PanelMember, {"name": ""}),
        ("informal_care_panelmember_left", PanelMember, {"name": "", "email": ""}),
        ("informal_care_panelmember_left", PanelMember, {"left_on": TODAY}),
        ("informal_care_poll_period", Poll, {"closes_on": TODAY - timedelta(days=1)}),
        ("informal_care_poll_period", Poll, {"title": ""}),
        ("informal_care_pollquestion_kind", PollQuestion, {"kind": "open"}),
        ("informal_care_polloption_text", PollOption, {"text": ""}),
        ("informal_care_pollquestion_position", PollQuestion, {"position": 1}),
        ("informal_care_polloption_position", PollOption, {"position": 1}),
        ("informal_care_councilvacancy_complete", CouncilVacancy, {"contact": ""}),
        ("informal_care_councilvacancy_period_order", CouncilVacancy, {"ends_on": TODAY - timedelta(days=1)}),
    ],
)
def test_database_refuses_what_cannot_be(
    poll: Poll, coordinator: Actor, constraint: str, model: Any, values: dict[str, Any]
) -> None:
    members(coordinator, 1)
    open_vacancy(actor=coordinator, council="Raad", text="Kom", contact="bel", starts_on=TODAY)
    refused_by(constraint, model.objects.update, **values)


def test_database_keeps_members_and_invitations_single(poll: Poll, coordinator: Actor) -> None:
    first, second = members(coordinator, 2)
    carer = Carer.objects.create(
        municipality=first.municipality, name="An", search_name="an", known_since=TODAY, consent_on=TODAY
    )
    PanelMember.objects.filter(pk=first.pk).update(carer=carer, email="lid0@panel.example")
    rows = PanelMember.objects.filter(pk=second.pk)
    refused_by("informal_care_panelmember_carer", rows.update, carer=carer)
    refused_by("informal_care_panelmember_email", rows.update, email="LID0@panel.example")
    invite_panel(actor=coordinator, poll=poll)
    again = PollInvitation(poll=poll, member=first, fingerprint="x")
    refused_by("informal_care_pollinvitation_once", again.save)
