"""Which pages are visited, by whom. `test_every_page.py` fails for a page of the project that is not among them."""

from collections.abc import Callable, Iterator
from typing import Final

from tests.access.matrix import MATRIX
from tests.e2e.people import Files
from tests.e2e.visiting import Visit
from tests.e2e.visits_accounts import of_account
from tests.e2e.visits_carers import of_carers
from tests.e2e.visits_clients import of_case_worker, of_import, of_intake, of_privacy_officer, of_requests
from tests.e2e.visits_compliance import of_compliance
from tests.e2e.visits_finding import of_finding
from tests.e2e.visits_informal_care import of_informal_care
from tests.e2e.visits_plans import PLANS_ON_PAPER
from tests.e2e.visits_providers import of_employer, of_professional, of_provider_office
from tests.e2e.visits_purchasers import of_purchaser
from tests.e2e.visits_voice import of_voice
from tests.e2e.visits_volunteers import of_volunteers

WALKED: Final = {
    "accounts:sign_in": "test_pages_without_a_person_are_accessible",
    "accounts:second_step": "test_second_step_by_keyboard",
    "accounts:second_step_remove": "test_second_step_by_keyboard",
    "accounts:recovery": "test_second_step_by_keyboard",
    "accounts:recovery_renew": "test_second_step_by_keyboard",
    "clients:open": "test_file_is_opened_with_a_reason",
    "clients:notify_new": "test_intake_by_keyboard",
    "clients:case_confirm": "test_intake_by_keyboard",
    "clients:case_start": "test_intake_by_keyboard",
    "clients:case_conversation": "test_intake_by_keyboard",
    "clients:case_findings": "test_intake_by_keyboard",
    "clients:case_carer": "test_intake_by_keyboard",
    "clients:case_identity": "test_intake_by_keyboard",
    "clients:case_profile": "test_intake_by_keyboard",
    "clients:case_report": "test_intake_by_keyboard",
    "clients:case_apply": "test_intake_by_keyboard",
    "clients:case_decide": "test_intake_by_keyboard",
    "clients:allocation_decided": "test_intake_by_keyboard",
    "clients:allocation_choose": "test_intake_by_keyboard",
    "informal_care:poll_answer": "test_poll_is_answered_on_a_phone_by_keyboard",
    "informal_care:panel_leave": "test_poll_is_answered_on_a_phone_by_keyboard",
    "informal_care:application_state": "test_somebody_applies_without_an_account",
}
"""Pages that one comes to on a way only: the test that looks at them there."""

ONLY_SENT: Final = {name for name, row in MATRIX.items() if set(row.get.values()) <= {"405", "in"}}
"""What answers to no GET."""

NO_PAGE: Final = {
    "health": "for the load balancer",
    "accounts:single_sign_on": "leads to the provider of identities",
    "organisations:single_sign_on": "the way back from there",
    "organisations:professional_search": "leads to the list",
    "clients:search": "leads to the list",
    "informal_care:carer_search": "leads to the list",
    "accounts:recovery_file": "a text file",
    "organisations:evidence": "an upload",
    "clients:import_template_xlsx": "a workbook",
    "clients:import_template_csv": "a csv file",
    "clients:import_faults": "a csv file",
    "delivery:attendance_template": "a workbook",
    "delivery:attendance_faults": "a csv file",
    "compliance:findings_csv": "a csv file",
    "contracts:indexation_letter": "a PDF",
    "contracts:evidence_file": "a file",
    "contracts:document": "an upload",
    "products:note": "a PDF",
    "compliance:findings_xlsx": "a workbook",
    "clients:trail_pdf": "a PDF",
    "clients:rights_letter": "a PDF",
    "clients:copy_pdf": "a PDF",
    "clients:copy_zip": "a zip file",
    "clients:destruction_certificate": "a PDF",
    "clients:case_plan_file": "an upload",
    "clients:case_letter": "a PDF",
    **PLANS_ON_PAPER,
    "plans:agreement_scan": "an upload",
    "informal_care:evidence_file": "an upload",
    "informal_care:report_pdf": "a PDF",
    "informal_care:scheme_sheet": "a workbook",
    "informal_care:care_figures_xlsx": "a workbook",
    "informal_care:scheme_letters": "a PDF: tests/informal_care/test_appreciation.py",
    "plans:calendar": "for calendar programs",
    "informal_care:volunteer_hours_sheet": "a workbook",
    **dict.fromkeys((name for name in MATRIX if name.startswith("api-v1:") and name not in ONLY_SENT), "for programs"),
    "api-v1:docs": "made by Redoc in the browser: none of our parts stands on it",
    "api-v1:versions": "a text",
    "organisations:oauth_metadata": "for programs",
}
"""What is read but is no page, and why. What can only be sent is left out by the access matrix."""


GROUPS: Final[tuple[Callable[[Files], Iterator[Visit]], ...]] = (
    *(of_case_worker, of_intake, of_requests, of_import, of_account, of_professional),
    *(of_employer, of_provider_office, of_privacy_officer, of_purchaser),
    *(of_compliance, of_informal_care, of_carers, of_voice, of_volunteers, of_finding),
)
