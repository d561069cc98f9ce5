"""The groups of the demo: when they are open, how they are staffed, and who comes."""

from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Any, Final

from clients.models import Allocation
from core.actors import Actor
from core.clock import pretend
from delivery.models import Group, Helper
from delivery.rules import Hours, Times
from delivery.services import (
    add_helper,
    add_roster_line,
    close_day,
    decide_mix,
    place_client,
    report_leave,
    set_hours,
    start_group,
)
from organisations.models import Professional, TargetGroup
from plans.rules.week import CODES, Week
from zorgregio.demo.organisations import Cast

DAYS: Final = 14
"""So long ago the dagdelen of the demo begin."""


def tell_groups(story: Mapping[str, Any], cast: Cast, today: date) -> None:
    """Write the groups that are not there yet, as their planner did two weeks ago: from then on there are dagdelen."""
    for row in story["groups"]:
        actor, provider = cast.actors[row["by"]], cast.providers[row["provider"]]
        if Group.objects.filter(provider=provider, name=row["name"]).exists():
            continue
        starts_on = today + timedelta(days=row["from"])
        with pretend(today - timedelta(days=DAYS)):
            group = start_group(
                actor=actor,
                values={
                    "name": row["name"],
                    "location": provider.locations.get(),
                    "target_group": TargetGroup.objects.order_by("pk")[0],
                    "capacity": row["capacity"],
                    "starts_on": starts_on,
                },
            )
            group = set_hours(
                actor=actor, group=group, revision=group.revision, hours=_hours(row["open"]), starts_on=starts_on
            )
            if "levels" in row:
                decide_mix(
                    actor=actor,
                    group=group,
                    revision=group.revision,
                    starts_on=starts_on,
                    motivation=row["levels"]["why"],
                    shares=row["levels"]["shares"],
                )
            for closed in row.get("closed", []):
                day = today + timedelta(days=closed["day"])
                close_day(actor=actor, groups=[group], day=day, reason=closed["reason"])
            for surname, codes in row["placed"].items():
                allocation = Allocation.objects.get(client__surname=surname, provider=provider)
                first = allocation.starts_on
                place_client(actor=actor, group=group, allocation=allocation, moments=Week.of(*codes), starts_on=first)
            for name, codes in row["works"].items():
                person, moments = Professional.objects.get(name=name), Week.of(*codes)
                add_roster_line(
                    actor=actor, group=group, person=person, moments=moments, times=Times(), starts_on=starts_on
                )
        _tell_helpers(row, actor, group, today)


def _tell_helpers(row: Mapping[str, Any], actor: Actor, group: Group, today: date) -> None:
    """Who helps beside the professionals from today on, and who is away."""
    for told in row.get("helps", []):
        values = {"name": told["name"], "kind": told["kind"], "starts_on": today}
        helper = add_helper(actor=actor, values=values)
        moments = Week.of(*told["moments"])
        add_roster_line(actor=actor, group=group, person=helper, moments=moments, times=Times(), starts_on=today)
    for told in row.get("away", []):
        since, until = (today + timedelta(days=told[key]) if key in told else None for key in ("from", "until"))
        name, kind = told["who"], told["kind"]
        person: Any = Professional.objects.filter(name=name).first() or Helper.objects.get(name=name)
        report_leave(actor=actor, person=person, kind=kind, starts_on=since or today, ends_on=until)


def _hours(told: Mapping[str, list[str]]) -> list[Hours]:
    """From "9:00-12:30" and the dagdelen on which that is so."""
    found = []
    for clock, codes in told.items():
        opens, closes = (time.fromisoformat(part) for part in clock.split("-"))
        found += [Hours(CODES[code], opens, closes) for code in codes]
    return found
