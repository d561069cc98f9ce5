"""What the checks say of groups, and of who works in them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from compliance.enums import LooksAt
from compliance.rules import Result, checked
from compliance.rules.facts import ExperienceFacts, GroupFacts, MixFacts, StaffFacts
from compliance.selectors.file_facts import evidence_of
from core.querysets import holds_on
from delivery.models import Group, MixDecision, Placement, RosterLine
from organisations.models import TargetGroupExperience
from products.models import ProductVersion, Requirement


@dataclass(frozen=True, slots=True)
class GroupResult:
    """What the check of one requirement says of a group, or of somebody who works in it."""

    group: Group
    requirement: Requirement
    result: Result
    professional: str = ""
    """The name of who it is about; empty when it is about the group."""


def groups_for(groups: QuerySet[Group], version: ProductVersion, day: date) -> QuerySet[Group]:
    """Those of these groups in which, on the day, somebody is placed for the product of this version."""
    placed = Placement.objects.filter(holds_on(day), group=OuterRef("pk"), allocation__variant=version.variant_id)
    return groups.filter(Exists(placed), holds_on(day)).order_by("name", "pk")


def group_results(groups: QuerySet[Group], version: ProductVersion, day: date) -> Iterator[GroupResult]:
    """What the checks on groups and on who works there say, by the requirements of this version.

    The caller limits the groups to what may be counted. A fixed number of queries.
    """
    rows = list(groups_for(groups, version, day))
    asked = [(one, check) for one in version.requirements.all() if (check := checked(one)) is not None]
    mixes, staff = _mixes(rows, day), _staff(rows, day)
    for requirement, check in asked:
        for group in rows:
            match check.line.looks_at:
                case LooksAt.GROUP:
                    facts = GroupFacts(evidence_of(group), mixes.get(group.pk))
                    yield GroupResult(group, requirement, check.result(facts))
                case LooksAt.PROFESSIONAL:
                    for name, who in staff.get(group.pk, ()):
                        yield GroupResult(group, requirement, check.result(who), name)


def _mixes(groups: list[Group], day: date) -> dict[int, MixFacts]:
    rows = MixDecision.objects.filter(holds_on(day), group__in=groups).prefetch_related("shares")
    return {
        row.group_id: MixFacts(
            evidence_of(row), {share.level: share.percent for share in row.shares.all()}, bool(row.motivation.strip())
        )
        for row in rows
    }


def _staff(groups: list[Group], day: date) -> Mapping[int, list[tuple[str, StaffFacts]]]:
    """By group who works there as a professional by the roster of the day, with name and what they know."""
    lines = RosterLine.objects.filter(holds_on(day), group__in=groups, professional__isnull=False)
    pairs = {(line.group_id, line.professional) for line in lines.select_related("professional") if line.professional}
    known: dict[int, list[ExperienceFacts]] = defaultdict(list)
    for row in TargetGroupExperience.objects.filter(professional__in={one.pk for _, one in pairs}):
        is_evidenced = bool(row.evidence_reference.strip())
        facts = ExperienceFacts(evidence_of(row), row.target_group_id, row.starts_on, is_evidenced)
        known[row.professional_id].append(facts)
    found: dict[int, list[tuple[str, StaffFacts]]] = defaultdict(list)
    target_of = {group.pk: group.target_group_id for group in groups}
    for group, one in sorted(pairs, key=lambda pair: (pair[1].search_name, pair[1].pk)):
        facts_of = StaffFacts(day, evidence_of(one), target_of[group], tuple(known[one.pk]))
        found[group].append((one.name, facts_of))
    return found
