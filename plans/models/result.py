from django.db import models

from clients.models import Allocation
from core.models import PublicModel
from plans.enums import GoalDomain
from plans.querysets import PlanQuerySet


class AgreedResult(PublicModel):
    """A result that client and municipality agreed on in the kitchen-table conversation, given to the provider.

    The investigation itself stays at the municipality (Wmo 2015 art. 5.1.1 and 5.2.1: no more than is needed).
    """

    allocation = models.ForeignKey(
        Allocation, verbose_name="toewijzing", related_name="agreed_results", on_delete=models.PROTECT
    )
    position = models.PositiveSmallIntegerField("volgorde", editable=False)
    domain = models.CharField("leefgebied", max_length=24, choices=GoalDomain.choices)
    text = models.TextField("afgesproken resultaat")

    objects = PlanQuerySet["AgreedResult"].as_manager()

    client_path = "allocation__client"
    audited_values = frozenset({"allocation", "position"})

    class Meta:
        verbose_name = "afgesproken resultaat"
        verbose_name_plural = "afgesproken resultaten"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="plans_agreedresult_position",
                fields=["allocation", "position"],
                violation_error_message="Er is al een resultaat met dit nummer. Laad de pagina opnieuw.",
                violation_error_code="result_position",
            ),
            models.CheckConstraint(
                name="plans_agreedresult_content",
                condition=models.Q(domain__in=GoalDomain.values) & ~models.Q(text=""),
                violation_error_message="Kies een leefgebied en schrijf op wat er is afgesproken.",
                violation_error_code="result_content",
            ),
        ]

    def __str__(self) -> str:
        return f"Afgesproken resultaat {self.position}"
