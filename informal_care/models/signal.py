"""Signals: somebody noticed that caring becomes too much for a person, or goes wrong."""

from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import models

from core.models import PublicModel
from informal_care.enums import CareSignalKind, CareSignalOutcome, CareSignalSource
from informal_care.models.carer import Carer
from informal_care.models.municipality import of_one_municipality, same_municipality
from informal_care.models.place import FindingPlace
from informal_care.querysets import CarerSignalQuerySet, SignalPartQuerySet
from organisations.models import Municipality, Organisation


class CarerSignal(PublicModel):
    """A signal of (threatening) overload or of derailed care, with who takes it up, by when, and what came of it.

    Who reports it reads back what they told, and the `feedback` that is meant for them. All else is the
    municipality's. It is a start for a talk and never a diagnosis.
    """

    municipality = models.ForeignKey(
        Municipality, verbose_name="gemeente", related_name="carer_signals", on_delete=models.PROTECT
    )
    kind = models.CharField("wat is er aan de hand", max_length=11, choices=CareSignalKind.choices)
    source = models.CharField("herkomst", max_length=13, choices=CareSignalSource.choices)
    finding_place = models.ForeignKey(
        FindingPlace, verbose_name="vindplaats", related_name="signals", null=True, blank=True, on_delete=models.PROTECT
    )
    reported_by = models.ForeignKey(
        Organisation,
        verbose_name="organisatie die het doorgaf",
        related_name="+",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="ingevuld door",
        related_name="+",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    reporter_name = models.CharField("wie het vertelde", max_length=200, blank=True)
    received_on = models.DateField("ontvangen op")
    person_name = models.CharField("om wie gaat het", max_length=200, blank=True)
    person_phone = models.CharField("telefoon", max_length=20, blank=True)
    # What was noticed about somebody goes with their file.
    carer = models.ForeignKey(
        Carer, verbose_name="mantelzorger", related_name="signals", null=True, blank=True, on_delete=models.CASCADE
    )
    seen = models.TextField("wat zag of hoorde u")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="wie het oppakt",
        related_name="+",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    due_on = models.DateField("oppakken voor of op")
    taken_up_on = models.DateField("opgepakt op", null=True, blank=True)
    outcome = models.CharField("uitkomst", max_length=11, choices=CareSignalOutcome.choices, blank=True)
    outcome_note = models.TextField("wat is er gedaan", blank=True)
    handled_on = models.DateField("afgehandeld op", null=True, blank=True)
    feedback = models.TextField("terug aan wie het doorgaf", blank=True)
    feedback_on = models.DateField("teruggekoppeld op", null=True, blank=True)
    revision = models.PositiveIntegerField("wijziging", default=1, editable=False)

    objects = CarerSignalQuerySet["CarerSignal"].as_manager()

    person_path = "pk"
    row_owners = ("municipality", "reported_by")
    audited_values = frozenset(
        {
            *("municipality", "source", "finding_place", "reported_by", "received_on", "owner", "due_on"),
            *("taken_up_on", "handled_on", "feedback_on"),
        }
    )

    class Meta:
        verbose_name = "signaal"
        verbose_name_plural = "signalen"
        ordering = ["due_on", "pk"]
        constraints = [
            of_one_municipality("informal_care_carersignal_of_municipality"),
            same_municipality("informal_care_carersignal_of_carer", through="carer"),
            same_municipality("informal_care_carersignal_of_place", through="finding_place"),
            models.CheckConstraint(
                name="informal_care_carersignal_words",
                condition=models.Q(kind__in=CareSignalKind.values, source__in=CareSignalSource.values)
                & ~models.Q(seen=""),
                violation_error_message="Kies wat er aan de hand is, en schrijf op wat er is gezien.",
                violation_error_code="signal_words",
            ),
            models.CheckConstraint(
                name="informal_care_carersignal_person",
                condition=models.Q(carer__isnull=False) | ~models.Q(person_name=""),
                violation_error_message="Vul in om wie het gaat.",
                violation_error_code="signal_person",
            ),
            models.CheckConstraint(
                name="informal_care_carersignal_dates",
                condition=models.Q(due_on__gte=models.F("received_on"))
                & (models.Q(taken_up_on=None) | models.Q(taken_up_on__gte=models.F("received_on")))
                & (models.Q(handled_on=None) | models.Q(handled_on__gte=models.F("taken_up_on"))),
                violation_error_message="Een signaal wordt eerst ontvangen, dan opgepakt en dan afgehandeld.",
                violation_error_code="signal_dates",
            ),
            models.CheckConstraint(
                name="informal_care_carersignal_handled",
                condition=models.Q(handled_on=None, outcome="", outcome_note="")
                | (
                    models.Q(handled_on__isnull=False, taken_up_on__isnull=False, owner__isnull=False)
                    & models.Q(outcome__in=CareSignalOutcome.values)
                    & ~models.Q(outcome_note="")
                ),
                violation_error_message="Vul in wie het heeft opgepakt, wat er is gedaan en wat de uitkomst is.",
                violation_error_code="signal_handled",
            ),
            models.CheckConstraint(
                name="informal_care_carersignal_feedback",
                condition=models.Q(feedback="", feedback_on=None)
                | (models.Q(feedback_on__isnull=False) & ~models.Q(feedback="")),
                violation_error_message="Schrijf op wat u teruggeeft aan wie het signaal doorgaf.",
                violation_error_code="signal_feedback",
            ),
        ]
        indexes = [
            models.Index(name="informal_care_signal_by_due", fields=["municipality", "due_on", "id"]),
        ]

    def __str__(self) -> str:
        return f"Signaal van {self.received_on:%d-%m-%Y}"

    def is_late(self, day: date) -> bool:
        """Whether nobody took it up in time, and it is still open on `day`."""
        return self.handled_on is None and self.taken_up_on is None and self.due_on < day

    @property
    def file_id(self) -> UUID:
        """Whose file it is part of in the trail: the carer's, and until that is known its own."""
        return self.carer.public_id if self.carer is not None else self.public_id

    @property
    def is_derailed(self) -> bool:
        """Whether the reporting code (Wmo 2015 art. 3.3) stands beside it: who sees violence follows its steps."""
        return self.kind == CareSignalKind.DERAILED


class SignalStep(PublicModel):
    """Something that was done after a signal, in the words of who did it."""

    signal = models.ForeignKey(CarerSignal, verbose_name="signaal", related_name="steps", on_delete=models.CASCADE)
    # Of the signal: who reported it sees that row, and may not see this one.
    municipality = models.ForeignKey(
        Municipality, verbose_name="gemeente", related_name="+", editable=False, on_delete=models.PROTECT
    )
    done_on = models.DateField("gedaan op")
    note = models.TextField("wat u deed")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="door", related_name="+", on_delete=models.PROTECT)

    objects = SignalPartQuerySet["SignalStep"].as_manager()

    person_path = "signal"
    row_owners = ("municipality",)
    audited_values = frozenset({"done_on", "by"})

    class Meta:
        verbose_name = "stap na een signaal"
        verbose_name_plural = "stappen na een signaal"
        ordering = ["done_on", "pk"]
        constraints = [
            same_municipality("informal_care_signalstep_of_signal", through="signal"),
            models.CheckConstraint(
                name="informal_care_signalstep_note",
                condition=~models.Q(note=""),
                violation_error_message="Schrijf op wat u deed.",
                violation_error_code="signal_step",
            ),
        ]

    def __str__(self) -> str:
        return f"Stap op {self.done_on:%d-%m-%Y}"
