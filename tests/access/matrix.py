"""Who gets what at every route. A route that is not in this table fails the test.

`in`: sent to the sign-in page. `ok`: served, also when the input is refused or there is nothing to choose.
`403`: in scope but not allowed. `404`: out of scope, so it does not exist. `405`: not with this method.
"""

from dataclasses import dataclass

CAST = (
    *("anonymous", "zoe", "mo", "ruud", "karin", "petra", "ilse", "pim", "ada", "nobody"),
    *("maud", "vera", "bo", "lars", "wil", "hanna", "tess"),
)
"""anonymous (also an API client); zoe: case worker of another municipality; mo: another provider; ruud: reader;
karin: case worker; petra: provider; ilse: informal-care coordinator; pim: purchaser; ada: administrator;
nobody: signed in without a membership; maud: municipal manager; vera: privacy officer; bo: professional of the
provider without a treatment relation; lars: professional who left; wil: planner; hanna: quality officer; tess:
supervisor."""


def everybody() -> dict[str, str]:
    """Served to all, signed in or not."""
    return dict.fromkeys(CAST, "ok")


def signed_in(other: str = "ok", **some: str) -> dict[str, str]:
    """Anonymous is sent to sign in; the named get what is said, the rest `other`."""
    return {**dict.fromkeys(CAST, other), "anonymous": "in", **some}


NOT_ALLOWED = dict.fromkeys(CAST, "405")
NOT_ALLOWED_SIGNED_IN = {**NOT_ALLOWED, "anonymous": "in"}

# A client's file and what is in it: the municipality, and at the provider the treatment team, planner and quality.
IN_SCOPE = ("ruud", "karin", "petra", "wil", "hanna")


def in_file(**some: str) -> dict[str, str]:
    """For who sees the file, 403 unless said; for all others it does not exist."""
    return signed_in("404", **{**dict.fromkeys(IN_SCOPE, "403"), **some})


READS_FILE = in_file(**dict.fromkeys(IN_SCOPE, "ok"))
READS_PLAN = in_file(ruud="ok", karin="ok", petra="ok", hanna="ok")
CASE_WORKER_OF_FILE = in_file(karin="ok")
PROVIDER_OF_FILE = in_file(petra="ok")
# The intake: the municipality of the client alone.
READS_INTAKE = signed_in("404", ruud="ok", karin="ok")
DOES_INTAKE = signed_in("404", ruud="403", karin="ok")
TAKES_OVER = signed_in("404", zoe="403", karin="ok")
TEAM = in_file(petra="ok", wil="ok", hanna="ok")
ASSIGNS_TEAM = in_file(wil="ok", hanna="ok")

PRINTS_PLANS = signed_in("403", **dict.fromkeys(("zoe", "mo", "bo", "ruud", "karin", "petra", "hanna"), "ok"))
OWN_BATCH = signed_in("404", petra="ok")

# Templates of plans are about nobody: who keeps them at a provider, and there the own ones.
KEEPS_TEMPLATES = signed_in("403", **dict.fromkeys(("petra", "bo", "wil", "hanna", "mo"), "ok"))
OWN_TEMPLATES = signed_in("404", **dict.fromkeys(("petra", "bo", "wil", "hanna"), "ok"))

# Groups are about nobody: for who works at a provider, and there the own ones.
SEES_GROUPS = signed_in("403", **dict.fromkeys(("petra", "bo", "wil", "hanna", "mo"), "ok"))
OWN_GROUP = signed_in("404", **dict.fromkeys(("petra", "bo", "wil", "hanna"), "ok"))
KEEPS_GROUPS = signed_in("403", wil="ok", hanna="ok")
KEEPS_OWN_GROUP = signed_in("404", petra="403", bo="403", wil="ok", hanna="ok")
PLACES_IN_GROUP = signed_in("404", petra="403", bo="403", hanna="403", wil="ok")
PLACES = in_file(wil="ok")
MAKES_ROSTERS = signed_in("403", wil="ok")
PLANS_STAFF: tuple[str, ...] = ("add_roster_line", "change_roster_line", "end_roster_line", "change_helper")
PLANS_STAFF += ("plan_session", "unplan_staff", "cancel_session", "resume_session")
# Who was there: the planner, and who works in that group; a colleague in another group does not.
SEES_ATTENDANCE = signed_in("403", petra="ok", bo="ok", wil="ok", mo="ok")
RECORDS = signed_in("404", petra="ok", wil="ok", bo="403", hanna="403")

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

