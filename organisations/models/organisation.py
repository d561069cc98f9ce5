from django.db import models

from core.identifiers import validate_agb, validate_cbs_code, validate_kvk, validate_postcode
from core.models import PublicModel
from organisations.enums import OrganisationKind, PartnerKind


class Organisation(PublicModel):
    """An organisation on whose behalf users act: the region, a municipality or a care provider."""

    kind = models.CharField("soort", max_length=12, choices=OrganisationKind.choices, blank=True, editable=False)
    name = models.CharField("naam", max_length=200)

    audited_values = frozenset({"kind", "name"})

    class Meta:
        verbose_name = "organisatie"
        verbose_name_plural = "organisaties"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="organisations_organisation_kind",
                condition=models.Q(kind__in=OrganisationKind.values),
                violation_error_message="Kies wat voor organisatie dit is.",
                violation_error_code="organisation_kind",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Region(Organisation):
    """The region in which municipalities buy care together."""

    organisation = models.OneToOneField(
        Organisation, parent_link=True, primary_key=True, related_name="as_region", on_delete=models.CASCADE
    )

    class Meta:
        verbose_name = "zorgregio"
        verbose_name_plural = "zorgregio's"

    def clean(self) -> None:
        """Keep the kind in step with the class."""
        self.kind = OrganisationKind.REGION


class Supervisor(Organisation):
    """Who supervises the quality of care for the municipalities (Wmo 2015 art. 6.1), such as a GGD."""

    organisation = models.OneToOneField(
        Organisation, parent_link=True, primary_key=True, related_name="as_supervisor", on_delete=models.CASCADE
    )
    region = models.ForeignKey(Region, verbose_name="zorgregio", related_name="supervisors", on_delete=models.PROTECT)

    audited_values = Organisation.audited_values | {"region"}

    class Meta:
        verbose_name = "toezichthouder"
        verbose_name_plural = "toezichthouders"

    def clean(self) -> None:
        """Keep the kind in step with the class."""
        self.kind = OrganisationKind.SUPERVISOR


class Municipality(Organisation):
    """A municipality. Its four-digit CBS code is the key of iWmo messages (LDT_Gemeente)."""

    organisation = models.OneToOneField(
        Organisation,
        parent_link=True,
        primary_key=True,
        related_name="as_municipality",
        on_delete=models.CASCADE,
    )
    cbs_code = models.CharField("CBS-code", max_length=4, unique=True, validators=[validate_cbs_code])
    region = models.ForeignKey(
        Region, verbose_name="zorgregio", related_name="municipalities", on_delete=models.PROTECT
    )
    postal_address = models.CharField("postadres", max_length=200, blank=True, help_text="Zoals: Postbus 1.")
    postal_postcode = models.CharField(
        "postcode van het postadres", max_length=7, blank=True, validators=[validate_postcode]
    )
    postal_city = models.CharField("plaats van het postadres", max_length=100, blank=True)
    phone = models.CharField("telefoon", max_length=20, blank=True)
    website = models.CharField("website", max_length=200, blank=True)
    objection_to = models.CharField(
        "bezwaar sturen aan", max_length=200, blank=True, help_text="Wie een bezwaar op het postadres ontvangt."
    )
    objection_website = models.CharField(
        "bezwaar maken met DigiD", max_length=200, blank=True, help_text="Adres van de pagina. Leeg: kan niet."
    )
    support_name = models.CharField("onafhankelijke cliëntondersteuning", max_length=200, blank=True)
    support_phone = models.CharField("telefoon van de cliëntondersteuning", max_length=20, blank=True)
    has_fictional_contact = models.BooleanField(
        "verzonnen contactgegevens", default=False, help_text="Op brieven staat dan 'fictief'."
    )

    CONTACT = (
        "postal_address",
        "postal_postcode",
        "postal_city",
        "phone",
        "website",
        "objection_to",
        "objection_website",
        "support_name",
        "support_phone",
        "has_fictional_contact",
    )
    """Where inhabitants reach the municipality; stands on its letters."""

    audited_values = Organisation.audited_values | {"cbs_code", "region", *CONTACT}

    class Meta:
        verbose_name = "gemeente"
        verbose_name_plural = "gemeenten"

    def clean(self) -> None:
        """Keep the kind in step with the class."""
        self.kind = OrganisationKind.MUNICIPALITY


class CareProvider(Organisation):
    """A care provider, known by its AGB code in iWmo messages and by its KvK number in contracts."""

    organisation = models.OneToOneField(
        Organisation, parent_link=True, primary_key=True, related_name="as_provider", on_delete=models.CASCADE
    )
    agb_code = models.CharField("AGB-code", max_length=8, unique=True, validators=[validate_agb])
    kvk_number = models.CharField("KvK-nummer", max_length=8, unique=True, validators=[validate_kvk])
    is_fictional = models.BooleanField("fictief", default=False, help_text="Verzonnen aanbieder voor de demo.")

    audited_values = Organisation.audited_values | {"agb_code", "kvk_number", "is_fictional"}

    class Meta:
        verbose_name = "zorgaanbieder"
        verbose_name_plural = "zorgaanbieders"

    def clean(self) -> None:
        """Keep the kind in step with the class."""
        self.kind = OrganisationKind.PROVIDER


class Partner(Organisation):
    """Who stands around informal carers and volunteers with a municipality: an employer, a support organisation, an
    interest group, or professionals such as a general practice (Mezzo Model, who carries out).
    """

    organisation = models.OneToOneField(
        Organisation, parent_link=True, primary_key=True, related_name="as_partner", on_delete=models.CASCADE
    )
    partner_kind = models.CharField("soort partner", max_length=14, choices=PartnerKind.choices)
    municipalities = models.ManyToManyField(
        Municipality, verbose_name="werkt met gemeenten", related_name="partners", blank=True
    )
    is_fictional = models.BooleanField("fictief", default=False, help_text="Verzonnen organisatie voor de demo.")

    audited_values = Organisation.audited_values | {"partner_kind", "is_fictional"}

    class Meta:
        verbose_name = "partner"
        verbose_name_plural = "partners"
        constraints = [
            models.CheckConstraint(
                name="organisations_partner_kind",
                condition=models.Q(partner_kind__in=PartnerKind.values),
                violation_error_message="Kies wat voor partner dit is.",
                violation_error_code="partner_kind",
            )
        ]

    def clean(self) -> None:
        """Keep the kind in step with the class."""
        self.kind = OrganisationKind.PARTNER


class Location(PublicModel):
    """A place where a care provider receives groups (product sheet Duurzaam: on location, in a group)."""

    provider = models.ForeignKey(
        CareProvider, verbose_name="zorgaanbieder", related_name="locations", on_delete=models.PROTECT
    )
    name = models.CharField("naam", max_length=200)
    street = models.CharField("straat", max_length=200)
    house_number = models.CharField("huisnummer", max_length=10)
    postcode = models.CharField("postcode", max_length=7, validators=[validate_postcode])
    city = models.CharField("plaats", max_length=100)

    audited_values = frozenset({"provider", "name", "postcode", "city"})

    class Meta:
        verbose_name = "locatie"
        verbose_name_plural = "locaties"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                name="organisations_location_name",
                fields=["provider", "name"],
                violation_error_message="Deze zorgaanbieder heeft al een locatie met deze naam.",
                violation_error_code="location_name",
            )
        ]

    def __str__(self) -> str:
        return self.name
