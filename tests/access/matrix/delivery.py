"""Rows of groups, rosters and attendance."""

from tests.access.matrix.people import (
    OWN_GROUP,
    PLACES,
    PLACES_IN_GROUP,
    READS_FILE,
    TEAM,
    Row,
    act,
    form,
    page,
    signed_in,
)

# Groups are about nobody: for who works at a provider, and there the own ones.
SEES_GROUPS = signed_in("403", **dict.fromkeys(("petra", "bo", "wil", "hanna", "mo"), "ok"))
KEEPS_GROUPS = signed_in("403", wil="ok", hanna="ok")
KEEPS_OWN_GROUP = signed_in("404", petra="403", bo="403", wil="ok", hanna="ok")
MAKES_ROSTERS = signed_in("403", wil="ok")
PLANS_STAFF: tuple[str, ...] = ("add_roster_line", "change_roster_line", "end_roster_line", "change_helper")
PLANS_STAFF += ("plan_session", "unplan_staff", "cancel_session", "resume_session")
# Who was there: the planner, and who works in that group; a colleague in another group does not.
SEES_ATTENDANCE = signed_in("403", petra="ok", bo="ok", wil="ok", mo="ok")
RECORDS = signed_in("404", petra="ok", wil="ok", bo="403", hanna="403")
# Sheets with attendance: a planner those of the provider, a care professional the own ones.
OWN_SHEETS = signed_in("404", petra="ok", wil="ok")

ROWS: dict[str, Row] = {
    "delivery:groups": page(SEES_GROUPS),
    "delivery:new_group": form(KEEPS_GROUPS),
    "delivery:close_day": form(KEEPS_GROUPS),
    "delivery:reopen_day": act(KEEPS_OWN_GROUP),
    "delivery:group": page(OWN_GROUP),
    **{f"delivery:{name}": form(KEEPS_OWN_GROUP) for name in ("change_group", "hours", "decide_mix")},
    **{f"delivery:{name}": form(PLACES_IN_GROUP) for name in PLANS_STAFF},
    "delivery:end_placement": form(PLACES),
    "delivery:roster_lines": page(PLACES_IN_GROUP),
    **{f"delivery:{name}": page(MAKES_ROSTERS) for name in ("helpers", "leaves")},
    "delivery:new_helper": form(MAKES_ROSTERS),
    **{f"delivery:{name}_leave": form(signed_in("404", wil="ok")) for name in ("change", "end")},
    "delivery:of_allocation": page(TEAM),
    "delivery:delivered": page(READS_FILE),
    "delivery:ceilings": page(signed_in("403", pim="ok", hanna="ok")),
    "delivery:ceiling": page(signed_in("404", pim="ok", hanna="ok", petra="403", bo="403", wil="403")),
    "delivery:sessions": page(SEES_ATTENDANCE),
    "delivery:import_attendance": form(SEES_ATTENDANCE),
    "delivery:attendance_template": page(SEES_ATTENDANCE),
    **{f"delivery:attendance_{name}": page(OWN_SHEETS) for name in ("run", "faults")},
    **{f"delivery:{act_of}_attendance": act(OWN_SHEETS) for act_of in ("confirm", "restart", "cancel")},
    "delivery:session_tap": act(RECORDS),
    **{
        f"delivery:session{page_of}": form(RECORDS)
        for page_of in ("", "_client", "_staff", "_handover", "_close", "_correct")
    },
}
