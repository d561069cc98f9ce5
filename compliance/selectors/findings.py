"""Findings as pages show them: which the actor sees, of whom they are, and what is still to be done."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from clients.models import Allocation, Client
from compliance.access import may_answer, may_judge
from compliance.enums import FindingState
from compliance.models import Finding
from compliance.querysets import FindingQuerySet
from compliance.rules.handling import is_late
from core.actors import Actor
from core.clock import today
from organisations.enums import OrganisationKind
from organisations.models import CareProvider

RELATED = ("provider", "group", "allocation", "requirement__version__variant", "worst_session")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which findings are asked for; nothing is all of them."""

    state: str = ""
    provider: CareProvider | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A finding, with the client that it is about for who may open the file."""

    finding: Finding
    client: Client | None
    is_late: bool
    """Whether the provider should have answered by now, and did not."""


def findings_seen(actor: Actor) -> FindingQuerySet[Finding]:
    """All findings that the actor sees, the last first, with what a page shows of them."""
    rows = Finding.objects.visible_to(actor).with_answers().select_related(*RELATED)
    return rows.order_by("-opened_on", "-pk")


def findings_wanted(actor: Actor, wanted: Wanted) -> FindingQuerySet[Finding]:
    """Those of them that are asked for."""
    rows = findings_seen(actor)
    if wanted.provider is not None:
        rows = rows.filter(provider=wanted.provider)
    if wanted.code:
        rows = rows.filter(code=wanted.code)
    match wanted.state:
        case FindingState.OPEN:
            return rows.standing()
        case FindingState.TO_ANSWER:
            return rows.to_answer()
        case FindingState.TO_JUDGE:
            return rows.to_judge(_own_municipality(actor))
        case FindingState.MET_AGAIN:
            return rows.filter(met_again_on__isnull=False, withdrawn_at__isnull=True)
        case FindingState.WITHDRAWN:
            return rows.filter(withdrawn_at__isnull=False)
    return rows


def codes_seen(actor: Actor) -> list[str]:
    """The codes of all requirements that the actor sees findings about."""
    return list(Finding.objects.visible_to(actor).order_by("code").values_list("code", flat=True).distinct())


def found(actor: Actor, findings: Iterable[Finding]) -> Iterator[Found]:
    """These findings of `findings_seen`, each with its client for who may open the file: one query."""
    rows = list(findings)
    clients = _clients(actor, {one.allocation_id for one in rows if one.allocation_id is not None})
    for one in rows:
        is_answered = bool(getattr(one, "is_answered", False))
        late = one.withdrawn_at is None and is_late(one.answer_before, is_answered=is_answered, today=today())
        yield Found(one, clients.get(one.allocation_id or 0), late)


def work_of(actor: Actor) -> tuple[FindingState, QuerySet[Finding]] | None:
    """What the actor has to do about findings, the most urgent first; None for who has nothing to do with them."""
    seen = findings_seen(actor)
    if may_answer(actor):
        return FindingState.TO_ANSWER, seen.to_answer().order_by("answer_before", "pk")
    if may_judge(actor) and (municipality := _own_municipality(actor)) is not None:
        return FindingState.TO_JUDGE, seen.to_judge(municipality).order_by("answer_before", "pk")
    return None


def _own_municipality(actor: Actor) -> int | None:
    return actor.organisation_id if actor.organisation_kind == OrganisationKind.MUNICIPALITY else None


def _clients(actor: Actor, allocations: set[int]) -> dict[int, Client]:
    if not allocations:
        return {}
    rows = Allocation.objects.visible_to(actor).filter(pk__in=allocations).select_related("client")
    return {one.pk: one.client for one in rows}
