"""Visits of what comes out of a plan: the version for the client, exports, and plans that are printed together."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from plans.models import PlanVersion

PLANS_ON_PAPER: Final = {
    "plans:pdf": "a PDF",
    "plans:fhir": "a file for programs",
    "plans:readable_pdf": "a PDF",
    "plans:pictures_pdf": "a PDF",
    "plans:evaluation_pdf": "a PDF",
    "plans:questions_pdf": "a PDF",
}
"""What is no page, and why."""


def for_client(visit: Callable[..., Any], running: PlanVersion) -> Iterator[Any]:
    """What the client reads."""
    yield visit("readable plan", "plans:readable", running.public_id)
