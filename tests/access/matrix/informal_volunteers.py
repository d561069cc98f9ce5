"""Rows of volunteers, requests for help and matches."""

from tests.access.matrix.people import Row, act, form, page, signed_in

COORDINATES = signed_in("403", ilse="ok")
OF_VOLUNTEER = signed_in("404", ilse="ok")
# A request is seen by who works with carers: the case worker asks, and the coordinator decides who helps.
ASKS = signed_in("403", zoe="ok", karin="ok", ilse="ok")
OF_REQUEST = signed_in("404", karin="ok", ilse="ok")
MATCHES = signed_in("404", karin="403", ilse="ok")
FILE = dict.fromkeys(("ruud", "petra", "wil", "hanna"), "403")

ROWS: dict[str, Row] = {
    "informal_care:volunteers": page(COORDINATES),
    "informal_care:volunteer_new": form(COORDINATES),
    "informal_care:volunteer_hours": page(COORDINATES),
    "informal_care:volunteer_hours_sheet": page(COORDINATES),
    "informal_care:volunteer": page(OF_VOLUNTEER),
    **{
        f"informal_care:volunteer_{name}": form(OF_VOLUNTEER)
        for name in ("change", "intake", "status", "certificate", "training", "talk", "thanks")
    },
    "informal_care:help_requests": page(ASKS),
    "informal_care:help_request_new": form(ASKS),
    "informal_care:help_request_of_client": form(signed_in("404", **FILE, karin="ok")),
    "informal_care:help_request_of_carer": form(OF_REQUEST),
    "informal_care:help_request": page(OF_REQUEST),
    "informal_care:help_request_change": form(OF_REQUEST),
    "informal_care:help_request_close": form(OF_REQUEST),
    "informal_care:candidates": page(MATCHES),
    "informal_care:propose_volunteer": act(MATCHES),
    "informal_care:match": page(OF_VOLUNTEER),
    **{
        f"informal_care:match_{name}": form(OF_VOLUNTEER)
        for name in ("choose", "decline", "acquaintance", "start", "end", "hours", "review")
    },
    "informal_care:match_hours_remove": act(OF_VOLUNTEER),
}
