"""Visits of what comes out of a plan: the version for the client, exports, and plans that are printed together."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from core.actors import Actor
from plans.enums import PrintKind
from plans.models import PlanVersion
from plans.services.printing import start_printing

PLANS_ON_PAPER: Final = {
    "plans:pdf": "a PDF",
    "plans:fhir": "a file for programs",
    "plans:readable_pdf": "a PDF",
    "plans:pictures_pdf": "a PDF",
    "plans:evaluation_pdf": "a PDF",
    "plans:questions_pdf": "a PDF",
    "plans:print_zip": "a zip file",
}
"""What is no page, and why."""


def for_client(visit: Callable[..., Any], running: PlanVersion) -> Iterator[Any]:
    """What the client reads."""
    yield visit("readable plan", "plans:readable", running.public_id)


def of_batches(visit: Callable[..., Any], running: PlanVersion, printer: Actor) -> Iterator[Any]:
    """Printing many plans: what to choose from, and a batch that is being made."""
    yield visit("print plans", "plans:print")
    batch = start_printing(actor=printer, kind=PrintKind.PLAN, versions=[running.public_id], wakes_worker=False)
    yield visit("batch of plans", "plans:print_batch", batch.public_id)
