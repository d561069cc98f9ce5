"""What somebody sent with a form that could not be taken, so that nothing typed is lost."""

from typing import Any, Final

from django.http import HttpRequest

BEGUN: Final = "begonnen"
"""The field in which a form carries what it began with; see `core.web.conflicts`."""
TAKE: Final = "houden-"
"""How the buttons begin that choose between two texts."""
NOT_TYPED: Final = {"csrfmiddlewaretoken", "namens", "revision", BEGUN}
NOT_TYPED_ENDS: Final = ("_FORMS",)


def what_was_sent(request: HttpRequest) -> dict[str, Any]:
    """For a page: the fields to send once more, the texts to show, and whether that is all of it.

    A password or a file does not go back to the browser: those are typed or chosen again.
    """
    sent = [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken" and "password" not in name
        for value in values
    ]
    is_whole = not request.FILES and not any("password" in name for name in request.POST)
    return {
        "sent": sent,
        "texts": [value for name, value in sent if value.strip() and _is_typed(name)],
        "may_send_again": request.method == "POST" and is_whole,
        "path": request.get_full_path(),
    }


def _is_typed(name: str) -> bool:
    return name not in NOT_TYPED and not name.startswith(TAKE) and not name.endswith(NOT_TYPED_ENDS)
