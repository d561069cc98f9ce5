"""Where access to files stands out: counted by the database, judged by `clients.rules.signals`.

A municipality sees what was done in the files of its own inhabitants, by whomever, and what was done on its behalf.
The number of queries is the same for any number of entries, people and days.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet
from django.db.models.functions import ExtractHour, TruncDate

from audit.enums import AuditEvent
from audit.models import AuditEntry
from clients.enums import OpeningGround, SignalKind
from clients.models import Client, SignalReview, SignalSetting
from clients.rules.signals import (
    USUAL_DAYS,
    SignalRules,
    is_much,
    is_outside_hours,
    is_refused_often,
    shares_surname,
    surname_of,
    surname_words,
    usual,
)
from clients.selectors.terms import equated_days
from clients.selectors.trail import files_with_trail
from core.acting import ADMINISTRATION, acting
from core.actors import Actor
from core.clock import AMSTERDAM, today
from core.periods import Period
from organisations.models import Membership

LOOKED: Final = (AuditEvent.READ, AuditEvent.PRINTED, AuditEvent.EXPORTED)
"""Somebody saw what is in a file, on a page or on paper."""
TOUCHED: Final = (*LOOKED, AuditEvent.BROKE_GLASS, *(AuditEvent.CREATED, AuditEvent.CHANGED, AuditEvent.DELETED))
REFUSED: Final = (AuditEvent.SIGN_IN_REFUSED, AuditEvent.SECOND_STEP_REFUSED)
ONE_DAY: Final = timedelta(days=1)
FIRST_DAY: Final = date(2015, 1, 1)
"""From then on the Wmo 2015 holds; no file here is older."""


@dataclass(frozen=True, slots=True)
class Signal:
    """What somebody did on one day that stands out, in words, and what the privacy officer said of it."""

    kind: SignalKind
    person: UUID
    who: str
    day: date
    in_words: str
    review: SignalReview | None = None


@dataclass(slots=True)
class PersonSignals:
    """All that stands out of one person in a period, the latest day first."""

    person: UUID
    who: str
    on_behalf: list[str]
    signals: list[Signal]

    @property
    def open(self) -> int:
        """How many nobody looked at yet."""
        return sum(signal.review is None for signal in self.signals)


@dataclass(frozen=True, slots=True)
class FileSeen:
    """One file that somebody had to do with on a day; `has_trail` when its trail may be shown to who asks."""

    client: UUID
    times: int
    first_at: datetime
    last_at: datetime
    has_trail: bool


@dataclass(slots=True)
class Hours:
    """What one person did with files on one day, hour by hour."""

    who: str = ""
    times: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    on_behalf: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose trail is looked at, over which days, perhaps of one person only."""

    actor: Actor
    days: Period
    person: UUID | None = None

    def entries(self, *events: AuditEvent, before: int = 0) -> "QuerySet[Any, Any]":
        """Entries about one client with these events in the scope; also of so many days `before` the period."""
        own = Client.objects.filter(municipality_id=self.municipality_id, public_id=OuterRef("client"))
        rows = AuditEntry.objects.order_by().filter(
            Q(organisation=self.actor.organisation_uuid) | Q(Exists(own)),
            at__gte=_midnight(self.days.starts_on - timedelta(days=before)),
            at__lt=_midnight(self.last + ONE_DAY),
            client__isnull=False,
            actor__isnull=False,
            event__in=events,
        )
        return rows.filter(actor=self.person) if self.person else rows

    @property
    def municipality_id(self) -> int:
        """The municipality on whose behalf the actor looks; 0, which is none, without one."""
        return self.actor.organisation_id or 0

    @property
    def last(self) -> date:
        """The last day."""
        return self.days.ends_on or self.days.starts_on


def signal_rules(days: Period) -> dict[date, SignalRules]:
    """What is conspicuous on each day of the period."""
    last = days.ends_on or days.starts_on
    rows = SignalSetting.objects.filter(starts_on__lte=last).exclude(ends_on__lt=days.starts_on)
    settings = [(row.parameter, row.value, row.period) for row in rows]
    return {day: SignalRules.on(day, settings) for day in _each_day(days)}


