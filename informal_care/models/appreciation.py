"""Appreciation for people who care for somebody: what a municipality gives each year, and who applies.

Wmo 2015 art. 2.1.6: a municipality says in a by-law how it shows its appreciation each year.
"""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models.functions import Cast, Concat

from core.fields import BlindIndexField, EncryptedTextField
from core.identifiers import search_key, validate_iban, validate_postcode
from core.models import PublicModel
from informal_care.enums import ApplicationStatus, AppreciationForm, Bond
from informal_care.models.municipality import of_one_municipality, same_municipality
from informal_care.querysets import AppreciationKindQuerySet, AppreciationQuerySet
from organisations.models import Municipality


class AppreciationScheme(PublicModel):
    """What a municipality gives in a year, to whom, and how much there is. What was granted never exceeds the budget:
    the database sees to that, also when two people decide at once.
    """

    municipality = models.ForeignKey(
        Municipality, verbose_name="gemeente", related_name="appreciation_schemes", on_delete=models.PROTECT
    )
    year = models.PositiveSmallIntegerField("jaar")
    opens_on = models.DateField("aanvragen vanaf")
    closes_on = models.DateField("aanvragen tot en met")
    introduction = models.TextField("uitleg voor inwoners", max_length=1000, blank=True)
    bond = models.CharField("wie woont in de gemeente", max_length=6, choices=Bond.choices, default=Bond.CARES)
    least_hours = models.PositiveSmallIntegerField("uren zorg per week, minstens", default=0)
    least_months = models.PositiveSmallIntegerField("maanden dat iemand zorgt, minstens", default=0)
    budget = models.DecimalField("budget in euro", max_digits=11, decimal_places=2)
    granted_amount = models.DecimalField(
        "toegekend in euro", max_digits=11, decimal_places=2, default=0, editable=False
    )
    relied_on = models.CharField("voorwaarden bij het toekennen", max_length=20, blank=True, editable=False)
    revision = models.PositiveIntegerField("wijziging", default=1, editable=False)

    objects = AppreciationQuerySet["AppreciationScheme"].as_manager()

    audited_values = frozenset(
        {
            *("municipality", "year", "opens_on", "closes_on", "bond", "least_hours", "least_months"),
            *("budget", "granted_amount"),
        }
    )

    class Meta:
        verbose_name = "regeling voor waardering"
        verbose_name_plural = "regelingen voor waardering"
        ordering = ["-year"]
        constraints = [
            of_one_municipality("informal_care_appreciationscheme_of_municipality"),
            models.UniqueConstraint(
                name="informal_care_appreciationscheme_year",
                fields=["municipality", "year"],
                violation_error_message="Voor dit jaar is er al een regeling.",
                violation_error_code="scheme_year",
            ),
            models.CheckConstraint(
                name="informal_care_appreciationscheme_period",
                condition=models.Q(closes_on__gte=models.F("opens_on")) & models.Q(bond__in=Bond.values),
                violation_error_message="De regeling sluit voor zij opengaat. Kies een latere dag.",
                violation_error_code="scheme_period",
            ),
            models.CheckConstraint(
                name="informal_care_appreciationscheme_budget",
                condition=models.Q(granted_amount__gte=0, granted_amount__lte=models.F("budget")),
                violation_error_message="Het budget van deze regeling is niet groot genoeg.",
                violation_error_code="scheme_budget",
            ),
            models.CheckConstraint(
                name="informal_care_appreciationscheme_relied",
                condition=models.Q(relied_on="")
                | models.Q(
                    relied_on=Concat(
                        "bond",
                        models.Value("|"),
                        Cast("least_hours", models.CharField()),
                        models.Value("|"),
                        Cast("least_months", models.CharField()),
                    )
                ),
                violation_error_message="Er is al waardering toegekend. De voorwaarden kunt u niet meer wijzigen.",
                violation_error_code="scheme_relied",
            ),
        ]

    def __str__(self) -> str:
        return f"Waardering {self.year}"

    @property
    def conditions(self) -> str:
        """What somebody must meet, as it is kept with the first grant: from then on the database lets it not change."""
        return f"{self.bond}|{self.least_hours}|{self.least_months}"

    def is_open(self, day: date) -> bool:
        """Whether somebody can apply on `day`."""
        return self.opens_on <= day <= self.closes_on


