from django.db import models

from clients.models import Allocation
from core.constraints import NoOverlap
from core.models import DatedModel, PublicModel
from core.periods import period_order
from delivery.models.group import Group
from delivery.querysets import PlacementQuerySet
from plans.models.week import WeekField, within_a_week


class Placement(PublicModel, DatedModel):
    """A client comes to a group, on these dagdelen of the week, under one allocation."""

    group = models.ForeignKey(Group, verbose_name="groep", related_name="placements", on_delete=models.PROTECT)
    allocation = models.ForeignKey(
        Allocation, verbose_name="toewijzing", related_name="placements", on_delete=models.PROTECT
    )
    moments = WeekField("komt op")
    revision = models.PositiveIntegerField("wijziging", default=1, editable=False)

    objects = PlacementQuerySet["Placement"].as_manager()

    client_path = "allocation__client"
    audited_values = frozenset({"group", "allocation", "moments", "starts_on", "ends_on"})

    class Meta:
        verbose_name = "plaatsing"
        verbose_name_plural = "plaatsingen"
        ordering = ["-starts_on", "pk"]
        constraints = [
            period_order("delivery_placement_period_order"),
            NoOverlap(
                name="delivery_placement_once",
                scope=["group", "allocation"],
                violation_error_message="Deze cliënt is in deze periode al in deze groep geplaatst.",
                violation_error_code="placed_twice",
            ),
            within_a_week("moments", "delivery_placement_week"),
            models.CheckConstraint(
                name="delivery_placement_moments",
                condition=models.Q(moments__gt=0),
                violation_error_message="Kies minstens één dagdeel waarop de cliënt komt.",
                violation_error_code="no_moments",
            ),
        ]

    def __str__(self) -> str:
        return f"Plaatsing in {self.group}, {self.period}"