def signals_by_person(
    actor: Actor, days: Period, *, person: UUID | None = None, unseen: bool = False
) -> list[PersonSignals]:
    """What stands out in the period for each person: who has most that nobody looked at comes first.

    With `unseen` only that. The caller has checked that the actor may see conspicuous access.
    """
    reviews = {
        (review.kind, review.user, review.day): review
        for review in SignalReview.objects.visible_to(actor)
        .filter(day__gte=days.starts_on, day__lte=days.ends_on or days.starts_on)
        .select_related("reviewed_by")
    }
    # A shielded file is out of sight of its own municipality in the database, and just there a look stands out most.
    # Nothing of a client comes out of this block but public ids.
    with acting(ADMINISTRATION):
        scope, rules, equated = Scope(actor, days, person), signal_rules(days), equated_days()
        hours = _hours(scope)
        found = [
            *_volumes(scope, rules),
            *_own_names(scope, {key: row.who for (key, _), row in hours.items()}),
            *_outside_hours(hours, rules, equated),
            *_openings(scope),
            *_refusals(scope, rules),
        ]
    behalf: dict[UUID, set[str]] = defaultdict(set)
    for (key, _), row in hours.items():
        behalf[key] |= row.on_behalf
    people: dict[UUID, PersonSignals] = {}
    for kind, key, who, day, words in found:
        review = reviews.get((kind, key, day))
        if review is None or not unseen:
            known = people.setdefault(key, PersonSignals(key, who, sorted(behalf[key] - {""}), []))
            known.signals.append(Signal(kind, key, who, day, words, review))
    for known in people.values():
        known.signals.sort(key=lambda signal: (-signal.day.toordinal(), list(SignalKind).index(signal.kind)))
    return sorted(people.values(), key=lambda one: (-one.open, -len(one.signals), one.who, str(one.person)))


def has_trail_of(day: date) -> bool:
    """Whether there can be a trail of this day."""
    return FIRST_DAY <= day <= today()


def signal_of(actor: Actor, person: UUID, kind: str, day: date) -> Signal | None:
    """The one signal; None when this person did nothing of the kind on that day that the actor may know of."""
    rows = signals_by_person(actor, Period(day, day), person=person) if has_trail_of(day) else []
    return next((signal for one in rows for signal in one.signals if signal.kind == kind), None)


def files_of_signal(actor: Actor, signal: Signal) -> list[FileSeen]:
    """The files that a signal is about, in the order in which they were opened; none for refused sign-ins."""
    if signal.kind == SignalKind.REFUSED:
        return []
    days = Period(signal.day, signal.day)
    with acting(ADMINISTRATION):
        scope = Scope(actor, days, signal.person)
        match signal.kind:
            case SignalKind.OPENED:
                entries = scope.entries(AuditEvent.BROKE_GLASS)
            case SignalKind.OUTSIDE_HOURS:
                entries = scope.entries(*TOUCHED)
                rules, equated = signal_rules(days)[signal.day], equated_days()
                hours = [hour for hour in range(24) if is_outside_hours(signal.day, hour, rules, equated)]
                entries = entries.annotate(hour=ExtractHour("at", tzinfo=AMSTERDAM)).filter(hour__in=hours)
            case SignalKind.OWN_NAME:
                entries = scope.entries(*LOOKED)
                entries = entries.filter(client__in=_namesakes(scope, {signal.person: signal.who})[signal.person])
            case _:
                entries = scope.entries(*LOOKED)
        rows: list[dict[str, Any]] = list(
            entries.values("client")
            .annotate(times=Count("pk"), first_at=Min("at"), last_at=Max("at"))
            .order_by("first_at", "client")
        )
    with_trail = files_with_trail(actor).filter(public_id__in=[row["client"] for row in rows])
    shown = set(with_trail.values_list("public_id", flat=True))
    return [FileSeen(**row, has_trail=row["client"] in shown) for row in rows]


Found = tuple[SignalKind, UUID, str, date, str]


def _hours(scope: Scope) -> dict[tuple[UUID, date], Hours]:
    days: dict[tuple[UUID, date], Hours] = defaultdict(Hours)
    rows = (
        scope.entries(*TOUCHED)
        .annotate(day=_DAY, hour=ExtractHour("at", tzinfo=AMSTERDAM))
        .values("actor", "day", "hour", "organisation_label")
        .annotate(times=Count("pk"), who=Max("actor_label"))
    )
    for row in rows:
        known = days[row["actor"], row["day"]]
        known.who = row["who"]
        known.times[row["hour"]] += row["times"]
        known.on_behalf.add(row["organisation_label"])
    return days


def _volumes(scope: Scope, rules: Mapping[date, SignalRules]) -> Iterable[Found]:
    counted: dict[UUID, dict[date, int]] = defaultdict(dict)
    names: dict[UUID, str] = {}
    rows = (
        scope.entries(*LOOKED, before=USUAL_DAYS)
        .annotate(day=_DAY)
        .values("actor", "day")
        .annotate(files=Count("client", distinct=True), who=Max("actor_label"))
    )
    for row in rows:
        counted[row["actor"]][row["day"]] = row["files"]
        names[row["actor"]] = row["who"]
    for person, by_day in counted.items():
        for day in by_day.keys() & rules.keys():
            usually = usual(by_day, day)
            if is_much(by_day[day], usually, rules[day]):
                words = f"{by_day[day]} dossiers ingezien; gewoon is {_number(usually)} op een dag"
                yield SignalKind.VOLUME, person, names[person], day, words


