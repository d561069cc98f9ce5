"""Pages of what is measured under contracts."""

from typing import Any

from django.urls import reverse
from django.views.generic import ListView

from contracts.access import may_change_contract, may_conclude_frameworks, may_see_spending
from contracts.forms.reports import IndicatorForm, MeasurementForm, contracts_of
from contracts.models import Indicator, Measurement
from contracts.services import measure, set_indicator
from contracts.web.base import PurchaserForm
from core.clock import today
from core.web.views import ScopedMixin, allow, scoped_or_404


class IndicatorList(ScopedMixin, ListView[Indicator]):
    """Each target with what was measured."""

    queryset = Indicator.objects.select_related("contract__provider").prefetch_related("measurements__indicator")
    template_name = "contracts/indicators.html"
    context_object_name = "indicators"
    paginate_by = 50

    def get_queryset(self) -> Any:
        """For purchasers and quality officers."""
        allow(may=may_see_spending(self.actor))
        return super().get_queryset()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whether the actor may change them."""
        return super().get_context_data(may_change=may_conclude_frameworks(self.actor), **kwargs)


class NewIndicator(PurchaserForm):
    """Agree on a target."""

    form_class = IndicatorForm
    title, submit_label = "Nieuwe prestatie-indicator", "Vastleggen"
    done = "De indicator is vastgelegd."

    def load(self) -> None:
        """For purchasers."""
        allow(may=may_conclude_frameworks(self.actor))

    def path(self) -> list[tuple[str, str]]:
        """Under the list."""
        return [("Prestaties", reverse("contracts:indicators"))]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Which contracts there are."""
        return super().get_form_kwargs() | {"contracts": contracts_of(self.actor, today())}

    def perform(self, form: IndicatorForm) -> Indicator:
        """Agree on it."""
        return set_indicator(actor=self.actor, **form.cleaned_data)


class NewMeasurement(PurchaserForm):
    """Keep what was measured."""

    form_class = MeasurementForm
    title, submit_label = "Meting vastleggen", "Vastleggen"
    done = "De meting is vastgelegd."
    indicator: Indicator

    def load(self) -> None:
        """The indicator, for the purchaser of the region."""
        rows = Indicator.objects.select_related("contract__framework__region", "contract__provider")
        self.indicator = scoped_or_404(rows, self.actor, public_id=self.kwargs["public_id"])
        allow(may=may_change_contract(self.actor, self.indicator.contract))
        self.about = f"{self.indicator}, norm {self.indicator.target_text}."

    def path(self) -> list[tuple[str, str]]:
        """Under the list."""
        return [("Prestaties", reverse("contracts:indicators"))]

    def perform(self, form: MeasurementForm) -> Measurement:
        """Keep it."""
        return measure(actor=self.actor, indicator=self.indicator, **form.cleaned_data)
