from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from core.constraints import NoOverlap
from core.models import DatedModel, PublicModel
from core.periods import period_order
from core.querysets import DatedQuerySet
from organisations.enums import Role
from organisations.models.organisation import Organisation
from organisations.rules import role_fits


class Membership(PublicModel, DatedModel):
    """A user acts for an organisation in a role, during a period. A leaver loses access on that day."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="gebruiker",
        related_name="memberships",
        on_delete=models.PROTECT,
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name="organisatie", related_name="memberships", on_delete=models.PROTECT
    )
    role = models.CharField("rol", max_length=30, choices=Role.choices)

    objects = DatedQuerySet["Membership"].as_manager()

    audited_values = frozenset({"user", "organisation", "role", "starts_on", "ends_on"})

    class Meta:
        verbose_name = "lidmaatschap"
        verbose_name_plural = "lidmaatschappen"
        ordering = ["organisation__name", "user__name"]
        constraints = [
            period_order("organisations_membership_period_order"),
            models.CheckConstraint(
                name="organisations_membership_role",
                condition=models.Q(role__in=Role.values),
                violation_error_message="Kies een rol uit de lijst.",
                violation_error_code="role",
            ),
            NoOverlap(
                name="organisations_membership_no_overlap",
                scope=["user", "organisation", "role"],
                violation_error_message="Deze gebruiker heeft deze rol in een deel van deze periode al.",
                violation_error_code="membership_overlap",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()} bij {self.organisation}"

    def clean(self) -> None:
        """A role belongs to one kind of organisation."""
        if self.role and self.organisation_id and not role_fits(self.role, self.organisation.kind):
            raise ValidationError(
                {"role": ValidationError("Deze rol past niet bij dit soort organisatie.", code="role_kind")}
            )
