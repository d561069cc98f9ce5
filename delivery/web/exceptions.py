"""Pages with which a planner departs from the roster on one dagdeel: who works, who does not, whether it goes on."""

from typing import Any

from django.urls import reverse

from core.clock import today
from core.web.fields import RevisionForm
from core.web.views import allow, scoped_or_404
from delivery import services
from delivery.enums import Presence
from delivery.forms import CancelSessionForm, PlanStaffForm
from delivery.models import Session, StaffAttendance
from delivery.selectors.rosters import planned_staff, workers_on
from delivery.web.presenting import planned_times
from delivery.web.rosters import RosterFormView


class SessionPlanView(RosterFormView):
    """A form about one dagdeel."""

    template_name = "delivery/plan_form.html"
    session: Session

    def load(self) -> None:
        """The dagdeel with its group, for who makes the roster."""
        rows = Session.objects.select_related("group__provider", "group__location")
        self.session = scoped_or_404(rows, self.actor, public_id=self.kwargs["public_id"])
        self.group = self.session.group
        allow(may=self.may())

    def stored(self) -> dict[str, Any]:
        """The revision of the dagdeel."""
        return {"revision": self.session.revision}

    def back_url(self) -> str:
        """What is planned in the dagdeel."""
        return reverse("delivery:plan_session", args=[self.session.public_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add which dagdeel."""
        return super().get_context_data(session=self.session, **kwargs)


class PlanSession(SessionPlanView):
    """Who works in a dagdeel, and a form to plan somebody by exception or at other times."""

    template_name = "delivery/plan_session.html"
    form_class = PlanStaffForm
    title = "Dagdeel plannen"
    submit_label = "Inplannen"
    done = "Het dagdeel is aangepast."

    def get_form_kwargs(self) -> dict[str, Any]:
        """Add who works for the provider on that day."""
        professionals, helpers = workers_on(self.group.provider_id, self.session.held_on)
        return super().get_form_kwargs() | {"professionals": professionals, "helpers": helpers}

    def perform(self, form: PlanStaffForm) -> StaffAttendance:
        """Plan them."""
        return services.plan_staff(actor=self.actor, session=self.session, **form.values)

    def done_url(self, saved: StaffAttendance) -> str:
        """Here again: who plans one, often plans more."""
        return self.back_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add who is planned, and whether anything can still be planned."""
        session = self.session
        is_ahead = session.held_on >= today() and session.closed_at is None
        return super().get_context_data(
            working=[(row, planned_times(row), _can_be_taken_off(row)) for row in planned_staff(session)],
            is_ahead=is_ahead,
            may_plan=is_ahead and not session.cancelled_reason,
            **kwargs,
        )


class UnplanStaff(SessionPlanView):
    """Somebody does not work in this dagdeel, whatever the roster says."""

    form_class = RevisionForm
    title = "Van dit dagdeel halen"
    submit_label = "Ja, eraf halen"
    done = "Het dagdeel is aangepast."
    row: StaffAttendance

    def load(self) -> None:
        """Who it is, with the dagdeel, for who makes the roster."""
        rows = StaffAttendance.objects.current().select_related(
            "session__group__provider", "session__group__location", "professional", "helper"
        )
        self.row = scoped_or_404(rows, self.actor, public_id=self.kwargs["public_id"])
        self.session, self.group = self.row.session, self.row.session.group
        allow(may=self.may())

    def perform(self, form: RevisionForm) -> StaffAttendance:
        """Take them off."""
        return services.unplan_staff(actor=self.actor, attendance=self.row, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say in the title about whom it is."""
        return super().get_context_data(**kwargs) | {"title": f"{self.row.person} van dit dagdeel halen"}


class CancelSession(SessionPlanView):
    """The dagdeel does not go on."""

    form_class = CancelSessionForm
    title = "Dagdeel laten vervallen"
    submit_label = "Laten vervallen"
    done = "Het dagdeel gaat niet door. Wie gepland was, blijft staan voor als het toch doorgaat."

    def stored(self) -> dict[str, Any]:
        """The reason that is stored, and the revision."""
        return {"reason": self.session.cancelled_reason} | super().stored()

    def perform(self, form: CancelSessionForm) -> Session:
        """Cancel it."""
        return services.cancel_session(actor=self.actor, session=self.session, **form.cleaned_data)


class ResumeSession(SessionPlanView):
    """The dagdeel goes on after all."""

    form_class = RevisionForm
    title = "Dagdeel toch laten doorgaan"
    submit_label = "Ja, het gaat door"
    done = "Het dagdeel gaat door, met wie er gepland was."

    def perform(self, form: RevisionForm) -> Session:
        """Resume it."""
        return services.resume_session(actor=self.actor, session=self.session, **form.cleaned_data)


def _can_be_taken_off(row: StaffAttendance) -> bool:
    return row.presence == Presence.EXPECTED and row.planned_starts is not None
