"""Instruments that measure how a carer fares, and what was measured."""

from django.conf import settings
from django.db import models

from core.clock import now
from core.fields import EncryptedJSONField
from core.models import PublicModel, ReferenceModel
from informal_care.models.carer import Carer
from informal_care.models.municipality import same_municipality
from informal_care.querysets import MeasurementQuerySet
from informal_care.rules.instruments import Definition, read_definition
from organisations.models import Municipality


class Instrument(PublicModel, ReferenceModel):
    """One edition of an instrument. Once loaded it never changes: measurements rest on it."""

    code = models.SlugField("code", max_length=40)
    number = models.PositiveSmallIntegerField("uitgave")
    name = models.CharField("naam", max_length=200)
    source = models.CharField("bron", max_length=500)
    licence = models.CharField("voorwaarden van gebruik", max_length=500)
    definition = models.JSONField("omschrijving")
    fingerprint = models.CharField("vingerafdruk", max_length=64, help_text="SHA-256 van wat er is geladen.")

    audited_values = frozenset({"code", "number", "name", "source", "licence", "fingerprint"})

    class Meta:
        verbose_name = "meetinstrument"
        verbose_name_plural = "meetinstrumenten"
        ordering = ["name", "-number"]
        constraints = [
            models.UniqueConstraint(
                name="informal_care_instrument_number",
                fields=["code", "number"],
                violation_error_message="Deze uitgave van dit instrument is er al.",
                violation_error_code="instrument_number",
            ),
            models.CheckConstraint(
                name="informal_care_instrument_source",
                condition=~models.Q(source="") & ~models.Q(licence=""),
                violation_error_message="Noem de bron en de voorwaarden van gebruik.",
                violation_error_code="instrument_source",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} (uitgave {self.number})"

    @property
    def content(self) -> Definition:
        """The questions, answers and bands."""
        return read_definition(self.definition)


class Measurement(PublicModel):
    """What a carer answered on a day. It never changes; a correction is a new one in its place, with a reason.

    A picture of one moment and a start for a talk, never a diagnosis.
    """

    carer = models.ForeignKey(Carer, verbose_name="mantelzorger", related_name="measurements", on_delete=models.CASCADE)
    # Of the carer: what a carer answered is not for a care provider, also when it may know the carer.
    municipality = models.ForeignKey(
        Municipality, verbose_name="gemeente", related_name="+", editable=False, on_delete=models.PROTECT
    )
    instrument = models.ForeignKey(
        Instrument, verbose_name="meetinstrument", related_name="measurements", on_delete=models.PROTECT
    )
    measured_on = models.DateField("gemeten op")
    answers: EncryptedJSONField[object, dict[str, str]] = EncryptedJSONField("antwoorden")
    score = models.PositiveSmallIntegerField("score")
    vas = models.PositiveSmallIntegerField("cijfer", null=True, blank=True)
    band = models.CharField("uitkomst", max_length=40, blank=True)
    is_heavy = models.BooleanField("zwaar belast", default=False)
    worse_by = models.PositiveSmallIntegerField("punten slechter dan daarvoor", default=0)
    note = models.TextField("toelichting", blank=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="vastgelegd door", related_name="+", on_delete=models.PROTECT
    )
    recorded_at = models.DateTimeField("vastgelegd", default=now, editable=False)
    replaces = models.OneToOneField(
        "self",
        verbose_name="komt in de plaats van",
        related_name="replaced_by",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.CASCADE,
    )
    correction_reason = models.CharField("waarom verbeterd", max_length=300, blank=True)

    objects = MeasurementQuerySet["Measurement"].as_manager()

    person_path = "carer"
    row_owners = ("municipality",)
    audited_values = frozenset({"instrument", "measured_on", "taken_by", "replaces"})

    class Meta:
        verbose_name = "meting bij een mantelzorger"
        verbose_name_plural = "metingen bij mantelzorgers"
        ordering = ["measured_on", "pk"]
        constraints = [
            same_municipality("informal_care_measurement_of_carer", through="carer"),
            models.CheckConstraint(
                name="informal_care_measurement_reason",
                condition=models.Q(replaces=None, correction_reason="")
                | models.Q(replaces__isnull=False) & ~models.Q(correction_reason=""),
                violation_error_message="Schrijf op waarom u deze meting verbetert.",
                violation_error_code="correction_reason",
            ),
            models.CheckConstraint(
                name="informal_care_measurement_heavy",
                condition=models.Q(is_heavy=False) | ~models.Q(band=""),
                violation_error_message="Zwaar belast volgt uit een uitkomst.",
                violation_error_code="heavy_without_band",
            ),
        ]
        indexes = [models.Index(name="informal_care_measured", fields=["carer", "instrument", "measured_on"])]

    def __str__(self) -> str:
        return f"Meting van {self.measured_on:%d-%m-%Y}"
