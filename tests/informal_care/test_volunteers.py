"""Volunteers: registering, intake, certificate, guidance, and that nobody is available without what is needed."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from audit.models import AuditEntry
from core.errors import Conflict
from informal_care.models import GuidanceTalk, Volunteer, VolunteerTrait
from informal_care.selectors.volunteers import in_need_of_attention, lacks_of
from informal_care.services.volunteers import (
    change_status,
    change_volunteer,
    do_intake,
    record_certificate,
    record_talk,
    record_thanks,
    record_training,
    register_volunteer,
)
from plans.rules.week import Week
from tests.cast import actor_of_user
from tests.informal_care.volunteer_story import (
    BEFORE,
    DETAILS,
    INTAKE,
    MORNINGS,
    TODAY,
    after_intake,
    available,
    registered,
)

LATER = date(2026, 3, 3)


def code_of(refused):
    """The codes of all faults."""
    error = refused.value
    by_field = error.error_dict.values() if hasattr(error, "error_dict") else [error.error_list]
    return {one.code for faults in by_field for one in faults}


def test_volunteer_goes_from_registered_to_available(coordinator, on_day):
    on_day(TODAY)
    one = registered(coordinator, postcode="7311ab")
    assert (one.status, one.postcode, one.search_name) == ("registered", "7311 AB", "joke van vliet")
    assert [lack.what for lack in lacks_of(one, TODAY)] == ["Intake te doen"]

    one = do_intake(actor=coordinator, volunteer=one, revision=1, **INTAKE)
    assert (one.status, one.moments) == ("intake_done", MORNINGS)
    assert [lack.what for lack in lacks_of(one, TODAY)] == ["VOG ontbreekt"]

    vog = record_certificate(actor=coordinator, volunteer=one, issued_on=date(2025, 6, 1), seen_on=BEFORE)
    one = change_status(actor=coordinator, volunteer=one, revision=2, status="available")
    assert (one.status, vog.valid_until) == ("available", date(2028, 6, 1))
    assert lacks_of(one, TODAY) == []


def test_intake_again_changes_the_profile_and_not_the_status(joke, coordinator):
    changed = do_intake(
        actor=coordinator, volunteer=joke, revision=joke.revision, **INTAKE | {"tasks": ["garden", "garden"]}
    )
    assert changed.status == "available"
    assert list(changed.traits.values_list("kind", "value")) == [
        ("limit", "smoking"),
        ("talent", "games"),
        ("task", "garden"),
    ]


def test_intake_says_what_is_missing_all_at_once(coordinator, on_day):
    on_day(TODAY)
    one = registered(coordinator)
    with pytest.raises(ValidationError) as refused:
        do_intake(actor=coordinator, volunteer=one, revision=1, **INTAKE | {"tasks": [], "moments": Week()})
    assert code_of(refused) == {"tasks_missing", "moments_missing"}


def test_nobody_is_available_without_a_valid_certificate(coordinator, on_day):
    on_day(TODAY)
    one = after_intake(coordinator)
    with pytest.raises(ValidationError) as refused:
        change_status(actor=coordinator, volunteer=one, revision=2, status="available")
    assert code_of(refused) == {"vog_missing"}

    record_certificate(actor=coordinator, volunteer=one, issued_on=date(2023, 3, 1), seen_on=BEFORE)
    with pytest.raises(ValidationError) as refused:  # until the first of March, and it is the second
        change_status(actor=coordinator, volunteer=one, revision=2, status="available")
    assert code_of(refused) == {"vog_missing"}


def test_available_without_an_intake_is_no_step(coordinator, on_day):
    on_day(TODAY)
    with pytest.raises(ValidationError) as refused:
        change_status(actor=coordinator, volunteer=registered(coordinator), revision=1, status="available")
    assert code_of(refused) == {"step"}


def test_pause_and_stop(joke, coordinator):
    with pytest.raises(ValidationError, match="nog komt"):
        change_status(
            actor=coordinator, volunteer=joke, revision=joke.revision, status="paused", paused_until=date(2026, 3, 1)
        )
    paused = change_status(
        actor=coordinator, volunteer=joke, revision=joke.revision, status="paused", paused_until=date(2026, 4, 1)
    )
    assert paused.paused_until == date(2026, 4, 1)
    back = change_status(actor=coordinator, volunteer=paused, revision=paused.revision, status="available")
    assert back.paused_until is None
    stopped = change_status(actor=coordinator, volunteer=back, revision=back.revision, status="stopped")
    assert stopped.stopped_on == TODAY
    with pytest.raises(ValidationError) as refused:
        do_intake(actor=coordinator, volunteer=stopped, revision=stopped.revision, **INTAKE)
    assert code_of(refused) == {"volunteer_stopped"}


def test_who_helps_somebody_cannot_stop(chosen, coordinator):
    with pytest.raises(ValidationError) as refused:
        change_status(
            actor=coordinator, volunteer=chosen.volunteer, revision=chosen.volunteer.revision, status="stopped"
        )
    assert code_of(refused) == {"still_helping"}


def test_days_to_come_are_refused(joke, coordinator):
    for act in (
        lambda: register_volunteer(actor=coordinator, registered_on=LATER, values=DETAILS),
        lambda: do_intake(actor=coordinator, volunteer=joke, revision=joke.revision, **INTAKE | {"intake_on": LATER}),
        lambda: record_certificate(actor=coordinator, volunteer=joke, issued_on=TODAY, seen_on=LATER),
        lambda: record_training(actor=coordinator, volunteer=joke, name="Tillen", followed_on=LATER),
        lambda: record_talk(actor=coordinator, volunteer=joke, held_on=LATER, note="Goed."),
        lambda: record_thanks(actor=coordinator, volunteer=joke, given_on=LATER, what="Bloemen"),
    ):
        with pytest.raises(ValidationError) as refused:
            act()
        assert code_of(refused) == {"later"}


def test_what_is_due_stands_in_the_list_the_earliest_first(coordinator, on_day):
    on_day(TODAY)
    calm = available(coordinator, name="Aad")
    record_talk(actor=coordinator, volunteer=calm, held_on=BEFORE, note="Gaat goed.", next_on=date(2026, 6, 1))
    due = available(coordinator, name="Bep")
    record_talk(actor=coordinator, volunteer=due, held_on=BEFORE, note="Druk.", next_on=date(2026, 3, 1))
    new = registered(coordinator, name="Cor")

    rows = in_need_of_attention(coordinator, TODAY)
    assert [(row.volunteer, [one.what for one in row.lacks]) for row in rows] == [
        (due, ["Gesprek te voeren"]),
        (new, ["Intake te doen"]),
    ]
    record_talk(actor=coordinator, volunteer=due, held_on=TODAY, note="Beter nu.")
    assert [row.volunteer for row in in_need_of_attention(coordinator, TODAY)] == [new]


def test_two_at_once_do_not_overwrite_each_other(joke, coordinator):
    change_volunteer(actor=coordinator, volunteer=joke, revision=joke.revision, values={"phone": "055 000 00 09"})
    with pytest.raises(Conflict, match="intussen gewijzigd"):
        change_volunteer(actor=coordinator, volunteer=joke, revision=joke.revision, values={"phone": "1"})


def test_name_that_changes_stands_at_its_new_place(joke, coordinator):
    change_volunteer(actor=coordinator, volunteer=joke, revision=joke.revision, values={"name": "Jóke Smit"})
    assert Volunteer.objects.get(search_name="joke smit") == joke


def test_trail_has_every_act_and_no_words(joke, coordinator):
    record_talk(actor=coordinator, volunteer=joke, held_on=TODAY, note="Moeder is ziek.", next_on=LATER)
    entries = AuditEntry.objects.filter(client=joke.public_id)

    assert set(entries.values_list("event", "target_label")) == {
        ("created", "informal_care.volunteer"),
        ("changed", "informal_care.volunteer"),
        ("created", "informal_care.conductcertificate"),
        ("created", "informal_care.guidancetalk"),
    }
    told = str(list(entries.values_list("fields", flat=True)))
    for word in ("Moeder", "Joke", "055 000", "7311", "Iets doen"):
        assert word not in told


@pytest.mark.parametrize("name", ["zoe", "karin", "maud", "petra", "hanna", "gijs", "pim"])
def test_others_neither_see_nor_keep_volunteers(request, name, joke):
    other = actor_of_user(request.getfixturevalue(name))
    assert not Volunteer.objects.visible_to(other).exists()
    with pytest.raises(PermissionDenied):
        register_volunteer(actor=other, values=DETAILS)
    with pytest.raises(PermissionDenied):
        record_talk(actor=other, volunteer=joke, held_on=TODAY, note="Goed.")
    with pytest.raises(PermissionDenied):
        change_status(actor=other, volunteer=joke, revision=joke.revision, status="paused")


def test_coordinator_of_another_municipality_sees_nothing(joke, coordinator, zutphen):
    record_talk(actor=coordinator, volunteer=joke, held_on=TODAY, note="Goed.")
    other = replace(coordinator, organisation_id=zutphen.pk)
    assert not Volunteer.objects.visible_to(other).exists()
    assert not GuidanceTalk.objects.visible_to(other).exists()
    with pytest.raises(PermissionDenied):
        change_volunteer(actor=other, volunteer=joke, revision=joke.revision, values={"phone": ""})


def test_traits_are_of_the_kind_that_they_say(joke):
    assert VolunteerTrait.objects.filter(volunteer=joke).count() == 4
