"""What the checks say of many files on a day, requirement by requirement."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet, prefetch_related_objects

from clients.enums import ChangeReason
from clients.models import Allocation
from compliance.enums import LooksAt
from compliance.rules import Checked, Result, checked
from compliance.selectors.file_facts import cares, file_facts, known_by, known_of
from core.calendar import add_months
from core.querysets import holds_on
from products.models import ProductVersion, Requirement
from products.selectors import versions_by_variant

AT_ONCE: Final = 500
"""Files that are looked at together: the number of queries is fixed for so many."""

MONTHS_LOOKED_AT: Final = 12
"""How far back a demand is looked at that holds all the time, such as an evaluation in time: our choice. A fault of
longer ago is not one of today."""


@dataclass(frozen=True, slots=True)
class FileResult:
    """What the check of one requirement says of one file."""

    allocation: Allocation
    plan_version: UUID | None
    """The public id of the version of the plan that was looked at."""
    version: ProductVersion
    requirement: Requirement
    result: Result

    @property
    def is_fictional(self) -> bool:
        """Whether the product, and so what is demanded, was made up for a demo."""
        return self.version.is_fictional


def files_on(allocations: QuerySet[Allocation], day: date) -> QuerySet[Allocation]:
    """Those of these allocations under which care was due on the day: not those that were taken away again."""
    there = Q(client__died_on=None) | Q(client__died_on__gte=day)
    here = Q(client__moved_on=None) | Q(client__moved_on__gte=day)
    return allocations.filter(holds_on(day), there, here).exclude(change_reason=ChangeReason.REMOVED)


def file_results(
    allocations: QuerySet[Allocation],
    day: date,
    *,
    requirements: Iterable[Requirement] | None = None,
    with_intake: bool = True,
) -> Iterator[FileResult]:
    """What the checks say of these files on `day`: of each the requirements of its product version of that day.

    The caller limits the allocations to what the reader may see. `requirements` limits the answer to these;
    without `with_intake` nothing is looked at that the municipality wrote down at the intake. A fixed number of
    queries for every `AT_ONCE` files. An allocation that was not written down yet on that day does not count.
    """
    wanted = None if requirements is None else {one.pk for one in requirements}
    rows = list(files_on(allocations, day).select_related("variant", "decision", "client").order_by("pk"))
    known_rows = [row for row in rows if known_by(row.allocated_at, day)]
    versions = versions_by_variant({row.variant_id: row.variant for row in known_rows}.values())
    prefetch_related_objects([version for some in versions.values() for version in some], "requirements")
    checks = {
        version.pk: _checks(version, wanted, with_intake=with_intake) for some in versions.values() for version in some
    }
    for first in range(0, len(known_rows), AT_ONCE):
        batch = known_rows[first : first + AT_ONCE]
        yield from _results(batch, versions, checks, day, with_intake=with_intake)


def _results(
    batch: Sequence[Allocation],
    versions: dict[int, list[ProductVersion]],
    checks: dict[int, list[tuple[Requirement, Checked]]],
    day: date,
    *,
    with_intake: bool,
) -> Iterator[FileResult]:
    found = cares(batch)
    known = known_of(found, day, with_intake=with_intake)
    for care in found:
        version = version_on(versions.get(care.allocation.variant_id, []), care.allocation, day)
        if version is None:
            continue
        since = max(version.starts_on, add_months(day, -MONTHS_LOOKED_AT))
        facts = file_facts(care, known, day, since)
        plan_version = facts.plan.row.public_id if facts.plan else None
        for requirement, check in checks[version.pk]:
            yield FileResult(care.allocation, plan_version, version, requirement, check.result(facts))


def version_on(versions: Sequence[ProductVersion], allocation: Allocation, day: date) -> ProductVersion | None:
    """The version of the product whose terms hold for this allocation on the day; None when there is none.

    When none is in force an allocation runs on under that of its first day (as `plans.selectors.product_version_for`).
    """
    on_day = (one for one in versions if one.period.contains(day))
    at_start = (one for one in versions if one.period.contains(allocation.starts_on))
    return next(on_day, None) or next(at_start, None)


def _checks(
    version: ProductVersion, wanted: set[int] | None, *, with_intake: bool
) -> list[tuple[Requirement, Checked]]:
    found = []
    for requirement in version.requirements.all():
        check = checked(requirement) if wanted is None or requirement.pk in wanted else None
        if check is None or check.line.looks_at != LooksAt.FILE:
            continue
        if with_intake or not check.line.is_from_intake:
            found.append((requirement, check))
    return found
