"""Referrals: somebody is handed over to a person with a name, or told where help is."""

from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import models

from core.models import PublicModel
from informal_care.enums import ReferralKind
from informal_care.models.carer import Carer
from informal_care.models.municipality import same_municipality
from informal_care.models.offer import SupportOffer
from informal_care.models.signal import CarerSignal
from informal_care.querysets import ReferralQuerySet
from organisations.models import Municipality, Organisation


class Referral(PublicModel):
    """A warm referral goes to somebody with a name and asks to hear how it went; a cold one only tells where to go."""

    municipality = models.ForeignKey(
        Municipality, verbose_name="gemeente", related_name="+", editable=False, on_delete=models.PROTECT
    )
    signal = models.ForeignKey(
        CarerSignal, verbose_name="signaal", related_name="referrals", null=True, blank=True, on_delete=models.CASCADE
    )
    carer = models.ForeignKey(
        Carer, verbose_name="mantelzorger", related_name="referrals", null=True, blank=True, on_delete=models.CASCADE
    )
    kind = models.CharField("hoe", max_length=4, choices=ReferralKind.choices)
    offer = models.ForeignKey(
        SupportOffer,
        verbose_name="hulp op de sociale kaart",
        related_name="referrals",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name="organisatie", related_name="+", null=True, blank=True, on_delete=models.PROTECT
    )
    to_words = models.CharField("waarheen", max_length=200, blank=True)
    to_person = models.CharField("aan wie", max_length=200, blank=True)
    referred_on = models.DateField("verwezen op")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="door", related_name="+", on_delete=models.PROTECT)
    feedback_due_on = models.DateField("terugkoppeling voor of op", null=True, blank=True)
    feedback = models.TextField("hoe het ging", blank=True)
    feedback_on = models.DateField("teruggehoord op", null=True, blank=True)

    objects = ReferralQuerySet["Referral"].as_manager()

    person_path = "pk"
    row_owners = ("municipality",)
    audited_values = frozenset({"municipality", "kind", "referred_on", "feedback_due_on", "feedback_on"})

    class Meta:
        verbose_name = "verwijzing"
        verbose_name_plural = "verwijzingen"
        ordering = ["referred_on", "pk"]
        constraints = [
            same_municipality("informal_care_referral_of_signal", through="signal"),
            same_municipality("informal_care_referral_of_carer", through="carer"),
            models.CheckConstraint(
                name="informal_care_referral_about",
                condition=models.Q(signal__isnull=False) | models.Q(carer__isnull=False),
                violation_error_message="Een verwijzing hoort bij een signaal of bij een mantelzorger.",
                violation_error_code="referral_about",
            ),
            models.CheckConstraint(
                name="informal_care_referral_where",
                condition=models.Q(offer__isnull=False) | models.Q(organisation__isnull=False) | ~models.Q(to_words=""),
                violation_error_message="Kies waarheen u verwijst, of schrijf het op.",
                violation_error_code="referral_where",
            ),
            models.CheckConstraint(
                name="informal_care_referral_warm",
                condition=models.Q(kind="cold", to_person="", feedback_due_on=None)
                | (models.Q(kind="warm", feedback_due_on__isnull=False) & ~models.Q(to_person="")),
                violation_error_message="Bij een warme verwijzing hoort de naam van wie het overneemt.",
                violation_error_code="referral_warm",
            ),
            models.CheckConstraint(
                name="informal_care_referral_feedback",
                condition=models.Q(feedback="", feedback_on=None)
                | (
                    models.Q(kind="warm", feedback_on__isnull=False, feedback_on__gte=models.F("referred_on"))
                    & ~models.Q(feedback="")
                ),
                violation_error_message="Schrijf op hoe het ging, en wanneer u dat hoorde.",
                violation_error_code="referral_feedback",
            ),
        ]

    def __str__(self) -> str:
        return f"Verwijzing van {self.referred_on:%d-%m-%Y}"

    @property
    def where(self) -> str:
        """Where it leads, in words."""
        return str(self.offer or self.organisation or self.to_words)

    @property
    def file_id(self) -> UUID:
        """Whose file it is part of in the trail."""
        if self.carer is not None:
            return self.carer.public_id
        return self.signal.file_id if self.signal is not None else self.public_id

    def is_waiting(self, day: date) -> bool:
        """Whether nobody told in time how it went, on `day`."""
        return self.feedback_on is None and self.feedback_due_on is not None and self.feedback_due_on < day
