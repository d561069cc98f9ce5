"""Visits of what is about the user, and of what is for everybody."""

from collections.abc import Iterator

from tests.e2e.people import ADA, BAS, KARIN, TESS, Files
from tests.e2e.visiting import Visit, in_demo, visits_of


def of_account(files: Files) -> Iterator[Visit]:
    """What is about the user, and what is for everybody."""
    visit = visits_of(KARIN)
    yield visit("account", "accounts:account")
    yield visit("sessions", "accounts:sessions")
    yield visit("mail", "organisations:mail_preference")
    yield visit("calendar", "organisations:calendar_feed")
    yield visit("password", "accounts:change_password")
    yield visit("second step", "accounts:second_step_set_up")
    yield visit("act as", "organisations:act_as")
    yield visit("roles", "organisations:rights")
    yield visit("accessibility", "toegankelijkheid")
    for email in (ADA, TESS, BAS):
        yield visits_of(email)("worklist", "home")
        yield visits_of(email)("open search", "clients:open_search")
    yield visits_of(ADA)("act as", "organisations:act_as")
    yield visits_of(BAS)("opened file", "clients:file", in_demo("Postma").public_id)
