"""Opening, closing and keeping findings in step with what the checks say. What people wrote about them never goes."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any, Final

from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.db.models import prefetch_related_objects

from audit.enums import AuditEvent
from audit.services import Act, record, record_many, snapshot
from compliance.enums import Basis, LooksAt, State
from compliance.models import Finding, Involved, SessionOutcome
from compliance.rules import checked
from compliance.rules.episodes import Episode, Said, Span, episodes, match
from compliance.rules.handling import Words, only_time_passed, words_of
from compliance.rules.outcome import CHECKS
from compliance.selectors.attending import load
from core.actors import Actor
from core.clock import now, today
from core.storing import store, store_new
from delivery.enums import Presence
from delivery.models import ClientAttendance, Group, Session
from plans.enums import PlanParameter
from plans.selectors.settings import setting
from products.enums import RuleKind
from products.models import ProductVariant, Requirement
from products.selectors import versions_by_variant

CHECKER: Final = "controle"
OF_RATIO: Final = ("ratio", "cover")
NOT_MET: Final = State.NOT_MET.value
AT_ONCE: Final = 200
"""Findings of which the evidence is read together."""


@dataclass(frozen=True)
class Cause:
    """A check that a group did not meet for a while."""

    group: Group
    check: str
    episode: Episode

    @property
    def kind(self) -> RuleKind:
        """The kind of requirement that it is about."""
        return CHECKS[self.check][0]

    @property
    def worst(self) -> int:
        """The session in which it was worst."""
        return self.episode.worst.session

    @property
    def values(self) -> dict[str, Any]:
        """The columns of a finding that follow from it."""
        return {
            "opened_on": self.episode.opened_on,
            "last_on": self.episode.last_on,
            "met_again_on": self.episode.met_again_on,
            "sessions": len(self.episode.said),
            "short_minutes": self.episode.short_minutes if self.check in OF_RATIO else 0,
            "worst_session_id": self.worst,
        }


@transaction.atomic
def follow_groups(groups: Collection[int]) -> int:
    """Bring the findings about these groups in step with the outcomes that stand. How many changed."""
    locked = {one.pk: one for one in Group.objects.select_for_update(of=("self",)).filter(pk__in=groups).order_by("pk")}
    standing: dict[tuple[int, str], list[Finding]] = defaultdict(list)
    for finding in Finding.objects.filter(group__in=locked):
        standing[finding.group_id or 0, finding.rule_kind].append(finding)
    opened: list[Cause] = []
    going_on: list[tuple[Finding, Cause]] = []
    gone: list[Finding] = []
    for group, check, found in _episodes(locked):
        findings = {one.pk: one for one in standing.pop((group, CHECKS[check][0].value), [])}
        matched = match([Span(one.pk, one.opened_on, one.last_on) for one in findings.values()], found)
        opened += [Cause(locked[group], check, one) for one in matched.new]
        going_on += [(findings[key], Cause(locked[group], check, one)) for key, one in matched.going_on.items()]
        gone += [findings[key] for key in matched.gone]
    gone += [one for findings in standing.values() for one in findings]
    return _withdraw(gone) + _go_on(going_on) + _open(opened)


def _episodes(groups: Collection[int]) -> Iterator[tuple[int, str, list[Episode]]]:
    """Of each group and check when it was not met; only of those that ever were not."""
    rows = SessionOutcome.objects.current().realised().filter(session__group__in=groups)
    names = ("session__group_id", "session_id", "session__held_on", "short", "short_minutes", *CHECKS)
    ordered = rows.order_by("session__group_id", "session__held_on", "session__starts", "session_id")
    for group, said in groupby(ordered.values_list(*names).iterator(chunk_size=5000), key=lambda row: row[0]):
        of_group = list(said)
        for place, check in enumerate(CHECKS, start=5):
            if any(row[place] == NOT_MET for row in of_group):
                yield group, check, episodes(Said(row[1], row[2], row[place], row[3], row[4]) for row in of_group)


def _withdraw(gone: Sequence[Finding]) -> int:
    standing = [finding for finding in gone if finding.withdrawn_at is None]
    for finding in standing:
        _store(finding, withdrawn_at=now())
    return len(standing)


def _go_on(pairs: Sequence[tuple[Finding, Cause]]) -> int:
    """Those that stand otherwise than they did, with what was measured on what is now the worst dagdeel."""
    otherwise = [(finding, cause) for finding, cause in pairs if not _stands(finding, cause)]
    evidence = _Evidence([cause for _, cause in otherwise])
    # What ends goes first: an open finding must not meet the one that comes after it.
    for finding, cause in sorted(otherwise, key=lambda pair: pair[1].episode.met_again_on is None):
        values = cause.values | said_anew(finding, evidence.words(cause), today())
        if finding.worst_session_id != cause.worst:
            known = set(finding.involved.values_list("municipality_id", flat=True))
            store_new(Involved, _involved(finding, evidence.municipalities(cause) - known))
        _store(finding, withdrawn_at=None, **values)
    return len(otherwise)


def said_anew(finding: Finding, words: Words, day: date) -> dict[str, Any]:
    """The columns of a finding that follow from what its check says on `day`; what it said before stays readable.

    That only time passed is no change worth reading.
    """
    before = Words(finding.measured, finding.demanded, finding.to_do)
    if words == before:
        return {}
    if only_time_passed(words, before):
        return words._asdict()
    return {**words._asdict(), "earlier": [*finding.earlier, {**before._asdict(), "until": day.isoformat()}]}


def _stands(finding: Finding, cause: Cause) -> bool:
    same = all(getattr(finding, name) == value for name, value in cause.values.items())
    return same and finding.withdrawn_at is None


def _store(finding: Finding, **values: Any) -> None:
    before = snapshot(finding)
    for name, value in values.items():
        setattr(finding, name, value)
    finding.revision += 1
    store(finding, *(name.removesuffix("_id") for name in values), "revision")
    record(actor=Actor.system(CHECKER), event=AuditEvent.CHANGED, target=finding, before=before)


def _open(causes: Sequence[Cause]) -> int:
    return sum(_open_some(causes[first : first + AT_ONCE]) for first in range(0, len(causes), AT_ONCE))


def _open_some(causes: Sequence[Cause]) -> int:
    """New findings, of those causes for which a product of a client who was there makes the demand."""
    evidence, days = _Evidence(causes), answer_days()
    pairs = [(cause, found) for cause in causes if (found := evidence.requirement(cause)) is not None]
    opened = [
        Finding(
            provider_id=cause.group.provider_id,
            group=cause.group,
            requirement=found,
            rule_kind=found.rule_kind,
            code=found.code,
            severity=found.consequence,
            answer_before=today() + timedelta(days=days),
            **cause.values,
            **evidence.words(cause)._asdict(),
        )
        for cause, found in pairs
    ]
    store_new(Finding, opened)
    store_new(
        Involved,
        [
            row
            for finding, (cause, _) in zip(opened, pairs, strict=True)
            for row in _involved(finding, evidence.municipalities(cause))
        ],
    )
    record_many(actor=Actor.system(CHECKER), event=AuditEvent.CREATED, acts=[Act(target=one) for one in opened])
    return len(opened)


def _involved(finding: Finding, municipalities: Iterable[int]) -> list[Involved]:
    return [
        Involved(finding=finding, provider_id=finding.provider_id, municipality_id=one)
        for one in sorted(municipalities)
    ]


def answer_days() -> int:
    """In how many days a provider answers a new finding. ImproperlyConfigured when nobody set it."""
    found = setting(PlanParameter.ANSWER_DAYS, today())
    if found is None:
        raise ImproperlyConfigured("In how many days a finding is answered is not set. Run `manage.py load_reminders`.")
    return found


class _Evidence:
    """What the worst dagdelen of these causes say: who was there, what was measured, which requirement it is."""

    def __init__(self, causes: Sequence[Cause]) -> None:
        self._sessions = {one.pk: one for one in Session.objects.filter(pk__in={cause.worst for cause in causes})}
        self._attendance = load(self._sessions.values(), Basis.REALISED)
        self._present: dict[int, set[tuple[int, int]]] = defaultdict(set)
        there = ClientAttendance.objects.current().filter(session__in=self._sessions, presence=Presence.PRESENT)
        named = ("session_id", "allocation__variant_id", "allocation__municipality_id")
        for session, variant, municipality in there.order_by().values_list(*named).distinct():
            self._present[session].add((variant, municipality))
        variants = {variant for some in self._present.values() for variant, _ in some}
        self._variants = {one.pk: one for one in ProductVariant.objects.filter(pk__in=variants)}
        self._versions = versions_by_variant(self._variants.values())
        prefetch_related_objects([one for some in self._versions.values() for one in some], "requirements")

    def municipalities(self, cause: Cause) -> set[int]:
        """Those whose inhabitants were there."""
        return {municipality for _, municipality in self._present[cause.worst]}

    def words(self, cause: Cause) -> Words:
        """What was measured and what is demanded, as a person reads it."""
        return words_of(CHECKS[cause.check][1](self._attendance[cause.worst]))

    def requirement(self, cause: Cause) -> Requirement | None:
        """The requirement that a product of somebody there makes: one with a source before one of a demo."""
        day = self._sessions[cause.worst].held_on
        found = [
            (version.is_fictional, self._variants[variant].position, requirement.position, requirement)
            for variant, _ in self._present[cause.worst]
            for version in self._versions.get(variant, [])
            if version.period.contains(day)
            for requirement in version.requirements.all()
            if requirement.rule_kind == cause.kind
            and (check := checked(requirement)) is not None
            and check.line.looks_at == LooksAt.SESSION
        ]
        return min(found, key=lambda row: row[:3])[3] if found else None
