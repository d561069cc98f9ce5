"""Hours of volunteers in a period, and what there is to do about volunteers for the work list."""

import io
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from audit.enums import AuditEvent
from audit.services import record
from core.actors import Actor
from core.clock import today
from core.sheets import XLSX, Table, write_xlsx
from core.web.downloads import document_response
from core.web.views import actor_of, allow
from informal_care.access import may_keep_volunteers
from informal_care.forms.volunteers import HoursSearch
from informal_care.models import MatchReview, VolunteerHours
from informal_care.selectors.volunteers import (
    VolunteerRow,
    hours_between,
    hours_by_volunteer,
    in_need_of_attention,
    reviews_due,
)

SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class Work:
    """What asks for attention about volunteers, the earliest first."""

    template: str
    volunteers: list[VolunteerRow]
    reviews: list[MatchReview]
    total: int
    day: date


def volunteer_work(actor: Actor) -> Work | None:
    """What there is to do about volunteers; None for who has nothing. Who looked stands in the trail."""
    if not may_keep_volunteers(actor):
        return None
    day = today()
    rows, reviews = in_need_of_attention(actor, day), list(reviews_due(actor, day))
    if not rows and not reviews:
        return None
    record(actor=actor, event=AuditEvent.READ, target=MatchReview, fields=["werkvoorraad"])
    shown = (rows[:SHOWN], reviews[:SHOWN])
    return Work("informal_care/includes/volunteer_work.html", *shown, len(rows) + len(reviews), day)


@never_cache
@require_safe
def hours(request: HttpRequest) -> HttpResponse:
    """How many hours each volunteer gave in a period."""
    actor = actor_of(request)
    allow(may=may_keep_volunteers(actor))
    first, last, search = _period(request)
    rows = hours_by_volunteer(hours_between(actor, first, last))
    record(actor=actor, event=AuditEvent.READ, target=VolunteerHours, fields=["lijst"])
    context = {"rows": rows, "total": sum((row.hours for row in rows), Decimal(0)), "first": first, "last": last}
    return render(request, "informal_care/hours.html", context | {"search": search})


@never_cache
@require_safe
def hours_sheet(request: HttpRequest) -> HttpResponse:
    """The same as a workbook, with a line for each day or week."""
    actor = actor_of(request)
    allow(may=may_keep_volunteers(actor))
    first, last, _ = _period(request)
    lines = hours_between(actor, first, last)
    table = Table(
        "uren",
        ("Vrijwilliger", "Soort", "Van", "Tot en met", "Uren"),
        lambda: (
            (
                one.match.volunteer.name,
                one.match.volunteer.get_kind_display(),
                one.starts_on,
                one.ends_on,
                one.hours,
            )
            for one in lines
        ),
    )
    record(actor=actor, event=AuditEvent.EXPORTED, target=VolunteerHours, fields=["uren.xlsx"])

    def make() -> bytes:
        out = io.BytesIO()
        write_xlsx(table, out)
        return out.getvalue()

    return document_response(request, make, "uren.xlsx", XLSX)


def _period(request: HttpRequest) -> tuple[date, date, HoursSearch]:
    """The days that are asked for; this year until today otherwise."""
    form = HoursSearch(request.GET or None, initial={"van": today().replace(month=1, day=1), "tot": today()})
    asked = form.cleaned_data if form.is_valid() else {}
    return asked.get("van") or today().replace(month=1, day=1), asked.get("tot") or today(), form
