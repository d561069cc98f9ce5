"""Reads for attendance that comes in by the thousand: a few queries, whatever the number of lines."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from clients.enums import ChangeReason
from clients.models import Allocation
from clients.querysets import clients_of_provider, files_seen_by, shields_against
from core.actors import Actor
from core.identifiers import search_key
from core.periods import Period
from delivery.enums import StaffKind
from delivery.models import Helper, Placement
from organisations.models import Employment, Professional


@dataclass(frozen=True, slots=True)
class MayCome:
    """Who may come to a dagdeel unplanned, as `addable_clients` says for one dagdeel."""

    seen: frozenset[int]
    """Allocations of which the actor sees the file."""
    last_days: dict[tuple[int, int], list[date | None]]
    """By group and allocation until when the client comes to the group; None without end."""

    def __call__(self, allocation: Allocation, group_id: int, day: date) -> bool:
        """Whether the actor may choose this allocation on this day in this group."""
        if allocation.change_reason == ChangeReason.REMOVED or not allocation.period.contains(day):
            return False
        ends = self.last_days.get((group_id, allocation.pk), ())
        return allocation.pk in self.seen or any(end is None or end >= day for end in ends)


def may_come(actor: Actor, provider_id: int, allocations: Collection[int]) -> MayCome:
    """Whom of these allocations of the provider the actor may choose, and where. Two queries."""
    own = Allocation.objects.filter(pk__in=allocations, provider_id=provider_id)
    shielded = shields_against(actor).filter(client=OuterRef("allocation__client_id"))
    last_days: dict[tuple[int, int], list[date | None]] = defaultdict(list)
    comes = Placement.objects.filter(
        ~Exists(shielded), allocation__in=allocations, allocation__client_id__in=clients_of_provider(provider_id)
    )
    for group, allocation, ends_on in comes.values_list("group_id", "allocation_id", "ends_on"):
        last_days[group, allocation].append(ends_on)
    seen = own.filter(files_seen_by(actor, "client")).values_list("pk", flat=True)
    return MayCome(frozenset(seen), last_days)


@dataclass(slots=True)
class Staff:
    """Who works for a provider, by what they do and by name or public id; and when."""

    known: dict[tuple[StaffKind, str], list[Professional | Helper]] = field(default_factory=lambda: defaultdict(list))
    periods: dict[Professional | Helper, list[Period]] = field(default_factory=lambda: defaultdict(list))

    def named(self, kind: StaffKind, name: str) -> list[Professional | Helper]:
        """Those with this name, or this public id."""
        return self.known.get((kind, search_key(name)), [])

    def works(self, person: Professional | Helper, day: date) -> bool:
        """Whether the person works for the provider on this day."""
        return any(period.contains(day) for period in self.periods.get(person, ()))

    def add(self, kind: StaffKind, person: Professional | Helper) -> None:
        """One more who can be named; nobody counts twice."""
        for name in (search_key(person.name), str(person.public_id)):
            if person not in self.known[kind, name]:
                self.known[kind, name].append(person)


def staff_named(provider_id: int, names: Collection[str]) -> Staff:
    """Who of these names, or public ids, works or worked for the provider. Two queries, none without names."""
    staff = Staff()
    keys = {search_key(name) for name in names}
    if not keys:
        return staff
    ids = {public_id for key in keys if (public_id := as_uuid(key)) is not None}
    asked = Q(professional__search_name__in=keys) | Q(professional__public_id__in=ids)
    for row in Employment.objects.filter(asked, provider_id=provider_id).select_related("professional"):
        staff.add(StaffKind.PROFESSIONAL, row.professional)
        staff.periods[row.professional].append(row.period)
    for helper in Helper.objects.filter(provider_id=provider_id):
        staff.add(StaffKind(helper.kind), helper)
        staff.periods[helper].append(helper.period)
    return staff


def as_uuid(text: str) -> UUID | None:
    """The text as a public id; None when it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None
