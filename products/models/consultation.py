from datetime import datetime, time, timedelta
from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from core.clock import AMSTERDAM
from core.models import PublicModel
from core.periods import in_words
from organisations.models import CareProvider, Region
from products.enums import ConsultationPhase, RequirementCategory
from products.models.version import ProductVersion
from products.querysets import ConsultationQuerySet, InvitationQuerySet, ReactionQuerySet

JUST_BEFORE: Final = timedelta(microseconds=1)


class MarketConsultation(PublicModel):
    """A draft on which providers may react from one moment up to another. The clock opens and closes it.

    The text on which they react is kept as `ConsultedRequirement`, so that it stays what it was when the draft changes.
    """

    version = models.OneToOneField(
        ProductVersion, verbose_name="productversie", related_name="consultation", on_delete=models.PROTECT
    )
    region = models.ForeignKey(Region, verbose_name="zorgregio", related_name="consultations", on_delete=models.PROTECT)
    introduction = models.TextField("toelichting", blank=True)
    opens_at = models.DateTimeField("open vanaf")
    closes_at = models.DateTimeField("open tot")
    has_fictional_reactions = models.BooleanField("verzonnen reacties", default=False)
    published_at = models.DateTimeField("gepubliceerd op", editable=False)
    note_document = models.JSONField("nota van inlichtingen", null=True, blank=True, editable=False)
    note_sha256 = models.CharField("vingerafdruk van de nota", max_length=64, blank=True, editable=False)
    note_published_at = models.DateTimeField("nota gepubliceerd op", null=True, blank=True, editable=False)

    objects = ConsultationQuerySet["MarketConsultation"].as_manager()

    audited_values = frozenset(
        {"version", "region", "opens_at", "closes_at", "has_fictional_reactions", "note_sha256", "note_published_at"}
    )

    class Meta:
        verbose_name = "marktconsultatie"
        verbose_name_plural = "marktconsultaties"
        ordering = ["-opens_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="products_consultation_window",
                condition=models.Q(opens_at__lt=models.F("closes_at")),
                violation_error_message="De marktconsultatie sluit voor zij opent. Kies een later einde.",
                violation_error_code="consultation_window",
            ),
            models.CheckConstraint(
                name="products_consultation_note",
                condition=models.Q(note_published_at=None, note_document__isnull=True, note_sha256="")
                | models.Q(
                    note_published_at__isnull=False,
                    note_document__isnull=False,
                    note_published_at__gte=models.F("closes_at"),
                )
                & ~models.Q(note_sha256=""),
                violation_error_message="De nota van inlichtingen komt na het sluiten, met tekst en vingerafdruk.",
                violation_error_code="consultation_note",
            ),
        ]

    def __str__(self) -> str:
        return f"Marktconsultatie {self.version}"

    def is_open_at(self, moment: datetime) -> bool:
        """Whether providers may react; at the moment of opening they may, at that of closing no more."""
        return self.opens_at <= moment < self.closes_at

    def phase_at(self, moment: datetime) -> ConsultationPhase:
        """Where it stands."""
        if moment < self.opens_at:
            return ConsultationPhase.ANNOUNCED
        if moment < self.closes_at:
            return ConsultationPhase.OPEN
        return ConsultationPhase.ANSWERED if self.note_published_at else ConsultationPhase.CLOSED

    @property
    def opens(self) -> str:
        """The first moment in words; without the time when that is the beginning of a day."""
        moment = self.opens_at.astimezone(AMSTERDAM)
        return in_words(moment.date()) + _hour(moment)

    @property
    def closes(self) -> str:
        """The end in words: 'tot en met 3 mei 2019', or 'tot 3 mei 2019, 12:00 uur'."""
        moment = self.closes_at.astimezone(AMSTERDAM)
        if moment.timetz().replace(tzinfo=None) == time.min:
            return f"tot en met {in_words((moment - JUST_BEFORE).date())}"
        return f"tot {in_words(moment.date())}{_hour(moment)}"

    @property
    def window(self) -> str:
        """When providers may react, in words."""
        return f"{self.opens} {self.closes}"


