"""Short polls of the panel. Who answered and what was answered stand apart and cannot be joined again."""

from datetime import date

from django.db import models

from core.fields import EncryptedJSONField
from core.models import PublicModel
from informal_care.enums import QuestionKind
from informal_care.models.panel import PanelMember
from informal_care.querysets import PanelQuerySet
from organisations.models import Municipality


class Poll(PublicModel):
    """A few short questions to a panel, open from one day to another.

    Of answers only numbers are kept, each with its option: no row says what one person answered, in which order or
    when. What people add in their own words stands here as one list without an order of its own.
    """

    municipality = models.ForeignKey(
        Municipality, verbose_name="gemeente", related_name="polls", on_delete=models.PROTECT
    )
    title = models.CharField("titel", max_length=120)
    introduction = models.TextField("waarom u dit vraagt", max_length=500, blank=True)
    opens_on = models.DateField("open vanaf")
    closes_on = models.DateField("open tot en met")
    asks_remark = models.BooleanField("vraag of iemand nog iets wil zeggen", default=True)
    follow_up = models.TextField("wat de gemeente ermee doet", blank=True)
    answers = models.PositiveIntegerField("antwoorden", default=0, editable=False)
    remarks = EncryptedJSONField[list[str], list[str]]("opmerkingen", default=list, editable=False)
    results_mailed_on = models.DateField("uitslag gemaild op", null=True, blank=True, editable=False)
    revision = models.PositiveIntegerField("wijziging", default=1, editable=False)

    objects = PanelQuerySet["Poll"].as_manager()

    audited_values = frozenset({"municipality", "title", "opens_on", "closes_on", "asks_remark", "follow_up"})

    class Meta:
        verbose_name = "peiling"
        verbose_name_plural = "peilingen"
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="informal_care_poll_period",
                condition=models.Q(closes_on__gte=models.F("opens_on")) & ~models.Q(title=""),
                violation_error_message="De peiling sluit voor zij opengaat. Kies een latere dag.",
                violation_error_code="poll_period",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def is_open(self, day: date) -> bool:
        """Whether it can be answered on `day`."""
        return self.opens_on <= day <= self.closes_on

    def is_over(self, day: date) -> bool:
        """Whether it closed before `day`. Only then anybody sees figures: seen twice while answers come in, the
        difference would tell what one person answered.
        """
        return self.closes_on < day


class PollQuestion(models.Model):
    """One question of a poll."""

    poll = models.ForeignKey(Poll, verbose_name="peiling", related_name="questions", on_delete=models.CASCADE)
    position = models.PositiveSmallIntegerField("volgorde")
    text = models.CharField("vraag", max_length=200)
    kind = models.CharField("soort", max_length=6, choices=QuestionKind.choices)

    class Meta:
        verbose_name = "vraag van een peiling"
        verbose_name_plural = "vragen van peilingen"
        ordering = ["poll", "position"]
        constraints = [
            models.UniqueConstraint(name="informal_care_pollquestion_position", fields=["poll", "position"]),
            models.CheckConstraint(
                name="informal_care_pollquestion_kind",
                condition=models.Q(kind__in=QuestionKind.values) & ~models.Q(text=""),
                violation_error_message="Een vraag heeft een tekst en een soort uit de lijst.",
                violation_error_code="question_kind",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class PollOption(models.Model):
    """One answer that can be chosen, and how many did. What is shown later may be wider than what is chosen."""

    question = models.ForeignKey(PollQuestion, verbose_name="vraag", related_name="options", on_delete=models.CASCADE)
    position = models.PositiveSmallIntegerField("volgorde")
    text = models.CharField("antwoord", max_length=100)
    shown_as = models.CharField("in de uitslag", max_length=100)
    count = models.PositiveIntegerField("gekozen", default=0, editable=False)

    class Meta:
        verbose_name = "antwoord bij een vraag"
        verbose_name_plural = "antwoorden bij vragen"
        ordering = ["question", "position"]
        constraints = [
            models.UniqueConstraint(name="informal_care_polloption_position", fields=["question", "position"]),
            models.CheckConstraint(
                name="informal_care_polloption_text",
                condition=~models.Q(text="") & ~models.Q(shown_as=""),
                violation_error_message="Vul de tekst van het antwoord in.",
                violation_error_code="option_text",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class PollInvitation(models.Model):
    """That a member may answer a poll, once. Of the link only the fingerprint is kept.

    It says that somebody answered, and not when: a moment could be laid beside something else.
    """

    poll = models.ForeignKey(Poll, verbose_name="peiling", related_name="invitations", on_delete=models.CASCADE)
    member = models.ForeignKey(PanelMember, verbose_name="lid", related_name="invitations", on_delete=models.CASCADE)
    fingerprint = models.CharField("vingerafdruk", max_length=64, unique=True, editable=False)
    is_used = models.BooleanField("heeft geantwoord", default=False, editable=False)

    person_path = "member"

    class Meta:
        verbose_name = "uitnodiging voor een peiling"
        verbose_name_plural = "uitnodigingen voor peilingen"
        ordering = ["poll", "pk"]
        constraints = [models.UniqueConstraint(name="informal_care_pollinvitation_once", fields=["poll", "member"])]

    def __str__(self) -> str:
        return f"Uitnodiging voor {self.poll}"
