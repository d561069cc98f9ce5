"""Who saw or changed a file: per person and day, or every line (NEN 7513; Wmo 2015 art. 5.3.2)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractYear, TruncDate

from audit.enums import AuditEvent
from audit.models import AuditEntry
from audit.selectors import entries_of_client
from clients.models import Client
from clients.querysets import ClientQuerySet, files_of_municipality, files_seen_by
from core.actors import Actor
from core.clock import AMSTERDAM
from organisations.enums import Action, Role

ON_PAPER: Final = 300
"""So many lines by person and day are printed, on about ten pages."""

_DAY: Final = TruncDate("at", tzinfo=AMSTERDAM)
_COUNTS: Final = {event.value: Count("pk", filter=Q(event=event)) for event in AuditEvent}


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
        return _in_words(self.acts)


@dataclass(frozen=True, slots=True)
class PersonYear:
    """What one person did with the file in one year: on how many days, and how often."""

    year: int
    days: int
    who: str
    role: str
    on_behalf: str
    acts: tuple[tuple[str, int], ...]

    @property
    def in_words(self) -> str:
        """ "op 12 dagen, 30 keer ingezien"."""
        return f"op {self.days} {'dag' if self.days == 1 else 'dagen'}, {_in_words(self.acts)}"


@dataclass(frozen=True, slots=True)
class PaperTrail:
    """The whole trail as it is printed: the newest days one by one, and what lies before them by year."""

    days: list[PersonDay]
    years: list[PersonYear]


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
    return (
        entries.order_by()
        .annotate(day=_DAY)
        .values("day", "actor", "actor_label", "role", "organisation_label")
        .annotate(**_COUNTS)
        .order_by("-day", "actor_label", "actor", "organisation_label", "role")
    )


def person_days(rows: Iterable[dict[str, Any]]) -> Iterator[PersonDay]:
    """Rows of `by_person_and_day` in words. No query."""
    return (PersonDay(day=row["day"], **_said(row)) for row in rows)


def trail_on_paper(client: Client) -> PaperTrail:
    """The whole trail of a file, on no more pages than somebody reads. At most three queries.

    The newest `ON_PAPER` lines by person and day; before those days everybody's acts are added up by year.
    """
    newest = list(by_person_and_day(trail_of(client, TrailFilter()))[: ON_PAPER + 1])
    if len(newest) <= ON_PAPER:
        return PaperTrail(list(person_days(newest)), [])
    # Whole days only, and the newest day in any case.
    until = min(newest[-1]["day"], newest[0]["day"] - timedelta(days=1))
    days = by_person_and_day(trail_of(client, TrailFilter(from_on=until + timedelta(days=1))))
    years: Any = (
        trail_of(client, TrailFilter(until_on=until))
        .order_by()
        .annotate(year=ExtractYear("at", tzinfo=AMSTERDAM))
        .values("year", "actor", "actor_label", "role", "organisation_label")
        .annotate(days=Count(_DAY, distinct=True), **_COUNTS)
        .order_by("-year", "actor_label", "actor", "organisation_label", "role")
    )
    return PaperTrail(
        list(person_days(days)), [PersonYear(year=row["year"], days=row["days"], **_said(row)) for row in years]
    )


def _said(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "who": row["actor_label"],
        "role": str(Role(row["role"]).label) if row["role"] in Role.values else row["role"],
        "on_behalf": row["organisation_label"],
        "acts": tuple((str(event.label), row[event.value]) for event in AuditEvent if row[event.value]),
    }


def _in_words(acts: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{times} keer {act}" for act, times in acts)


def people_in_trail(client: Client) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The people and the organisations that stand in the trail of this file, to choose from."""
    named = ("actor", "actor_label", "organisation", "organisation_label")
    # Once through the entries for both: of a file that many opened that is what takes time.
    rows = list(entries_of_client(client.public_id).order_by().values_list(*named).distinct())
    people = ((actor, label) for actor, label, _, _ in rows if actor)
    return _choices(people), _choices((key, label) for _, _, key, label in rows if key)


def _choices(pairs: Iterable[tuple[UUID | None, str]]) -> list[tuple[str, str]]:
    # Somebody may have borne more names over the years: the id counts, and one name is enough.
    named = {str(key): label for key, label in pairs}
    return sorted(named.items(), key=lambda pair: pair[1])