class AppreciationKind(PublicModel):
    """One thing that can be chosen, what it is worth and how many there are."""

    scheme = models.ForeignKey(
        AppreciationScheme, verbose_name="regeling", related_name="kinds", on_delete=models.CASCADE
    )
    form = models.CharField("vorm", max_length=8, choices=AppreciationForm.choices)
    name = models.CharField("naam", max_length=100)
    value = models.DecimalField("waarde in euro", max_digits=9, decimal_places=2)
    available = models.PositiveIntegerField("hoeveel er zijn")
    granted = models.PositiveIntegerField("toegekend", default=0, editable=False)

    objects = AppreciationKindQuerySet["AppreciationKind"].as_manager()

    audited_values = frozenset({"scheme", "form", "name", "value", "available", "granted"})

    class Meta:
        verbose_name = "soort waardering"
        verbose_name_plural = "soorten waardering"
        ordering = ["scheme", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="informal_care_appreciationkind_name",
                fields=["scheme", "name"],
                violation_error_message="Deze naam staat er al.",
                violation_error_code="kind_name",
            ),
            models.CheckConstraint(
                name="informal_care_appreciationkind_complete",
                condition=models.Q(form__in=AppreciationForm.values, value__gte=0) & ~models.Q(name=""),
                violation_error_message="Kies een vorm, en vul een naam en een waarde van 0 euro of meer in.",
                violation_error_code="kind_complete",
            ),
            models.CheckConstraint(
                name="informal_care_appreciationkind_number",
                condition=models.Q(granted__lte=models.F("available")),
                violation_error_message="Hier zijn er geen meer van.",
                violation_error_code="kind_number",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AppreciationApplication(PublicModel):
    """That somebody asks for appreciation, for themselves or through who helps them, and what was decided.

    Who applies a second time in a year is known by name and birth date together. That application is kept beside the
    first (`same_as`) and decided with it: whoever sent it sees what everybody sees.
    """

    municipality = models.ForeignKey(
        Municipality, verbose_name="gemeente", related_name="appreciation_applications", on_delete=models.PROTECT
    )
    scheme = models.ForeignKey(
        AppreciationScheme, verbose_name="regeling", related_name="applications", on_delete=models.PROTECT
    )
    kind = models.ForeignKey(
        AppreciationKind, verbose_name="keuze", related_name="applications", on_delete=models.PROTECT
    )
    name = models.CharField("naam", max_length=200, blank=True)
    birth_date = models.DateField("geboortedatum", null=True, blank=True)
    street = models.CharField("straat en huisnummer", max_length=200, blank=True)
    postcode = models.CharField("postcode", max_length=7, blank=True, validators=[validate_postcode])
    city = models.CharField("plaats", max_length=100, blank=True)
    email = models.EmailField("e-mailadres", blank=True)
    phone = models.CharField("telefoon", max_length=20, blank=True)
    iban = EncryptedTextField[str | None, str | None]("rekening", null=True, blank=True, validators=[validate_iban])
    cared_for = models.CharField("voor wie", max_length=200, blank=True)
    hours_per_week = models.PositiveSmallIntegerField("uren zorg per week")
    cares_since = models.DateField("zorgt sinds")
    lives_here = models.BooleanField("woont in de gemeente")
    cared_for_lives_here = models.BooleanField("degene voor wie, woont in de gemeente")
    identity = EncryptedTextField[str, str]("wie", blank=True, editable=False)
    identity_index = BlindIndexField[str, str](source="identity")
    fingerprint = models.CharField("vingerafdruk", max_length=64, unique=True, null=True, editable=False)
    same_as = models.ForeignKey(
        "self", verbose_name="nog een keer", related_name="again", null=True, blank=True, on_delete=models.CASCADE
    )
    applied_on = models.DateField("aangevraagd op")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="ingevuld door",
        related_name="+",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    status = models.CharField(
        "stand", max_length=7, choices=ApplicationStatus.choices, default=ApplicationStatus.APPLIED
    )
    reason = models.TextField("waarom niet", blank=True)
    decided_on = models.DateField("besloten op", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="besloten door",
        related_name="+",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    emptied_on = models.DateField("leeggemaakt op", null=True, blank=True)

    objects = AppreciationQuerySet["AppreciationApplication"].as_manager()

    person_path = "pk"
    row_owners = ("municipality",)
    audited_values = frozenset(
        {"municipality", "scheme", "kind", "applied_on", "status", "decided_on", "decided_by", "emptied_on"}
    )

    PERSONAL = (
        *("name", "street", "postcode", "city", "email", "phone", "cared_for", "reason", "identity"),
        *("birth_date", "fingerprint", "iban"),
    )
    """What is emptied when it is kept no longer."""

    class Meta:
        verbose_name = "aanvraag voor waardering"
        verbose_name_plural = "aanvragen voor waardering"
        ordering = ["applied_on", "pk"]
        constraints = [
            same_municipality("informal_care_appreciationapplication_of_scheme", through="scheme"),
            models.UniqueConstraint(
                name="informal_care_appreciationapplication_once",
                fields=["scheme", "identity_index"],
                condition=models.Q(same_as=None),
                violation_error_message="Deze persoon vroeg dit jaar al aan.",
                violation_error_code="applied_twice",
            ),
            models.CheckConstraint(
                name="informal_care_appreciationapplication_decided",
                condition=models.Q(status="applied", decided_on=None, decided_by=None)
                | models.Q(
                    status="granted", decided_on__isnull=False, decided_by__isnull=False, same_as=None, reason=""
                )
                | (
                    models.Q(status="refused", decided_on__isnull=False, decided_by__isnull=False)
                    & (~models.Q(reason="") | models.Q(emptied_on__isnull=False))
                ),
                violation_error_message="Een besluit heeft een dag en wie het nam. Een afwijzing heeft een reden.",
                violation_error_code="application_decided",
            ),
            models.CheckConstraint(
                name="informal_care_appreciationapplication_emptied",
                condition=(models.Q(emptied_on=None) & ~models.Q(name="") & models.Q(birth_date__isnull=False))
                | models.Q(emptied_on__isnull=False, name="", email="", phone="", street="", birth_date=None)
                & models.Q(iban__isnull=True),
                violation_error_message="Vul een naam en een geboortedatum in.",
                violation_error_code="application_emptied",
            ),
        ]

    def __str__(self) -> str:
        return f"Aanvraag {self.public_id}"

    def clean(self) -> None:
        """Keep what somebody is known by in step with the name and the birth date."""
        self.identity = identity_of(self.name, self.birth_date) if self.name and self.birth_date else ""


def identity_of(name: str, birth_date: date) -> str:
    """What somebody is known by in a year: the name without regard to case, accents or blanks, and the birth date."""
    return f"{''.join(search_key(name).split())}|{birth_date.isoformat()}"
