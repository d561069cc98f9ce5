from django.db import models


class TaskRun(models.Model):
    """When a task of the clock last ran, and what came of it: one row for each, so that the table stays small."""

    name = models.CharField("taak", max_length=100, unique=True)
    started_at = models.DateTimeField("begonnen")
    ended_at = models.DateTimeField("klaar", null=True, blank=True)
    failed_at = models.DateTimeField("laatst mislukt", null=True, blank=True)
    fault = models.CharField("waarom", max_length=200, blank=True)
    runs = models.PositiveIntegerField("keren", default=0)
    failures = models.PositiveIntegerField("keren mislukt", default=0)

    class Meta:
        verbose_name = "uitgevoerde taak"
        verbose_name_plural = "uitgevoerde taken"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
