"""The requirements of a product for one provider: how each is checked, and what was found."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from clients.models import Allocation
from compliance.enums import LooksAt, State
from compliance.models import FileJudgement, Judgement
from compliance.querysets import providers_watched_by
from compliance.rules import Line, checked
from compliance.selectors.figures import session_counts
from compliance.selectors.file_facts import known_by
from compliance.selectors.files import FileResult, file_results
from compliance.selectors.groups import GroupResult, group_results
from core.acting import ADMINISTRATION, acting
from core.actors import Actor
from delivery.models import Group
from organisations.enums import Action, OrganisationKind
from organisations.models import CareProvider
from organisations.rules import role_may
from products.models import ProductVersion, Requirement


@dataclass(frozen=True, slots=True)
class Scope:
    """What is looked at: a version of a product at a provider on a day, and perhaps one file of it."""

    provider: CareProvider
    version: ProductVersion
    day: date
    allocation: Allocation | None = None


@dataclass(slots=True)
class Row:
    """One requirement, how it is checked, and how often was found what."""

    requirement: Requirement
    line: Line | None
    """None when only a person can tell."""
    counts: Counter[State] = field(default_factory=Counter)
    judgement: Judgement | FileJudgement | None = None
    """The last one that a person gave, of those that are about the whole scope."""
    is_hidden: bool = False
    """Whether it comes from the intake, which the reader does not see."""

    @property
    def total(self) -> int:
        """How many were looked at."""
        return self.counts.total()


@dataclass(frozen=True, slots=True)
class Subjects:
    """What was found of one requirement, file by file and group by group."""

    row: Row
    files: list[FileResult]
    groups: list[GroupResult]
    others: int
    """How many files more there are that the reader does not see."""


def watched_providers(actor: Actor) -> QuerySet[CareProvider]:
    """The providers of which the actor sees how they comply, by name."""
    return CareProvider.objects.filter(providers_watched_by(actor)).order_by("name", "pk")


def reads_intake(actor: Actor) -> bool:
    """Whether results from the intake may be counted for the actor: a provider never sees the intake."""
    return actor.organisation_kind != OrganisationKind.PROVIDER


def requirement_rows(actor: Actor, scope: Scope) -> list[Row]:
    """Every requirement of the version with what was found in the scope, in the order of the sheet.

    Numbers count all files of the provider that the organisation of the actor has to do with, also those that the
    actor may not open. The number of queries is fixed up to `files.AT_ONCE` files.
    """
    requirements = list(scope.version.requirements.all())
    lines = {one.pk: check.line if (check := checked(one)) else None for one in requirements}
    counts: dict[int, Counter[State]] = {one.pk: Counter() for one in requirements}
    with counting(actor):
        for found in _file_results(actor, scope, requirements):
            counts[found.requirement.pk][found.result.state] += 1
        if scope.allocation is None:
            for one in group_results(_groups(actor, scope), scope.version, scope.day):
                counts[one.requirement.pk][one.result.state] += 1
            for key, states in session_counts(requirements, scope.provider, scope.day, _municipality(actor)).items():
                counts[key].update(states)
    judged = _judged(actor, scope)
    return [_row(actor, one, lines[one.pk], counts[one.pk], judged.get(one.pk)) for one in requirements]


def subjects_of(actor: Actor, scope: Scope, requirement: Requirement) -> Subjects:
    """What was found of one requirement in the scope: those files that the actor sees, and how many others."""
    check = checked(requirement)
    line = check.line if check else None
    looks_at = line.looks_at if line else None
    files: list[FileResult] = []
    groups: list[GroupResult] = []
    counts: Counter[State] = Counter()
    with counting(actor):
        if looks_at == LooksAt.FILE:
            files = list(_file_results(actor, scope, [requirement]))
        elif looks_at == LooksAt.SESSION and scope.allocation is None:
            found = session_counts([requirement], scope.provider, scope.day, _municipality(actor))
            counts.update(found.get(requirement.pk, {}))
        elif looks_at is not None and scope.allocation is None:
            rows = group_results(_groups(actor, scope), scope.version, scope.day)
            groups = [one for one in rows if one.requirement.pk == requirement.pk]
    counts.update(one.result.state for one in files)
    counts.update(one.result.state for one in groups)
    keys = [one.allocation.pk for one in files]
    seen = _opens(actor, keys, is_from_intake=line is not None and line.is_from_intake)
    shown = sorted(
        (one for one in files if one.allocation.pk in seen),
        key=lambda one: (_ORDER[one.result.state], one.allocation.client.search_name, one.allocation.pk),
    )
    judgement = _judged(actor, scope).get(requirement.pk)
    row = _row(actor, requirement, line, counts, judgement)
    return Subjects(row, shown, sorted(groups, key=lambda one: _ORDER[one.result.state]), len(files) - len(shown))


def judgements_of(scope: Scope, requirement: Requirement, actor: Actor) -> list[Judgement | FileJudgement]:
    """What people judged of one requirement in the scope, the last first, as it was known on the day."""
    of_file = FileJudgement.objects.visible_to(actor).filter(requirement=requirement, judged_on__lte=scope.day)
    of_provider = Judgement.objects.visible_to(actor).filter(requirement=requirement, judged_on__lte=scope.day)
    rows: list[Judgement | FileJudgement] = []
    if scope.allocation is None:
        related = of_provider.select_related("requirement", "group", "on_behalf_of")
        rows += related.filter(provider=scope.provider)
        rows += of_file.filter(allocation__provider=scope.provider).select_related(
            "requirement", "on_behalf_of", "allocation__client"
        )
    else:
        rows += of_file.filter(allocation=scope.allocation).select_related(
            "requirement", "on_behalf_of", "allocation__client"
        )
    known = [row for row in rows if known_by(row.recorded_at, scope.day)]
    return sorted(known, key=lambda row: (row.judged_on, row.recorded_at), reverse=True)


def files_counted(actor: Actor, provider: CareProvider) -> QuerySet[Allocation]:
    """The allocations at the provider that the organisation of the actor has to do with, for numbers alone."""
    rows = Allocation.objects.filter(provider=provider)
    municipality = _municipality(actor)
    return rows if municipality is None else rows.filter(municipality_id=municipality)


_ORDER = {State.NOT_MET: 0, State.NOT_ASSESSABLE: 1, State.MET: 2, State.NOT_APPLICABLE: 3}


def _row(
    actor: Actor,
    requirement: Requirement,
    line: Line | None,
    counts: Counter[State],
    judgement: Judgement | FileJudgement | None,
) -> Row:
    is_hidden = line is not None and line.is_from_intake and not reads_intake(actor)
    return Row(requirement, line, counts, judgement, is_hidden=is_hidden)


def _file_results(actor: Actor, scope: Scope, requirements: list[Requirement]) -> Iterator[FileResult]:
    rows = files_counted(actor, scope.provider).filter(variant=scope.version.variant_id)
    if scope.allocation is not None:
        rows = rows.filter(pk=scope.allocation.pk)
    found = file_results(rows, scope.day, requirements=requirements, with_intake=reads_intake(actor))
    return (one for one in found if one.version.pk == scope.version.pk)


def _groups(actor: Actor, scope: Scope) -> QuerySet[Group]:
    rows = Group.objects.filter(provider=scope.provider)
    municipality = _municipality(actor)
    own = {"placements__allocation__municipality": municipality}
    return rows if municipality is None else rows.filter(**own).distinct()


def _municipality(actor: Actor) -> int | None:
    return actor.organisation_id if actor.organisation_kind == OrganisationKind.MUNICIPALITY else None


def _opens(actor: Actor, keys: list[int], *, is_from_intake: bool) -> set[int]:
    """Which of these allocations the actor may see by name; what stands in the intake only who may read that."""
    if is_from_intake and not role_may(actor.role, Action.READ_INTAKE):
        return set()
    if not role_may(actor.role, Action.READ_PLANS):
        return set()
    return set(Allocation.objects.visible_to(actor).filter(pk__in=keys).values_list("pk", flat=True))


def _judged(actor: Actor, scope: Scope) -> Mapping[int, Judgement | FileJudgement]:
    """By requirement the last judgement on the whole scope: on the provider, or on the one file."""
    rows: QuerySet[Judgement] | QuerySet[FileJudgement]
    if scope.allocation is None:
        rows = Judgement.objects.visible_to(actor).filter(provider=scope.provider, group=None)
    else:
        rows = FileJudgement.objects.visible_to(actor).filter(allocation=scope.allocation)
    rows = rows.filter(requirement__version=scope.version, judged_on__lte=scope.day).select_related("on_behalf_of")
    found: dict[int, Judgement | FileJudgement] = {}
    for row in rows.order_by("judged_on", "recorded_at", "pk"):
        if known_by(row.recorded_at, scope.day):
            found[row.requirement_id] = row
    return found


@contextmanager
def counting(actor: Actor) -> Iterator[None]:
    """A region and a supervisor count files that the database hides from them; only numbers come out of it."""
    if actor.organisation_kind in {OrganisationKind.REGION, OrganisationKind.SUPERVISOR}:
        with acting(ADMINISTRATION):
            yield
    else:
        yield