# Professionals: those of the own provider; purchasers see all and verify.
STAFF_LIST = signed_in("403", mo="ok", petra="ok", bo="ok", wil="ok", hanna="ok", pim="ok")
STAFF_KEEPERS = signed_in("403", mo="ok", petra="ok", bo="ok")
STAFF = signed_in("404", petra="ok", bo="ok", wil="ok", hanna="ok", pim="ok")
STAFF_VERIFIERS = signed_in("404", petra="ok", bo="ok", wil="403", hanna="403", pim="ok")
OWN_STAFF = signed_in("404", petra="ok", bo="ok", wil="403", hanna="403", pim="403")

# The product book is public; drafts and decisions belong to the purchaser.
PURCHASER = signed_in("403", pim="ok")
DRAFT_OF_PURCHASER = signed_in("404", pim="ok", ada="403")


# How providers comply: the own one, or those that one buys from or watches. Contract managers judge too.
SEES_COMPLIANCE = signed_in("403", hanna="ok", pim="ok", tess="ok", wil="ok")
SEES_PROVIDER = signed_in("404", hanna="ok", pim="ok", tess="ok", wil="ok")
JUDGES = signed_in("404", wil="403", hanna="403", pim="403", tess="ok")
JUDGES_FILE = in_file()
"""A supervisor opens the file first."""
# A finding about a file: those of the provider who guard quality and make rosters; contract managers judge.
ANSWERS_FINDING = signed_in("404", wil="ok", hanna="ok")
JUDGES_FINDING = signed_in("404", wil="403", hanna="403")


@dataclass(frozen=True, slots=True)
class Row:
    """What each of the cast gets for GET and for POST, and why a route is public when it is."""

    get: dict[str, str]
    post: dict[str, str]
    public_because: str = ""


def page(get: dict[str, str]) -> Row:
    """A page to read."""
    return Row(get, NOT_ALLOWED_SIGNED_IN)


def form(both: dict[str, str]) -> Row:
    """A form: the same people may open and send it."""
    return Row(both, both)


def act(post: dict[str, str]) -> Row:
    """A button: POST only."""
    return Row(NOT_ALLOWED_SIGNED_IN, post)


def public(why: str, get: dict[str, str] | None = None, post: dict[str, str] | None = None) -> Row:
    """A route without sign-in, with the reason."""
    return Row(get or everybody(), post or NOT_ALLOWED, why)


