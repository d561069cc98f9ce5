"""From a request to a start and an end: a person decides, and nobody is held twice."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from audit.models import AuditEntry
from core.errors import Conflict
from informal_care.models import Carer, HelpRequest, Match, VolunteerHours
from informal_care.selectors.matching import matching_for
from informal_care.selectors.volunteers import hours_between, hours_by_volunteer, hours_of, reviews_due
from informal_care.services.help_requests import ask_for_help, change_request, close_request
from informal_care.services.matches import (
    choose,
    decline,
    end,
    hold_review,
    propose,
    start,
    tell_acquaintance,
)
from informal_care.services.volunteer_hours import record_hours, remove_hours
from informal_care.services.volunteers import change_status, do_intake
from plans.rules.week import Week
from tests.cast import actor_of_user
from tests.factories.clients import ClientFactory
from tests.informal_care.test_volunteers import code_of
from tests.informal_care.volunteer_story import ASKED, INTAKE, TODAY, available, chosen_for, request_of

MONDAY = Week.of("1-morning")


def test_request_to_start_to_end(joke, asked, coordinator, on_day):
    found = matching_for(asked, TODAY)
    assert [one.key for one in found.candidates] == [joke.pk]

    proposed = propose(actor=coordinator, asked=asked, volunteer=joke)
    assert (proposed.status, proposed.moments) == ("proposed", MONDAY)
    assert "Woont in dezelfde wijk." in proposed.reasons
    chosen = choose(actor=coordinator, proposed=proposed, revision=1, moments=MONDAY, note="Houdt van spelletjes.")
    asked.refresh_from_db()
    assert (chosen.status, asked.status, chosen.held.count()) == ("chosen", "found", 1)

    met = tell_acquaintance(
        actor=coordinator, chosen=chosen, revision=2, met_on=TODAY, volunteer_agrees=True, asker_agrees=True
    )
    started = start(actor=coordinator, met=met, revision=3, started_on=TODAY, review_on=date(2026, 4, 13))
    asked.refresh_from_db()
    assert (started.status, asked.status) == ("started", "helped")

    on_day(date(2026, 4, 13))
    (review,) = reviews_due(coordinator, date(2026, 4, 13))
    hold_review(
        actor=coordinator,
        review=review,
        revision=1,
        held_on=date(2026, 4, 13),
        note="Ze lachen veel.",
        next_on=date(2026, 7, 6),
    )
    assert not reviews_due(coordinator, date(2026, 7, 5)).exists()
    assert reviews_due(coordinator, date(2026, 7, 6)).count() == 1

    ended = end(
        actor=coordinator, started=started, revision=4, ended_on=date(2026, 4, 13), reason="done", seeks_again=False
    )
    asked.refresh_from_db()
    assert (ended.status, asked.status, asked.closed_because) == ("ended", "closed", "De vraag is klaar")
    assert not ended.held.exists()
    assert [one.held_on for one in ended.reviews.all()] == [date(2026, 4, 13)]


def test_no_from_one_of_both_lets_the_request_look_again(chosen, asked, joke, coordinator):
    told = tell_acquaintance(
        actor=coordinator, chosen=chosen, revision=2, met_on=TODAY, volunteer_agrees=True, asker_agrees=False
    )
    asked.refresh_from_db()

    assert (told.status, told.end_reason, asked.status) == ("declined", "no_click", "open")
    assert not joke.held.exists()
    (one,) = matching_for(asked, TODAY).excluded
    assert one.because == ("Ging bij deze hulpvraag al eens niet door.",)
    with pytest.raises(ValidationError) as refused:
        propose(actor=coordinator, asked=asked, volunteer=joke)
    assert code_of(refused) == {"excluded"}


def test_nobody_is_chosen_without_intake_and_valid_certificate(joke, asked, coordinator, on_day):
    proposed = propose(actor=coordinator, asked=asked, volunteer=joke)
    on_day(date(2028, 6, 2))
    with pytest.raises(ValidationError) as refused:
        choose(actor=coordinator, proposed=proposed, revision=1, moments=MONDAY, note="Past.")
    assert code_of(refused) == {"vog_missing"}


def test_nobody_starts_without_a_valid_certificate(chosen, coordinator, on_day):
    met = tell_acquaintance(
        actor=coordinator, chosen=chosen, revision=2, met_on=TODAY, volunteer_agrees=True, asker_agrees=True
    )
    on_day(date(2028, 6, 2))
    with pytest.raises(ValidationError) as refused:
        start(actor=coordinator, met=met, revision=3, started_on=date(2028, 6, 2), review_on=date(2028, 7, 1))
    assert code_of(refused) == {"vog_missing"}


def test_choice_has_dagdelen_that_fit_and_a_reason(joke, asked, coordinator):
    proposed = propose(actor=coordinator, asked=asked, volunteer=joke)
    for moments, note, codes in (
        (Week(), "", {"moments_missing", "match_chosen"}),
        (Week.of("2-morning"), "Past.", {"other_moments"}),
    ):
        with pytest.raises(ValidationError) as refused:
            choose(actor=coordinator, proposed=proposed, revision=1, moments=moments, note=note)
        assert code_of(refused) == codes


def test_who_pauses_after_the_proposal_is_not_chosen(joke, asked, coordinator):
    proposed = propose(actor=coordinator, asked=asked, volunteer=joke)
    change_status(actor=coordinator, volunteer=joke, revision=joke.revision, status="paused")
    with pytest.raises(ValidationError) as refused:
        choose(actor=coordinator, proposed=proposed, revision=1, moments=MONDAY, note="Past.")
    assert code_of(refused) == {"not_available"}


def test_two_coordinators_cannot_choose_one_volunteer_on_one_dagdeel(joke, asked, coordinator):
    other = request_of(coordinator)
    first, second = (propose(actor=coordinator, asked=one, volunteer=joke) for one in (asked, other))
    choose(actor=coordinator, proposed=first, revision=1, moments=MONDAY, note="Past.")
    with pytest.raises(Conflict) as refused:
        choose(actor=coordinator, proposed=second, revision=1, moments=MONDAY, note="Past ook.")
    assert refused.value.code == "moment_held"
    (one,) = matching_for(other, TODAY).excluded
    assert one.because == ("Helpt op deze dagdelen al iemand anders.",)


def test_one_volunteer_helps_two_on_different_dagdelen(joke, asked, coordinator):
    chosen_for(coordinator, asked, joke)
    other = request_of(coordinator, moments=Week.of("1-morning", "3-morning"))
    second = chosen_for(coordinator, other, joke)
    assert second.moments == Week.of("3-morning")
    assert "Helpt al 1 ander." in second.reasons


def test_two_volunteers_cannot_be_chosen_for_one_request(joke, asked, coordinator):
    other = available(coordinator, name="Kees")
    first, second = (propose(actor=coordinator, asked=asked, volunteer=one) for one in (joke, other))
    choose(actor=coordinator, proposed=first, revision=1, moments=MONDAY, note="Past.")
    with pytest.raises(Conflict) as refused:
        choose(actor=coordinator, proposed=second, revision=1, moments=MONDAY, note="Past ook.")
    assert refused.value.code == "match_one_for_request"


def test_two_at_once_do_not_overwrite_each_other(chosen, coordinator):
    decline(actor=coordinator, proposed=chosen, revision=2, reason="volunteer_stops")
    with pytest.raises(Conflict):
        tell_acquaintance(
            actor=coordinator, chosen=chosen, revision=2, met_on=TODAY, volunteer_agrees=True, asker_agrees=True
        )


def test_steps_come_in_order(joke, asked, coordinator):
    proposed = propose(actor=coordinator, asked=asked, volunteer=joke)
    with pytest.raises(ValidationError) as refused:
        start(actor=coordinator, met=proposed, revision=1, started_on=TODAY, review_on=date(2026, 4, 1))
    assert code_of(refused) == {"step"}
    with pytest.raises(ValidationError) as refused:
        end(actor=coordinator, started=proposed, revision=1, ended_on=TODAY, reason="done", seeks_again=False)
    assert code_of(refused) == {"step"}


def test_ending_can_let_the_request_look_again(started, asked, coordinator):
    end(
        actor=coordinator,
        started=started,
        revision=started.revision,
        ended_on=TODAY,
        reason="volunteer_stops",
        seeks_again=True,
        note="Verhuist.",
    )
    asked.refresh_from_db()
    assert asked.status == "open"
    assert not started.reviews.exists()


def test_request_that_is_helped_is_not_closed_and_a_closed_one_stays_so(started, asked, joke, coordinator):
    asked.refresh_from_db()
    with pytest.raises(ValidationError) as refused:
        close_request(actor=coordinator, asked=asked, revision=asked.revision, because="Klaar.")
    assert code_of(refused) == {"still_helped"}
    other = request_of(coordinator, moments=Week.of("3-morning"))
    proposal = propose(actor=coordinator, asked=other, volunteer=joke)
    with pytest.raises(ValidationError, match="waarom"):
        close_request(actor=coordinator, asked=other, revision=1, because=" ")
    closed = close_request(actor=coordinator, asked=other, revision=1, because="Haar zus komt.")
    proposal.refresh_from_db()
    assert (closed.status, proposal.status, proposal.end_reason) == ("closed", "declined", "asker_stops")
    with pytest.raises(ValidationError) as refused:
        change_request(actor=coordinator, asked=closed, revision=closed.revision, values=ASKED)
    assert code_of(refused) == {"request_is_closed"}
    with pytest.raises(ValidationError) as refused:
        propose(actor=coordinator, asked=closed, volunteer=joke)
    assert code_of(refused) == {"request_is_closed"}


def test_request_says_what_is_missing_all_at_once(coordinator, on_day):
    on_day(TODAY)
    with pytest.raises(ValidationError) as refused:
        request_of(coordinator, tasks=[], moments=Week())
    assert code_of(refused) == {"tasks_missing", "moments_missing"}


def test_case_worker_asks_for_a_client_whose_file_she_sees(coordinator, karin, zutphen, apeldoorn, on_day):
    on_day(TODAY)
    worker, client = actor_of_user(karin), ClientFactory.create(municipality=apeldoorn)
    asked = ask_for_help(actor=worker, values=ASKED, client=client)

    assert AuditEntry.objects.get(target=asked.public_id).client == client.public_id
    assert HelpRequest.objects.visible_to(coordinator).get() == asked
    for actor, whose in ((worker, ClientFactory.create(municipality=zutphen)), (coordinator, client)):
        with pytest.raises(PermissionDenied):
            ask_for_help(actor=actor, values=ASKED, client=whose)
    client.delete()
    asked.refresh_from_db()
    assert asked.client is None


def test_request_of_a_carer_stands_in_the_trail_of_the_carer(coordinator, apeldoorn, zutphen, on_day):
    on_day(TODAY)
    mine, theirs = (
        Carer.objects.create(municipality=place, name="Ria", search_name="ria", known_since=TODAY, consent_on=TODAY)
        for place in (apeldoorn, zutphen)
    )
    asked = ask_for_help(actor=coordinator, values=ASKED, carer=mine)
    assert AuditEntry.objects.get(target=asked.public_id).client == mine.public_id
    with pytest.raises(PermissionDenied):
        ask_for_help(actor=coordinator, values=ASKED, carer=theirs)


def test_intake_that_changes_does_not_let_go_of_what_is_held(started, joke, coordinator):
    joke.refresh_from_db()
    do_intake(actor=coordinator, volunteer=joke, revision=joke.revision, **INTAKE | {"moments": Week.of("5-evening")})
    assert started.held.count() == 1


# Hours --------------------------------------------------------------------------------------------------


def test_hours_are_exact_and_count_once(started, joke, coordinator, on_day):
    on_day(date(2026, 3, 31))
    by_day = record_hours(
        actor=coordinator, matched=started, day=date(2026, 3, 2), is_week=False, hours=Decimal("1.25")
    )
    week = record_hours(actor=coordinator, matched=started, day=date(2026, 3, 12), is_week=True, hours=Decimal("3.50"))
    assert (week.starts_on, week.ends_on) == (date(2026, 3, 9), date(2026, 3, 15))
    for day, is_week in ((date(2026, 3, 15), False), (date(2026, 3, 3), True), (date(2026, 3, 2), False)):
        with pytest.raises(ValidationError) as refused:
            record_hours(actor=coordinator, matched=started, day=day, is_week=is_week, hours=Decimal(1))
        assert code_of(refused) == {"hours_twice"}

    (row,) = hours_by_volunteer(hours_between(coordinator, date(2026, 3, 1), date(2026, 3, 31)))
    assert (row.volunteer, row.hours) == (joke, Decimal("4.75"))
    assert hours_of(joke) == Decimal("4.75")
    remove_hours(actor=coordinator, row=by_day)
    assert hours_of(joke) == Decimal("3.50")


@pytest.mark.parametrize(
    ("day", "hours", "code"),
    [
        (date(2026, 3, 3), "1", "later"),
        (date(2026, 3, 1), "1", "hours_outside"),
        (date(2026, 3, 2), "24.01", "hours_span"),
        (date(2026, 3, 2), "0", "hours_span"),
    ],
)
def test_hours_that_cannot_be_are_refused(started, coordinator, day, hours, code):
    with pytest.raises(ValidationError) as refused:
        record_hours(actor=coordinator, matched=started, day=day, is_week=False, hours=Decimal(hours))
    assert code_of(refused) == {code}


def test_help_does_not_end_before_its_last_hours(started, coordinator, on_day):
    on_day(date(2026, 3, 9))
    record_hours(actor=coordinator, matched=started, day=date(2026, 3, 9), is_week=False, hours=Decimal(2))
    with pytest.raises(ValidationError) as refused:
        end(
            actor=coordinator,
            started=started,
            revision=started.revision,
            ended_on=date(2026, 3, 8),
            reason="done",
            seeks_again=False,
        )
    assert code_of(refused) == {"hours_later"}


# Who ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["zoe", "karin", "maud", "petra", "hanna", "gijs", "pim"])
def test_others_do_not_match(request, name, joke, asked, coordinator):
    proposed = propose(actor=coordinator, asked=asked, volunteer=joke)
    other = actor_of_user(request.getfixturevalue(name))
    assert not Match.objects.visible_to(other).exists()
    for act in (
        lambda: propose(actor=other, asked=asked, volunteer=joke),
        lambda: choose(actor=other, proposed=proposed, revision=1, moments=MONDAY, note="Past."),
        lambda: decline(actor=other, proposed=proposed, revision=1, reason="done"),
        lambda: record_hours(actor=other, matched=proposed, day=TODAY, is_week=False, hours=Decimal(1)),
    ):
        with pytest.raises(PermissionDenied):
            act()
    if name not in {"karin", "zoe"}:
        with pytest.raises(PermissionDenied):
            ask_for_help(actor=other, values=ASKED)


def test_volunteer_of_another_municipality_is_not_proposed(joke, coordinator, zutphen, on_day):
    other = replace(coordinator, organisation_id=zutphen.pk)
    theirs = request_of(other)
    for actor in (coordinator, other):
        with pytest.raises(PermissionDenied):
            propose(actor=actor, asked=theirs, volunteer=joke)
    assert matching_for(theirs, TODAY).candidates == ()


def test_trail_has_every_step_and_no_words(started, joke, coordinator):
    record_hours(actor=coordinator, matched=started, day=TODAY, is_week=False, hours=Decimal(2))
    entries = AuditEntry.objects.filter(client=joke.public_id, target_label="informal_care.match")
    assert list(entries.order_by("pk").values_list("event", flat=True)) == ["created", "changed", "changed", "changed"]
    assert AuditEntry.objects.filter(client=joke.public_id, target_label="informal_care.volunteerhours").count() == 1
    assert VolunteerHours.objects.count() == 1
    told = str(list(AuditEntry.objects.values_list("fields", flat=True)))
    for word in ("mevrouw", "dochter", "dichtbij", "gezelschap"):
        assert word not in told
