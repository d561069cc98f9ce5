"""In which products the demands on quality of the model stand.

A requirement carries the code of the activity and the source of the edition. Both go along when a next version is
drafted, so the board finds them without a link that would have to be copied.
"""

from collections import defaultdict
from dataclasses import dataclass

from core.actors import Actor
from informal_care.models import Activity, Edition
from informal_care.rules.purchasing import QUALITY_DEMANDS
from products.models import ProductVersion, Requirement


@dataclass(frozen=True, slots=True)
class Demand:
    """A demand of the model, and the requirements of products in which it stands."""

    activity: Activity
    requirements: list[Requirement]


def demands_of(edition: Edition, actor: Actor, version: ProductVersion | None = None) -> list[Demand]:
    """The demands on quality of this edition, each with the product versions that the actor may see, or in one of them.

    Two queries, whatever the number of products.
    """
    rows = Requirement.objects.visible_to(actor).filter(code__in=QUALITY_DEMANDS, source__startswith=edition.source)
    if version is not None:
        rows = rows.filter(version=version)
    found: dict[str, list[Requirement]] = defaultdict(list)
    for row in rows.select_related("version__variant").order_by("version__variant__position", "-version__number"):
        found[row.code].append(row)
    activities = edition.activities.filter(code__in=QUALITY_DEMANDS)
    return [Demand(activity, found[activity.code]) for activity in activities]
