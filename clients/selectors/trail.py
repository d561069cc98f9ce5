"""Who saw or changed a file: per person and day, or every line (NEN 7513; Wmo 2015 art. 5.3.2)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate

from audit.enums import AuditEvent
from audit.models import AuditEntry
from audit.selectors import entries_of_client
from clients.models import Client
from clients.querysets import ClientQuerySet, files_of_municipality, files_seen_by
from core.actors import Actor
from core.clock import AMSTERDAM
from organisations.enums import Action, Role


@dataclass(frozen=True, slots=True)
class TrailFilter:
    """What the trail is narrowed to. Only days, codes and public ids: it stands in the URL."""

    from_on: date | None = None
    until_on: date | None = None
    event: str = ""
    person: UUID | None = None
    organisation: UUID | None = None


@dataclass(frozen=True, slots=True)
class PersonDay:
    """What one person did with the file on one day, on whose behalf, and how often."""

    day: date
    who: str
    role: str
    on_behalf: str
    acts: tuple[tuple[str, int], ...]

    @property
    def in_words(self) -> str:
        """ "3 keer ingezien, 1 keer gewijzigd"."""
        return ", ".join(f"{times} keer {act}" for act, times in self.acts)


def files_with_trail(actor: Actor) -> ClientQuerySet[Client]:
    """The clients whose file the actor sees, and for a privacy officer all of the municipality."""
    seen = files_seen_by(actor) | files_of_municipality(actor, {Action.SEE_TRAIL})
    return Client.objects.select_related("municipality").filter(seen)


def trail_of(client: Client, wanted: TrailFilter) -> "QuerySet[AuditEntry]":
    """The entries of one file that meet the filter, newest first."""
    entries = entries_of_client(client.public_id)
    if wanted.from_on:
        entries = entries.filter(at__gte=datetime.combine(wanted.from_on, time(), AMSTERDAM))
    if wanted.until_on:
        entries = entries.filter(at__lt=datetime.combine(wanted.until_on + timedelta(days=1), time(), AMSTERDAM))
    given = {"event": wanted.event, "actor": wanted.person, "organisation": wanted.organisation}
    return entries.filter(**{name: value for name, value in given.items() if value})


def by_person_and_day(entries: "QuerySet[AuditEntry]") -> "QuerySet[Any, Any]":
    """The same, counted by the database for each person, role, organisation and day; the newest day first."""
    counts = {event.value: Count("pk", filter=Q(event=event)) for event in AuditEvent}
    return (
        entries.order_by()
        .annotate(day=TruncDate("at", tzinfo=AMSTERDAM))
        .values("day", "actor", "actor_label", "role", "organisation_label")
        .annotate(**counts)
        .order_by("-day", "actor_label", "actor", "organisation_label", "role")
    )


def person_days(rows: Iterable[dict[str, Any]]) -> Iterator[PersonDay]:
    """Rows of `by_person_and_day` in words. No query."""
    for row in rows:
        yield PersonDay(
            day=row["day"],
            who=row["actor_label"],
            role=str(Role(row["role"]).label) if row["role"] in Role.values else row["role"],
            on_behalf=row["organisation_label"],
            acts=tuple((str(event.label), row[event.value]) for event in AuditEvent if row[event.value]),
        )


def people_in_trail(client: Client) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The people and the organisations that stand in the trail of this file, to choose from."""
    entries = entries_of_client(client.public_id).order_by()
    people = entries.exclude(actor=None).values_list("actor", "actor_label").distinct()
    organisations = entries.exclude(organisation=None).values_list("organisation", "organisation_label").distinct()
    return _choices(people), _choices(organisations)


def _choices(pairs: Iterable[tuple[UUID | None, str]]) -> list[tuple[str, str]]:
    # Somebody may have borne more names over the years: the id counts, and one name is enough.
    named = {str(key): label for key, label in pairs}
    return sorted(named.items(), key=lambda pair: pair[1])