def _own_names(scope: Scope, people: Mapping[UUID, str]) -> Iterable[Found]:
    namesakes = _namesakes(scope, people)
    pairs = {(person, client) for person, clients in namesakes.items() for client in clients}
    rows = (
        scope.entries(*LOOKED)
        .filter(client__in={client for _, client in pairs}, actor__in={person for person, _ in pairs})
        .annotate(day=_DAY)
        .values("actor", "day", "client")
        .annotate(times=Count("pk"))
    )
    times: dict[tuple[UUID, date], list[int]] = defaultdict(list)
    for row in rows:
        if (row["actor"], row["client"]) in pairs:
            times[row["actor"], row["day"]].append(row["times"])
    for (person, day), counts in times.items():
        files = "een dossier" if len(counts) == 1 else f"{len(counts)} dossiers"
        words = f"{sum(counts)} keer {files} ingezien van iemand met dezelfde achternaam"
        yield SignalKind.OWN_NAME, person, people[person], day, words


def _namesakes(scope: Scope, people: Mapping[UUID, str]) -> dict[UUID, set[UUID]]:
    """For each person the clients, among those looked at, who share a surname with them."""
    bearers: dict[str, set[UUID]] = defaultdict(set)
    for person, name in people.items():
        for word in surname_words(surname_of(name)):
            bearers[word].add(person)
    looked_at = Client.objects.order_by().filter(
        municipality_id=scope.municipality_id, public_id__in=scope.entries(*LOOKED).values("client")
    )
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for client, surname in looked_at.values_list("public_id", "surname"):
        for person in {person for word in surname_words(surname) for person in bearers.get(word, ())}:
            if shares_surname(people[person], surname):
                found[person].add(client)
    return found


def _outside_hours(
    hours: Mapping[tuple[UUID, date], Hours], rules: Mapping[date, SignalRules], equated: frozenset[date]
) -> Iterable[Found]:
    for (person, day), row in hours.items():
        outside = {hour: n for hour, n in row.times.items() if is_outside_hours(day, hour, rules[day], equated)}
        if outside:
            words = f"{sum(outside.values())} keer in een dossier, tussen {min(outside)} en {max(outside) + 1} uur"
            yield SignalKind.OUTSIDE_HOURS, person, row.who, day, words


def _openings(scope: Scope) -> Iterable[Found]:
    opened: dict[tuple[UUID, date], list[str]] = defaultdict(list)
    names: dict[UUID, str] = {}
    rows = scope.entries(AuditEvent.BROKE_GLASS).annotate(day=_DAY).order_by("at", "pk")
    for person, who, day, fields in rows.values_list("actor", "actor_label", "day", "fields"):
        ground = fields[0]["name"] if fields else ""
        label = str(OpeningGround(ground).label) if ground in OpeningGround.values else "andere grond"
        opened[person, day].append(label[:1].lower() + label[1:])
        names[person] = who
    for (person, day), grounds in opened.items():
        each = ", ".join(f"{grounds.count(ground)} keer: {ground}" for ground in dict.fromkeys(grounds))
        yield SignalKind.OPENED, person, names[person], day, each


def _refusals(scope: Scope, rules: Mapping[date, SignalRules]) -> Iterable[Found]:
    members = Membership.objects.filter(organisation_id=scope.municipality_id, starts_on__lte=scope.last).exclude(
        ends_on__lt=scope.days.starts_on
    )
    if scope.person:
        members = members.filter(user__public_id=scope.person)
    names = dict(members.order_by().values_list("user__public_id", "user__name"))
    rows: Any = (
        AuditEntry.objects.order_by()
        .filter(
            event__in=REFUSED,
            target__in=members.order_by().values("user__public_id"),
            at__gte=_midnight(scope.days.starts_on),
            at__lt=_midnight(scope.last + ONE_DAY),
        )
        .annotate(day=_DAY)
        .values("target", "day")
        .annotate(times=Count("pk"))
    )
    for row in rows:
        if is_refused_often(row["times"], rules[row["day"]]):
            words = f"{row['times']} keer geweigerd bij het inloggen"
            yield SignalKind.REFUSED, row["target"], names[row["target"]], row["day"], words


_DAY: Final = TruncDate("at", tzinfo=AMSTERDAM)


def _each_day(days: Period) -> Iterable[date]:
    day = days.starts_on
    while day <= (days.ends_on or days.starts_on):
        yield day
        day += ONE_DAY


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), AMSTERDAM)


def _number(value: Any) -> str:
    return f"{value.normalize():f}".replace(".", ",")
