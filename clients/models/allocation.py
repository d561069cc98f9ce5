from django.core.exceptions import ValidationError
from django.db import models

from clients.enums import ChangeReason, ChosenBy, Frequency, StopReason
from clients.models.client import Client
from clients.models.decision import Decision
from clients.querysets import AllocationQuerySet
from clients.rules import OVERLAP_MESSAGE, VOLUME_MESSAGE, WEEK_VOLUME_MESSAGE
from contracts.models import ContractedProduct
from core.clock import now
from core.constraints import NoOverlap
from core.models import DatedModel, PublicModel
from core.periods import period_order
from organisations.models import CareProvider, Municipality
from products.models import ProductVariant


class Allocation(PublicModel, DatedModel):
    """The municipality's order to a provider (toewijzing, iWmo 3.2 message 301).

    Municipality, provider and variant are copies of what client and contracted product say, so that the
    database itself can guard the rules over them.
    """

    client = models.ForeignKey(Client, verbose_name="cliënt", related_name="allocations", on_delete=models.PROTECT)
    municipality = models.ForeignKey(
        Municipality, verbose_name="gemeente", related_name="+", editable=False, on_delete=models.PROTECT
    )
    contracted_product = models.ForeignKey(
        ContractedProduct,
        verbose_name="gecontracteerd product",
        related_name="allocations",
        on_delete=models.PROTECT,
    )
    provider = models.ForeignKey(
        CareProvider,
        verbose_name="zorgaanbieder",
        related_name="allocations",
        editable=False,
        on_delete=models.PROTECT,
    )
    variant = models.ForeignKey(
        ProductVariant, verbose_name="product", related_name="+", editable=False, on_delete=models.PROTECT
    )
    number = models.PositiveIntegerField("toewijzingsnummer", editable=False)
    volume = models.PositiveSmallIntegerField("aantal dagdelen")
    frequency = models.CharField("hoe vaak", max_length=1, choices=Frequency.choices, default=Frequency.WEEK)
    delivery_started_on = models.DateField("levering begonnen op", null=True, blank=True)
    stop_reason = models.CharField("reden van einde", max_length=2, choices=StopReason.choices, blank=True, default="")
    decision = models.ForeignKey(
        Decision, verbose_name="besluit", related_name="allocations", null=True, blank=True, on_delete=models.PROTECT
    )
    without_decision_reason = models.CharField(
        "waarom zonder besluit in dit systeem", max_length=500, blank=True, default=""
    )
    chosen_by = models.CharField(
        "wie koos de aanbieder", max_length=14, choices=ChosenBy.choices, blank=True, default=""
    )
    provider_choice_reason = models.CharField("waarom deze aanbieder", max_length=500, blank=True, default="")
    change_reason = models.CharField(
        "reden van wijziging", max_length=2, choices=ChangeReason.choices, blank=True, default="", editable=False
    )
    replaces = models.OneToOneField(
        "self",
        verbose_name="komt na toewijzing",
        related_name="replaced_by",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
    )
    delivery_stopped_on = models.DateField("levering gestopt op", null=True, blank=True)
    delivery_resumed_on = models.DateField("levering hervat op", null=True, blank=True)
    delivery_stop_reason = models.CharField(
        "waarom de levering stopte", max_length=2, choices=StopReason.choices, blank=True, default=""
    )
    allocated_at = models.DateTimeField("toegewezen op", default=now, editable=False)
    revision = models.PositiveIntegerField("wijziging", default=1, editable=False)

    objects = AllocationQuerySet["Allocation"].as_manager()

    client_path = "client"
    row_owners = ("municipality", "provider")
    audited_values = frozenset(
        {
            "municipality",
            "contracted_product",
            "provider",
            "variant",
            "number",
            "volume",
            "frequency",
            "starts_on",
            "ends_on",
            "decision",
            "chosen_by",
            "replaces",
            "delivery_started_on",
            "delivery_stopped_on",
            "delivery_resumed_on",
        }
    )

    class Meta:
        verbose_name = "toewijzing"
        verbose_name_plural = "toewijzingen"
        ordering = ["-starts_on", "-number"]
        constraints = [
            period_order("clients_allocation_period_order"),
            models.UniqueConstraint(
                name="clients_allocation_number",
                fields=["municipality", "number"],
                violation_error_message="Dit toewijzingsnummer bestaat al in deze gemeente.",
                violation_error_code="allocation_number",
            ),
            models.CheckConstraint(
                name="clients_allocation_week_volume",
                condition=~models.Q(frequency="2") | models.Q(ends_on__isnull=False),
                violation_error_message=WEEK_VOLUME_MESSAGE,
                violation_error_code="week_volume_without_end",
            ),
            models.CheckConstraint(
                name="clients_allocation_frequency",
                condition=models.Q(frequency__in=Frequency.values),
                violation_error_message="Kies per week, per maand of in de hele periode.",
                violation_error_code="frequency",
            ),
            models.CheckConstraint(
                name="clients_allocation_volume",
                condition=models.Q(volume__gt=0),
                violation_error_message=VOLUME_MESSAGE,
                violation_error_code="volume",
            ),
            models.CheckConstraint(
                name="clients_allocation_stop_reason",
                condition=models.Q(stop_reason="") | models.Q(stop_reason__in=StopReason.values, ends_on__isnull=False),
                violation_error_message="Kies een reden uit de lijst, en vul een einddatum in.",
                violation_error_code="stop_reason",
            ),
            models.CheckConstraint(
                name="clients_allocation_delivery_start",
                condition=models.Q(delivery_started_on=None)
                | models.Q(delivery_started_on__gte=models.F("starts_on"), ends_on=None)
                | models.Q(
                    delivery_started_on__gte=models.F("starts_on"),
                    delivery_started_on__lte=models.F("ends_on"),
                ),
                violation_error_message="De levering begint op een dag binnen de toewijzing. Kies een andere datum.",
                violation_error_code="delivery_outside_allocation",
            ),
            models.CheckConstraint(
                name="clients_allocation_change_reason",
                condition=models.Q(change_reason="") | models.Q(change_reason__in=ChangeReason.values),
                violation_error_message="Kies een reden uit de lijst.",
                violation_error_code="change_reason",
            ),
            models.CheckConstraint(
                name="clients_allocation_delivery_stop",
                condition=models.Q(delivery_stopped_on=None, delivery_stop_reason="")
                | models.Q(
                    delivery_started_on__isnull=False,
                    delivery_stopped_on__isnull=False,  # a comparison with NULL is not false, and would pass
                    delivery_stopped_on__gte=models.F("delivery_started_on"),
                    delivery_stop_reason__in=StopReason.values,
                ),
                violation_error_message="Een levering stopt na de start, met een reden uit de lijst.",
                violation_error_code="delivery_stop",
            ),
            models.CheckConstraint(
                name="clients_allocation_chosen_by",
                condition=models.Q(chosen_by="") | models.Q(chosen_by__in=ChosenBy.values),
                violation_error_message="Kies wie de aanbieder koos.",
                violation_error_code="chosen_by",
            ),
            models.CheckConstraint(
                name="clients_allocation_one_ground",
                condition=models.Q(decision=None) | models.Q(without_decision_reason=""),
                violation_error_message="Er is een besluit, of een reden waarom dat er niet is: niet allebei.",
                violation_error_code="decision_and_reason",
            ),
            NoOverlap(
                name="clients_allocation_no_overlap",
                scope=["client", "variant", "provider"],
                # One that was removed before it began keeps its first day on paper only (iWmo 3.2, WMO002 code 13).
                condition=~models.Q(change_reason="13"),
                violation_error_message=OVERLAP_MESSAGE,
                violation_error_code="allocation_overlap",
            ),
        ]
        indexes = [
            models.Index(name="clients_allocation_of_provider", fields=["provider", "client"]),
            # A provider searches by the number alone.
            models.Index(name="clients_allocation_by_number", fields=["number"]),
        ]

    def __str__(self) -> str:
        return f"Toewijzing {self.number}: {self.variant}"

    @property
    def volume_text(self) -> str:
        """The volume in words, such as "4 dagdelen per week"."""
        return f"{self.volume} {'dagdeel' if self.volume == 1 else 'dagdelen'} {self.get_frequency_display()}"

    def clean(self) -> None:
        """The copies agree with what they are copied from."""
        if not (self.client_id and self.contracted_product_id):
            return
        product = self.contracted_product
        copied = (self.municipality_id, self.provider_id, self.variant_id)
        if copied != (self.client.municipality_id, product.contract.provider_id, product.variant_id):
            raise ValidationError("De toewijzing past niet bij de cliënt of het contract.", code="allocation_copies")
