from decimal import Decimal
from typing import Any

from django.db import models

from contracts.querysets import PriceSheetQuerySet
from contracts.rules.price import LevelShare, PriceInput
from core.constraints import NoOverlap
from core.models import DatedModel, PublicModel
from core.periods import period_order
from organisations.enums import Level
from organisations.models import Region
from products.models import ProductVersion


def _number(words: str, digits: int = 7, places: int = 2, **more: Any) -> Any:
    return models.DecimalField(words, max_digits=digits, decimal_places=places, **more)


class PriceSheet(PublicModel, DatedModel):
    """From what the region reckons the real price of a version of a product. Never changed: a new one follows.

    Uitvoeringsbesluit Wmo 2015 art. 5.4. What has no source is made up, and says so.
    """

    INPUTS = (
        *("clients_per_professional", "hours_per_unit", "year_hours", "leave_hours", "illness_hours"),
        *("training_hours", "meeting_hours", "overhead_percentage", "travel_costs", "training_costs"),
        *("index_percentage", "demand_minutes"),
    )
    """The numbers from which the price follows, beside the mix of levels."""

    region = models.ForeignKey(Region, verbose_name="zorgregio", related_name="price_sheets", on_delete=models.PROTECT)
    version = models.ForeignKey(
        ProductVersion, verbose_name="productversie", related_name="price_sheets", on_delete=models.PROTECT
    )
    clients_per_professional = _number("cliënten per professional", 5)
    hours_per_unit = _number("uren per eenheid", 5)
    year_hours = _number("betaalde uren per jaar")
    leave_hours = _number("uren verlof per jaar")
    illness_hours = _number("uren ziekte per jaar")
    training_hours = _number("uren scholing per jaar")
    meeting_hours = _number("uren overleg per jaar")
    overhead_percentage = _number("overhead in procenten van de personeelskosten", 5)
    travel_costs = _number("reiskosten in euro per eenheid")
    training_costs = _number("scholingskosten in euro per eenheid")
    index_percentage = _number("indexering in procenten", 5)
    demand_minutes = _number("minuten per eenheid voor verslagen en administratie", 6)
    source = models.CharField("bron", max_length=300, blank=True)
    sources = models.JSONField("bron per kostenelement", default=dict, blank=True)
    is_fictional = models.BooleanField("fictief", default=False)
    is_public = models.BooleanField(
        "openbaar", default=False, help_text="Of deze opbouw in de open data over contracten staat."
    )

    objects = PriceSheetQuerySet["PriceSheet"].as_manager()

    audited_values = frozenset(
        {"region", "version", "starts_on", "ends_on", "source", "sources", "is_fictional", "is_public", *INPUTS}
    )

    class Meta:
        verbose_name = "prijsopbouw"
        verbose_name_plural = "prijsopbouwen"
        ordering = ["version__variant__position", "-starts_on"]
        constraints = [
            period_order("contracts_pricesheet_period_order"),
            NoOverlap(
                name="contracts_pricesheet_no_overlap",
                scope=["region", "version"],
                violation_error_message="In een deel van deze tijd is er al een prijsopbouw van deze versie.",
                violation_error_code="price_overlap",
            ),
            models.CheckConstraint(
                name="contracts_pricesheet_numbers",
                condition=models.Q(
                    clients_per_professional__gt=0,
                    hours_per_unit__gt=0,
                    year_hours__gt=0,
                    leave_hours__gte=0,
                    illness_hours__gte=0,
                    training_hours__gte=0,
                    meeting_hours__gte=0,
                    overhead_percentage__gte=0,
                    travel_costs__gte=0,
                    training_costs__gte=0,
                    demand_minutes__gte=0,
                ),
                violation_error_message="Vul van alles 0 of meer in, en van cliënten en uren meer dan 0.",
                violation_error_code="price_numbers",
            ),
            models.CheckConstraint(
                name="contracts_pricesheet_source",
                condition=models.Q(is_fictional=True) | ~models.Q(source=""),
                violation_error_message="Vul de bron in, of zet erbij dat deze getallen fictief zijn.",
                violation_error_code="price_source",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} vanaf {self.starts_on:%d-%m-%Y}"

    def source_of(self, letter: str) -> str:
        """Where the numbers of a cost element of art. 5.4 come from: a text or an address; empty when made up."""
        return str(self.sources.get(letter) or self.source)

    def as_input(self) -> PriceInput:
        """What the price follows from; one query for the levels unless they were prefetched."""
        levels = tuple(
            LevelShare(row.get_level_display(), row.share, row.hourly_cost)
            for row in sorted(self.levels.all(), key=lambda row: Level.values.index(row.level))
        )
        return PriceInput(levels=levels, **{name: Decimal(getattr(self, name)) for name in self.INPUTS})


class PriceLevel(models.Model):
    """Which part of the hours is worked at a level, and what an hour of that costs."""

    sheet = models.ForeignKey(PriceSheet, verbose_name="prijsopbouw", related_name="levels", on_delete=models.CASCADE)
    level = models.CharField("niveau", max_length=4, choices=Level.choices)
    share = _number("deel van de uren in procenten", 5)
    hourly_cost = _number("kosten van een uur in euro, bruto")

    class Meta:
        verbose_name = "niveau in een prijsopbouw"
        verbose_name_plural = "niveaus in prijsopbouwen"
        ordering = ["sheet", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="contracts_pricelevel_once",
                fields=["sheet", "level"],
                violation_error_message="Dit niveau staat er al.",
                violation_error_code="price_level_twice",
            ),
            models.CheckConstraint(
                name="contracts_pricelevel_numbers",
                condition=models.Q(share__gte=0, share__lte=100, hourly_cost__gte=0, level__in=Level.values),
                violation_error_message="Een deel is 0 tot 100 procent, en een uur kost 0 euro of meer.",
                violation_error_code="price_level",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.share}% {self.get_level_display()}"
