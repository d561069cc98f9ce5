"""Rows of plans, evaluations and templates."""

from tests.access.matrix.people import (
    CASE_WORKER_OF_FILE,
    PROVIDER_OF_FILE,
    Row,
    act,
    form,
    in_file,
    page,
    public,
    signed_in,
)

READS_PLAN = in_file(ruud="ok", karin="ok", petra="ok", hanna="ok")
PRINTS_PLANS = signed_in("403", **dict.fromkeys(("zoe", "mo", "bo", "ruud", "karin", "petra", "hanna"), "ok"))
OWN_BATCH = signed_in("404", petra="ok")

# Templates of plans are about nobody: who keeps them at a provider, and there the own ones.
KEEPS_TEMPLATES = signed_in("403", **dict.fromkeys(("petra", "bo", "wil", "hanna", "mo"), "ok"))
OWN_TEMPLATES = signed_in("404", **dict.fromkeys(("petra", "bo", "wil", "hanna"), "ok"))

ROWS: dict[str, Row] = {
    "plans:calendar": public("a calendar program cannot sign in: the secret in the address lets it in"),
    "plans:of_client": page(READS_PLAN),
    "plans:start": form(PROVIDER_OF_FILE),
    "plans:detail": page(READS_PLAN),
    "plans:pdf": page(READS_PLAN),
    "plans:fhir": page(READS_PLAN),
    "plans:readable": page(READS_PLAN),
    "plans:readable_pdf": page(READS_PLAN),
    "plans:pictures_pdf": page(READS_PLAN),
    # Plans of the own scope; a batch is of who asked for it alone.
    "plans:print": form(PRINTS_PLANS),
    "plans:print_batch": page(OWN_BATCH),
    "plans:print_zip": page(OWN_BATCH),
    "plans:print_cancel": act(OWN_BATCH),
    "plans:print_retry": act(OWN_BATCH),
    "plans:change": form(PROVIDER_OF_FILE),
    "plans:score_start": form(PROVIDER_OF_FILE),
    "plans:moments": form(PROVIDER_OF_FILE),
    "plans:add_goal": form(PROVIDER_OF_FILE),
    "plans:change_goal": form(PROVIDER_OF_FILE),
    "plans:remove_goal": form(PROVIDER_OF_FILE),
    "plans:agree": Row(PROVIDER_OF_FILE, {**PROVIDER_OF_FILE, "petra": "405"}),
    "plans:agree_for_client": form(PROVIDER_OF_FILE),
    "plans:agree_as_professional": form(PROVIDER_OF_FILE),
    "plans:coordination": page(READS_PLAN),
    "plans:add_contact": form(PROVIDER_OF_FILE),
    "plans:add_note": form(PROVIDER_OF_FILE),
    "plans:change_contact": form(PROVIDER_OF_FILE),
    "plans:nobody_else": act(PROVIDER_OF_FILE),
    "plans:agree_on_paper": form(PROVIDER_OF_FILE),
    "plans:refuse": form(PROVIDER_OF_FILE),
    "plans:withdraw": form(PROVIDER_OF_FILE),
    "plans:agreement_scan": page(READS_PLAN),
    "plans:start_execution": act(PROVIDER_OF_FILE),
    "plans:new_version": form(PROVIDER_OF_FILE),
    "plans:changes": page(READS_PLAN),
    "plans:results": form(CASE_WORKER_OF_FILE),
    "plans:templates": page(KEEPS_TEMPLATES),
    "plans:new_template": form(KEEPS_TEMPLATES),
    "plans:template": page(OWN_TEMPLATES),
    "plans:change_template": form(OWN_TEMPLATES),
    "plans:copy_template": act(OWN_TEMPLATES),
    "plans:retire_template": act(OWN_TEMPLATES),
    "plans:add_template_goal": form(OWN_TEMPLATES),
    "plans:change_template_goal": form(OWN_TEMPLATES),
    "plans:remove_template_goal": form(OWN_TEMPLATES),
    "plans:hand_over": form(PROVIDER_OF_FILE),
    "plans:end": form(PROVIDER_OF_FILE),
    "plans:start_evaluation": form(PROVIDER_OF_FILE),
    "plans:request_evaluation": form(in_file(karin="ok", petra="ok")),
    "plans:experiences": form(PROVIDER_OF_FILE),
    "plans:questions_pdf": page(READS_PLAN),
    "plans:wlz_track": page(READS_PLAN),
    "plans:wlz_step": form(PROVIDER_OF_FILE),
    "plans:wlz_owner": form(PROVIDER_OF_FILE),
    "plans:wlz_end": form(PROVIDER_OF_FILE),
    "plans:evaluation": Row(READS_PLAN, PROVIDER_OF_FILE),
    "plans:evaluation_pdf": page(READS_PLAN),
}
