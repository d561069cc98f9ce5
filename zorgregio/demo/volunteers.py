"""The demo's volunteers and requests for help. All of them are made up."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from core.actors import Actor
from core.clock import pretend
from informal_care.models import HelpRequest, Volunteer
from informal_care.services.help_requests import ask_for_help
from informal_care.services.matches import choose, propose, start, tell_acquaintance
from informal_care.services.volunteer_hours import record_hours
from informal_care.services.volunteers import (
    change_status,
    do_intake,
    record_certificate,
    record_talk,
    record_thanks,
    record_training,
    register_volunteer,
)
from plans.rules.week import Week
from zorgregio.demo.organisations import Cast

DETAILS = ("phone", "postcode", "recruited_by", "kind")


def tell_volunteers(story: Mapping[str, Any], cast: Cast, today: date) -> None:
    """Register the volunteers and requests of Apeldoorn, unless they are there."""
    told, actor = story["volunteering"], cast.actors["ilse"]
    if Volunteer.objects.visible_to(actor).exists():
        return
    people = {row["name"]: _volunteer(actor, row, today) for row in told["volunteers"]}
    for row in told["requests"]:
        _request(actor, row, people, today)


def _volunteer(actor: Actor, row: Mapping[str, Any], today: date) -> Volunteer:
    values = {name: row[name] for name in DETAILS if name in row}
    with pretend(today + timedelta(days=row["from"])):
        one = register_volunteer(actor=actor, values={"name": f"{row['name']} (fictief)"} | values)
    if "intake" not in row:
        return one
    day = today + timedelta(days=row["intake"])
    with pretend(day):
        one = do_intake(
            actor=actor,
            volunteer=one,
            revision=one.revision,
            intake_on=day,
            motivation=row["motivation"],
            tasks=row["tasks"],
            limits=row.get("limits", []),
            talents=row.get("talents", []),
            moments=Week.of(*row["moments"]),
            max_nearness=row.get("nearness", 3),
        )
        if "training" in row:
            record_training(actor=actor, volunteer=one, name=row["training"], followed_on=day)
        if "talk" in row:
            next_on = today + timedelta(days=row["talk"])
            record_talk(actor=actor, volunteer=one, held_on=day, note="Kennisgemaakt (fictief).", next_on=next_on)
        if "vog" in row:
            issued_on = today + timedelta(days=row["vog"])
            record_certificate(actor=actor, volunteer=one, issued_on=issued_on, seen_on=day)
            one = change_status(actor=actor, volunteer=one, revision=one.revision, status="available")
    if "pause" in row:
        until = today + timedelta(days=row["pause"])
        with pretend(today - timedelta(days=10)):
            one = change_status(actor=actor, volunteer=one, revision=one.revision, status="paused", paused_until=until)
    return one


def _request(actor: Actor, row: Mapping[str, Any], people: Mapping[str, Volunteer], today: date) -> None:
    values = {
        **{name: row[name] for name in ("asked_for", "contact", "postcode", "duration", "tasks")},
        **{name: row.get(name, []) for name in ("circumstances", "wishes", "refuses")},
        "moments": Week.of(*row["moments"]),
    }
    asked_on = today + timedelta(days=row["asked"])
    with pretend(asked_on):
        asked = ask_for_help(actor=actor, values=values)
        if "helper" in row:
            _match(actor, asked, people[row["helper"]], asked_on, is_started="hours" in row)
    if "hours" in row:
        match = asked.matches.get()
        for days, hours in row["hours"]:
            day = today + timedelta(days=days)
            record_hours(actor=actor, matched=match, day=day, is_week=False, hours=Decimal(hours))
        thanked = today - timedelta(days=5)
        record_thanks(actor=actor, volunteer=match.volunteer, given_on=thanked, what="Bos bloemen (fictief)")


def _match(actor: Actor, asked: HelpRequest, volunteer: Volunteer, day: date, *, is_started: bool) -> None:
    one = propose(actor=actor, asked=asked, volunteer=volunteer)
    if not is_started:
        return
    one = choose(actor=actor, proposed=one, revision=1, moments=one.moments, note="Past het best (fictief).")
    one = tell_acquaintance(actor=actor, chosen=one, revision=2, met_on=day, volunteer_agrees=True, asker_agrees=True)
    start(actor=actor, met=one, revision=3, started_on=day, review_on=day + timedelta(days=42))
