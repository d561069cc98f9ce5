"""Rows of files, intake, allocations and what clients ask about their file."""

from tests.access.matrix.people import (
    CASE_WORKER_OF_FILE,
    IN_SCOPE,
    PROVIDER_OF_FILE,
    READS_FILE,
    TEAM,
    Row,
    act,
    form,
    in_file,
    page,
    signed_in,
)

# The intake: the municipality of the client alone.
READS_INTAKE = signed_in("404", ruud="ok", karin="ok")
DOES_INTAKE = signed_in("404", ruud="403", karin="ok")
TAKES_OVER = signed_in("404", zoe="403", karin="ok")
ASSIGNS_TEAM = in_file(wil="ok", hanna="ok")

SHIELDS = in_file(karin="ok", hanna="ok")
OWN_SHIELD = in_file(karin="404", hanna="ok")
"""A shield of the provider: the case worker of the municipality may shield, but not this one."""
OPENS_WITH_REASON = signed_in("403", petra="ok", bo="ok", mo="ok", tess="ok", ada="ok")
REVIEWERS = signed_in("403", hanna="ok", vera="ok")
OFFICER = signed_in("403", vera="ok")
# What clients ask about their file: the case worker and the privacy officer of the municipality answer.
ANSWERS = signed_in("404", karin="ok", vera="ok")
# A proposal to destroy a file: the manager sees it too; a case worker may take it back but not approve.
PROPOSAL = signed_in("404", karin="403", vera="ok", maud="ok")
WITHDRAWS_PROPOSAL = signed_in("404", karin="ok", vera="ok", maud="ok")
DESTRUCTIONS = signed_in("403", vera="ok", maud="ok")
CERTIFICATE = signed_in("404", karin="403", ruud="403", ilse="403", vera="ok", maud="ok")

# Lists and forms that open for a role, each with its own scope in it.
DAILY_READERS = {"zoe": "ok", "mo": "ok", "bo": "ok", **dict.fromkeys(IN_SCOPE, "ok")}
ROLES_WITH_FILES = signed_in("403", tess="ok", **DAILY_READERS)
BSN_SEARCH = signed_in("403", **DAILY_READERS)
CASE_WORKERS = signed_in("403", zoe="ok", karin="ok")

# An import of the municipality exists for its case workers only.
CASE_WORKERS_OF_MUNICIPALITY = signed_in("404", karin="ok")

