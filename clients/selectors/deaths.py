"""What a recorded death ended, and what of it can be reopened when it was a mistake."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from clients.enums import CaseEnd, CaseStatus, StopReason
from clients.models import Allocation, Case, Client, Death
from core.periods import in_words

CHANGED_AFTER = "hieraan is na het overlijden nog iets veranderd"
STOPPED_AFTER = "de aanbieder meldde na het overlijden het einde van de levering"
NOT_KNOWN = "hoe het was, is niet bewaard: het overlijden is vastgelegd met een oudere versie van dit systeem"


@dataclass(frozen=True, slots=True)
class Consequence:
    """A case or an allocation that ended with a death."""

    name: str
    row: Case | Allocation
    was: dict[str, Any]
    """How it stood, as far as that cannot be read from the row."""
    kept_because: str = ""
    """Why it stays ended; empty when it can be reopened exactly as it was."""

    @property
    def may_reopen(self) -> bool:
        """Whether it can be reopened exactly as it was."""
        return not self.kept_because


def open_death(client: Client) -> Death | None:
    """The death that was written down and not undone; None for who lives, and for a death of an older version."""
    return Death.objects.filter(client=client, undone_at=None).first()


def undone_death(client: Client) -> Death | None:
    """The last death that turned out to be a mistake."""
    return Death.objects.filter(client=client).exclude(undone_at=None).select_related("undone_by").first()


def consequences_of_death(client: Client, *, for_update: bool = False) -> list[Consequence]:
    """All that ended with the death of the client: cases first, then allocations, by number.

    `for_update` locks the rows, for the service that reopens them.
    """
    death = open_death(client)
    cases = Case.objects.filter(client=client, status=CaseStatus.ENDED, end_reason=CaseEnd.DEATH).order_by("number")
    allocations = Allocation.objects.filter(client=client, stop_reason=StopReason.DEATH).order_by("number")
    if for_update:
        cases = cases.select_for_update(of=("self",), no_key=True)
        allocations = allocations.select_for_update(of=("self",))
    ended: dict[str, Any] = death.ended if death else {"cases": [], "allocations": []}
    was_of_cases = {one["case"]: one for one in ended["cases"]}
    was_of_allocations = {one["allocation"]: one for one in ended["allocations"]}
    return [
        *(_of_case(case, was_of_cases.get(str(case.public_id)), is_old=death is None) for case in cases),
        *_of_allocations(allocations, was_of_allocations, is_old=death is None),
    ]


def _of_case(case: Case, was: dict[str, Any] | None, *, is_old: bool) -> Consequence:
    name = f"Zaak {case.number}"
    if was is None:  # a case keeps at which step it ended, so that is enough when nothing else is known
        return Consequence(name, case, {"suspensions": []}, "" if is_old else CHANGED_AFTER)
    return Consequence(name, case, was, "" if case.revision == was["revision"] else CHANGED_AFTER)


def _of_allocations(rows: Any, was_of: dict[str, Any], *, is_old: bool) -> Iterator[Consequence]:
    for allocation in rows.select_related("client", "variant"):
        was = was_of.get(str(allocation.public_id))
        name = f"Toewijzing {allocation.number} ({allocation.variant})"
        if was is None:
            if is_old:
                yield Consequence(name, allocation, {}, NOT_KNOWN)
            continue  # the provider's own words, or a death that was undone before
        because = "" if allocation.revision == was["revision"] else CHANGED_AFTER
        if because and allocation.delivery_stopped_on is not None:
            because = f"{STOPPED_AFTER} ({in_words(allocation.delivery_stopped_on)})"
        yield Consequence(name, allocation, was["was"], because)
