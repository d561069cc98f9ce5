from django.conf import settings
from django.db import models

from clients.models import Allocation
from compliance.enums import Ruling, StepKind
from compliance.querysets import FindingQuerySet, OfFindingQuerySet
from core.clock import now
from core.models import PublicModel
from delivery.models import Group, Session
from organisations.models import CareProvider, Municipality
from products.enums import Consequence, RuleKind
from products.models import Requirement


class Finding(PublicModel):
    """A requirement that is not met, by a group or in a file, from its first day until it is met again.

    What the checks say is kept in step with them; what people wrote about it (`Step`) never goes. A finding whose
    cause a correction took away stays, withdrawn.
    """

    provider = models.ForeignKey(
        CareProvider, verbose_name="zorgaanbieder", related_name="findings", on_delete=models.PROTECT
    )
    group = models.ForeignKey(
        Group, verbose_name="groep", related_name="findings", null=True, blank=True, on_delete=models.PROTECT
    )
    allocation = models.ForeignKey(
        Allocation, verbose_name="toewijzing", related_name="findings", null=True, blank=True, on_delete=models.PROTECT
    )
    requirement = models.ForeignKey(Requirement, verbose_name="eis", related_name="+", on_delete=models.PROTECT)
    rule_kind = models.CharField("regel", max_length=40, choices=RuleKind.choices)
    code = models.CharField("code", max_length=20)
    severity = models.CharField("gevolg", max_length=12, choices=Consequence.choices)
    opened_on = models.DateField("niet voldaan vanaf")
    last_on = models.DateField("laatste keer niet voldaan")
    met_again_on = models.DateField("weer voldaan op", null=True, blank=True)
    answer_before = models.DateField("antwoord voor")
    sessions = models.PositiveIntegerField("aantal dagdelen", default=0)
    short_minutes = models.PositiveIntegerField("minuten van professionals te weinig", default=0)
    worst_session = models.ForeignKey(
        Session, verbose_name="ergste dagdeel", related_name="+", null=True, blank=True, on_delete=models.PROTECT
    )
    measured = models.CharField("gemeten", max_length=300, blank=True, default="")
    demanded = models.CharField("gevraagd", max_length=300, blank=True, default="")
    to_do = models.TextField("wat te doen", blank=True, default="")
    earlier = models.JSONField("wat er eerder stond", blank=True, default=list, editable=False)
    """What the check said before, oldest first, as `compliance.rules.handling.Words` with the day `until` which."""
    withdrawn_at = models.DateTimeField("vervallen", null=True, blank=True)
    revision = models.PositiveIntegerField("wijziging", default=1, editable=False)

    objects = FindingQuerySet["Finding"].as_manager()

    client_path = "allocation__client"
    row_owners = ("provider", "involved__municipality")
    audited_values = frozenset(
        {"provider", "group", "allocation", "requirement", "opened_on", "last_on", "met_again_on", "withdrawn_at"}
    )

    class Meta:
        verbose_name = "bevinding"
        verbose_name_plural = "bevindingen"
        ordering = ["-last_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="compliance_finding_subject",
                condition=models.Q(group__isnull=True, allocation__isnull=False, worst_session__isnull=True)
                | models.Q(group__isnull=False, allocation__isnull=True),
                violation_error_message="Een bevinding gaat over een groep of over een dossier.",
                violation_error_code="subject",
            ),
            models.CheckConstraint(
                name="compliance_finding_days",
                condition=models.Q(last_on__gte=models.F("opened_on"))
                & (models.Q(met_again_on__isnull=True) | models.Q(met_again_on__gte=models.F("last_on"))),
                violation_error_message="Een bevinding begint voor zij eindigt.",
                violation_error_code="finding_days",
            ),
            models.CheckConstraint(
                name="compliance_finding_kind",
                condition=models.Q(rule_kind__in=RuleKind.values, severity__in=Consequence.values),
                violation_error_message="Kies een regel en een gevolg uit de lijst.",
                violation_error_code="finding_kind",
            ),
            models.UniqueConstraint(
                name="compliance_finding_group_once",
                fields=["group", "rule_kind"],
                condition=models.Q(met_again_on__isnull=True, withdrawn_at__isnull=True),
                violation_error_message="Deze bevinding staat al open.",
                violation_error_code="finding_twice",
            ),
            models.UniqueConstraint(
                name="compliance_finding_file_once",
                fields=["allocation", "code"],
                condition=models.Q(met_again_on__isnull=True, withdrawn_at__isnull=True),
                violation_error_message="Deze bevinding staat al open.",
                violation_error_code="finding_twice",
            ),
        ]
        indexes = [models.Index(name="compliance_finding_provider", fields=["provider", "-last_on"])]

    def __str__(self) -> str:
        return f"{self.code}, {self.group or self.allocation}, vanaf {self.opened_on:%d-%m-%Y}"

    @property
    def is_open(self) -> bool:
        """Whether the requirement is still not met."""
        return self.met_again_on is None and self.withdrawn_at is None


