"""Rows of sign-in and the own account."""

from tests.access.matrix.people import CAST, NOT_ALLOWED, Row, act, everybody, form, page, public, signed_in

ROWS: dict[str, Row] = {
    "accounts:sign_in": public("nobody is signed in yet", post=everybody()),
    "accounts:sign_out": Row(NOT_ALLOWED, signed_in()),
    # Without a password that was right just now, back to the door.
    "accounts:second_step": form(signed_in()),
    # Off without settings, and then not there; tests/organisations/test_single_sign_on.py turns it on.
    "accounts:single_sign_on": Row(dict.fromkeys(CAST, "404"), NOT_ALLOWED),
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
}
