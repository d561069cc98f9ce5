from django.db import models


class Unit(models.TextChoices):
    """Unit of a volume (iWmo 3.2, code list WJ756); group day care is bought in dagdelen."""

    HOUR = "04", "Uur"
    DAGDEEL = "16", "Dagdeel (4 uur)"
