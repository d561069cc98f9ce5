"""Who gets what, in words that the rows of each room use."""

from dataclasses import dataclass

CAST = (
    *("anonymous", "zoe", "mo", "ruud", "karin", "petra", "ilse", "pim", "ada", "nobody"),
    *("maud", "vera", "bo", "lars", "wil", "hanna", "tess", "gijs"),
)
"""anonymous (also an API client); zoe: case worker of another municipality; mo: another provider; ruud: reader;
karin: case worker; petra: provider; ilse: informal-care coordinator; pim: purchaser; ada: administrator;
nobody: signed in without a membership; maud: municipal manager; vera: privacy officer; bo: professional of the
provider without a treatment relation; lars: professional who left; wil: planner; hanna: quality officer; tess:
supervisor; gijs: partner in informal care."""


def everybody() -> dict[str, str]:
    """Served to all, signed in or not."""
    return dict.fromkeys(CAST, "ok")


def signed_in(other: str = "ok", **some: str) -> dict[str, str]:
    """Anonymous is sent to sign in; the named get what is said, the rest `other`."""
    return {**dict.fromkeys(CAST, other), "anonymous": "in", **some}


NOT_ALLOWED = dict.fromkeys(CAST, "405")
NOT_ALLOWED_SIGNED_IN = {**NOT_ALLOWED, "anonymous": "in"}

# A client's file and what is in it: the municipality, and at the provider the treatment team, planner and quality.
IN_SCOPE = ("ruud", "karin", "petra", "wil", "hanna")


def in_file(**some: str) -> dict[str, str]:
    """For who sees the file, 403 unless said; for all others it does not exist."""
    return signed_in("404", **{**dict.fromkeys(IN_SCOPE, "403"), **some})


READS_FILE = in_file(**dict.fromkeys(IN_SCOPE, "ok"))
CASE_WORKER_OF_FILE = in_file(karin="ok")
PROVIDER_OF_FILE = in_file(petra="ok")
TEAM = in_file(petra="ok", wil="ok", hanna="ok")
OWN_GROUP = signed_in("404", **dict.fromkeys(("petra", "bo", "wil", "hanna"), "ok"))
PLACES_IN_GROUP = signed_in("404", petra="403", bo="403", hanna="403", wil="ok")
PLACES = in_file(wil="ok")


@dataclass(frozen=True, slots=True)
class Row:
    """What each of the cast gets for GET and for POST, and why a route is public when it is."""

    get: dict[str, str]
    post: dict[str, str]
    public_because: str = ""


def page(get: dict[str, str]) -> Row:
    """A page to read."""
    return Row(get, NOT_ALLOWED_SIGNED_IN)


def form(both: dict[str, str]) -> Row:
    """A form: the same people may open and send it."""
    return Row(both, both)


def act(post: dict[str, str]) -> Row:
    """A button: POST only."""
    return Row(NOT_ALLOWED_SIGNED_IN, post)


def public(why: str, get: dict[str, str] | None = None, post: dict[str, str] | None = None) -> Row:
    """A route without sign-in, with the reason."""
    return Row(get or everybody(), post or NOT_ALLOWED, why)
