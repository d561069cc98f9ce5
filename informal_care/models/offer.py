"""The social map: which help there is, for everybody to read."""

from django.conf import settings
from django.db import models

from core.identifiers import search_key
from core.models import PublicModel
from informal_care.enums import OfferKind
from informal_care.querysets import SupportOfferQuerySet
from organisations.models import Municipality


class SupportOffer(PublicModel):
    """Help for who cares for somebody: open data, kept by one municipality, and shown by others that it names too."""

    municipality = models.ForeignKey(
        Municipality, verbose_name="gemeente die het bijhoudt", related_name="offers", on_delete=models.PROTECT
    )
    also_in = models.ManyToManyField(
        Municipality, verbose_name="ook voor inwoners van", related_name="offers_of_others", blank=True
    )
    name = models.CharField("naam", max_length=200)
    kind = models.CharField("soort hulp", max_length=13, choices=OfferKind.choices)
    provider = models.CharField("van wie", max_length=200)
    for_whom = models.TextField("voor wie")
    about = models.TextField("wat kunt u verwachten")
    is_free = models.BooleanField("gratis", default=False)
    cost = models.CharField("wat kost het", max_length=200, blank=True)
    first_step = models.TextField("wat doet u eerst")
    area = models.CharField("waar", max_length=200)
    phone = models.CharField("telefoon", max_length=20, blank=True)
    email = models.EmailField("e-mailadres", blank=True)
    website = models.CharField("website", max_length=500, blank=True)
    last_checked_on = models.DateField("nagekeken op")
    last_checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="nagekeken door", related_name="+", on_delete=models.PROTECT
    )
    withdrawn_on = models.DateField("niet meer op de kaart sinds", null=True, blank=True)
    search_text = models.TextField("zoektekst", editable=False)
    link_checked_at = models.DateTimeField("website geprobeerd op", null=True, blank=True, editable=False)
    link_status = models.PositiveSmallIntegerField("antwoord van de website", null=True, blank=True, editable=False)
    link_failures = models.PositiveSmallIntegerField("mislukt achter elkaar", default=0, editable=False)
    claim = models.UUIDField("wordt geprobeerd", null=True, blank=True, editable=False)
    claimed_until = models.DateTimeField("wordt geprobeerd tot", null=True, blank=True, editable=False)
    attempts = models.PositiveIntegerField("pogingen", default=0, editable=False)
    revision = models.PositiveIntegerField("wijziging", default=1, editable=False)

    objects = SupportOfferQuerySet["SupportOffer"].as_manager()

    audited_values = frozenset(
        {
            *("municipality", "name", "kind", "provider", "for_whom", "about", "is_free", "cost", "first_step", "area"),
            *("website", "last_checked_on", "withdrawn_on"),
        }
    )

    FOUND_BY = ("name", "provider", "for_whom", "about", "first_step", "area")
    """The texts in which words are looked for."""

    class Meta:
        verbose_name = "steunaanbieding"
        verbose_name_plural = "steunaanbiedingen"
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="informal_care_supportoffer_kind",
                condition=models.Q(kind__in=OfferKind.values),
                violation_error_message="Kies een soort hulp uit de lijst.",
                violation_error_code="offer_kind",
            ),
            models.CheckConstraint(
                name="informal_care_supportoffer_cost",
                condition=models.Q(is_free=True, cost="") | (models.Q(is_free=False) & ~models.Q(cost="")),
                violation_error_message="Kies gratis, of schrijf op wat het kost.",
                violation_error_code="offer_cost",
            ),
            models.CheckConstraint(
                name="informal_care_supportoffer_contact",
                condition=~models.Q(phone="", email="", website=""),
                violation_error_message="Vul een telefoonnummer, een e-mailadres of een website in.",
                violation_error_code="offer_contact",
            ),
        ]
        indexes = [models.Index(name="informal_care_offer_by_link", fields=["link_checked_at"])]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Keep the search column in step with the texts."""
        texts = (str(getattr(self, name)) for name in self.FOUND_BY)
        self.search_text = search_key(" ".join((*texts, str(self.get_kind_display()))))
