"""The groups of the demo: when they are open, how they are staffed, and who comes."""

from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Any

from clients.models import Allocation
from core.clock import pretend
from delivery.models import Group
from delivery.rules import Hours
from delivery.services import close_day, decide_mix, place_client, set_hours, start_group
from organisations.models import TargetGroup
from plans.rules.week import CODES, Week
from zorgregio.demo.organisations import Cast


def tell_groups(story: Mapping[str, Any], cast: Cast, today: date) -> None:
    """Write the groups that are not there yet, as their planner did it."""
    for row in story["groups"]:
        actor, provider = cast.actors[row["by"]], cast.providers[row["provider"]]
        if Group.objects.filter(provider=provider, name=row["name"]).exists():
            continue
        starts_on = today + timedelta(days=row["from"])
        with pretend(starts_on):
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
            close_day(actor=actor, groups=[group], day=today + timedelta(days=closed["day"]), reason=closed["reason"])
        for surname, codes in row["placed"].items():
            allocation = Allocation.objects.get(client__surname=surname, provider=provider)
            with pretend(allocation.starts_on):
                place_client(
                    actor=actor,
                    group=group,
                    allocation=allocation,
                    moments=Week.of(*codes),
                    starts_on=allocation.starts_on,
                )


def _hours(told: Mapping[str, list[str]]) -> list[Hours]:
    """From "9:00-12:30" and the dagdelen on which that is so."""
    found = []
    for clock, codes in told.items():
        opens, closes = (time.fromisoformat(part) for part in clock.split("-"))
        found += [Hours(CODES[code], opens, closes) for code in codes]
    return found
