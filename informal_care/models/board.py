"""The board of a municipality: which activities of the model it takes on, who does them, and how far they are."""

from datetime import date

from django.conf import settings
from django.db import models

from core.clock import today
from core.constraints import NoOverlap
from core.models import DatedModel, PublicModel
from core.periods import period_order
from informal_care.enums import Choosing, TaskStatus
from informal_care.models.edition import Activity, Edition
from informal_care.querysets import BoardQuerySet, TaskQuerySet
from organisations.models import Municipality, Organisation


class Board(PublicModel, DatedModel):
    """The activities of one edition of the model, for a municipality and a period of its policy."""

    municipality = models.ForeignKey(
        Municipality, verbose_name="gemeente", related_name="boards", on_delete=models.PROTECT
    )
    edition = models.ForeignKey(Edition, verbose_name="uitgave", related_name="boards", on_delete=models.PROTECT)
    name = models.CharField("naam", max_length=200)

    objects = BoardQuerySet["Board"].as_manager()

    audited_values = frozenset({"municipality", "edition", "name", "starts_on", "ends_on"})

    class Meta:
        verbose_name = "bord"
        verbose_name_plural = "borden"
        ordering = ["-starts_on", "pk"]
        constraints = [
            period_order("informal_care_board_period_order"),
            NoOverlap(
                name="informal_care_board_no_overlap",
                scope=["municipality"],
                violation_error_message="In een deel van deze periode heeft de gemeente al een bord.",
                violation_error_code="board_overlap",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.municipality})"


class BoardTask(PublicModel):
    """An activity that a municipality takes on, or deliberately does not. What comes back is a next one each time."""

    board = models.ForeignKey(Board, verbose_name="bord", related_name="tasks", on_delete=models.PROTECT)
    activity = models.ForeignKey(Activity, verbose_name="activiteit", related_name="tasks", on_delete=models.PROTECT)
    choosing = models.CharField("keuze", max_length=8, choices=Choosing.choices)
    reason = models.TextField("waarom", blank=True)
    owner = models.ForeignKey(
        Organisation,
        verbose_name="wie het doet",
        related_name="board_tasks",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    owner_person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="contactpersoon",
        related_name="board_tasks",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    partners = models.ManyToManyField(Organisation, verbose_name="samen met", related_name="+", blank=True)
    starts_on = models.DateField("begint op", null=True, blank=True)
    due_on = models.DateField("klaar op", null=True, blank=True)
    repeats_months = models.PositiveSmallIntegerField("komt terug na zoveel maanden", null=True, blank=True)
    budget = models.DecimalField("budget in euro", max_digits=11, decimal_places=2, null=True, blank=True)
    status = models.CharField("stand", max_length=8, choices=TaskStatus.choices, default=TaskStatus.TO_DO)
    result = models.TextField("resultaat", blank=True)
    done_on = models.DateField("klaar sinds", null=True, blank=True)
    chosen_on = models.DateField("gekozen op", default=today, editable=False)
    begun_on = models.DateField("begonnen op", null=True, blank=True, editable=False)
    follows = models.OneToOneField(
        "self", verbose_name="volgt op", related_name="next", null=True, blank=True, on_delete=models.PROTECT
    )
    revision = models.PositiveIntegerField("wijziging", default=1, editable=False)

    objects = TaskQuerySet["BoardTask"].as_manager()

    audited_values = frozenset(
        {
            *("board", "activity", "choosing", "owner", "owner_person", "starts_on", "due_on", "repeats_months"),
            *("budget", "status", "done_on", "chosen_on", "begun_on", "follows"),
        }
    )

    class Meta:
        verbose_name = "taak van een bord"
        verbose_name_plural = "taken van borden"
        ordering = ["activity__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="informal_care_boardtask_once",
                fields=["board", "activity"],
                condition=~models.Q(status="done"),
                violation_error_message="Over deze activiteit is al besloten. Wijzig die taak.",
                violation_error_code="task_once",
            ),
            models.CheckConstraint(
                name="informal_care_boardtask_choosing",
                condition=models.Q(choosing="adopted", owner__isnull=False, due_on__isnull=False)
                | (models.Q(choosing="declined", owner=None, status="to_do") & ~models.Q(reason="")),
                violation_error_message=(
                    "Wat u oppakt, heeft iemand die het doet en een einddatum. Wat u niet doet, heeft een reden."
                ),
                violation_error_code="task_choosing",
            ),
            models.CheckConstraint(
                name="informal_care_boardtask_dates",
                condition=models.Q(starts_on=None)
                | models.Q(due_on=None)
                | models.Q(due_on__gte=models.F("starts_on")),
                violation_error_message="De taak is klaar voor zij begint. Kies een latere dag.",
                violation_error_code="task_dates",
            ),
            models.CheckConstraint(
                name="informal_care_boardtask_done",
                condition=(models.Q(status="done", done_on__isnull=False) & ~models.Q(result=""))
                | (models.Q(status__in=["to_do", "doing"], done_on=None)),
                violation_error_message="Een taak die klaar is, heeft een resultaat en de dag waarop zij klaar was.",
                violation_error_code="task_done",
            ),
            models.CheckConstraint(
                name="informal_care_boardtask_amounts",
                condition=(models.Q(budget=None) | models.Q(budget__gte=0))
                & (models.Q(repeats_months=None) | models.Q(repeats_months__gt=0)),
                violation_error_message="Een budget is 0 euro of meer. Een taak komt na een maand of later terug.",
                violation_error_code="task_amounts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity.code} ({self.board})"

    def is_late(self, day: date) -> bool:
        """Whether it should have been done before `day`."""
        return self.status != TaskStatus.DONE and self.due_on is not None and self.due_on < day

    def status_on(self, day: date) -> str:
        """How far it was on a day that has been: it is known since when a task is done, and since when it was begun."""
        if self.done_on is not None and self.done_on <= day:
            return TaskStatus.DONE
        begun = self.begun_on is not None and self.begun_on <= day
        # What was told before the day of beginning was kept counts as begun.
        return (
            TaskStatus.DOING if begun or (self.status == TaskStatus.DOING and not self.begun_on) else TaskStatus.TO_DO
        )
