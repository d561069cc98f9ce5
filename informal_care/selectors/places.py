"""The register of finding places, by kind, with what is missing."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from core.actors import Actor
from informal_care.enums import CareParameter
from informal_care.models import Edition, FindingPlace, FindingPlaceKind, PlacesContact
from informal_care.querysets import FindingPlaceQuerySet
from informal_care.rules.places import Lacking, lacking
from informal_care.selectors.settings import care_setting


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One finding place with what it lacks."""

    place: FindingPlace
    trained_on: date | None
    spoken_on: date | None
    lacking: Lacking


@dataclass(frozen=True, slots=True)
class KindOfPlaces:
    """One of the kinds, with the finding places that are known of it."""

    kind: FindingPlaceKind
    rows: tuple[PlaceRow, ...]


def kinds_in_use() -> list[FindingPlaceKind]:
    """The kinds of the newest edition; those of older ones stand with the places that have them."""
    newest = Edition.objects.order_by("-number").first()
    return list(FindingPlaceKind.objects.filter(edition=newest).order_by("position")) if newest else []


def register_of(actor: Actor, day: date) -> list[KindOfPlaces]:
    """All kinds with the finding places of the actor's municipality that are one on `day`; also kinds without any."""
    months = care_setting(CareParameter.PLACE_CONTACT_MONTHS, day)
    rows: dict[str, list[PlaceRow]] = {}
    kinds = {kind.code: kind for kind in kinds_in_use()}
    for place in _with_last(FindingPlace.objects.visible_to(actor).filter(ended_on=None)):
        kinds.setdefault(place.kind.code, place.kind)
        rows.setdefault(place.kind.code, []).append(_row(place, day, months))
    return [KindOfPlaces(kind, tuple(rows.get(code, ()))) for code, kind in kinds.items()]


def row_of(place: FindingPlace, day: date) -> PlaceRow:
    """One place with what it lacks on `day`."""
    months = care_setting(CareParameter.PLACE_CONTACT_MONTHS, day)
    return _row(_with_last(FindingPlace.objects.filter(pk=place.pk)).get(), day, months)


def places_contact(municipality_id: int | None, day: date) -> PlacesContact | None:
    """Who is there for all finding places of this municipality on `day`; None when nobody was named."""
    rows = PlacesContact.objects.active_on(day).filter(municipality=municipality_id)
    return rows.select_related("person").first()


def _with_last(rows: FindingPlaceQuerySet[FindingPlace]) -> FindingPlaceQuerySet[FindingPlace]:
    last = {"last_training": Max("trainings__given_on"), "last_visit": Max("visits__spoken_on")}
    return rows.select_related("kind", "municipality", "partner").annotate(**last).order_by("kind__position", "name")


def _row(place: FindingPlace, day: date, months: int) -> PlaceRow:
    trained_on: date | None = place.last_training  # type: ignore[attr-defined]
    spoken_on: date | None = place.last_visit  # type: ignore[attr-defined]
    found = lacking(
        agreed_on=place.agreed_on, trained_on=trained_on, spoken_on=spoken_on, day=day, contact_months=months
    )
    return PlaceRow(place, trained_on, spoken_on, found)


def places_out_of_touch(actor: Actor, day: date) -> list[PlaceRow]:
    """Finding places of the actor's municipality that nobody spoke with for too long; who waits longest first."""
    months = care_setting(CareParameter.PLACE_CONTACT_MONTHS, day)
    places = _with_last(FindingPlace.objects.visible_to(actor).filter(ended_on=None))
    rows = [row for place in places if (row := _row(place, day, months)).lacking.contact]
    return sorted(rows, key=lambda row: row.spoken_on or date.min)
