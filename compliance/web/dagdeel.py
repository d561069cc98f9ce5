"""One dagdeel: what the checks say of it, and the picture of who was there."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from audit.enums import AuditEvent
from audit.services import record
from compliance.access import may_see_compliance
from compliance.enums import Basis
from compliance.models import SessionOutcome
from compliance.selectors.dagdeel import dagdeel, sessions_of
from compliance.web.presenting import KINDS
from core.clock import end_of
from core.web.views import actor_of, allow
from delivery.models import Session


@dataclass(frozen=True, slots=True)
class Stood:
    """What the checks said at one time."""

    outcome: SessionOutcome
    ratio_kind: str


@method_decorator(never_cache, name="dispatch")
class DagdeelPage(TemplateView):
    """Who was there over the day, the line of who were needed, and where there were too few."""

    template_name = "compliance/dagdeel.html"
    session: Session

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the page: 404 out of scope, 403 without the right. It stands in the trail."""
        actor = actor_of(request)
        rows = sessions_of(actor).select_related("group__provider", "group__location")
        self.session = get_object_or_404(rows, public_id=self.kwargs["public_id"])
        allow(may=may_see_compliance(actor))
        response = super().get(request, *args, **kwargs)
        record(actor=actor, event=AuditEvent.READ, target=self.session)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what is said of it, as planned or as it went, as it is known now or was known on a day."""
        asked = self.request.GET
        basis = Basis.PLANNED if asked.get("volgens") == Basis.PLANNED or not self.session.closed_at else Basis.REALISED
        day = _day(asked.get("bekend_op", ""))
        known_at = end_of(day) if day else None
        found = dagdeel(actor_of(self.request), self.session, basis, known_at)
        stood = self.session.outcomes.filter(basis=basis).order_by("computed_at")
        return super().get_context_data(
            session=self.session,
            found=found,
            basis=basis,
            known_on=day,
            answers=[(one, KINDS[one.result.state]) for one in found.answers],
            stood=[Stood(one, KINDS[one.ratio]) for one in stood],  # type: ignore[index]
            **kwargs,
        )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
