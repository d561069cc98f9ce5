"""The policy cycle of a board: vision, moments with who took part, and decisions. Never a name of who took part."""

from django.db import models

from core.models import PublicModel
from informal_care.enums import ParticipantGroup, PolicyPhase, TakingPart
from informal_care.models.board import Board
from informal_care.models.edition import Activity, Aim, Statement
from informal_care.querysets import BoardPartQuerySet


class VisionAnswer(PublicModel):
    """What a municipality answers, with its inhabitants, to one question for the vision (Mezzo Model, p. 6)."""

    board = models.ForeignKey(Board, verbose_name="bord", related_name="vision", on_delete=models.PROTECT)
    question = models.ForeignKey(Statement, verbose_name="vraag", related_name="+", on_delete=models.PROTECT)
    text = models.TextField("antwoord")
    answered_on = models.DateField("gegeven op")
    revision = models.PositiveIntegerField("wijziging", default=1, editable=False)

    objects = BoardPartQuerySet["VisionAnswer"].as_manager()

    audited_values = frozenset({"board", "question", "answered_on"})

    class Meta:
        verbose_name = "antwoord voor de visie"
        verbose_name_plural = "antwoorden voor de visie"
        ordering = ["question__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="informal_care_visionanswer_once",
                fields=["board", "question"],
                violation_error_message="Op deze vraag staat al een antwoord. Wijzig dat.",
                violation_error_code="vision_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.question.code} ({self.board})"


class PolicyMoment(PublicModel):
    """A moment of the policy cycle: when people came together, or were asked, and what was discussed."""

    board = models.ForeignKey(Board, verbose_name="bord", related_name="moments", on_delete=models.PROTECT)
    phase = models.CharField("stap", max_length=12, choices=PolicyPhase.choices)
    held_on = models.DateField("dag")
    subject = models.CharField("waar het over ging", max_length=200)
    discussed = models.TextField("wat er is besproken", blank=True)
    revision = models.PositiveIntegerField("wijziging", default=1, editable=False)

    objects = BoardPartQuerySet["PolicyMoment"].as_manager()

    audited_values = frozenset({"board", "phase", "held_on"})

    class Meta:
        verbose_name = "moment van de beleidscyclus"
        verbose_name_plural = "momenten van de beleidscyclus"
        ordering = ["held_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="informal_care_policymoment_phase",
                condition=models.Q(phase__in=PolicyPhase.values) & ~models.Q(subject=""),
                violation_error_message="Kies een stap uit de lijst, en schrijf op waar het over ging.",
                violation_error_code="moment_phase",
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.held_on:%d-%m-%Y})"


class MomentParticipants(models.Model):
    """How many of a group took part in a moment, and in which way."""

    moment = models.ForeignKey(
        PolicyMoment, verbose_name="moment", related_name="participants", on_delete=models.CASCADE
    )
    group = models.CharField("wie", max_length=14, choices=ParticipantGroup.choices)
    number = models.PositiveSmallIntegerField("hoeveel")
    way = models.CharField("hoe", max_length=7, choices=TakingPart.choices)

    class Meta:
        verbose_name = "deelnemers aan een moment"
        verbose_name_plural = "deelnemers aan momenten"
        ordering = ["moment", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="informal_care_momentparticipants_once",
                fields=["moment", "group"],
                violation_error_message="Deze groep staat er al.",
                violation_error_code="participants_once",
            ),
            models.CheckConstraint(
                name="informal_care_momentparticipants_number",
                condition=models.Q(group__in=ParticipantGroup.values, way__in=TakingPart.values, number__gt=0),
                violation_error_message="Vul in hoeveel mensen er meededen, en hoe.",
                violation_error_code="participants_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.get_group_display().lower()}"


class PolicyDecision(PublicModel):
    """What was decided, by whom (a body, never a person), and which aims and activities it is about."""

    board = models.ForeignKey(Board, verbose_name="bord", related_name="decisions", on_delete=models.PROTECT)
    moment = models.ForeignKey(
        PolicyMoment,
        verbose_name="op welk moment",
        related_name="decisions",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    text = models.TextField("besluit")
    decided_by = models.CharField("door wie", max_length=120)
    decided_on = models.DateField("op welke dag")
    aims = models.ManyToManyField(Aim, verbose_name="over welke doelen", related_name="+", blank=True)
    activities = models.ManyToManyField(Activity, verbose_name="over welke activiteiten", related_name="+", blank=True)
    revision = models.PositiveIntegerField("wijziging", default=1, editable=False)

    objects = BoardPartQuerySet["PolicyDecision"].as_manager()

    audited_values = frozenset({"board", "moment", "decided_on"})

    class Meta:
        verbose_name = "besluit over het beleid"
        verbose_name_plural = "besluiten over het beleid"
        ordering = ["decided_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="informal_care_policydecision_text",
                condition=~models.Q(text="") & ~models.Q(decided_by=""),
                violation_error_message="Schrijf op wat er is besloten, en door wie.",
                violation_error_code="decision_text",
            )
        ]

    def __str__(self) -> str:
        return f"Besluit van {self.decided_on:%d-%m-%Y}"