class Invitation(PublicModel):
    """A provider that is asked to react."""

    consultation = models.ForeignKey(
        MarketConsultation, verbose_name="marktconsultatie", related_name="invitations", on_delete=models.CASCADE
    )
    provider = models.ForeignKey(
        CareProvider, verbose_name="zorgaanbieder", related_name="consultation_invitations", on_delete=models.PROTECT
    )

    objects = InvitationQuerySet["Invitation"].as_manager()

    audited_values = frozenset({"consultation", "provider"})

    class Meta:
        verbose_name = "uitnodiging voor een marktconsultatie"
        verbose_name_plural = "uitnodigingen voor marktconsultaties"
        ordering = ["consultation", "provider__name"]
        constraints = [
            models.UniqueConstraint(
                name="products_invitation_once",
                fields=["consultation", "provider"],
                violation_error_message="Deze aanbieder is al uitgenodigd.",
                violation_error_code="invitation_twice",
            )
        ]

    def __str__(self) -> str:
        return f"{self.provider}: {self.consultation}"


class ConsultedRequirement(PublicModel):
    """A requirement as it stood in the draft on which providers could react. It never changes."""

    consultation = models.ForeignKey(
        MarketConsultation, verbose_name="marktconsultatie", related_name="requirements", on_delete=models.CASCADE
    )
    code = models.CharField("code", max_length=20)
    category = models.CharField("onderdeel", max_length=12, choices=RequirementCategory.choices)
    statement = models.TextField("eis")
    rule = models.CharField("regel in woorden", max_length=500, blank=True)
    position = models.PositiveSmallIntegerField("volgorde", default=0)

    objects = ConsultationQuerySet["ConsultedRequirement"].as_manager()

    audited_values = frozenset({"consultation", "code", "category", "statement", "rule"})

    class Meta:
        verbose_name = "eis in een marktconsultatie"
        verbose_name_plural = "eisen in marktconsultaties"
        ordering = ["position", "code"]
        constraints = [
            models.UniqueConstraint(
                name="products_consultedrequirement_code",
                fields=["consultation", "code"],
                violation_error_message="Deze code bestaat al in deze marktconsultatie.",
                violation_error_code="consulted_code",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.statement}"


class Reaction(PublicModel):
    """What a provider says about one requirement of a draft, or about the whole; and the answer of the region."""

    consultation = models.ForeignKey(
        MarketConsultation, verbose_name="marktconsultatie", related_name="reactions", on_delete=models.PROTECT
    )
    provider = models.ForeignKey(
        CareProvider, verbose_name="zorgaanbieder", related_name="consultation_reactions", on_delete=models.PROTECT
    )
    about = models.ForeignKey(
        ConsultedRequirement,
        verbose_name="eis",
        related_name="reactions",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    text = models.TextField("reactie")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="geschreven door", related_name="+", on_delete=models.PROTECT
    )
    written_at = models.DateTimeField("geschreven op")
    note_text = models.TextField("reactie zoals in de nota", blank=True)
    answer = models.TextField("antwoord", blank=True)
    answered_at = models.DateTimeField("beantwoord op", null=True, blank=True)
    revision = models.PositiveIntegerField("wijziging", default=1, editable=False)

    objects = ReactionQuerySet["Reaction"].as_manager()

    audited_values = frozenset({"consultation", "provider", "about", "answered_at"})

    class Meta:
        verbose_name = "reactie"
        verbose_name_plural = "reacties"
        ordering = ["consultation", "about__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="products_reaction_once",
                fields=["provider", "about"],
                violation_error_message="Uw organisatie heeft al op deze eis gereageerd. Wijzig die reactie.",
                violation_error_code="reaction_twice",
            ),
            models.UniqueConstraint(
                name="products_reaction_general_once",
                fields=["consultation", "provider"],
                condition=models.Q(about=None),
                violation_error_message="Uw organisatie heeft al in het algemeen gereageerd. Wijzig die reactie.",
                violation_error_code="reaction_twice",
            ),
            models.CheckConstraint(
                name="products_reaction_text",
                condition=~models.Q(text=""),
                violation_error_message="Vul uw reactie in.",
                violation_error_code="reaction_text",
            ),
            models.CheckConstraint(
                name="products_reaction_answer",
                condition=models.Q(answer="", answered_at=None)
                | (~models.Q(answer="") & models.Q(answered_at__isnull=False)),
                violation_error_message="Een antwoord heeft een tekst en een moment, of geen van beide.",
                violation_error_code="reaction_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"Reactie op {self.about.code if self.about else 'het geheel'}"

    def clean(self) -> None:
        """What it is about stands in the same consultation."""
        if self.about is not None and self.about.consultation_id != self.consultation_id:
            raise ValidationError({"about": ValidationError("Kies een eis van deze marktconsultatie.", code="about")})

    @property
    def in_note(self) -> str:
        """The text as the note of information prints it."""
        return self.note_text or self.text


def _hour(moment: datetime) -> str:
    return "" if moment.timetz().replace(tzinfo=None) == time.min else f", {moment:%H:%M} uur"
