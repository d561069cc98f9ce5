"""Forms with which a provider keeps its groups: details, opening times, closed days, levels. About nobody."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from core.clock import today
from core.templatetags.pages import nl_date
from core.web.service_forms import ServiceFormView
from core.web.views import actor_of, allow, scoped_or_404
from delivery import services
from delivery.access import may_start_group
from delivery.forms import CloseDayForm, GroupChangeForm, GroupForm, HoursForm, MixForm
from delivery.models import ClosedDay, Group, MixDecision
from delivery.selectors import hours_of
from delivery.web.base import GroupFormView
from organisations.models import Location


class NewGroup(ServiceFormView):
    """A new group of the own provider."""

    template_name = "delivery/form.html"
    form_class = GroupForm
    title = "Nieuwe groep"
    submit_label = "Groep maken"
    done = "De groep is gemaakt. Vul nu de openingstijden in."

    def load(self) -> None:
        """Nothing is there yet."""
        allow(may=may_start_group(self.actor))

    def get_initial(self) -> dict[str, Any]:
        """From today."""
        return {"starts_on": today()}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Add where the provider receives groups."""
        return super().get_form_kwargs() | {"locations": locations_of(self.actor.organisation_id)}

    def perform(self, form: GroupForm) -> Group:
        """Start it."""
        return services.start_group(actor=self.actor, values=form.cleaned_data)

    def back_url(self) -> str:
        """The list."""
        return reverse("delivery:groups")

    def done_url(self, saved: Group) -> str:
        """On to its opening times."""
        return reverse("delivery:hours", args=[saved.public_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """There is no group yet."""
        return super().get_context_data(group=None, client=None, **kwargs)


class ChangeGroup(GroupFormView):
    """What a group is."""

    form_class = GroupChangeForm
    title = "Groep wijzigen"
    done = "De groep is opgeslagen."

    def stored(self) -> dict[str, Any]:
        """What is stored."""
        return GroupChangeForm.initial_of(self.group)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Add where the provider receives groups."""
        return super().get_form_kwargs() | {"locations": locations_of(self.group.provider_id)}

    def perform(self, form: GroupChangeForm) -> object:
        """Change it."""
        revision = form.cleaned_data["revision"]
        return services.change_group(actor=self.actor, group=self.group, revision=revision, values=form.values)


class SetHours(GroupFormView):
    """The opening times of a whole week, from a day on."""

    template_name = "delivery/hours.html"
    form_class = HoursForm
    title = "Openingstijden"
    done = "De openingstijden zijn opgeslagen."

    def _day(self) -> date:
        return max(today(), self.group.starts_on)

    def stored(self) -> dict[str, Any]:
        """The hours that hold now, or when the group begins."""
        return HoursForm.initial_of(hours_of(self.group, self._day())) | {"revision": self.group.revision}

    def get_initial(self) -> dict[str, Any]:
        """From then on."""
        return self.stored() | {"starts_on": self._day()}

    def perform(self, form: HoursForm) -> object:
        """Set them."""
        return services.set_hours(
            actor=self.actor,
            group=self.group,
            revision=form.cleaned_data["revision"],
            hours=form.hours,
            starts_on=form.cleaned_data["starts_on"],
        )


class DecideMix(GroupFormView):
    """In which proportion of levels the group is staffed."""

    template_name = "delivery/mix.html"
    form_class = MixForm
    title = "Besluit over de niveaus"
    done = "Het besluit is opgeslagen."

    def latest(self) -> MixDecision | None:
        """The last decision there is."""
        return self.group.mix_decisions.prefetch_related("shares").first()

    def stored(self) -> dict[str, Any]:
        """The levels that were decided last."""
        return MixForm.initial_of(self.latest()) | {"revision": self.group.revision}

    def perform(self, form: MixForm) -> object:
        """Decide it."""
        typed = form.cleaned_data
        return services.decide_mix(
            actor=self.actor,
            group=self.group,
            revision=typed["revision"],
            starts_on=typed["starts_on"],
            motivation=typed["motivation"],
            shares=form.shares,
        )


class CloseDay(ServiceFormView):
    """A day on which one or more groups are not open."""

    template_name = "delivery/form.html"
    form_class = CloseDayForm
    title = "Dag sluiten"
    submit_label = "Sluiten"
    done = "De dag is gesloten. Een groep die al dicht was, houdt haar eigen reden."

    def load(self) -> None:
        """Only for who keeps groups."""
        allow(may=may_start_group(self.actor))

    def groups(self) -> list[Group]:
        """The groups of the own provider that there are now and later."""
        return list(Group.objects.visible_to(self.actor).not_ended(today()).select_related("location"))

    def get_initial(self) -> dict[str, Any]:
        """The group from which somebody came."""
        return {"groups": self.request.GET.getlist("groep")}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Add the groups."""
        return super().get_form_kwargs() | {"groups": self.groups()}

    def perform(self, form: CloseDayForm) -> list[ClosedDay]:
        """Close it."""
        return services.close_day(actor=self.actor, **form.values)

    def back_url(self) -> str:
        """The list."""
        return reverse("delivery:groups")

    def done_url(self, saved: list[ClosedDay]) -> str:
        """The group, when it was one; else the list."""
        if len(saved) == 1:
            return reverse("delivery:group", args=[saved[0].group.public_id])
        return self.back_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """It may be about several groups."""
        return super().get_context_data(group=None, client=None, **kwargs)


@require_POST
def reopen(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The group is open after all on that day."""
    actor = actor_of(request)
    closed = scoped_or_404(ClosedDay.objects.select_related("group"), actor, public_id=public_id)
    services.reopen_day(actor=actor, closed_day=closed)
    messages.success(request, f"{closed.group} is op {nl_date(closed.day)} toch open.")
    return redirect("delivery:group", closed.group.public_id)


def locations_of(provider_id: int | None) -> Any:
    """Where the provider receives groups."""
    return Location.objects.filter(provider=provider_id)
