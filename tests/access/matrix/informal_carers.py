"""Rows of informal care: carers, what was measured and what they get."""

from tests.access.matrix.people import Row, form, in_file, page, signed_in

# The carer of the story let De Linde know, so those who see the client's file there see the carer, and no more.
OF_PROVIDER = ("petra", "wil", "hanna")
KEEPS = signed_in("404", **dict.fromkeys(OF_PROVIDER, "403") | {"ilse": "ok", "karin": "ok"})
PARTS = signed_in("404", ilse="ok", karin="ok")
WORKS_WITH_CARERS = signed_in("403", ilse="ok", karin="ok", zoe="ok")

ROWS: dict[str, Row] = {
    "informal_care:carers": page(WORKS_WITH_CARERS),
    "informal_care:carer_search": form(WORKS_WITH_CARERS),
    "informal_care:carer_new": form(WORKS_WITH_CARERS),
    "informal_care:carer": page(KEEPS),
    "informal_care:carer_trail": page({**KEEPS, "ilse": "403"}),
    **{
        f"informal_care:{name}": form(KEEPS)
        for name in ("carer_change", "carer_end", "relation_new", "permission_new", "measure", "support_new")
    },
    # Only the coordinator asks the panel something.
    "informal_care:carer_panel": form({**KEEPS, "karin": "403"}),
    **{
        f"informal_care:{name}": form(PARTS)
        for name in ("relation_change", "permission_end", "measurement", "support_change")
    },
    "informal_care:of_client": page(in_file(karin="ok", petra="ok", hanna="ok")),
}
