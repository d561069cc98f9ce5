"""What is planned: the dagdelen of groups ahead, and who is in them.

It follows from what stands, and from nothing else: dagdelen from opening times and closed days, clients from
placements, those who work from the roster, leave and employments. Deriving it is a few statements, whatever the number
of groups, and doing so again changes nothing. What people decided by hand or wrote down stays, and so does all that is
past or closed.
"""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final, TypeVar

from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Greatest, Least

from audit.enums import AuditEvent
from audit.services import record
from core.actors import Actor
from core.clock import now, today
from core.storing import NewPublicId, store_missing
from delivery.enums import Presence
from delivery.models import ClientAttendance, Group, Opening, Session, StaffAttendance, StaffBreak
from delivery.services.following import held, openings_ahead, placed, rostered, work_ends, work_starts
from plans.enums import PlanParameter
from plans.selectors.settings import setting

A = TypeVar("A", ClientAttendance, StaffAttendance)
Following = QuerySet[Any, Any]
"""Rows of people who still have to be there, with `from_minute` and `to_minute`."""
TIMES: Final = ["planned_starts", "planned_ends"]
ROW: Final = ["public_id", "is_by_hand", "presence", "recorded_at", "correction_reason"]
"""What each row that follows from something has, beside who and when."""
ROW_VALUES: Final = ["new_id", "by_hand", "expected", "at", "no_reason"]
OF_LINE: Final = "session__group__roster__"
SAME_PERSON: Final = Q(**{f"{OF_LINE}professional": F("professional")}) | Q(**{f"{OF_LINE}helper": F("helper")})
SAME_PLACEMENT: Final = Q(session__group__placements__allocation=F("allocation"))


@dataclass(slots=True)
class Derived:
    """What a run changed, in rows: dagdelen that came and went, people in them, and times that moved."""

    added: int = 0
    removed: int = 0
    planned: int = 0
    taken_off: int = 0
    moved: int = 0

    def __bool__(self) -> bool:
        return any(asdict(self).values())


def follow_change(*groups: int) -> Derived:
    """Bring the dagdelen of these groups in step after something about them changed: part of the same transaction."""
    return derive_sessions(today(), groups)


