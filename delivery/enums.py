from django.db import models


class StaffKind(models.TextChoices):
    """As what somebody works in a group. Only professionals count (product sheet Duurzaam, demands on content)."""

    PROFESSIONAL = "professional", "Professional"
    TRAINEE = "trainee", "Stagiair"
    VOLUNTEER = "volunteer", "Vrijwilliger"
