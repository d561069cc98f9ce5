"""Informal carers: people of their own, whether or not who they care for has a file here."""

from django.db import models

from clients.enums import Relation
from clients.models import Client
from core.constraints import NoOverlap
from core.identifiers import search_key, validate_postcode
from core.models import DatedModel, PublicModel
from core.periods import period_order
from informal_care.enums import CarerKind
from informal_care.models.municipality import of_one_municipality, same_municipality
from informal_care.querysets import CarerPartQuerySet, CarerQuerySet
from organisations.models import CareProvider, Municipality


class Carer(PublicModel):
    """Somebody who cares for somebody else without being paid for it (mantelzorger, Wmo 2015 art. 1.1.1).

    They are registered with their permission alone, and say themselves what they can do, what not, and what they wish.
    """

    municipality = models.ForeignKey(
        Municipality, verbose_name="gemeente", related_name="carers", on_delete=models.PROTECT
    )
    name = models.CharField("naam", max_length=200)
    birth_date = models.DateField("geboortedatum", null=True, blank=True)
    street = models.CharField("straat", max_length=200, blank=True)
    house_number = models.CharField("huisnummer", max_length=10, blank=True)
    postcode = models.CharField("postcode", max_length=7, blank=True, validators=[validate_postcode])
    city = models.CharField("plaats", max_length=100, blank=True)
    phone = models.CharField("telefoon", max_length=20, blank=True)
    email = models.EmailField("e-mailadres", blank=True)
    known_since = models.DateField("bekend sinds")
    consent_on = models.DateField("toestemming gegeven op")
    can_do = models.TextField("wat goed gaat", blank=True)
    cannot_do = models.TextField("wat niet lukt", blank=True)
    wishes = models.TextField("wat u zelf wilt", blank=True)
    ended_on = models.DateField("zorgt niet meer sinds", null=True, blank=True)
    search_name = models.CharField("zoeknaam", max_length=250, editable=False)
    revision = models.PositiveIntegerField("wijziging", default=1, editable=False)

    objects = CarerQuerySet["Carer"].as_manager()

    person_path = "pk"
    row_owners = ("municipality", "permissions__provider")
    audited_values = frozenset({"municipality", "known_since", "consent_on", "ended_on"})

    OWN_WORDS = ("can_do", "cannot_do", "wishes")
    """What the carer said in confidence: a care provider reads it only with permission."""

    class Meta:
        verbose_name = "mantelzorger"
        verbose_name_plural = "mantelzorgers"
        ordering = ["search_name", "pk"]
        constraints = [
            of_one_municipality("informal_care_carer_of_municipality"),
            models.CheckConstraint(
                name="informal_care_carer_dates",
                condition=models.Q(ended_on=None) | models.Q(ended_on__gte=models.F("known_since")),
                violation_error_message="De zorg eindigt voor deze mantelzorger bekend werd. Kies een latere dag.",
                violation_error_code="carer_dates",
            ),
            models.CheckConstraint(
                name="informal_care_carer_name",
                condition=~models.Q(name="") & ~models.Q(search_name=""),
                violation_error_message="Vul een naam in.",
                violation_error_code="carer_name",
            ),
        ]
        indexes = [models.Index(name="informal_care_carer_by_name", fields=["municipality", "search_name", "id"])]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Keep the search column in step with the name."""
        self.search_name = search_key(self.name)


class CarerType(models.Model):
    """One of the kinds that a carer is."""

    carer = models.ForeignKey(Carer, verbose_name="mantelzorger", related_name="types", on_delete=models.CASCADE)
    kind = models.CharField("soort", max_length=13, choices=CarerKind.choices)

    person_path = "carer"

    class Meta:
        verbose_name = "soort mantelzorger"
        verbose_name_plural = "soorten mantelzorger"
        ordering = ["kind"]
        constraints = [
            models.UniqueConstraint(name="informal_care_carertype_once", fields=["carer", "kind"]),
            models.CheckConstraint(
                name="informal_care_carertype_kind",
                condition=models.Q(kind__in=CarerKind.values),
                violation_error_message="Kies een soort uit de lijst.",
                violation_error_code="carer_kind",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class CareRelation(PublicModel, DatedModel):
    """For whom a carer cares, since when and how much: a client here, or somebody without a file."""

    carer = models.ForeignKey(Carer, verbose_name="mantelzorger", related_name="relations", on_delete=models.CASCADE)
    cared_for = models.CharField(
        "zorgt voor", max_length=100, help_text="In woorden van de mantelzorger, zoals: mijn moeder."
    )
    # Words of the carer stay when the file of the client is destroyed.
    client = models.ForeignKey(
        Client, verbose_name="cliënt", related_name="carers", null=True, blank=True, on_delete=models.SET_NULL
    )
    relation = models.CharField("relatie", max_length=2, choices=Relation.choices)
    hours_per_week = models.PositiveSmallIntegerField("uren per week", null=True, blank=True)
    tasks = models.TextField("wat u doet", blank=True)
    revision = models.PositiveIntegerField("wijziging", default=1, editable=False)

    objects = CarerPartQuerySet["CareRelation"].as_manager()

    person_path = "carer"
    audited_values = frozenset({"client", "starts_on", "ends_on", "hours_per_week"})

    class Meta:
        verbose_name = "zorgrelatie"
        verbose_name_plural = "zorgrelaties"
        ordering = ["-starts_on", "pk"]
        constraints = [
            period_order("informal_care_carerelation_period_order"),
            models.CheckConstraint(
                name="informal_care_carerelation_complete",
                condition=models.Q(relation__in=Relation.values) & ~models.Q(cared_for=""),
                violation_error_message="Schrijf op voor wie u zorgt, en kies een relatie uit de lijst.",
                violation_error_code="care_relation",
            ),
            models.CheckConstraint(
                name="informal_care_carerelation_hours",
                condition=models.Q(hours_per_week=None) | models.Q(hours_per_week__lte=168),
                violation_error_message="Een week heeft 168 uur. Vul minder uren in.",
                violation_error_code="care_hours",
            ),
            NoOverlap(
                name="informal_care_carerelation_no_overlap",
                scope=["carer", "client"],
                condition=models.Q(client__isnull=False),
                violation_error_message="Deze mantelzorger zorgt in een deel van deze periode al voor deze cliënt.",
                violation_error_code="care_relation_overlap",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cared_for} ({self.get_relation_display().lower()})"


class CarerPermission(PublicModel, DatedModel):
    """A carer lets a care provider know that they care for a client of it, and whether it reads their own words."""

    carer = models.ForeignKey(Carer, verbose_name="mantelzorger", related_name="permissions", on_delete=models.CASCADE)
    # Of the carer: the row security of the database reads it here, for that of the carer reads this row.
    municipality = models.ForeignKey(
        Municipality, verbose_name="gemeente", related_name="+", editable=False, on_delete=models.PROTECT
    )
    provider = models.ForeignKey(
        CareProvider, verbose_name="zorgaanbieder", related_name="carer_permissions", on_delete=models.PROTECT
    )
    shares_words = models.BooleanField(
        "mag ook lezen wat ik zelf vertelde", default=False, help_text="Wat goed gaat, wat niet lukt, wat ik zelf wil."
    )

    objects = CarerPartQuerySet["CarerPermission"].as_manager()

    person_path = "carer"
    row_owners = ("municipality", "provider")
    audited_values = frozenset({"provider", "shares_words", "starts_on", "ends_on"})

    class Meta:
        verbose_name = "toestemming van een mantelzorger"
        verbose_name_plural = "toestemmingen van mantelzorgers"
        ordering = ["-starts_on", "pk"]
        constraints = [
            same_municipality("informal_care_carerpermission_of_carer", through="carer"),
            period_order("informal_care_carerpermission_period_order"),
            NoOverlap(
                name="informal_care_carerpermission_no_overlap",
                scope=["carer", "provider"],
                violation_error_message="Voor een deel van deze periode is er al toestemming voor deze aanbieder.",
                violation_error_code="carer_permission_overlap",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider} vanaf {self.starts_on:%d-%m-%Y}"
