from django.db import models

from clients.enums import Sex
from clients.querysets import ClientQuerySet
from core.fields import BlindIndexField, EncryptedTextField
from core.identifiers import search_key, validate_bsn, validate_postcode
from core.models import PublicModel
from organisations.models import Municipality


class Client(PublicModel):
    """Somebody who asked the municipality for support.

    The BSN is needed for exchange with providers (Wmo 2015 art. 5.2.9); it is stored encrypted and can
    only be found through its blind index.
    """

    municipality = models.ForeignKey(
        Municipality, verbose_name="gemeente", related_name="clients", on_delete=models.PROTECT
    )
    bsn = EncryptedTextField("burgerservicenummer", blank=True, validators=[validate_bsn])
    bsn_index = BlindIndexField(source="bsn", null=True)
    initials = models.CharField("voorletters", max_length=20)
    given_names = models.CharField("voornamen", max_length=200, blank=True)
    prefix = models.CharField("voorvoegsel", max_length=10, blank=True)
    surname = models.CharField("achternaam", max_length=200)
    birth_date = models.DateField("geboortedatum")
    sex = models.CharField("geslacht", max_length=1, choices=Sex.choices, default=Sex.UNKNOWN)
    street = models.CharField("straat", max_length=200, blank=True)
    house_number = models.CharField("huisnummer", max_length=10, blank=True)
    postcode = models.CharField("postcode", max_length=7, blank=True, validators=[validate_postcode])
    city = models.CharField("plaats", max_length=100, blank=True)
    phone = models.CharField("telefoon", max_length=20, blank=True)
    died_on = models.DateField("overleden op", null=True, editable=False)
    moved_on = models.DateField("verhuisd op", null=True, editable=False)
    search_name = models.CharField("zoeknaam", max_length=450, editable=False)
    revision = models.PositiveIntegerField("wijziging", default=1, editable=False)

    objects = ClientQuerySet["Client"].as_manager()

    client_path = "pk"
    audited_values = frozenset({"municipality", "died_on", "moved_on"})
    row_owners = ("municipality", "allocations__provider")

    class Meta:
        verbose_name = "cliënt"
        verbose_name_plural = "cliënten"
        ordering = ["search_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="clients_client_bsn",
                fields=["municipality", "bsn_index"],
                violation_error_message="Deze gemeente heeft al een dossier van iemand met dit burgerservicenummer.",
                violation_error_code="bsn_taken",
            ),
            models.CheckConstraint(
                name="clients_client_sex",
                condition=models.Q(sex__in=Sex.values),
                violation_error_message="Kies een antwoord uit de lijst.",
                violation_error_code="sex",
            ),
        ]
        indexes = [
            models.Index(name="clients_client_by_name", fields=["municipality", "search_name", "id"]),
            # For a provider, whose clients live in every municipality: walking by name and leaving out others.
            models.Index(name="clients_client_all_by_name", fields=["search_name", "id"]),
            models.Index(name="clients_client_birth_date", fields=["birth_date"]),
            models.Index(name="clients_client_postcode", fields=["postcode"], opclasses=["varchar_pattern_ops"]),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Initials, prefix and surname, as in a letter."""
        return " ".join(part for part in (self.initials, self.prefix, self.surname) if part)

    @property
    def masked_bsn(self) -> str:
        """The last four digits only, to tell people apart without showing the number; empty when unknown."""
        return f"*****{self.bsn[-4:]}" if self.bsn else ""

    @property
    def address(self) -> str:
        """Street and house number, postcode and place, as far as they are known."""
        lines = (f"{self.street} {self.house_number}", f"{self.postcode} {self.city}")
        return ", ".join(line.strip() for line in lines if line.strip())

    def clean(self) -> None:
        """Keep the search column in step with the name."""
        self.search_name = search_key(f"{self.surname} {self.prefix} {self.given_names or self.initials}")
