"""The page on which the municipality hands over what was agreed in the kitchen-table conversation."""

from collections.abc import Sequence
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from audit.enums import AuditEvent
from audit.services import record
from clients.models import Allocation
from core.web.service_forms import Part, ServiceFormView
from core.web.views import allow, scoped_or_404
from plans.access import may_keep_results
from plans.forms import ResultForm, ResultFormSet, RevisionForm
from plans.services.results import set_agreed_results
from plans.web.scoping import ALLOCATION_PARTS


class AgreedResults(ServiceFormView):
    """The results that were agreed for one allocation: what is there, and room for more."""

    form_class = RevisionForm
    template_name = "plans/results_form.html"
    title = "Afspraken uit het keukentafelgesprek"
    done = "De afspraken zijn opgeslagen. De zorgaanbieder ziet ze bij het plan."
    allocation: Allocation

    def load(self) -> None:
        """The allocation, for who may hand over results."""
        rows = Allocation.objects.select_related(*ALLOCATION_PARTS)
        self.allocation = scoped_or_404(rows, self.actor, public_id=self.kwargs["public_id"])
        allow(may=may_keep_results(self.actor, self.allocation))

    def record_reading(self) -> None:
        """The page shows the file of a client."""
        record(
            actor=self.actor,
            event=AuditEvent.READ,
            target=self.allocation,
            client=self.allocation.client.public_id,
        )

    def stored(self) -> dict[str, Any]:
        """The revision of the allocation."""
        return {"revision": self.allocation.revision}

    def get_parts(self, data: QueryDict | None) -> Sequence[Part]:
        """The results, and room for more."""
        stored = self.allocation.agreed_results.order_by("position")
        return [ResultFormSet(data, prefix="results", initial=[ResultForm.initial_of(row) for row in stored])]

    def perform(self, form: RevisionForm) -> object:
        """Store the results."""
        [results] = self.parts
        revision = form.cleaned_data["revision"]
        return set_agreed_results(actor=self.actor, allocation=self.allocation, revision=revision, rows=results.rows)

    def back_url(self) -> str:
        """Go back to the plans of the client."""
        return reverse("plans:of_client", args=[self.allocation.client.public_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the rows, and whose they are."""
        return super().get_context_data(
            formset=next(iter(self.parts), None), allocation=self.allocation, client=self.allocation.client, **kwargs
        )