@transaction.atomic
def derive_sessions(day: date, groups: Collection[int] | None = None) -> Derived:
    """Bring the dagdelen of all groups, or of some, in step with what should be there from `day` on.

    The rows of the groups are locked, so runs follow each other. Raises ImproperlyConfigured when nobody set how far
    ahead.
    """
    run = _Run(day, groups)
    rows = Group.objects.filter(**run.of("pk")).order_by("pk")
    list(rows.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
    derived = run.derive()
    if derived and groups is None:
        numbers = [f"{name}: {number}" for name, number in asdict(derived).items() if number]
        record(actor=Actor.system("planning"), event=AuditEvent.CHANGED, target=Session, fields=numbers)
    return derived


def weeks_ahead(day: date) -> int:
    """For how many weeks the dagdelen stand ready. Raises ImproperlyConfigured when nobody set it."""
    found = setting(PlanParameter.WEEKS_AHEAD, day)
    if found is None:
        raise ImproperlyConfigured("How far dagdelen are planned ahead is not set. Run `manage.py load_reminders`.")
    return found


class _Run:
    """One run, for all groups or for some."""

    def __init__(self, day: date, groups: Collection[int] | None) -> None:
        self.day, self.groups, self.at = day, groups, now()
        self.sessions = Session.objects.order_by().filter(held_on__gte=day, closed_at=None, **self.of("group"))
        derived: dict[str, Any] = {
            "session__held_on__gte": day,
            "session__closed_at": None,
            "is_by_hand": False,
            "presence": Presence.EXPECTED,
            "superseded_at": None,
            **self.of("session__group"),
        }
        self.clients = ClientAttendance.objects.order_by().filter(**derived)
        self.staff = StaffAttendance.objects.order_by().filter(**derived)

    def derive(self) -> Derived:
        """Dagdelen first, then who is in them; what is left empty goes last."""
        derived = Derived(added=self._add_sessions(), moved=self._move_sessions())
        on = {"session__in": held(self.sessions).values("pk")}
        coming: Following = self.clients.filter(placed("session__"), SAME_PLACEMENT, **on).annotate(
            from_minute=F("session__starts"), to_minute=F("session__ends")
        )
        working: Following = self.staff.filter(rostered("session__"), SAME_PERSON, **on).annotate(
            from_minute=work_starts("session__"), to_minute=work_ends("session__")
        )
        derived.taken_off = self._take_off(self.clients, coming) + self._take_off(self.staff, working)
        derived.planned = self._add_clients() + self._add_staff()
        derived.moved += self._move(self.clients, coming) + self._move(self.staff, working)
        derived.moved += self._set_breaks(working)
        derived.removed = self._remove_sessions()
        return derived

    def _add_sessions(self) -> int:
        openings = Opening.objects.filter(**self.of("group"))
        columns = ["group_id", "day", "dagdeel", "opens_at", "closes_at", "id_of_new", "nothing", "nothing_too", "one"]
        new = {"id_of_new": NewPublicId(), "nothing": Value(""), "nothing_too": Value(""), "one": Value(1)}
        first, *others = (
            rows.annotate(**new).values_list(*columns)
            for rows in openings_ahead(openings, self.day, weeks_ahead(self.day))
        )
        fields = ["group", "held_on", "dagdeel", "starts", "ends", "public_id", "cancelled_reason", "note", "revision"]
        return store_missing(Session, first.union(*others, all=True), fields)

    def _move_sessions(self) -> int:
        right = held(self.sessions)
        wrong = right.filter(~Q(starts=F("opens_at")) | ~Q(ends=F("closes_at")))
        this = right.filter(pk=OuterRef("pk"))
        return self.sessions.filter(pk__in=wrong.values("pk")).update(
            starts=Subquery(this.values("opens_at")[:1]),
            ends=Subquery(this.values("closes_at")[:1]),
            revision=F("revision") + 1,
        )

    def _remove_sessions(self) -> int:
        """Those that are not held, and in which nobody is and nobody wrote anything."""
        gone = self.sessions.filter(note="").exclude(pk__in=held(self.sessions).values("pk"))
        people = (model.objects.filter(session=OuterRef("pk")) for model in (ClientAttendance, StaffAttendance))
        empty = gone.filter(*(~Exists(rows) for rows in people))
        return empty.delete()[1].get(Session._meta.label, 0)

    def _take_off(self, rows: QuerySet[A], following: Following) -> int:
        gone = rows.exclude(pk__in=following.values("pk"))
        if not self._touch(gone):
            return 0
        if rows.model is StaffAttendance:
            StaffBreak.objects.filter(attendance__in=gone.values("pk")).delete()
        # In one statement: who was written down as present since is no longer among them.
        return gone._raw_delete(gone.db)

    def _add_clients(self) -> int:
        came = self.sessions.filter(placed(), pk__in=held(self.sessions).values("pk"))
        rows = came.annotate(none=Value(""), **self._new()).values_list(
            "pk", "group__placements__allocation", "starts", "ends", *ROW_VALUES, "none"
        )
        return self._add(ClientAttendance, rows, ["session", "allocation", *TIMES, *ROW, "absence_reason"])

    def _add_staff(self) -> int:
        works = self.sessions.filter(rostered(), pk__in=held(self.sessions).values("pk"))
        rows = works.annotate(from_minute=work_starts(), to_minute=work_ends(), **self._new()).values_list(
            "pk", "group__roster__professional", "group__roster__helper", "from_minute", "to_minute", *ROW_VALUES
        )
        return self._add(StaffAttendance, rows, ["session", "professional", "helper", *TIMES, *ROW])

    def _add(self, model: type[ClientAttendance | StaffAttendance], rows: QuerySet[Any, Any], fields: list[str]) -> int:
        added = store_missing(model, rows, fields)
        if added:
            self._touch(model._default_manager.filter(recorded_at=self.at, is_by_hand=False))
        return added

    def _move(self, rows: QuerySet[A], following: Following) -> int:
        wrong = following.filter(~Q(planned_starts=F("from_minute")) | ~Q(planned_ends=F("to_minute")))
        if not self._touch(wrong):
            return 0
        this = following.filter(pk=OuterRef("pk")).order_by("pk")
        return rows.filter(pk__in=wrong.values("pk")).update(
            planned_starts=Subquery(this.values("from_minute")[:1]),
            planned_ends=Subquery(this.values("to_minute")[:1]),
        )

    def _set_breaks(self, working: Following) -> int:
        """The break of the line, as far as it falls in the time that is worked."""
        break_starts = Greatest(F(f"{OF_LINE}break_starts"), F("planned_starts"))
        break_ends = Least(F(f"{OF_LINE}break_ends"), F("planned_ends"))
        # Annotated first: a condition on the line itself would be about any line of the group.
        pausing = working.annotate(
            pause=F(f"{OF_LINE}break_starts"),
            break_from=break_starts,
            break_to=break_ends,
            yes=Value(True),  # noqa: FBT003
        ).filter(pause__isnull=False, break_from__lt=F("break_to"))
        right = pausing.filter(pk=OuterRef("attendance"), break_from=OuterRef("starts"), break_to=OuterRef("ends"))
        planned = StaffBreak.objects.order_by().filter(is_planned=True, attendance__in=self.staff.values("pk"))
        wrong = planned.filter(~Exists(right))
        gone = wrong._raw_delete(wrong.db) if self._touch(self.staff.filter(breaks__in=wrong)) else 0
        lacking = pausing.filter(~Exists(StaffBreak.objects.filter(is_planned=True, attendance=OuterRef("pk"))))
        self._touch(lacking)
        rows = pausing.values_list("pk", "yes", "break_from", "break_to")
        return gone + store_missing(StaffBreak, rows, ["attendance", "is_planned", "starts", "ends"])

    def _touch(self, rows: QuerySet[Any]) -> int:
        """Note that the people of these dagdelen change; it also keeps whoever writes attendance waiting."""
        return self.sessions.filter(pk__in=rows.order_by().values("session")).update(revision=F("revision") + 1)

    def of(self, field: str) -> dict[str, Any]:
        """The condition that this is one of the groups."""
        return {} if self.groups is None else {f"{field}__in": list(self.groups)}

    def _new(self) -> dict[str, Any]:
        return {
            "new_id": NewPublicId(),
            "by_hand": Value(False),  # noqa: FBT003
            "expected": Value(Presence.EXPECTED.value),
            "at": Value(self.at),
            "no_reason": Value(""),
        }
