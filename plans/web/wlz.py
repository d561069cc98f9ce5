"""Pages about a Wlz track: look, add a step, hand over, end."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import User
from core.clock import today
from core.web.views import actor_of, allow, scoped_or_404
from plans.access import may_close_plan, may_read_plan
from plans.enums import WlzOutcome
from plans.forms import WlzEndForm, WlzOwnerForm, WlzStepForm
from plans.models import WlzTrack
from plans.selectors import current_version, days_quiet, quiet_days
from plans.services.wlz import end_track, hand_over_track, owners_at, record_wlz_step
from plans.web.base import VersionFormView
from plans.web.presenting import Badge
from plans.web.scoping import ALLOCATION_PARTS, record_reading

OUTCOME_KINDS = {WlzOutcome.STAYS_IN_WMO: "ok", WlzOutcome.GRANTED: "info", WlzOutcome.WITHDRAWN: "neutral"}


def track_of(request: HttpRequest, public_id: UUID) -> WlzTrack:
    """The track with this public id, with its evaluation and version; 404 outside the scope."""
    rows = WlzTrack.objects.select_related(
        "owner", "evaluation", *(f"evaluation__version__plan__allocation__{part}" for part in ALLOCATION_PARTS)
    )
    return scoped_or_404(rows, actor_of(request), public_id=public_id)


@never_cache
@require_safe
def wlz_track(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The track, with its steps."""
    track, actor, day = track_of(request, public_id), actor_of(request), today()
    version = track.evaluation.version
    allow(may=may_read_plan(actor, version.plan))
    record_reading(request, version, track)
    quiet, limit = days_quiet(track, day), quiet_days(day)
    context = {
        "track": track,
        "status": _status(track),
        "steps": track.steps.select_related("recorded_by").order_by("-taken_on", "-pk"),
        "quiet": quiet,
        "is_stalled": track.is_open and limit is not None and quiet >= limit,
        "may_write": track.is_open and may_close_plan(actor, version.plan),
        "plan_version": current_version(version.plan) or version,
        "client": version.plan.allocation.client,
    }
    return render(request, "plans/wlz_track.html", context)


class TrackFormView(VersionFormView):
    """A form about a Wlz track that runs, for who may close the plan."""

    track: WlzTrack

    def load(self) -> None:
        """The track, and the version whose evaluation opened it."""
        self.track = track_of(self.request, self.kwargs["public_id"])
        self.version = self.track.evaluation.version
        allow(may=may_close_plan(self.actor, self.version.plan))

    def record_reading(self) -> None:
        """The page shows the file of a client."""
        record_reading(self.request, self.version, self.track)

    def back_url(self) -> str:
        """The page of the track."""
        return reverse("plans:wlz_track", args=[self.track.public_id])


class AddStep(TrackFormView):
    """A step that was taken."""

    form_class = WlzStepForm
    title = "Stap naar de Wlz"
    done = "De stap is vastgelegd."

    def perform(self, form: WlzStepForm) -> object:
        """Keep the step."""
        return record_wlz_step(actor=self.actor, track=self.track, **form.cleaned_data)


class HandOverTrack(TrackFormView):
    """Somebody else sees to the track."""

    form_class = WlzOwnerForm
    title = "Eigenaar van het Wlz-traject"
    done = "De nieuwe eigenaar is vastgelegd."

    def get_form_kwargs(self) -> dict[str, Any]:
        """With who may own it."""
        owners = owners_at(self.version.plan.allocation.provider_id, today())
        return super().get_form_kwargs() | {"owners": User.objects.filter(pk__in=owners).order_by("name")}

    def stored(self) -> dict[str, Any]:
        """What is stored."""
        return {"owner": self.track.owner.public_id, "revision": self.track.revision}

    def perform(self, form: WlzOwnerForm) -> object:
        """Hand over."""
        return hand_over_track(actor=self.actor, track=self.track, **form.cleaned_data)


class EndTrack(TrackFormView):
    """How the track ended."""

    form_class = WlzEndForm
    title = "Wlz-traject afsluiten"
    submit_label = "Afsluiten"
    done = "Het Wlz-traject is afgesloten."

    def stored(self) -> dict[str, Any]:
        """What is stored."""
        return {"revision": self.track.revision}

    def perform(self, form: WlzEndForm) -> object:
        """End it."""
        return end_track(actor=self.actor, track=self.track, **form.cleaned_data)


def _status(track: WlzTrack) -> Badge:
    if track.is_open:
        return Badge("Loopt", "wait")
    return Badge(str(track.get_outcome_display()), OUTCOME_KINDS[WlzOutcome(track.outcome)])
