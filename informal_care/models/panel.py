"""The panel of a municipality: people who care for somebody and said yes to a short poll now and then."""

from django.db import models
from django.db.models.functions import Lower

from core.models import PublicModel
from informal_care.models.carer import Carer
from informal_care.models.municipality import same_municipality
from informal_care.querysets import PanelQuerySet
from organisations.models import Municipality


class PanelMember(PublicModel):
    """Somebody in the panel. Who leaves is nobody any more: name, address and the carer are taken out at once."""

    municipality = models.ForeignKey(
        Municipality, verbose_name="gemeente", related_name="panel_members", on_delete=models.PROTECT
    )
    carer = models.ForeignKey(
        Carer,
        verbose_name="mantelzorger",
        related_name="panel_memberships",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
    )
    name = models.CharField("naam", max_length=200, blank=True)
    email = models.EmailField("e-mailadres", blank=True)
    joined_on = models.DateField("zei ja op")
    left_on = models.DateField("doet niet meer mee sinds", null=True, blank=True)

    objects = PanelQuerySet["PanelMember"].as_manager()

    person_path = "pk"
    row_owners = ("municipality",)
    audited_values = frozenset({"municipality", "joined_on", "left_on"})

    class Meta:
        verbose_name = "lid van het panel"
        verbose_name_plural = "leden van het panel"
        ordering = ["joined_on", "pk"]
        constraints = [
            same_municipality("informal_care_panelmember_of_carer", through="carer"),
            models.CheckConstraint(
                name="informal_care_panelmember_left",
                condition=(models.Q(left_on=None) & ~models.Q(name=""))
                | models.Q(left_on__gte=models.F("joined_on"), left_on__isnull=False, name="", email="", carer=None),
                violation_error_message="Wie meedoet heeft een naam. Van wie niet meer meedoet bewaren wij niets.",
                violation_error_code="panel_left",
            ),
            models.UniqueConstraint(
                Lower("email"),
                models.F("municipality"),
                name="informal_care_panelmember_email",
                condition=~models.Q(email=""),
                violation_error_message="Iemand met dit e-mailadres doet al mee.",
                violation_error_code="panel_email",
            ),
            models.UniqueConstraint(
                name="informal_care_panelmember_carer",
                fields=["municipality", "carer"],
                violation_error_message="Deze mantelzorger doet al mee.",
                violation_error_code="panel_carer",
            ),
        ]

    def __str__(self) -> str:
        return self.name or "Doet niet meer mee"
