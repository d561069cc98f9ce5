"""The roster of a group by the week, and what leave would mean for it."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from compliance.enums import State
from compliance.forms import LeaveForm
from compliance.selectors.ahead import PlannedDagdeel, Working, people_of, planned_week
from compliance.services.ahead import effect_of_leave
from compliance.web.presenting import in_series, marks_of
from core.clock import today
from core.minutes import clock
from core.web.views import actor_of, allow, scoped_or_404
from delivery.access import may_roster_at, may_see_roster
from delivery.models import Group, Leave, Session
from delivery.services import report_leave
from delivery.web.base import GroupFormView

BADGES = {
    State.MET: ("Rooster klopt", "ok"),
    State.NOT_MET: ("Te weinig", "no"),
    State.NOT_ASSESSABLE: ("Niet te beoordelen", "wait"),
    State.NOT_APPLICABLE: ("Geen eis", "neutral"),
}
CANCELLED = ("Gaat niet door", "info")


@never_cache
@require_safe
def roster(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A week of a group ahead, or behind."""
    actor = actor_of(request)
    group = scoped_or_404(Group.objects.select_related("provider", "location"), actor, public_id=public_id)
    allow(may=may_see_roster(actor, group))
    monday = _monday(request.GET.get("week", ""))
    rows = [_shown(one) for one in planned_week(group, actor, monday)]
    context = {
        "group": group,
        "monday": monday,
        "sunday": monday + timedelta(days=6),
        "before": monday - timedelta(days=7),
        "after": monday + timedelta(days=7),
        "rows": rows,
        "may_plan": may_roster_at(actor, group.provider_id),
        "short": sum(one["is_short"] for one in rows),
    }
    return render(request, "compliance/roster.html", context)


def _monday(text: str) -> date:
    """The Monday of the week in which a day lies; of this week when it is no day."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = today()
    return day - timedelta(days=day.weekday())


def _shown(one: PlannedDagdeel) -> dict[str, Any]:
    session = one.session
    return {
        "session": session,
        "clients": "1 cliënt" if one.clients == 1 else f"{one.clients} cliënten",
        "working": [_words(who, session) for who in one.working],
        "badge": CANCELLED if session.cancelled_reason else BADGES[one.state],
        "advice": [session.cancelled_reason] if session.cancelled_reason else one.advice,
        "is_short": not session.cancelled_reason and one.state == State.NOT_MET,
    }


def _words(who: Working, session: Session) -> str:
    name = f"{who.name} ({who.kind.lower()})" if who.name else who.kind
    if who.starts is None or who.ends is None:
        return f"{name}: werkt niet"
    if (who.starts, who.ends) == (session.starts, session.ends):
        return name
    return f"{name}, {clock(who.starts)} tot {clock(who.ends)}"


class ReportLeave(GroupFormView):
    """Somebody who works in a group is away. People first see which dagdelen would fall short, and what mends it."""

    template_name = "compliance/report_leave.html"
    form_class = LeaveForm
    title = "Afwezigheid melden"
    submit_label = "Bekijk wat dit betekent"
    done = "De afwezigheid is opgeslagen. Het rooster is aangepast."
    effect: Sequence[PlannedDagdeel] | None = None

    def may(self) -> bool:
        """Who makes the roster of this group."""
        return may_roster_at(self.actor, self.group.provider_id)

    def get_initial(self) -> dict[str, Any]:
        """From today."""
        return {"starts_on": today()}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Add who works in the group."""
        return super().get_form_kwargs() | {"people": people_of(self.group, today())}

    def goes_on(self, form: LeaveForm) -> bool:
        """Only when people saw this very effect."""
        effect = effect_of_leave(actor=self.actor, **form.values)
        if form.was_seen(marks_of(effect)):
            return True
        self.effect = effect
        return False

    def perform(self, form: LeaveForm) -> Leave:
        """Store it."""
        return report_leave(actor=self.actor, **form.values)

    def done_url(self, saved: Leave) -> str:
        """The week in which it begins."""
        query = {"week": saved.starts_on.isoformat()}
        return reverse("compliance:roster", args=[self.group.public_id], query=query)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what would fall short."""
        return super().get_context_data(
            short=in_series(self.effect or ()), was_looked_at=self.effect is not None, **kwargs
        )