class Involved(models.Model):
    """A municipality whose inhabitants a finding is about."""

    finding = models.ForeignKey(Finding, verbose_name="bevinding", related_name="involved", on_delete=models.CASCADE)
    provider = models.ForeignKey(CareProvider, verbose_name="zorgaanbieder", related_name="+", on_delete=models.PROTECT)
    municipality = models.ForeignKey(Municipality, verbose_name="gemeente", related_name="+", on_delete=models.PROTECT)

    objects = OfFindingQuerySet["Involved"].as_manager()

    client_path = "finding__allocation__client"
    row_owners = ("provider", "municipality")

    class Meta:
        verbose_name = "betrokken gemeente"
        verbose_name_plural = "betrokken gemeenten"
        ordering = ["finding", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="compliance_involved_once",
                fields=["finding", "municipality"],
                violation_error_message="Deze gemeente staat er al bij.",
                violation_error_code="involved_twice",
            )
        ]

    def __str__(self) -> str:
        return f"{self.municipality} bij {self.finding}"


class Step(PublicModel):
    """What somebody wrote about a finding: the provider explains and plans to do better, a municipality judges."""

    finding = models.ForeignKey(Finding, verbose_name="bevinding", related_name="steps", on_delete=models.PROTECT)
    kind = models.CharField("soort", max_length=11, choices=StepKind.choices)
    text = models.TextField("tekst")
    due_on = models.DateField("klaar voor", null=True, blank=True)
    ruling = models.CharField("oordeel", max_length=12, choices=Ruling.choices, blank=True, default="")
    municipality = models.ForeignKey(
        Municipality, verbose_name="gemeente", related_name="+", null=True, blank=True, on_delete=models.PROTECT
    )
    written_at = models.DateTimeField("geschreven op", default=now, editable=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="geschreven door",
        related_name="+",
        editable=False,
        on_delete=models.PROTECT,
    )

    objects = OfFindingQuerySet["Step"].as_manager()

    client_path = "finding__allocation__client"
    audited_values = frozenset({"finding", "kind", "due_on", "ruling", "municipality"})

    class Meta:
        verbose_name = "stap bij een bevinding"
        verbose_name_plural = "stappen bij bevindingen"
        ordering = ["written_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="compliance_step_kind",
                condition=models.Q(kind=StepKind.EXPLANATION, ruling="", due_on__isnull=True, municipality__isnull=True)
                | models.Q(kind=StepKind.IMPROVEMENT, ruling="", due_on__isnull=False, municipality__isnull=True)
                | models.Q(
                    kind=StepKind.JUDGEMENT,
                    ruling__in=Ruling.values,
                    due_on__isnull=True,
                    municipality__isnull=False,
                ),
                violation_error_message=(
                    "Een verbeterplan heeft een datum, en een oordeel een uitkomst en een gemeente. Vul dat in."
                ),
                violation_error_code="step_kind",
            ),
            models.CheckConstraint(
                name="compliance_step_text",
                condition=~models.Q(text=""),
                violation_error_message="Schrijf een toelichting.",
                violation_error_code="step_text",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} bij {self.finding}"
