"""Pages with which a planner keeps volunteers and trainees, and notes who is away."""

from typing import Any

from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import ListView

from core.clock import today
from core.web.service_forms import ServiceFormView
from core.web.views import ScopedMixin, allow, scoped_or_404
from delivery import services
from delivery.access import may_make_rosters, may_roster_at
from delivery.forms import ChangeLeaveForm, HelperForm, LastDayForm
from delivery.models import Helper, Leave


@method_decorator(never_cache, name="dispatch")
class HelperList(ScopedMixin, ListView[Helper]):
    """The volunteers and trainees of the own provider; those who left stand below."""

    queryset = Helper.objects.order_by("name", "pk")
    template_name = "delivery/helpers.html"
    paginate_by = 50

    def get_queryset(self) -> Any:
        """Only for who makes rosters."""
        allow(may=may_make_rosters(self.actor))
        return super().get_queryset()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what is over."""
        return super().get_context_data(today=today(), **kwargs)


class StaffingFormView(ServiceFormView):
    """A form about somebody who works for the own provider, in whatever group."""

    template_name = "delivery/form.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """It is about no group and no client."""
        return super().get_context_data(group=None, client=None, **kwargs)


class NewHelper(StaffingFormView):
    """A volunteer or a trainee begins."""

    form_class = HelperForm
    title = "Nieuwe vrijwilliger of stagiair"
    submit_label = "Toevoegen"
    done = "{.name} staat erbij."

    def load(self) -> None:
        """Nobody is there yet."""
        allow(may=may_make_rosters(self.actor))

    def get_initial(self) -> dict[str, Any]:
        """From today."""
        return {"starts_on": today()}

    def perform(self, form: HelperForm) -> Helper:
        """Add them."""
        return services.add_helper(actor=self.actor, values=form.cleaned_data)

    def back_url(self) -> str:
        """The list."""
        return reverse("delivery:helpers")


class ChangeHelper(NewHelper):
    """A volunteer or a trainee has another name, works as something else, or ends."""

    title = "Vrijwilliger of stagiair wijzigen"
    submit_label = "Opslaan"
    done = "{.name} is opgeslagen."
    helper: Helper

    def load(self) -> None:
        """Who it is."""
        self.helper = scoped_or_404(Helper.objects.all(), self.actor, public_id=self.kwargs["public_id"])
        allow(may=may_roster_at(self.actor, self.helper.provider_id))

    def get_initial(self) -> dict[str, Any]:
        """What is stored."""
        return {name: getattr(self.helper, name) for name in HelperForm.base_fields}

    def perform(self, form: HelperForm) -> Helper:
        """Change them."""
        return services.change_helper(actor=self.actor, helper=self.helper, values=form.cleaned_data)


@method_decorator(never_cache, name="dispatch")
class LeaveList(ScopedMixin, ListView[Leave]):
    """Who is away, now and later."""

    queryset = Leave.objects.select_related("professional", "helper").order_by("starts_on", "pk")
    template_name = "delivery/leaves.html"
    paginate_by = 50

    def get_queryset(self) -> Any:
        """Only for who makes rosters."""
        allow(may=may_make_rosters(self.actor))
        return super().get_queryset().not_ended(today())


class LeaveFormView(StaffingFormView):
    """A form about somebody's leave."""

    leave: Leave

    def load(self) -> None:
        """The leave, with who it is about."""
        rows = Leave.objects.select_related("professional", "helper")
        self.leave = scoped_or_404(rows, self.actor, public_id=self.kwargs["public_id"])
        allow(may=may_roster_at(self.actor, self.leave.provider_id))

    def stored(self) -> dict[str, Any]:
        """What is stored."""
        return {name: getattr(self.leave, name) for name in self.get_form_class().base_fields}

    def back_url(self) -> str:
        """The list."""
        return reverse("delivery:leaves")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say in the title about whom it is."""
        return super().get_context_data(**kwargs) | {"title": f"{self.title}: {self.leave.person}"}


class ChangeLeave(LeaveFormView):
    """Somebody is away in another period, or for another reason."""

    form_class = ChangeLeaveForm
    title = "Afwezigheid wijzigen"
    done = "De afwezigheid is gewijzigd. Het rooster is aangepast."

    def perform(self, form: ChangeLeaveForm) -> Leave:
        """Change it."""
        return services.change_leave(actor=self.actor, leave=self.leave, **form.cleaned_data)


class EndLeave(LeaveFormView):
    """Somebody is back."""

    form_class = LastDayForm
    title = "Afwezigheid beëindigen"
    submit_label = "Beëindigen"
    done = "De afwezigheid eindigt op de dag die u koos. Het rooster is aangepast."

    def get_initial(self) -> dict[str, Any]:
        """Today."""
        return self.stored() | {"ends_on": max(today(), self.leave.starts_on)}

    def perform(self, form: LastDayForm) -> None:
        """End it."""
        services.end_leave(actor=self.actor, leave=self.leave, **form.cleaned_data)
