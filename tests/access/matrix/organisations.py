"""Rows of professionals and who acts for whom."""

from tests.access.matrix.people import CAST, NOT_ALLOWED, Row, act, form, page, signed_in

# Professionals: those of the own provider; purchasers see all and verify.
STAFF_LIST = signed_in("403", mo="ok", petra="ok", bo="ok", wil="ok", hanna="ok", pim="ok")
STAFF_KEEPERS = signed_in("403", mo="ok", petra="ok", bo="ok")
STAFF = signed_in("404", petra="ok", bo="ok", wil="ok", hanna="ok", pim="ok")
STAFF_VERIFIERS = signed_in("404", petra="ok", bo="ok", wil="403", hanna="403", pim="ok")
OWN_STAFF = signed_in("404", petra="ok", bo="ok", wil="403", hanna="403", pim="403")

ROWS: dict[str, Row] = {
    "organisations:single_sign_on": Row(dict.fromkeys(CAST, "404"), NOT_ALLOWED),
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
}
