from django.urls import path

from delivery.web import attendance_import as sheets
from delivery.web.attendance import (
    AddClient,
    AddStaff,
    CloseSession,
    CorrectAttendance,
    FloorPage,
    WriteHandover,
    sessions,
    tap,
)
from delivery.web.delivered import Delivered
from delivery.web.exceptions import CancelSession, PlanSession, ResumeSession, UnplanStaff
from delivery.web.groups import GroupList, group_detail
from delivery.web.keeping import ChangeGroup, CloseDay, DecideMix, NewGroup, SetHours, reopen
from delivery.web.placing import EndPlacement, GroupsOfAllocation
from delivery.web.rosters import AddLine, ChangeLine, EndLine, lines
from delivery.web.spending import CeilingDetail, CeilingList
from delivery.web.staffing import ChangeHelper, ChangeLeave, EndLeave, HelperList, LeaveList, NewHelper

app_name = "delivery"

GROUP = "groepen/<uuid:public_id>"
SESSION = "groepen/dagdelen/<uuid:public_id>"
PLACEMENT = "groepen/plaatsingen/<uuid:public_id>"
LINE = "groepen/rooster/regels/<uuid:public_id>"
SHEETS = "groepen/dagdelen/importeren"
SHEET = f"{SHEETS}/<uuid:public_id>"
PLANNED = "groepen/rooster/dagdelen/<uuid:public_id>"
LEAVE = "groepen/afwezig/<uuid:public_id>"

urlpatterns = [
    path("groepen", GroupList.as_view(), name="groups"),
    path("groepen/nieuw", NewGroup.as_view(), name="new_group"),
    path("groepen/gesloten-dagen", CloseDay.as_view(), name="close_day"),
    path("groepen/gesloten-dagen/<uuid:public_id>/openen", reopen, name="reopen_day"),
    path(GROUP, group_detail, name="group"),
    path(f"{GROUP}/gegevens", ChangeGroup.as_view(), name="change_group"),
    path(f"{GROUP}/openingstijden", SetHours.as_view(), name="hours"),
    path(f"{GROUP}/niveaus", DecideMix.as_view(), name="decide_mix"),
    path(f"{PLACEMENT}/einde", EndPlacement.as_view(), name="end_placement"),
    path(f"{GROUP}/rooster/regels", lines, name="roster_lines"),
    path(f"{GROUP}/rooster/regels/nieuw", AddLine.as_view(), name="add_roster_line"),
    path(f"{LINE}/wijzigen", ChangeLine.as_view(), name="change_roster_line"),
    path(f"{LINE}/einde", EndLine.as_view(), name="end_roster_line"),
    path("groepen/vrijwilligers", HelperList.as_view(), name="helpers"),
    path("groepen/vrijwilligers/nieuw", NewHelper.as_view(), name="new_helper"),
    path("groepen/vrijwilligers/<uuid:public_id>", ChangeHelper.as_view(), name="change_helper"),
    path("groepen/afwezig", LeaveList.as_view(), name="leaves"),
    path(LEAVE, ChangeLeave.as_view(), name="change_leave"),
    path(f"{LEAVE}/einde", EndLeave.as_view(), name="end_leave"),
    path("groepen/rooster/gepland/<uuid:public_id>/eraf", UnplanStaff.as_view(), name="unplan_staff"),
    path(PLANNED, PlanSession.as_view(), name="plan_session"),
    path(f"{PLANNED}/vervalt", CancelSession.as_view(), name="cancel_session"),
    path(f"{PLANNED}/gaat-door", ResumeSession.as_view(), name="resume_session"),
    path("groepen/dagdelen", sessions, name="sessions"),
    path(SHEETS, sheets.ImportAttendance.as_view(), name="import_attendance"),
    path(f"{SHEETS}/sjabloon.xlsx", sheets.download_template, name="attendance_template"),
    path(SHEET, sheets.AttendanceRunPage.as_view(), name="attendance_run"),
    path(f"{SHEET}/opslaan", sheets.confirm, name="confirm_attendance"),
    path(f"{SHEET}/opnieuw", sheets.restart, name="restart_attendance"),
    path(f"{SHEET}/verwijderen", sheets.cancel, name="cancel_attendance"),
    path(f"{SHEET}/fouten.csv", sheets.download_faults, name="attendance_faults"),
    path(SESSION, FloorPage.as_view(), name="session"),
    path(f"{SESSION}/tik", tap, name="session_tap"),
    path(f"{SESSION}/client", AddClient.as_view(), name="session_client"),
    path(f"{SESSION}/medewerker", AddStaff.as_view(), name="session_staff"),
    path(f"{SESSION}/overdracht", WriteHandover.as_view(), name="session_handover"),
    path(f"{SESSION}/afsluiten", CloseSession.as_view(), name="session_close"),
    path(f"{SESSION}/correctie", CorrectAttendance.as_view(), name="session_correct"),
    path("bestedingsruimtes", CeilingList.as_view(), name="ceilings"),
    path("bestedingsruimtes/<uuid:public_id>", CeilingDetail.as_view(), name="ceiling"),
    path("toewijzingen/<uuid:public_id>/geleverd", Delivered.as_view(), name="delivered"),
    path("toewijzingen/<uuid:public_id>/groepen", GroupsOfAllocation.as_view(), name="of_allocation"),
]
