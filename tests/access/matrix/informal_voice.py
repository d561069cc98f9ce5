"""Rows of the panel, councils and appreciation, and of the pages for everybody."""

from tests.access.matrix.people import Row, act, everybody, form, page, public, signed_in

ASKS = signed_in("403", ilse="ok")
# Who acts for another role of the municipality does not see the panel at all.
ASKS_HERE = signed_in("404", ilse="ok")
# Zoe does so for her own municipality, and sees none of this one.
GIVES = signed_in("403", ilse="ok", karin="ok", zoe="ok")
GIVES_HERE = signed_in("404", ilse="ok", karin="ok")
BY_LINK = "who has the link of a letter comes in: nobody here has an account"

ROWS: dict[str, Row] = {
    "informal_care:panel": page(ASKS),
    "informal_care:member_new": form(ASKS),
    "informal_care:member_out": act(ASKS_HERE),
    "informal_care:poll_new": form(ASKS),
    "informal_care:poll": page(ASKS_HERE),
    "informal_care:poll_change": form(ASKS_HERE),
    "informal_care:poll_invite": act(ASKS_HERE),
    "informal_care:poll_follow_up": form(ASKS_HERE),
    "informal_care:vacancy_new": form(ASKS),
    "informal_care:vacancy_change": form(ASKS_HERE),
    "informal_care:appreciation": page(GIVES),
    "informal_care:scheme_new": form(ASKS),
    "informal_care:appreciation_scheme": page(GIVES_HERE),
    "informal_care:scheme_change": form({**GIVES_HERE, "karin": "403"}),
    "informal_care:application_new": form(GIVES_HERE),
    "informal_care:application": form(GIVES_HERE),
    "informal_care:scheme_sheet": page(GIVES_HERE),
    "informal_care:scheme_letters": page(GIVES_HERE),
    "informal_care:apply": public("anybody who cares for somebody may apply (Wmo 2015 art. 2.1.6)", post=everybody()),
    "informal_care:application_state": public(BY_LINK),
    "informal_care:poll_answer": public(BY_LINK, post=everybody()),
    "informal_care:panel_leave": public(BY_LINK, post=everybody()),
    "informal_care:poll_thanks": public("after an answer"),
    "informal_care:panel_left": public("after leaving the panel"),
    "informal_care:have_a_say": public("inhabitants read which councils look for members, and what came of polls"),
    "informal_care:poll_results": public("what the panel said goes back to everybody, from ten people on"),
    "informal_care:self_test_place": public("a self test for everybody"),
    "informal_care:self_test": public("a self test for everybody; nothing is stored", post=everybody()),
}
