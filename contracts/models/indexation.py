from typing import Any

from django.conf import settings
from django.db import models

from contracts.enums import RunStatus
from contracts.models.framework import FrameworkAgreement
from contracts.models.rate import Rate
from contracts.querysets import IndexationQuerySet
from contracts.rules.indexation import Index, Indices
from core.models import PublicModel
from core.periods import in_words


def _percentage(words: str) -> Any:
    return models.DecimalField(words, max_digits=6, decimal_places=3)


class IndexationRun(PublicModel):
    """All rates under a framework agreement are indexed from a day: prepared by one, approved by another.

    Contractstandaarden Wmo art. 3.2. Its lines are what was prepared, and are not reckoned anew when it is approved.
    """

    INDICES = (
        *("staff_share", "staff_forecast_next", "staff_forecast", "staff_definite"),
        *("material_forecast_next", "material_forecast", "material_definite"),
    )

    framework = models.ForeignKey(
        FrameworkAgreement, verbose_name="raamovereenkomst", related_name="indexations", on_delete=models.PROTECT
    )
    starts_on = models.DateField("nieuwe tarieven vanaf")
    staff_share = _percentage("deel personeel in procenten")
    staff_forecast_next = _percentage("personeel: voorlopig voor het nieuwe jaar")
    staff_forecast = _percentage("personeel: voorlopig voor dit jaar")
    staff_definite = _percentage("personeel: definitief voor dit jaar")
    material_forecast_next = _percentage("materiaal: voorlopig voor het nieuwe jaar")
    material_forecast = _percentage("materiaal: voorlopig voor dit jaar")
    material_definite = _percentage("materiaal: definitief voor dit jaar")
    source = models.CharField("bron", max_length=300, blank=True)
    is_fictional = models.BooleanField("fictief", default=False)
    status = models.CharField("status", max_length=9, choices=RunStatus.choices, default=RunStatus.PREPARED)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="voorbereid door", related_name="+", on_delete=models.PROTECT
    )
    prepared_at = models.DateTimeField("voorbereid op", editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="goedgekeurd door",
        related_name="+",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    approved_at = models.DateTimeField("goedgekeurd op", null=True, blank=True, editable=False)

    objects = IndexationQuerySet["IndexationRun"].as_manager()

    audited_values = frozenset({"framework", "starts_on", "source", "is_fictional", "status", *INDICES})

    class Meta:
        verbose_name = "indexering"
        verbose_name_plural = "indexeringen"
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="contracts_indexation_once",
                fields=["framework", "starts_on"],
                condition=~models.Q(status="withdrawn"),
                violation_error_message="Voor deze dag is er al een indexering van deze raamovereenkomst.",
                violation_error_code="indexation_twice",
            ),
            models.CheckConstraint(
                name="contracts_indexation_approval",
                condition=models.Q(status="approved", approved_by__isnull=False, approved_at__isnull=False)
                | models.Q(status__in=["prepared", "withdrawn"], approved_by=None, approved_at=None),
                violation_error_message="De status van de indexering past niet bij wie haar goedkeurde.",
                violation_error_code="indexation_approval",
            ),
            models.CheckConstraint(
                name="contracts_indexation_second",
                condition=models.Q(approved_by=None) | ~models.Q(approved_by=models.F("prepared_by")),
                violation_error_message="Wie de indexering voorbereidde, keurt haar niet goed. Vraag een collega.",
                violation_error_code="second_person",
            ),
            models.CheckConstraint(
                name="contracts_indexation_source",
                condition=models.Q(is_fictional=True) | ~models.Q(source=""),
                violation_error_message="Vul de bron in, of zet erbij dat deze getallen fictief zijn.",
                violation_error_code="index_source",
            ),
            models.CheckConstraint(
                name="contracts_indexation_share",
                condition=models.Q(staff_share__gte=0, staff_share__lte=100),
                violation_error_message="Vul een deel van 0 tot 100 procent in.",
                violation_error_code="staff_share",
            ),
        ]

    def __str__(self) -> str:
        return f"Indexering vanaf {in_words(self.starts_on)}"

    @property
    def indices(self) -> Indices:
        """The figures as the rules take them."""
        return Indices(
            staff=Index(self.staff_forecast_next, self.staff_forecast, self.staff_definite),
            material=Index(self.material_forecast_next, self.material_forecast, self.material_definite),
            staff_share=self.staff_share,
        )


class IndexationLine(models.Model):
    """What one rate becomes, as it was prepared."""

    run = models.ForeignKey(IndexationRun, verbose_name="indexering", related_name="lines", on_delete=models.CASCADE)
    rate = models.ForeignKey(Rate, verbose_name="tarief", related_name="indexations", on_delete=models.PROTECT)
    is_first_year = models.BooleanField("eerste jaar na een nieuwe prijs")
    amount = models.DecimalField("nieuw tarief in euro", max_digits=9, decimal_places=2)
    new_rate = models.OneToOneField(
        Rate,
        verbose_name="vastgelegd als",
        related_name="indexation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )

    class Meta:
        verbose_name = "regel van een indexering"
        verbose_name_plural = "regels van indexeringen"
        ordering = ["run", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="contracts_indexationline_once",
                fields=["run", "rate"],
                violation_error_message="Dit tarief staat al in deze indexering.",
                violation_error_code="indexation_line_twice",
            ),
            models.CheckConstraint(
                name="contracts_indexationline_positive",
                condition=models.Q(amount__gt=0),
                violation_error_message="Een tarief is hoger dan nul.",
                violation_error_code="indexation_positive",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rate} wordt € {self.amount}"
