"""The Mezzo Model as it was published: reference data, in editions beside each other. Nothing here is about anybody."""

from django.db import models

from core.models import PublicModel, ReferenceModel
from informal_care.enums import ActorKind, StatementKind


class Edition(PublicModel, ReferenceModel):
    """One edition of the model, with where it comes from. An edition that was loaded never changes."""

    code = models.SlugField("code", max_length=40)
    number = models.PositiveSmallIntegerField("uitgave")
    name = models.CharField("naam", max_length=200)
    source = models.CharField("bron", max_length=300)
    published_by = models.CharField("uitgegeven door", max_length=200)
    fingerprint = models.CharField("vingerafdruk", max_length=64, help_text="SHA-256 van wat er is geladen.")

    audited_values = frozenset({"code", "number", "name", "source", "published_by"})

    class Meta:
        verbose_name = "uitgave van het model"
        verbose_name_plural = "uitgaven van het model"
        ordering = ["code", "-number"]
        constraints = [
            models.UniqueConstraint(
                name="informal_care_edition_number",
                fields=["code", "number"],
                violation_error_message="Deze uitgave is er al.",
                violation_error_code="edition_number",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} (uitgave {self.number})"


class Aim(PublicModel, ReferenceModel):
    """A goal of the model (Vinden, Versterken, Verbinden, Verlichten). An aim, since a goal is of a plan."""

    edition = models.ForeignKey(Edition, verbose_name="uitgave", related_name="aims", on_delete=models.PROTECT)
    code = models.SlugField("code", max_length=40)
    name = models.CharField("naam", max_length=100)
    about = models.TextField("waar het om gaat")
    page = models.CharField("bladzijde", max_length=10)
    position = models.PositiveSmallIntegerField("volgorde")
    condition_for = models.ManyToManyField(
        "self", verbose_name="voorwaarde voor", related_name="depends_on", symmetrical=False, blank=True
    )

    class Meta:
        verbose_name = "doel van het model"
        verbose_name_plural = "doelen van het model"
        ordering = ["edition", "position"]
        constraints = [models.UniqueConstraint(name="informal_care_aim_code", fields=["edition", "code"])]

    def __str__(self) -> str:
        return self.name


class Choice(PublicModel, ReferenceModel):
    """What municipality and partners choose together to reach an aim."""

    aim = models.ForeignKey(Aim, verbose_name="doel", related_name="choices", on_delete=models.PROTECT)
    code = models.SlugField("code", max_length=40)
    name = models.CharField("naam", max_length=200)
    full_name = models.CharField("volledige naam", max_length=200, blank=True)
    page = models.CharField("bladzijde", max_length=10)
    position = models.PositiveSmallIntegerField("volgorde")

    class Meta:
        verbose_name = "keuze"
        verbose_name_plural = "keuzes"
        ordering = ["aim", "position"]
        constraints = [models.UniqueConstraint(name="informal_care_choice_code", fields=["aim", "code"])]

    def __str__(self) -> str:
        return self.name


class TaskGroup(PublicModel, ReferenceModel):
    """Activities for one or two kinds of actors together, named by the source (taakgroep)."""

    aim = models.ForeignKey(Aim, verbose_name="doel", related_name="task_groups", on_delete=models.PROTECT)
    code = models.SlugField("code", max_length=40)
    name = models.CharField("naam", max_length=200)
    other_name = models.CharField("andere naam in de bron", max_length=200, blank=True)
    about = models.CharField("toelichting", max_length=300, blank=True)
    on_behalf_of = models.CharField("namens", max_length=16, choices=ActorKind.choices, blank=True)
    page = models.CharField("bladzijde", max_length=10)
    position = models.PositiveSmallIntegerField("volgorde")

    class Meta:
        verbose_name = "taakgroep"
        verbose_name_plural = "taakgroepen"
        ordering = ["aim", "position"]
        constraints = [models.UniqueConstraint(name="informal_care_taskgroup_code", fields=["aim", "code"])]

    def __str__(self) -> str:
        return self.name


class Activity(PublicModel, ReferenceModel):
    """Something that an actor can do: under a choice, or in a task group; a part stands under another activity.

    `text` is in our own words, with the page of the source. `support` says how the software helps; that is ours too.
    """

    edition = models.ForeignKey(Edition, verbose_name="uitgave", related_name="activities", on_delete=models.PROTECT)
    aim = models.ForeignKey(Aim, verbose_name="doel", related_name="activities", on_delete=models.PROTECT)
    choice = models.ForeignKey(
        Choice, verbose_name="keuze", related_name="activities", null=True, blank=True, on_delete=models.PROTECT
    )
    task_group = models.ForeignKey(
        TaskGroup, verbose_name="taakgroep", related_name="activities", null=True, blank=True, on_delete=models.PROTECT
    )
    part_of = models.ForeignKey(
        "self", verbose_name="onderdeel van", related_name="parts", null=True, blank=True, on_delete=models.PROTECT
    )
    see_also = models.ForeignKey(
        TaskGroup, verbose_name="zie ook", related_name="+", null=True, blank=True, on_delete=models.PROTECT
    )
    code = models.CharField("code", max_length=20)
    text = models.TextField("wat er gebeurt")
    mark = models.CharField("kenmerk van kwaliteit", max_length=40, blank=True)
    support = models.CharField("hoe de software helpt", max_length=200, blank=True)
    page = models.CharField("bladzijde", max_length=10)
    position = models.PositiveSmallIntegerField("volgorde")

    class Meta:
        verbose_name = "activiteit van het model"
        verbose_name_plural = "activiteiten van het model"
        ordering = ["edition", "position"]
        constraints = [
            models.UniqueConstraint(name="informal_care_activity_code", fields=["edition", "code"]),
            models.CheckConstraint(
                name="informal_care_activity_place",
                condition=models.Q(choice__isnull=False, task_group=None, part_of=None)
                | models.Q(choice=None, task_group__isnull=False),
                violation_error_message="Een activiteit hoort bij een keuze, of bij een taakgroep.",
                violation_error_code="activity_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.text}"


class ActivityActor(ReferenceModel):
    """A kind of actor that carries out an activity, or does so together with who does."""

    activity = models.ForeignKey(Activity, verbose_name="activiteit", related_name="actors", on_delete=models.CASCADE)
    kind = models.CharField("uitvoerder", max_length=16, choices=ActorKind.choices)
    leads = models.BooleanField("voert uit", default=True, help_text="Anders: doet mee.")

    class Meta:
        verbose_name = "uitvoerder van een activiteit"
        verbose_name_plural = "uitvoerders van activiteiten"
        ordering = ["activity", "pk"]
        constraints = [
            models.UniqueConstraint(name="informal_care_activityactor_once", fields=["activity", "kind"]),
            models.CheckConstraint(
                name="informal_care_activityactor_kind",
                condition=models.Q(kind__in=ActorKind.values),
                violation_error_message="Kies een uitvoerder uit de lijst.",
                violation_error_code="actor_kind",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class FindingPlaceKind(PublicModel, ReferenceModel):
    """A kind of place where people who care for somebody can be found (vindplaats)."""

    edition = models.ForeignKey(
        Edition, verbose_name="uitgave", related_name="finding_places", on_delete=models.PROTECT
    )
    code = models.CharField("code", max_length=20)
    name = models.CharField("naam", max_length=200)
    position = models.PositiveSmallIntegerField("volgorde")

    class Meta:
        verbose_name = "soort vindplaats"
        verbose_name_plural = "soorten vindplaatsen"
        ordering = ["edition", "position"]
        constraints = [models.UniqueConstraint(name="informal_care_findingplacekind_code", fields=["edition", "code"])]

    def __str__(self) -> str:
        return self.name


class Statement(PublicModel, ReferenceModel):
    """A sentence of the model beside its aims and activities: a principle, a duty by law, who carries out what."""

    edition = models.ForeignKey(Edition, verbose_name="uitgave", related_name="statements", on_delete=models.PROTECT)
    kind = models.CharField("soort", max_length=12, choices=StatementKind.choices)
    code = models.CharField("code", max_length=20)
    text = models.CharField("tekst", max_length=300)
    law = models.CharField("wet", max_length=100, blank=True)
    page = models.CharField("bladzijde", max_length=10, blank=True)
    position = models.PositiveSmallIntegerField("volgorde")

    class Meta:
        verbose_name = "uitspraak van het model"
        verbose_name_plural = "uitspraken van het model"
        ordering = ["edition", "kind", "position"]
        constraints = [
            models.UniqueConstraint(name="informal_care_statement_code", fields=["edition", "code"]),
            models.CheckConstraint(
                name="informal_care_statement_law",
                condition=models.Q(kind="duty") & ~models.Q(law="") | ~models.Q(kind="duty") & models.Q(law=""),
                violation_error_message="Bij een plicht hoort een artikel van de wet, en alleen daarbij.",
                violation_error_code="statement_law",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.text}"
