"""Rows of informal care."""

from tests.access.matrix.people import Row, act, form, page, signed_in

# The municipality sees its boards; hanna, of the provider that has a task there, sees that task; gijs helps with it.
MUNICIPALITY = ("ruud", "karin", "ilse", "maud", "vera")
COORDINATOR = signed_in("404", **dict.fromkeys(MUNICIPALITY, "403") | {"ilse": "ok"})
IN_SCOPE = dict.fromkeys((*MUNICIPALITY, "petra", "bo", "wil", "hanna", "gijs"), "403")
READS = signed_in("404", **IN_SCOPE | dict.fromkeys(("ilse", "maud", "hanna", "gijs"), "ok"))
REPORTS = signed_in("404", **IN_SCOPE | dict.fromkeys(("ilse", "maud"), "ok"))
# A draft of a product exists for who writes it and for who administers; only the first may.
PURCHASES = signed_in("404", pim="ok", ada="403")
DIRECTS = signed_in("404", **IN_SCOPE | {"ilse": "ok"})

FIGURES = signed_in("403", ilse="ok", maud="ok")

ROWS: dict[str, Row] = {
    "informal_care:care_figures": page(FIGURES),
    "informal_care:care_figures_xlsx": page(FIGURES),
    "informal_care:boards": page(signed_in("403", ilse="ok", maud="ok", hanna="ok", gijs="ok")),
    "informal_care:board_new": form(signed_in("403", ilse="ok")),
    "informal_care:board": page(READS),
    "informal_care:section": page(READS),
    "informal_care:take_on": form(DIRECTS),
    "informal_care:decline": form(DIRECTS),
    "informal_care:task": page(READS),
    "informal_care:progress": form(signed_in("404", **IN_SCOPE | {"ilse": "ok", "hanna": "ok"})),
    "informal_care:task_change": form(DIRECTS),
    "informal_care:evidence_new": form(signed_in("404", **IN_SCOPE | {"ilse": "ok", "hanna": "ok"})),
    "informal_care:evidence_file": page(READS),
    "informal_care:evidence_remove": act(signed_in("404", **IN_SCOPE | {"ilse": "ok", "hanna": "ok"})),
    "informal_care:policy": page(READS),
    "informal_care:vision": form(DIRECTS),
    "informal_care:moment_new": form(DIRECTS),
    "informal_care:moment": form(DIRECTS),
    "informal_care:decision_new": form(DIRECTS),
    "informal_care:decision": form(DIRECTS),
    "informal_care:report": page(REPORTS),
    "informal_care:report_pdf": page(REPORTS),
    "informal_care:demands": page(READS),
    "informal_care:version_demands": page(PURCHASES),
    "informal_care:version_demand": form(PURCHASES),
    "informal_care:take_back": act(COORDINATOR),
}
