"""Forms of a purchaser about spending ceilings. The page with the figures is of the room that knows what was done."""

from datetime import date
from typing import Any

from django.urls import reverse

from contracts.forms.ceilings import CeilingAmountForm, CeilingForm, StepForm
from contracts.models import CeilingAmount, CeilingStep, SpendingCeiling
from contracts.services import agree_ceiling, change_ceiling, record_ceiling_step
from contracts.web.base import ContractFormView
from core.clock import today
from core.web.views import scoped_or_404


class NewCeiling(ContractFormView):
    """Agree what may be spent in a year."""

    form_class = CeilingForm
    title, submit_label = "Nieuwe bestedingsruimte", "Vastleggen"
    done = "De bestedingsruimte is vastgelegd."

    def get_initial(self) -> dict[str, Any]:
        """This year."""
        year = today().year
        return {"starts_on": date(year, 1, 1), "ends_on": date(year, 12, 31), "agreed_on": today()}

    def perform(self, form: CeilingForm) -> SpendingCeiling:
        """Agree it."""
        return agree_ceiling(actor=self.actor, contract=self.contract, **form.cleaned_data)

    def done_url(self, saved: SpendingCeiling) -> str:
        """Its figures."""
        return reverse("delivery:ceiling", args=[saved.public_id])


class CeilingFormView(ContractFormView):
    """A form about one spending ceiling."""

    ceiling: SpendingCeiling

    def load(self) -> None:
        """The ceiling with its contract, for the purchaser of its region."""
        rows = SpendingCeiling.objects.select_related("contract__framework__region", "contract__provider")
        self.ceiling = scoped_or_404(rows, self.actor, public_id=self.kwargs["public_id"])
        self.contract = self.ceiling.contract
        self.check()
        self.about += f" {self.ceiling}."

    def path(self) -> list[tuple[str, str]]:
        """Under the page with its figures."""
        address = reverse("delivery:ceiling", args=[self.ceiling.public_id])
        return [("Bestedingsruimtes", reverse("delivery:ceilings")), (self.contract.number, address)]

    def get_initial(self) -> dict[str, Any]:
        """Today."""
        return {"agreed_on": today(), "done_on": today(), "kind": self.request.GET.get("stap", "")}


class ChangeCeiling(CeilingFormView):
    """Another amount."""

    form_class = CeilingAmountForm
    title, submit_label = "Bedrag van de bestedingsruimte wijzigen", "Vastleggen"
    done = "Het nieuwe bedrag is vastgelegd. Het oude blijft te lezen."

    def perform(self, form: CeilingAmountForm) -> CeilingAmount:
        """Agree it."""
        return change_ceiling(actor=self.actor, ceiling=self.ceiling, **form.cleaned_data)


class RecordStep(CeilingFormView):
    """Keep what was done."""

    form_class = StepForm
    title, submit_label = "Stap vastleggen", "Vastleggen"
    done = "De stap is vastgelegd."

    def get_form_kwargs(self) -> dict[str, Any]:
        """What was done already."""
        return super().get_form_kwargs() | {"done": set(self.ceiling.steps.values_list("kind", flat=True))}

    def perform(self, form: StepForm) -> CeilingStep:
        """Keep it."""
        return record_ceiling_step(actor=self.actor, ceiling=self.ceiling, **form.cleaned_data)