ROWS: dict[str, Row] = {
    "clients:list": page(ROLES_WITH_FILES),
    "clients:search": form(ROLES_WITH_FILES),
    "clients:bsn_search": form(BSN_SEARCH),
    "clients:new": form(CASE_WORKERS),
    "clients:import": form(CASE_WORKERS),
    "clients:import_template_xlsx": page(CASE_WORKERS),
    "clients:import_template_csv": page(CASE_WORKERS),
    "clients:import_run": page(CASE_WORKERS_OF_MUNICIPALITY),
    "clients:import_faults": page(CASE_WORKERS_OF_MUNICIPALITY),
    "clients:import_confirm": act(CASE_WORKERS_OF_MUNICIPALITY),
    "clients:import_restart": act(CASE_WORKERS_OF_MUNICIPALITY),
    "clients:import_cancel": act(CASE_WORKERS_OF_MUNICIPALITY),
    "clients:file": page(READS_FILE),
    "clients:change": form(CASE_WORKER_OF_FILE),
    "clients:bsn": act(READS_FILE),
    "clients:trail": page({**CASE_WORKER_OF_FILE, "vera": "ok"}),
    "clients:trail_pdf": page({**CASE_WORKER_OF_FILE, "vera": "ok"}),
    "clients:rights": page(ANSWERS),
    "clients:rights_new": form(ANSWERS),
    "clients:rights_decide": form(ANSWERS),
    "clients:rights_carry_out": form(ANSWERS),
    "clients:rights_letter": page(ANSWERS),
    "clients:copy_pdf": page(ANSWERS),
    "clients:copy_zip": page(ANSWERS),
    "clients:destruction_propose": act(ANSWERS),
    "clients:destruction_propose_on_request": act(ANSWERS),
    "clients:destruction_choose": form(ANSWERS),
    "clients:destructions": page(DESTRUCTIONS),
    "clients:destruction": Row(PROPOSAL, {**PROPOSAL, "vera": "403"}),
    "clients:destruction_withdraw": act(WITHDRAWS_PROPOSAL),
    "clients:destruction_certificate": page(CERTIFICATE),
    "clients:system": page(READS_FILE),
    "clients:member_new": form(CASE_WORKER_OF_FILE),
    "clients:member_change": form(CASE_WORKER_OF_FILE),
    "clients:member_end": form(CASE_WORKER_OF_FILE),
    "clients:open_search": form(OPENS_WITH_REASON),
    "clients:open": Row(OPENS_WITH_REASON, OPENS_WITH_REASON),
    "clients:openings": page(REVIEWERS),
    "clients:opening_review": form(signed_in("404", hanna="ok")),
    "clients:signals": page(OFFICER),
    "clients:signal": form(OFFICER),
    "clients:shield": page(SHIELDS),
    "clients:shield_new": form(SHIELDS),
    "clients:shield_name": form(OWN_SHIELD),
    "clients:shield_lift": form(OWN_SHIELD),
    "clients:shield_end": form(OWN_SHIELD),
    "clients:team": page(TEAM),
    "clients:team_add": form(ASSIGNS_TEAM),
    "clients:team_end": form(ASSIGNS_TEAM),
    "clients:allocations": page(READS_FILE),
    "clients:allocation_choose": page(CASE_WORKER_OF_FILE),
    "clients:allocation_new": form(CASE_WORKER_OF_FILE),
    "clients:allocation_decided": form(CASE_WORKER_OF_FILE),
    "clients:allocation_change": form(CASE_WORKER_OF_FILE),
    "clients:allocation_extend": form(CASE_WORKER_OF_FILE),
    "clients:allocation_stop": form(PROVIDER_OF_FILE),
    "clients:allocation_resume": form(PROVIDER_OF_FILE),
    "clients:allocation_end": form(CASE_WORKER_OF_FILE),
    "clients:allocation_start": form(PROVIDER_OF_FILE),
    "clients:notify": form(CASE_WORKERS),
    "clients:notify_new": form(CASE_WORKERS),
    "clients:moves": page(CASE_WORKERS),
    "clients:take_over": form(TAKES_OVER),
    "clients:death": form(CASE_WORKER_OF_FILE),
    "clients:death_undo": form(CASE_WORKER_OF_FILE),
    "clients:move": form(CASE_WORKER_OF_FILE),
    "clients:reopen": act(CASE_WORKER_OF_FILE),
    "clients:cases": page(READS_INTAKE),
    "clients:case": page(READS_INTAKE),
    "clients:case_plan_file": page(READS_INTAKE),
    "clients:case_letter": page(READS_INTAKE),
    "clients:case_new": form(DOES_INTAKE),
    "clients:case_reassess": form(DOES_INTAKE),
    "clients:case_confirm": form(DOES_INTAKE),
    "clients:case_telling": form(DOES_INTAKE),
    "clients:case_plan": form(DOES_INTAKE),
    "clients:case_start": form(DOES_INTAKE),
    "clients:case_conversation": form(DOES_INTAKE),
    "clients:case_findings": form(DOES_INTAKE),
    "clients:case_carer": form(DOES_INTAKE),
    "clients:case_no_carer": form(DOES_INTAKE),
    "clients:case_identity": form(DOES_INTAKE),
    "clients:case_profile": form(DOES_INTAKE),
    "clients:case_report": form(DOES_INTAKE),
    "clients:case_apply": form(DOES_INTAKE),
    "clients:case_decide": form(DOES_INTAKE),
    "clients:case_decide_urgently": form(DOES_INTAKE),
    "clients:case_urgent": form(DOES_INTAKE),
    "clients:case_revise": form(DOES_INTAKE),
    "clients:case_withdraw": form(DOES_INTAKE),
    "clients:case_end": form(DOES_INTAKE),
    "clients:case_suspend": form(DOES_INTAKE),
    "clients:case_resume": form(DOES_INTAKE),
}
