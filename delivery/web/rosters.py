"""Pages with which a planner makes the standing week of who works in a group."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.clock import today
from core.web.views import actor_of, allow, scoped_or_404
from delivery import services
from delivery.access import may_roster_at
from delivery.forms import ChangeRosterLineForm, LastDayForm, RosterLineForm
from delivery.models import Group, RosterLine
from delivery.selectors.rosters import roster_lines, workers_from
from delivery.web.base import GroupFormView
from delivery.web.presenting import work_times


@never_cache
@require_safe
def lines(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The standing week of a group: who works on which dagdelen, now and later."""
    actor = actor_of(request)
    group = scoped_or_404(Group.objects.select_related("location"), actor, public_id=public_id)
    allow(may=may_roster_at(actor, group.provider_id))
    rows = [(line, work_times(line)) for line in roster_lines(group, today())]
    return render(request, "delivery/roster_lines.html", {"group": group, "rows": rows})


class RosterFormView(GroupFormView):
    """A form about the roster of one group."""

    def may(self) -> bool:
        """Who makes the roster of this group."""
        return may_roster_at(self.actor, self.group.provider_id)

    def back_url(self) -> str:
        """The standing week."""
        return reverse("delivery:roster_lines", args=[self.group.public_id])


class AddLine(RosterFormView):
    """Somebody works in the group each week."""

    form_class = RosterLineForm
    title = "Iemand op het rooster zetten"
    done = "Het rooster is aangevuld."

    def get_initial(self) -> dict[str, Any]:
        """From today, or from when the group begins."""
        return {"starts_on": max(today(), self.group.starts_on)}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Add who works for the provider."""
        professionals, helpers = workers_from(self.group.provider_id, today())
        return super().get_form_kwargs() | {"professionals": professionals, "helpers": helpers}

    def perform(self, form: RosterLineForm) -> RosterLine:
        """Add the line."""
        return services.add_roster_line(actor=self.actor, group=self.group, **form.values)


class LineFormView(RosterFormView):
    """A form about one line of the roster."""

    line: RosterLine

    def load(self) -> None:
        """The line with its group and person, for who may send this form."""
        rows = RosterLine.objects.select_related("group__provider", "group__location", "professional", "helper")
        self.line = scoped_or_404(rows, self.actor, public_id=self.kwargs["public_id"])
        self.group = self.line.group
        allow(may=self.may())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say in the title about whom it is."""
        return super().get_context_data(**kwargs) | {"title": f"{self.title}: {self.line.person}"}


class ChangeLine(LineFormView):
    """Somebody works on other dagdelen or at other times from a day on."""

    form_class = ChangeRosterLineForm
    title = "Rooster wijzigen"
    done = "Het rooster is gewijzigd."

    def stored(self) -> dict[str, Any]:
        """What is stored."""
        return ChangeRosterLineForm.initial_of(self.line)

    def get_initial(self) -> dict[str, Any]:
        """From today, or from when the line begins."""
        return self.stored() | {"starts_on": max(today(), self.line.starts_on)}

    def perform(self, form: ChangeRosterLineForm) -> RosterLine:
        """Change it."""
        return services.change_roster_line(actor=self.actor, line=self.line, **form.values)


class EndLine(LineFormView):
    """Somebody does not work in the group any more."""

    form_class = LastDayForm
    title = "Van het rooster halen"
    submit_label = "Beëindigen"
    done = "Het rooster eindigt op de dag die u koos."

    def stored(self) -> dict[str, Any]:
        """The end that is stored."""
        return {"ends_on": self.line.ends_on, "revision": self.line.revision}

    def get_initial(self) -> dict[str, Any]:
        """Today."""
        return self.stored() | {"ends_on": max(today(), self.line.starts_on)}

    def perform(self, form: LastDayForm) -> None:
        """End it."""
        services.end_roster_line(actor=self.actor, line=self.line, **form.cleaned_data)
