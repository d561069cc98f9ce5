from django.contrib import admin

from core.admin import ReadOnlyAdmin
from informal_care.models import FindingPlace, PlacesContact, PlaceTraining, PlaceVisit


@admin.register(FindingPlace)
class FindingPlaceAdmin(ReadOnlyAdmin[FindingPlace]):
    """Finding places, to look at."""

    list_display = ("name", "municipality", "kind", "agreed_on", "ended_on")
    list_select_related = ("municipality", "kind")
    list_filter = ("municipality",)
    search_fields = ("name",)


@admin.register(PlaceTraining)
class PlaceTrainingAdmin(ReadOnlyAdmin[PlaceTraining]):
    """Trainings at finding places, to look at."""

    list_display = ("place", "given_on", "subject", "people")
    list_select_related = ("place",)


@admin.register(PlaceVisit)
class PlaceVisitAdmin(ReadOnlyAdmin[PlaceVisit]):
    """Talks with finding places, to look at."""

    list_display = ("place", "spoken_on", "by")
    list_select_related = ("place", "by")


@admin.register(PlacesContact)
class PlacesContactAdmin(ReadOnlyAdmin[PlacesContact]):
    """Who is there for all finding places, to look at."""

    list_display = ("municipality", "person", "starts_on", "ends_on")
    list_select_related = ("municipality", "person")
