from django.urls import path

from clients.web import allocations, files, listing, system

app_name = "clients"
urlpatterns = [
    path("clienten", listing.ClientList.as_view(), name="list"),
    path("clienten/zoeken", listing.search, name="search"),
    path("clienten/zoek-op-bsn", listing.BsnSearch.as_view(), name="bsn_search"),
    path("clienten/nieuw", files.NewClient.as_view(), name="new"),
    path("clienten/<uuid:public_id>", files.Overview.as_view(), name="file"),
    path("clienten/<uuid:public_id>/wijzigen", files.change, name="change"),
    path("clienten/<uuid:public_id>/bsn", files.show_bsn, name="bsn"),
    path("clienten/<uuid:public_id>/spoor", files.Trail.as_view(), name="trail"),
    path("clienten/<uuid:public_id>/clientsysteem", system.ClientSystem.as_view(), name="system"),
    path("clienten/<uuid:public_id>/clientsysteem/nieuw", system.add, name="member_new"),
    path("clienten/<uuid:public_id>/clientsysteem/<uuid:member_id>", system.change, name="member_change"),
    path("clienten/<uuid:public_id>/clientsysteem/<uuid:member_id>/einde", system.end, name="member_end"),
    path("clienten/<uuid:public_id>/toewijzingen", allocations.Allocations.as_view(), name="allocations"),
    path("clienten/<uuid:public_id>/toewijzingen/nieuw", allocations.new, name="allocation_new"),
    path("clienten/<uuid:public_id>/toewijzingen/<uuid:allocation_id>/einde", allocations.end, name="allocation_end"),
    path(
        "clienten/<uuid:public_id>/toewijzingen/<uuid:allocation_id>/start",
        allocations.start,
        name="allocation_start",
    ),
]
