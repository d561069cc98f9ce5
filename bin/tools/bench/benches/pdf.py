"""Printing plans together through the task of the worker, beside bare WeasyPrint on the same HTML.

The size is the number of plans. Bare is HTML that is there already, and WeasyPrint as it comes: no template, no
database, no encryption, no trail. In the second row it gets our reader of static files too, which unpacks a font once
and not once for each document: that is the least work for who prints many. Seconds are those of this one process on a
processor, so plans per second are plans per second and core, and others on the machine do not count.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from time import process_time
from typing import Any, Final
from unittest import mock

from accounts.models import User
from bin.tools.bench.data import people, plans, region
from bin.tools.bench.timing import Measure, Work
from core import pdf
from core.actors import Actor, Origin
from core.clock import today
from organisations.selectors import actor_for, memberships_of
from plans import tasks
from plans.documents import pdf_of
from plans.enums import ItemState, PlanStatus, PrintKind
from plans.models import PlanVersion, PrintBatch, PrintItem
from plans.selectors import plans_to_print
from plans.services.printing import start_printing

SPARE: Final = 8
"""So many clients for each plan: two of three live elsewhere, and not every plan is carried out."""
FEW: Final = 25
MOST_ROUNDS: Final = 2

Part = Callable[[int, Callable[[float], None]], None]


def _more(part: Part) -> Part:
    return lambda size, within: part(SPARE * size, within)


PARTS: Mapping[str, Part] = {
    "region, providers and contracts": region.make,
    "clients": _more(people.make_clients),
    "allocations": _more(people.make_allocations),
    "plans": plans.make_plans,
    "goals and activities": plans.make_goals,
    "agreements": plans.make_agreements,
    "evaluations": plans.make_evaluations,
}


def works(size: int) -> list[Work]:
    """A batch of so many plans, and one of a few."""
    user = User.objects.get(email=region.CASE_WORKER)
    [membership] = memberships_of(user, today())
    actor = actor_for(user, membership, Origin())
    versions = list(plans_to_print(actor, status=PlanStatus.IN_EXECUTION, is_own=False)[:size])
    if len(versions) < size:
        raise ValueError(f"There are {len(versions)} plans to print, not {size}.")
    few = versions[:FEW]
    return [
        Work(f"{size} plans", _batch(actor, versions), _bare(versions), "WeasyPrint", process_time),
        Work(f"{FEW} plans", _batch(actor, few), _bare(few, reads_once=True), "and our fonts", process_time),
    ]


def remark(measures: Sequence[Measure], size: int) -> str:
    """Plans per second, beside what bare WeasyPrint does."""
    lines = []
    for measure, number in zip(measures, (size, FEW), strict=True):
        ours, bare = number / measure.seconds, number / measure.limit_seconds
        lines.append(
            f"{measure.name}: {ours:.2f} plans per second and core; {measure.limit} {bare:.2f}; that is "
            f"{ours / bare:.2f} of it."
        )
    return "\n".join(lines)


def _batch(actor: Actor, versions: Sequence[PlanVersion]) -> Callable[[], object]:
    def work() -> None:
        PrintItem.objects.all().delete()
        PrintBatch.objects.all().delete()
        chosen = [version.public_id for version in versions]
        batch = start_printing(actor=actor, kind=PrintKind.PLAN, versions=chosen, wakes_worker=False)
        while batch.items.filter(state=ItemState.WAITING).exists():
            tasks.print_plans.apply(args=(batch.pk,)).get()
        if batch.items.exclude(state=ItemState.DONE).exists():
            raise ValueError("A plan was not printed.")

    return work


def _bare(versions: Sequence[PlanVersion], *, reads_once: bool = False) -> Callable[[], object]:
    """WeasyPrint on the HTML of these plans."""
    import weasyprint  # noqa: PLC0415 - needs native libraries

    texts: list[str] = []
    with mock.patch.object(pdf, "_engine", return_value=_Catcher(texts)):
        for version in versions:
            pdf_of(PrintKind.PLAN, version, today())
    static = f"{Path(pdf.static_path(f'{pdf.STATIC_BASE}css/pdf.css') or '').parent.parent}/"

    def limit() -> None:
        for text in texts:
            given: dict[str, Any] = {"base_url": static}
            if reads_once:
                given = {"base_url": pdf.STATIC_BASE, "url_fetcher": pdf._static_files_only()()}
            weasyprint.HTML(string=text, **given).write_pdf(pdf_variant="pdf/ua-1")

    return limit


class _Catcher:
    """Stands where the engine is, and keeps the HTML that it would get."""

    def __init__(self, texts: list[str]) -> None:
        self.texts = texts

    def HTML(self, *, string: str, **_: object) -> "_Catcher":  # noqa: N802 - the name of the engine
        self.texts.append(string)
        return self

    def write_pdf(self, **_: object) -> bytes:
        return b""
