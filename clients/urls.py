from django.urls import path

from clients.web import (
    allocation_changes,
    allocations,
    destruction,
    files,
    importing,
    listing,
    openings,
    rights,
    shields,
    system,
    team,
    trail,
)

app_name = "clients"

FILE = "clienten/<uuid:public_id>"
MEMBER = f"{FILE}/clientsysteem/<uuid:member_id>"
IMPORT = "clienten/importeren/<uuid:run_id>"
ALLOCATION = f"{FILE}/toewijzingen/<uuid:allocation_id>"
REQUEST = f"{FILE}/rechten/<uuid:request_id>"
DESTRUCTION = "vernietiging/<uuid:destruction_id>"

urlpatterns = [
    path("clienten", listing.ClientList.as_view(), name="list"),
    path("clienten/zoeken", listing.search, name="search"),
    path("clienten/zoek-op-bsn", listing.BsnSearch.as_view(), name="bsn_search"),
    path("clienten/nieuw", files.NewClient.as_view(), name="new"),
    path("clienten/importeren", importing.Import.as_view(), name="import"),
    path("clienten/importeren/sjabloon.xlsx", importing.download_xlsx, name="import_template_xlsx"),
    path("clienten/importeren/sjabloon.csv", importing.download_csv, name="import_template_csv"),
    path(IMPORT, importing.ImportPage.as_view(), name="import_run"),
    path(f"{IMPORT}/fouten.csv", importing.download_faults, name="import_faults"),
    path(f"{IMPORT}/uitvoeren", importing.confirm, name="import_confirm"),
    path(f"{IMPORT}/opnieuw", importing.restart, name="import_restart"),
    path(f"{IMPORT}/stoppen", importing.cancel, name="import_cancel"),
    path("dossier-openen", openings.SeekFile.as_view(), name="open_search"),
    path("dossier-openen/reden", openings.OpenFile.as_view(), name="open"),
    path("geopende-dossiers", openings.Openings.as_view(), name="openings"),
    path("geopende-dossiers/<uuid:opening_id>", openings.ReviewOpening.as_view(), name="opening_review"),
    path(FILE, files.Overview.as_view(), name="file"),
    path(f"{FILE}/wijzigen", files.ChangeClient.as_view(), name="change"),
    path(f"{FILE}/bsn", files.show_bsn, name="bsn"),
    path(f"{FILE}/spoor", trail.Trail.as_view(), name="trail"),
    path(f"{FILE}/spoor.pdf", trail.print_trail, name="trail_pdf"),
    path(f"{FILE}/clientsysteem", system.ClientSystem.as_view(), name="system"),
    path(f"{FILE}/clientsysteem/nieuw", system.AddMember.as_view(), name="member_new"),
    path(MEMBER, system.ChangeMember.as_view(), name="member_change"),
    path(f"{MEMBER}/einde", system.EndMember.as_view(), name="member_end"),
    path(f"{FILE}/afscherming", shields.Shield.as_view(), name="shield"),
    path(f"{FILE}/afscherming/nieuw", shields.NewShield.as_view(), name="shield_new"),
    path(f"{FILE}/afscherming/<uuid:shield_id>/medewerker", shields.NamePerson.as_view(), name="shield_name"),
    path(f"{FILE}/afscherming/<uuid:shield_id>/einde", shields.LiftShield.as_view(), name="shield_lift"),
    path(f"{FILE}/afscherming/toegang/<uuid:access_id>/einde", shields.EndAccess.as_view(), name="shield_end"),
    path(f"{FILE}/behandelteam", team.Team.as_view(), name="team"),
    path(f"{FILE}/behandelteam/nieuw", team.AddToTeam.as_view(), name="team_add"),
    path(f"{FILE}/behandelteam/<uuid:relation_id>/einde", team.EndTreatment.as_view(), name="team_end"),
    path(f"{FILE}/toewijzingen", allocations.Allocations.as_view(), name="allocations"),
    path(f"{FILE}/toewijzingen/nieuw", allocations.ChooseDecision.as_view(), name="allocation_choose"),
    path(f"{FILE}/toewijzingen/zonder-besluit", allocations.NewAllocation.as_view(), name="allocation_new"),
    path(
        f"{FILE}/toewijzingen/uit-besluit/<uuid:decision_id>",
        allocations.AllocateDecision.as_view(),
        name="allocation_decided",
    ),
    path(f"{ALLOCATION}/omvang", allocation_changes.ChangeVolume.as_view(), name="allocation_change"),
    path(f"{ALLOCATION}/verlengen", allocation_changes.ExtendAllocation.as_view(), name="allocation_extend"),
    path(f"{ALLOCATION}/stop", allocation_changes.StopDelivery.as_view(), name="allocation_stop"),
    path(f"{ALLOCATION}/einde", allocations.EndAllocation.as_view(), name="allocation_end"),
    path(
        f"{ALLOCATION}/start",
        allocations.StartDelivery.as_view(),
        name="allocation_start",
    ),
    path(f"{FILE}/rechten", rights.Rights.as_view(), name="rights"),
    path(f"{FILE}/rechten/nieuw", rights.NewRequest.as_view(), name="rights_new"),
    path(f"{FILE}/rechten/vernietigen", rights.propose, name="destruction_propose"),
    path(f"{REQUEST}/besluit", rights.DecideRequest.as_view(), name="rights_decide"),
    path(f"{REQUEST}/uitgevoerd", rights.CarryOutRequest.as_view(), name="rights_carry_out"),
    path(f"{REQUEST}/brief.pdf", rights.decision_letter, name="rights_letter"),
    path(f"{REQUEST}/dossier.pdf", rights.copy_pdf, name="copy_pdf"),
    path(f"{REQUEST}/dossier.zip", rights.copy_zip, name="copy_zip"),
    path(f"{REQUEST}/vernietigen", rights.propose_on_request, name="destruction_propose_on_request"),
    path("vernietiging", destruction.Destructions.as_view(), name="destructions"),
    path(DESTRUCTION, destruction.ApproveDestruction.as_view(), name="destruction"),
    path(f"{DESTRUCTION}/intrekken", destruction.withdraw, name="destruction_withdraw"),
    path("vernietiging/verklaring/<uuid:certificate_id>.pdf", destruction.certificate, name="destruction_certificate"),
]
