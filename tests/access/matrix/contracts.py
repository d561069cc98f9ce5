"""Rows of contracts."""

from tests.access.matrix.people import Row, form, page, signed_in

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
    "contracts:waiting_times": page(signed_in("403", pim="ok", petra="ok", mo="ok", bo="ok", wil="ok")),
}
