from typing import Any

from django.db import models


class StaffKind(models.TextChoices):
    """As what somebody works in a group. Only professionals count (product sheet Duurzaam, demands on content)."""

    PROFESSIONAL = "professional", "Professional"
    TRAINEE = "trainee", "Stagiair"
    VOLUNTEER = "volunteer", "Vrijwilliger"

    @classmethod
    def helpers(cls) -> list[tuple[str, Any]]:
        """The kinds of those who work beside professionals, as choices."""
        return [(one.value, one.label) for one in (cls.TRAINEE, cls.VOLUNTEER)]


class Source(models.TextChoices):
    """How attendance from outside came in."""

    SHEET = "sheet", "Bestand"
    API = "api", "Koppeling"


class LeaveKind(models.TextChoices):
    """Why somebody does not work. Of an illness nothing more is kept (Autoriteit Persoonsgegevens)."""

    HOLIDAY = "holiday", "Vakantie of verlof"
    ILLNESS = "illness", "Ziek gemeld"
    OTHER = "other", "Anders"


class Presence(models.TextChoices):
    """Whether somebody was there."""

    EXPECTED = "expected", "Verwacht"
    PRESENT = "present", "Aanwezig"
    ABSENT = "absent", "Niet gekomen"


class AbsenceReason(models.TextChoices):
    """Why a client did not come. No more is asked: the reason behind it is no business of the group."""

    CANCELLED = "cancelled", "Afgemeld"
    NO_SHOW = "no_show", "Niet afgemeld"
    PROVIDER = "provider", "Door de aanbieder afgezegd"
