"""Rows of informal care."""

from tests.access.matrix.people import Row, act, form, page, signed_in

# The municipality sees its boards; hanna, of the provider that has a task there, sees that task; gijs helps with it.
MUNICIPALITY = ("ruud", "karin", "ilse", "maud", "vera")
COORDINATOR = signed_in("404", **dict.fromkeys(MUNICIPALITY, "403") | {"ilse": "ok"})
IN_SCOPE = dict.fromkeys((*MUNICIPALITY, "petra", "bo", "wil", "hanna", "gijs"), "403")
READS = signed_in("404", **IN_SCOPE | dict.fromkeys(("ilse", "maud", "hanna", "gijs"), "ok"))
DIRECTS = signed_in("404", **IN_SCOPE | {"ilse": "ok"})

ROWS: dict[str, Row] = {
    "informal_care:boards": page(signed_in("403", ilse="ok", maud="ok", hanna="ok", gijs="ok")),
    "informal_care:board_new": form(signed_in("403", ilse="ok")),
    "informal_care:board": page(READS),
    "informal_care:section": page(READS),
    "informal_care:take_on": form(DIRECTS),
    "informal_care:decline": form(DIRECTS),
    "informal_care:task": page(READS),
    "informal_care:progress": form(signed_in("404", **IN_SCOPE | {"ilse": "ok", "hanna": "ok"})),
    "informal_care:task_change": form(DIRECTS),
    "informal_care:take_back": act(COORDINATOR),
}
