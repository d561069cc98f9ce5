"""Who else is around a client of the demo, what was agreed with them, and who takes a plan over."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from core.actors import Actor
from core.clock import pretend
from organisations.models import Professional
from plans.models import PlanVersion
from plans.services.coordination import add_contact, record_coordination
from plans.services.responsibility import hand_over


def tell_coordination(row: Mapping[str, Any], version: PlanVersion, actor: Actor, today: date) -> None:
    """The professionals and notes that the story gives this client."""
    for told in row.get("contacts", []):
        values = {name: value for name, value in told.items() if name not in {"from", "notes"}}
        starts_on = today + timedelta(days=told["from"])
        if values["sharing"] == "consent":
            values["consent_on"] = starts_on
        with pretend(starts_on):
            contact = add_contact(actor=actor, plan=version.plan, values=values | {"starts_on": starts_on})
        for note in told.get("notes", []):
            held_on = today + timedelta(days=note["day"])
            with pretend(held_on):
                record_coordination(
                    actor=actor,
                    plan=version.plan,
                    contact=contact,
                    held_on=held_on,
                    discussed=note["discussed"],
                    agreed=note["agreed"],
                )


def tell_hand_over(row: Mapping[str, Any], version: PlanVersion, actor: Actor, today: date) -> None:
    """Somebody else becomes responsible, where the story says so."""
    if "responsible" not in row:
        return
    from_on = today + timedelta(days=row["responsible"]["from"])
    professional = Professional.objects.get(name=row["responsible"]["name"])
    with pretend(from_on):
        hand_over(actor=actor, plan=version.plan, professional=professional, from_on=from_on)
