"""Places where people who care for somebody are found (vindplaatsen): who works there, and what was agreed."""

from django.conf import settings
from django.db import models

from core.constraints import NoOverlap
from core.models import DatedModel, PublicModel
from core.periods import period_order
from informal_care.models.edition import FindingPlaceKind
from informal_care.models.municipality import of_one_municipality
from informal_care.querysets import FindingPlaceQuerySet, PlacePartQuerySet, PlacesContactQuerySet
from organisations.models import Municipality, Partner


class FindingPlace(PublicModel):
    """A place of one of the twelve kinds, with the way of working that was agreed: recognise, signal, refer (VIN-B)."""

    municipality = models.ForeignKey(
        Municipality, verbose_name="gemeente", related_name="finding_places", on_delete=models.PROTECT
    )
    kind = models.ForeignKey(
        FindingPlaceKind, verbose_name="soort vindplaats", related_name="places", on_delete=models.PROTECT
    )
    name = models.CharField("naam", max_length=200)
    address = models.CharField("adres", max_length=200, blank=True)
    phone = models.CharField("telefoon", max_length=20, blank=True)
    email = models.EmailField("e-mailadres", blank=True)
    contact_name = models.CharField("wie u daar spreekt", max_length=200, blank=True)
    partner = models.ForeignKey(
        Partner,
        verbose_name="organisatie in dit programma",
        related_name="finding_places",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    recognising = models.TextField("zo herkent u het", blank=True)
    signalling = models.TextField("zo geeft u het door", blank=True)
    referring = models.TextField("zo verwijst u door", blank=True)
    agreed_on = models.DateField("afgesproken op", null=True, blank=True)
    ended_on = models.DateField("geen vindplaats meer sinds", null=True, blank=True)
    revision = models.PositiveIntegerField("wijziging", default=1, editable=False)

    objects = FindingPlaceQuerySet["FindingPlace"].as_manager()

    audited_values = frozenset({"municipality", "kind", "partner", "agreed_on", "ended_on"})

    AGREEMENT = ("recognising", "signalling", "referring")

    class Meta:
        verbose_name = "vindplaats"
        verbose_name_plural = "vindplaatsen"
        ordering = ["kind__position", "name", "pk"]
        constraints = [
            of_one_municipality("informal_care_findingplace_of_municipality"),
            models.UniqueConstraint(
                name="informal_care_findingplace_once",
                fields=["municipality", "name"],
                condition=models.Q(ended_on=None),
                violation_error_message="Deze vindplaats staat al in de lijst.",
                violation_error_code="place_once",
            ),
            models.CheckConstraint(
                name="informal_care_findingplace_agreed",
                condition=models.Q(agreed_on=None)
                | ~(models.Q(recognising="") | models.Q(signalling="") | models.Q(referring="")),
                violation_error_message="Schrijf op hoe u herkent, doorgeeft en doorverwijst, voor u een dag invult.",
                violation_error_code="place_agreed",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PlaceTraining(PublicModel):
    """A training that was given at a finding place (VRB-A-2 to 4)."""

    place = models.ForeignKey(
        FindingPlace, verbose_name="vindplaats", related_name="trainings", on_delete=models.CASCADE
    )
    given_on = models.DateField("gegeven op")
    subject = models.CharField("onderwerp", max_length=200)
    people = models.PositiveSmallIntegerField("aantal mensen")

    objects = PlacePartQuerySet["PlaceTraining"].as_manager()

    audited_values = frozenset({"place", "given_on", "people"})

    class Meta:
        verbose_name = "training op een vindplaats"
        verbose_name_plural = "trainingen op vindplaatsen"
        ordering = ["-given_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="informal_care_placetraining_people",
                condition=models.Q(people__gt=0) & ~models.Q(subject=""),
                violation_error_message="Vul het onderwerp in, en hoeveel mensen er waren: 1 of meer.",
                violation_error_code="training_people",
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} op {self.given_on:%d-%m-%Y}"


class PlaceVisit(PublicModel):
    """Somebody of the municipality spoke with a finding place."""

    place = models.ForeignKey(FindingPlace, verbose_name="vindplaats", related_name="visits", on_delete=models.CASCADE)
    spoken_on = models.DateField("gesproken op")
    note = models.TextField("waar het over ging")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="door", related_name="+", on_delete=models.PROTECT)

    objects = PlacePartQuerySet["PlaceVisit"].as_manager()

    audited_values = frozenset({"place", "spoken_on", "by"})

    class Meta:
        verbose_name = "contact met een vindplaats"
        verbose_name_plural = "contacten met vindplaatsen"
        ordering = ["-spoken_on", "-pk"]

    def __str__(self) -> str:
        return f"Gesproken op {self.spoken_on:%d-%m-%Y}"


class PlacesContact(PublicModel, DatedModel):
    """The one person of a municipality for all of its finding places (TG4-2), from one day to another."""

    municipality = models.ForeignKey(
        Municipality, verbose_name="gemeente", related_name="places_contacts", on_delete=models.PROTECT
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="contactpersoon", related_name="+", on_delete=models.PROTECT
    )

    objects = PlacesContactQuerySet["PlacesContact"].as_manager()

    audited_values = frozenset({"municipality", "person", "starts_on", "ends_on"})

    class Meta:
        verbose_name = "contactpersoon voor de vindplaatsen"
        verbose_name_plural = "contactpersonen voor de vindplaatsen"
        ordering = ["-starts_on", "pk"]
        constraints = [
            period_order("informal_care_placescontact_period_order"),
            NoOverlap(
                name="informal_care_placescontact_no_overlap",
                scope=["municipality"],
                violation_error_message="Er is op deze dagen al een contactpersoon voor de vindplaatsen.",
                violation_error_code="places_contact_overlap",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} vanaf {self.starts_on:%d-%m-%Y}"