MATRIX: dict[str, Row] = {
    "home": page(signed_in()),
    "health": public("the load balancer asks; the answer holds no data"),
    "toegankelijkheid": public("the accessibility statement is for everybody"),
    "accounts:sign_in": public("nobody is signed in yet", post=everybody()),
    "accounts:sign_out": Row(NOT_ALLOWED, signed_in()),
    # Without a password that was right just now, back to the door.
    "accounts:second_step": form(signed_in()),
    # Off without settings, and then not there; tests/organisations/test_single_sign_on.py turns it on.
    "accounts:single_sign_on": Row(dict.fromkeys(CAST, "404"), NOT_ALLOWED),
    "organisations:single_sign_on": Row(dict.fromkeys(CAST, "404"), NOT_ALLOWED),
    "accounts:change_password": form(signed_in()),
    "accounts:account": page(signed_in()),
    "accounts:sessions": page(signed_in()),
    "accounts:sessions_end": act(signed_in()),
    "accounts:session_end": act(signed_in("404", karin="ok")),
    "accounts:second_step_set_up": form(signed_in()),
    "accounts:second_step_remove": form(signed_in()),
    # New codes are shown in the session in which they were made, once it is proven.
    "accounts:recovery": page(signed_in("403")),
    "accounts:recovery_file": page(signed_in("403")),
    "accounts:recovery_kept": act(signed_in()),
    "accounts:recovery_renew": form(signed_in()),
    "organisations:act_as": form(signed_in()),
    "organisations:mail_preference": form(signed_in()),
    "organisations:calendar_feed": page(signed_in()),
    "organisations:calendar_feed_make": act(signed_in()),
    "organisations:calendar_feed_revoke": act(signed_in()),
    "organisations:rights": page(signed_in()),
    "organisations:professionals": page(STAFF_LIST),
    "organisations:professional_search": form(STAFF_LIST),
    "organisations:professional_add": form(STAFF_KEEPERS),
    "organisations:professional": page(STAFF),
    "organisations:employment_add": form(OWN_STAFF),
    "organisations:employment_end": form(OWN_STAFF),
    "organisations:qualification_add": form(OWN_STAFF),
    "organisations:evidence": page(STAFF),
    "organisations:evidence_add": form(OWN_STAFF),
    "organisations:qualification_verify": act(STAFF_VERIFIERS),
    "organisations:qualification_withdraw": act(STAFF_VERIFIERS),
    "organisations:experience_add": form(OWN_STAFF),
    "organisations:competence_add": form(OWN_STAFF),
    "contracts:list": page(signed_in("403", pim="ok", karin="ok", zoe="ok", petra="ok", mo="ok", bo="ok")),
    "contracts:waiting_time": form(
        signed_in(
            "404",
            pim="ok",
            petra="ok",
            bo="ok",
            wil="ok",
            **dict.fromkeys(("karin", "zoe", "ruud", "ilse", "maud", "vera", "hanna"), "403"),
        )
    ),
    "contracts:waiting_times": page(signed_in("403", pim="ok", petra="ok", mo="ok", bo="ok", wil="ok")),
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
    "delivery:groups": page(SEES_GROUPS),
    "delivery:new_group": form(KEEPS_GROUPS),
    "delivery:close_day": form(KEEPS_GROUPS),
    "delivery:reopen_day": act(KEEPS_OWN_GROUP),
    "delivery:group": page(OWN_GROUP),
    **{f"delivery:{name}": form(KEEPS_OWN_GROUP) for name in ("change_group", "hours", "decide_mix")},
    **{f"delivery:{name}": form(PLACES_IN_GROUP) for name in ("place", "place_one", *PLANS_STAFF)},
    **{f"delivery:{name}_placement": form(PLACES) for name in ("change", "end")},
    "delivery:roster_lines": page(PLACES_IN_GROUP),
    **{f"delivery:{name}": page(MAKES_ROSTERS) for name in ("helpers", "leaves")},
    "delivery:new_helper": form(MAKES_ROSTERS),
    **{f"delivery:{name}_leave": form(signed_in("404", wil="ok")) for name in ("change", "end")},
    "delivery:of_allocation": page(TEAM),
    "compliance:roster": page(OWN_GROUP),
    "compliance:report_leave": form(PLACES_IN_GROUP),
    "compliance:heat": page(SEES_COMPLIANCE),
    **{f"compliance:{name}": page(SEES_PROVIDER) for name in ("provider", "dagdeel")},
    "compliance:what_if": page(SEES_COMPLIANCE),
    **{f"compliance:{name}": form(JUDGES) for name in ("judge", "inspection")},
    "compliance:judge_file": form(JUDGES_FILE),
    "delivery:delivered": page(READS_FILE),
    "delivery:sessions": page(SEES_ATTENDANCE),
    **{f"delivery:{way}_attendance": row(SEES_ATTENDANCE) for way, row in (("import", form), ("confirm", act))},
    "delivery:session_tap": act(RECORDS),
    **{
        f"delivery:session{page_of}": form(RECORDS)
        for page_of in ("", "_client", "_staff", "_handover", "_close", "_correct")
    },
    **{f"compliance:requirement{which}": page(SEES_COMPLIANCE) for which in ("", "s")},
    **{f"compliance:findings{kind}": page(SEES_COMPLIANCE) for kind in ("", "_csv", "_xlsx")},
    "compliance:finding": page(ANSWERS_FINDING),
    **{f"compliance:{name}": form(ANSWERS_FINDING) for name in ("explain_finding", "plan_improvement")},
    "compliance:judge_finding": form(JUDGES_FINDING),
    "products:list": page(signed_in()),
    "products:detail": page(signed_in()),
    "products:version": page(signed_in()),
    "products:draft_next": act(PURCHASER),
    "products:consultation": form(DRAFT_OF_PURCHASER),
    "products:adopt": form(DRAFT_OF_PURCHASER),
    "products:withdraw": form(PURCHASER),
    "products:requirement": form(DRAFT_OF_PURCHASER),
    "api-v1:openapi": public("the description of an API is open (NL API Design Rules, publish-openapi)"),
    "api-v1:product-list": public("the product book is public"),
    "api-v1:product-detail": public("the product book is public"),
}

ADMIN = signed_in("403", ada="ok")
"""Every admin page: administrators only. What is served to them is read-only where a service owns it."""
