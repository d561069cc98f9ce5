"""Pages about one match: choosing, acquaintance, start, evaluation, hours, end."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django.views.generic import DetailView

from audit.enums import AuditEvent
from audit.services import record
from core.calendar import add_months
from core.clock import today
from core.templatetags.pages import Crumb
from core.web.service_forms import ServiceFormView
from core.web.views import ScopedMixin, actor_of, scoped_or_404
from informal_care.enums import MatchStatus
from informal_care.forms.matches import (
    AcquaintanceForm,
    ChooseForm,
    DeclineMatchForm,
    EndForm,
    HoursForm,
    ReviewForm,
    StartForm,
)
from informal_care.models import Match, MatchReview, VolunteerHours
from informal_care.rules.volunteering import MATCH_STEPS
from informal_care.services import matches as services
from informal_care.services.volunteer_hours import record_hours, remove_hours

MATCHES = Match.objects.select_related("volunteer", "request__client", "request__carer")
STEPS = {
    MatchStatus.CHOSEN: ("informal_care:match_choose", "Kiezen"),
    MatchStatus.MET: ("informal_care:match_acquaintance", "Kennismaking vastleggen"),
    MatchStatus.STARTED: ("informal_care:match_start", "Starten"),
    MatchStatus.ENDED: ("informal_care:match_end", "Beëindigen"),
    MatchStatus.DECLINED: ("informal_care:match_decline", "Gaat niet door"),
}
"""By the status that follows: the page on which it is done, and its words."""


@method_decorator(never_cache, name="dispatch")
class MatchDetail(ScopedMixin, DetailView[Match]):
    """Who helps whom, why, and how far it is."""

    queryset = MATCHES.select_related("chosen_by").prefetch_related("reviews", "hours")
    template_name = "informal_care/match.html"
    context_object_name = "match"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what can be done now; who looked stands in the trail."""
        match = self.object
        record(actor=self.actor, event=AuditEvent.READ, target=match, client=match.volunteer.public_id)
        steps = [(*STEPS[then], then) for then in STEPS if then in MATCH_STEPS[match.status]]
        return super().get_context_data(steps=steps, **kwargs)


class MatchFormView(ServiceFormView):
    """A form about one match. Who sees a match, coordinates the municipality that it is of."""

    template_name = "form.html"
    match: Match

    def load(self) -> None:
        """The match."""
        self.match = scoped_or_404(MATCHES, self.actor, public_id=self.kwargs["public_id"])

    def stored(self) -> dict[str, Any]:
        """What was shown."""
        return {"revision": self.match.revision}

    def back_url(self) -> str:
        """The match."""
        return reverse("informal_care:match", args=[self.match.public_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add where the form stands and about whom it is."""
        asked = self.match.request
        crumbs = [
            Crumb("Hulpvragen", reverse("informal_care:help_requests")),
            Crumb("Hulpvraag", reverse("informal_care:help_request", args=[asked.public_id])),
            Crumb("Koppeling", self.back_url()),
            Crumb(self.title, ""),
        ]
        about = f"{self.match.volunteer.name} voor: {asked.asked_for}"
        return super().get_context_data(crumbs=crumbs, about=about, **kwargs)


class Choose(MatchFormView):
    """Decide for this volunteer."""

    form_class = ChooseForm
    title, submit_label, done = "Vrijwilliger kiezen", "Kiezen", "De keuze staat vast. Spreek een kennismaking af."

    def stored(self) -> dict[str, Any]:
        """The dagdelen that were proposed."""
        return super().stored() | {"moments": self.match.moments}

    def perform(self, form: ChooseForm) -> Match:
        """Choose."""
        return services.choose(actor=self.actor, proposed=self.match, **form.cleaned_data)


class DeclineMatch(MatchFormView):
    """It does not go through."""

    form_class = DeclineMatchForm
    title, submit_label, done = "Gaat niet door", "Vastleggen", "Dit gaat niet door."

    def perform(self, form: DeclineMatchForm) -> Match:
        """Decline."""
        return services.decline(actor=self.actor, proposed=self.match, **form.cleaned_data)


class Acquaintance(MatchFormView):
    """They met."""

    form_class = AcquaintanceForm
    title, done = "Kennismaking", "De kennismaking staat vast."

    def stored(self) -> dict[str, Any]:
        """Today."""
        return super().stored() | {"met_on": today()}

    def perform(self, form: AcquaintanceForm) -> Match:
        """Tell it."""
        return services.tell_acquaintance(actor=self.actor, chosen=self.match, **form.cleaned_data)


class Start(MatchFormView):
    """The help starts."""

    form_class = StartForm
    title, submit_label, done = "Hulp starten", "Starten", "De hulp is gestart."

    def stored(self) -> dict[str, Any]:
        """Today, and an evaluation after a month: who plans it can choose another day."""
        return super().stored() | {"started_on": today(), "review_on": add_months(today(), 1)}

    def perform(self, form: StartForm) -> Match:
        """Start."""
        return services.start(actor=self.actor, met=self.match, **form.cleaned_data)


class End(MatchFormView):
    """The help ends."""

    form_class = EndForm
    title, submit_label, done = "Hulp beëindigen", "Beëindigen", "De hulp is beëindigd."

    def stored(self) -> dict[str, Any]:
        """Today."""
        return super().stored() | {"ended_on": today()}

    def perform(self, form: EndForm) -> Match:
        """End."""
        return services.end(actor=self.actor, started=self.match, **form.cleaned_data)


class AddHours(MatchFormView):
    """Hours were given."""

    form_class = HoursForm
    title, done = "Uren vastleggen", "De uren staan erbij."

    def stored(self) -> dict[str, Any]:
        """Nothing yet."""
        return {"day": today(), "is_week": "dag"}

    def perform(self, form: HoursForm) -> object:
        """Record them."""
        return record_hours(actor=self.actor, matched=self.match, **form.cleaned_data)


class HoldReview(MatchFormView):
    """How the help goes was talked about."""

    form_class = ReviewForm
    title, done = "Evaluatie", "De evaluatie staat vast."
    review: MatchReview

    def load(self) -> None:
        """The evaluation with its match."""
        rows = MatchReview.objects.select_related("match__volunteer", "match__request")
        self.review = scoped_or_404(rows, self.actor, public_id=self.kwargs["public_id"])
        self.match = self.review.match

    def stored(self) -> dict[str, Any]:
        """What is stored."""
        one = self.review
        return {"held_on": one.held_on or today(), "note": one.note, "revision": one.revision}

    def perform(self, form: ReviewForm) -> MatchReview:
        """Record it."""
        return services.hold_review(actor=self.actor, review=self.review, **form.cleaned_data)


@require_POST
def take_hours_away(request: HttpRequest, public_id: str) -> HttpResponse:
    """Hours that were noted by mistake."""
    actor = actor_of(request)
    rows = VolunteerHours.objects.select_related("match__volunteer")
    row = scoped_or_404(rows, actor, public_id=public_id)
    remove_hours(actor=actor, row=row)
    messages.success(request, "De uren zijn weggehaald.")
    return redirect("informal_care:match", public_id=row.match.public_id)
