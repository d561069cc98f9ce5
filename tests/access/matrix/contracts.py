"""Rows of contracts."""

from tests.access.matrix.people import Row, act, form, page, signed_in

READERS = dict.fromkeys(("pim", "karin", "zoe", "petra", "bo"), "ok")
# In scope are the region, its municipalities and the provider itself. An addendum that is being written is the
# purchaser's.
READS = signed_in("404", **dict.fromkeys(("ruud", "ilse", "maud", "vera", "wil", "hanna"), "403") | READERS)
CHANGES = {person: "403" if found == "ok" else found for person, found in READS.items()} | {"pim": "ok"}
PURCHASER = signed_in("403", pim="ok")
PURCHASERS_OWN = signed_in("404", pim="ok")
# Between the region and one provider: municipalities have no part in it.
OF_PROVIDER = ("petra", "bo", "wil", "hanna")
CHANGES_OWN_SIDE = signed_in("404", pim="ok", **dict.fromkeys(OF_PROVIDER, "403"))
SEES_SPENDING = signed_in("403", pim="ok", hanna="ok")
SEES_OWN_SIDE = CHANGES_OWN_SIDE | {"hanna": "ok"}

ROWS: dict[str, Row] = {
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
    "contracts:frameworks": page(signed_in("403", mo="ok", **READERS)),
    "contracts:framework_new": form(PURCHASER),
    "contracts:framework": page(READS),
    "contracts:contract": page(READS),
    "contracts:document": page(READS),
    **{
        f"contracts:{name}": form(CHANGES)
        for name in (
            *("lot_new", "document_new", "participation_new", "participation_end", "option", "contract_new"),
            *("sign", "product_new", "clause_new", "call_off_new", "addendum_new", "rate_new", "rate_correct"),
        )
    },
    "contracts:ceiling_new": form(CHANGES),
    "contracts:ceiling_change": form(CHANGES_OWN_SIDE),
    "contracts:ceiling_step": form(CHANGES_OWN_SIDE),
    **{f"contracts:{name}": page(SEES_SPENDING) for name in ("reports", "evidence", "indicators")},
    **{
        f"contracts:{name}": form(signed_in("403", hanna="ok"))
        for name in ("report_stop", "report_measure", "report_breach", "evidence_new")
    },
    "contracts:report": page(SEES_OWN_SIDE),
    "contracts:evidence_file": page(SEES_OWN_SIDE),
    **{f"contracts:{name}": form(CHANGES_OWN_SIDE) for name in ("report_answer", "evidence_check", "measurement_new")},
    "contracts:indicator_new": form(PURCHASER),
    "contracts:indexations": page(PURCHASER),
    "contracts:indexation_new": form(PURCHASER),
    "contracts:indexation": page(PURCHASERS_OWN),
    "contracts:indexation_approve": act(PURCHASERS_OWN),
    "contracts:indexation_withdraw": act(PURCHASERS_OWN),
    "contracts:indexation_letter": page(PURCHASERS_OWN),
    "contracts:prices": page(PURCHASER),
    "contracts:price_new": form(PURCHASER),
    "contracts:price": page(PURCHASERS_OWN),
    "contracts:addendum": page(PURCHASERS_OWN),
    "contracts:line_new": form(PURCHASERS_OWN),
    "contracts:line_remove": act(PURCHASERS_OWN),
    "contracts:addendum_adopt": form(PURCHASERS_OWN),
    "contracts:addendum_withdraw": act(PURCHASERS_OWN),
    "contracts:waiting_times": page(signed_in("403", pim="ok", petra="ok", mo="ok", bo="ok", wil="ok")),
}
