"""How the script that keeps what somebody types speaks with a page: it sends the form to its own address."""

from typing import Final

from django.http import HttpRequest, QueryDict

FIELD: Final = "concept"
KEEP: Final = "bewaren"
DISCARD: Final = "weggooien"
RESUME: Final = "verder"
HEADER: Final = "X-Concept"
NOT_KEPT: Final = {"csrfmiddlewaretoken", "namens", FIELD}


def is_autosave(request: HttpRequest) -> bool:
    """Whether the script sent this, and nobody pushed a button."""
    return request.method == "POST" and is_of_script(request)


def is_of_script(request: HttpRequest) -> bool:
    """Whether the script asks something, and nobody pushed a button or followed a link."""
    return HEADER in request.headers


def typed_in(sent: QueryDict) -> list[tuple[str, str]]:
    """What was typed, field by field, without what only holds for this one time."""
    return [(name, value) for name, values in sent.lists() if name not in NOT_KEPT for value in values]


def as_sent(typed: list[list[str]]) -> QueryDict:
    """The same as if it was sent again."""
    data = QueryDict(mutable=True)
    for name, value in typed:
        data.appendlist(name, value)
    return data
