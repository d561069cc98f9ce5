"""Loads the templates that come with the software, or those of an installation itself."""

from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import yaml
from django.core.exceptions import ValidationError
from django.db import transaction

from core import clock
from core.storing import store
from plans.models import PlanTemplate, TemplateActivity, TemplateGoal
from plans.rules import Week
from plans.services.activities import ACTIVITY
from plans.services.beginning import CHOSEN, GOAL_OF_TEMPLATE
from products.models import ProductVariant

TEMPLATES: Final = Path(__file__).resolve().parent.parent / "data" / "templates.yaml"
NUMBERS: Final = ("start_value", "target_value")


@transaction.atomic
def load_plan_templates(file: Path = TEMPLATES) -> tuple[int, int]:
    """Make the general templates those of the file: how many were written, and how many were retired.

    One that is the same already is left alone; one that changed is written anew beside the old one, which plans may
    refer to. Raises ValidationError with all faults at once: `template_product` for a product that does not exist.
    """
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    faults: list[ValidationError] = []
    present = {
        (row.variant.code, row.name): row
        for row in PlanTemplate.objects.filter(provider=None, retired_at=None)
        .select_related("variant")
        .prefetch_related("goals__activities")
    }
    wanted = {(row["product"], row["name"]): row for row in content["templates"]}
    gone = [row for key, row in present.items() if key not in wanted or _told(row) != _asked(wanted[key], content)]
    for row in gone:
        row.retired_at = clock.now()
        store(row, "retired_at")
    kept = {key for key, row in present.items() if row not in gone}
    new = [key for key in wanted if key not in kept]
    for key in new:
        try:
            _write(wanted[key], content)
        except ValidationError as error:
            faults += [ValidationError(f"{key[1]}: {message}", code="template") for message in error.messages]
    if faults:
        raise ValidationError(faults)
    return len(new), len(gone)


def _write(asked: dict[str, Any], content: dict[str, Any]) -> None:
    variant = ProductVariant.objects.filter(code=asked["product"]).first()
    if variant is None:
        raise ValidationError(f"Er is geen product {asked['product']}.", code="template_product")
    told = _asked(asked, content)
    template = PlanTemplate(variant=variant, name=asked["name"], source=told["source"])
    for name in CHOSEN:
        setattr(template, name, told[name])
    store(template)
    for position, row in enumerate(told["goals"], start=1):
        goal = TemplateGoal(template=template, position=position, **{name: row[name] for name in GOAL_OF_TEMPLATE})
        store(goal)
        for activity in row["activities"]:
            store(TemplateActivity(goal=goal, **activity))


def _asked(row: dict[str, Any], content: dict[str, Any]) -> dict[str, Any]:
    """What the file says of one template, with what it leaves out filled in."""
    return {
        "source": row.get("source") or content["source"],
        **{name: row.get(name, None if name == "evaluation_interval_months" else "") for name in CHOSEN},
        "goals": [
            {name: goal.get(name, "") for name in GOAL_OF_TEMPLATE}
            | {name: Decimal(str(goal[name])) if goal.get(name) is not None else None for name in NUMBERS}
            | {
                "activities": [
                    {"performed_by": "", "is_in_group": True}
                    | {name: one[name] for name in ACTIVITY if name in one}
                    | {"moments": Week.of(*one.get("moments", ()))}
                    for one in goal.get("activities", [])
                ]
            }
            for goal in row.get("goals", [])
        ],
    }


def _told(template: PlanTemplate) -> dict[str, Any]:
    """What is stored of one template, in the same shape."""
    return {
        "source": template.source,
        **{name: getattr(template, name) for name in CHOSEN},
        "goals": [
            {name: getattr(goal, name) for name in GOAL_OF_TEMPLATE}
            | {"activities": [{name: getattr(one, name) for name in ACTIVITY} for one in goal.activities.all()]}
            for goal in template.goals.all()
        ],
    }
