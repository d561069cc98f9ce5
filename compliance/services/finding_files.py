"""Findings about files: opened when a check is not met, closed when it is met again. What people wrote stays."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from audit.enums import AuditEvent
from audit.services import Act, Snapshot, record_many, snapshot
from clients.models import Allocation
from compliance.enums import State
from compliance.models import Finding, Involved
from compliance.rules.handling import Words, words_of
from compliance.selectors.files import FileResult, file_results, files_on
from compliance.services.finding import CHECKER, answer_days, said_anew
from core.acting import ADMINISTRATION, acting
from core.actors import Actor
from core.clock import now, today
from core.storing import store_changed, store_new
from products.enums import Consequence

TOGETHER: Final = 500
"""Files in one transaction, with a fixed number of queries."""
OPENS: Final = (Consequence.BLOCK, Consequence.FAULT, Consequence.WARNING)
"""What is for information alone is no finding."""
SAID: Final = (*Words._fields, "earlier")
COLUMNS: Final = ("allocation", "last_on", "met_again_on", "withdrawn_at", "revision", *SAID)

Key = tuple[int, str]
"""The allocation, and the code of the requirement."""


def follow_files(allocations: QuerySet[Allocation], day: date) -> int:
    """Bring the findings about these files in step with what the checks say of `day`. How many changed.

    What the municipality wrote down at the intake is not looked at: no provider may read it in a finding. A check that
    nobody can answer leaves a finding as it is. Under the allocation that took the place of another a finding goes on.
    """
    keys = list(allocations.order_by("pk").values_list("pk", flat=True))
    changed = 0
    for first in range(0, len(keys), TOGETHER):
        with acting(ADMINISTRATION), transaction.atomic():
            changed += _follow(keys[first : first + TOGETHER], day)
    return changed


def follow_plan(plan: int, day: date) -> int:
    """The same for the file of one plan, after something in it changed."""
    return follow_files(Allocation.objects.filter(plan=plan), day)


def follow_allocation(allocation: int, day: date) -> int:
    """The same for one file, after something about its allocation changed, as where the client is placed."""
    return follow_files(Allocation.objects.filter(pk=allocation), day)


def follow_all_files(day: date) -> int:
    """The same for every file under care on the day, and for those with a finding that stands."""
    standing = Finding.objects.standing().filter(allocation__isnull=False).values("allocation")
    under_care = files_on(Allocation.objects.all(), day).values("pk")
    return follow_files(Allocation.objects.filter(Q(pk__in=standing) | Q(pk__in=under_care)), day)


@dataclass(slots=True)
class _Changes:
    """Which findings will stand otherwise, each with how it stood."""

    day: date
    rows: dict[int, tuple[Finding, Snapshot]] = field(default_factory=dict)

    def set(self, finding: Finding, **values: Any) -> None:
        """Let a finding stand otherwise."""
        self.rows.setdefault(finding.pk, (finding, snapshot(finding)))
        for name, value in values.items():
            setattr(finding, name, value)

    def follow(self, finding: Finding, found: FileResult | None) -> None:
        """Bring one finding in step with what its check says now; None is that nothing is checked any more."""
        state = found.result.state if found is not None else None
        if finding.is_open and state is None:
            self.set(finding, withdrawn_at=now())
        elif finding.is_open and state in {State.MET, State.NOT_APPLICABLE}:
            until = max(self.day, finding.opened_on)
            self.set(finding, met_again_on=until, last_on=max(finding.opened_on, until - timedelta(days=1)))
        elif not finding.is_open and state == State.NOT_MET:
            self.set(finding, met_again_on=None, withdrawn_at=None)
        if finding.is_open and found is not None:
            self.say(finding, words_of(found.result), can_tell=state == State.NOT_MET)

    def say(self, finding: Finding, words: Words, *, can_tell: bool) -> None:
        """Let a finding say what its check says now; where nobody can tell, only what is missing."""
        if not can_tell:
            words = Words(finding.measured, finding.demanded, words.to_do)
        if values := said_anew(finding, words, self.day):
            self.set(finding, **values)

    def write(self) -> int:
        """Write it all, with a line for each in the trail of the client."""
        pairs = list(self.rows.values())
        for finding, _ in pairs:
            finding.revision += 1
        store_changed(Finding, [finding for finding, _ in pairs], COLUMNS)
        acts = [Act(target=finding, client=_client(finding), before=before) for finding, before in pairs]
        record_many(actor=Actor.system(CHECKER), event=AuditEvent.CHANGED, acts=acts)
        return len(pairs)


def _follow(keys: Sequence[int], day: date) -> int:
    locked = Allocation.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
    here = Allocation.objects.filter(pk__in=[one.pk for one in locked.filter(pk__in=keys)])
    results = {
        (one.allocation.pk, one.requirement.code): one
        for one in file_results(here, day, with_intake=False)
        if one.requirement.consequence in OPENS
    }
    handed_over = _hand_over(keys, day)
    changes, known = _Changes(day), _known(keys, day)
    for key, finding in known.items():
        changes.follow(finding, results.get(key))
    new = [one for key, one in results.items() if one.result.state == State.NOT_MET and key not in known]
    return handed_over + changes.write() + _open(new, day)


def _hand_over(keys: Sequence[int], day: date) -> int:
    """Let findings go on under the allocation that took the place of theirs. How many did.

    What ends at the same moment as it is found anew is the same cause: what people wrote about it goes along.
    """
    heirs = Q(allocation__in=keys) | Q(allocation__replaced_by__in=keys)
    rows = Finding.objects.standing().filter(heirs, allocation__replaced_by__isnull=False)
    findings = list(rows.select_related("allocation__client", "allocation__replaced_by__client"))
    if not findings:
        return 0
    pairs = {one.pk: (one.allocation, one.allocation.replaced_by) for one in findings if one.allocation is not None}
    involved = Allocation.objects.filter(pk__in={one.pk for pair in pairs.values() for one in pair})
    under_care = set(files_on(involved, day).values_list("pk", flat=True))
    taken = set(Finding.objects.standing().filter(allocation__in=under_care).values_list("allocation", "code"))
    changes = _Changes(day)
    for finding in findings:
        former, heir = pairs[finding.pk]
        if former.pk not in under_care and heir.pk in under_care and (heir.pk, finding.code) not in taken:
            changes.set(finding, allocation=heir)
    return changes.write()


def _known(keys: Sequence[int], day: date) -> dict[Key, Finding]:
    """By file and code the finding that what is found now belongs to, if there is one: one that stands before one
    that was taken away, or met today.
    """
    rows = Finding.objects.filter(Q(met_again_on=None) | Q(met_again_on=day), allocation__in=keys)
    found: dict[Key, Finding] = {}
    for one in sorted(rows.select_related("allocation__client"), key=lambda row: (not row.is_open, -row.pk)):
        found.setdefault((one.allocation_id or 0, one.code), one)
    return found


def _open(results: Sequence[FileResult], day: date) -> int:
    """New findings, with the municipality that allocated the care."""
    if not results:
        return 0
    answer_before = today() + timedelta(days=answer_days())
    opened = [
        Finding(
            provider_id=one.allocation.provider_id,
            allocation=one.allocation,
            requirement=one.requirement,
            rule_kind=one.requirement.rule_kind,
            code=one.requirement.code,
            severity=one.requirement.consequence,
            opened_on=day,
            last_on=day,
            answer_before=answer_before,
            **words_of(one.result)._asdict(),
        )
        for one in results
    ]
    store_new(Finding, opened)
    store_new(
        Involved,
        [
            Involved(finding=row, provider_id=row.provider_id, municipality_id=one.allocation.municipality_id)
            for row, one in zip(opened, results, strict=True)
        ],
    )
    acts = [Act(target=one, client=_client(one)) for one in opened]
    record_many(actor=Actor.system(CHECKER), event=AuditEvent.CREATED, acts=acts)
    return len(opened)


def _client(finding: Finding) -> UUID | None:
    return finding.allocation.client.public_id if finding.allocation is not None else None
