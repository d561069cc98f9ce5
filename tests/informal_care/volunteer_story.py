"""A volunteer of Apeldoorn who can be matched, and a request that fits."""

from datetime import date
from typing import Any

import pytest

from core.actors import Actor
from informal_care.models import HelpRequest, Match, Volunteer
from informal_care.services.help_requests import ask_for_help
from informal_care.services.matches import choose, propose, start, tell_acquaintance
from informal_care.services.settings import load_care_settings
from informal_care.services.volunteers import change_status, do_intake, record_certificate, register_volunteer
from plans.rules.week import Week

TODAY = date(2026, 3, 2)
BEFORE = date(2026, 1, 12)
MORNINGS = Week.of("1-morning", "3-morning")

DETAILS = {
    "name": "Joke van Vliet",
    "phone": "055 000 00 01",
    "postcode": "7311 AB",
    "recruited_by": "campaign",
    "kind": "lasting",
}
INTAKE: dict[str, Any] = {
    "intake_on": BEFORE,
    "motivation": "Iets doen voor een ander.",
    "tasks": ["company", "walk"],
    "limits": ["smoking"],
    "talents": ["games"],
    "moments": MORNINGS,
    "max_nearness": 2,
}
ASKED: dict[str, Any] = {
    "asked_for": "Een mevrouw van 84",
    "contact": "Haar dochter, 055 000 00 02",
    "postcode": "7311 CD",
    "moments": Week.of("1-morning", "2-morning"),
    "duration": "lasting",
    "tasks": ["company"],
    "circumstances": ["stairs"],
    "wishes": ["games"],
    "refuses": [],
}


def registered(actor: Actor, **details: Any) -> Volunteer:
    """Somebody who registered."""
    load_care_settings()
    return register_volunteer(actor=actor, registered_on=BEFORE, values=DETAILS | details)


def after_intake(actor: Actor, *, intake: dict[str, Any] | None = None, **details: Any) -> Volunteer:
    """Somebody who had an intake."""
    one = registered(actor, **details)
    return do_intake(actor=actor, volunteer=one, revision=one.revision, **INTAKE | (intake or {}))


def available(actor: Actor, *, intake: dict[str, Any] | None = None, **details: Any) -> Volunteer:
    """Somebody who can be matched."""
    one = after_intake(actor, intake=intake, **details)
    record_certificate(actor=actor, volunteer=one, issued_on=date(2025, 6, 1), seen_on=BEFORE)
    return change_status(actor=actor, volunteer=one, revision=one.revision, status="available")


def request_of(actor: Actor, **details: Any) -> HelpRequest:
    """A request that fits who `available` gives."""
    return ask_for_help(actor=actor, values=ASKED | details, asked_on=TODAY)


def chosen_for(actor: Actor, asked: HelpRequest, volunteer: Volunteer, moments: Week | None = None) -> Match:
    """The volunteer chosen for the request."""
    one = propose(actor=actor, asked=asked, volunteer=volunteer)
    when = one.moments if moments is None else moments
    return choose(actor=actor, proposed=one, revision=one.revision, moments=when, note="Wonen dichtbij.")


def started_from(actor: Actor, chosen: Match) -> Match:
    """The same, after an acquaintance, today."""
    met = tell_acquaintance(
        actor=actor, chosen=chosen, revision=chosen.revision, met_on=TODAY, volunteer_agrees=True, asker_agrees=True
    )
    return start(actor=actor, met=met, revision=met.revision, started_on=TODAY, review_on=date(2026, 4, 13))


@pytest.fixture
def joke(coordinator: Actor, on_day: Any) -> Volunteer:
    """Joke, who can come on Monday and Wednesday morning."""
    on_day(TODAY)
    return available(coordinator)


@pytest.fixture
def asked(coordinator: Actor, on_day: Any) -> HelpRequest:
    """Somebody asks for company on Monday or Tuesday morning."""
    on_day(TODAY)
    return request_of(coordinator)


@pytest.fixture
def chosen(coordinator: Actor, joke: Volunteer, asked: HelpRequest) -> Match:
    """Joke was chosen."""
    return chosen_for(coordinator, asked, joke)


@pytest.fixture
def started(coordinator: Actor, chosen: Match) -> Match:
    """Joke comes since today."""
    return started_from(coordinator, chosen)


__all__ = ["asked", "chosen", "joke", "started"]
