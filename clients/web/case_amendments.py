"""Forms with which a decision is revised or withdrawn, and with which a case becomes urgent."""

from typing import Any
from uuid import UUID

from clients.access import may_decide
from clients.forms.amendments import ReviseForm, UrgencyForm, WithdrawForm
from clients.models import Amendment, Case, Decision
from clients.selectors.cases import DECISION_PARTS
from clients.services import mark_urgent, revise_decision, withdraw_decision
from clients.web.case_base import DayFormView
from core.clock import today
from core.web.views import scoped_or_404
from products.models import ProductVariant
from products.selectors import versions_in_force


class AmendmentFormView(DayFormView):
    """A form about one decision of a case. A second amendment is refused by the service, which says what holds now."""

    template_name = "clients/cases/amendment.html"
    day_field = "decided_on"
    decision: Decision

    def load(self) -> None:
        """The decision too; one that granted nothing does not exist here."""
        super().load()
        decision_id: UUID = self.kwargs["decision_id"]
        rows = Decision.objects.filter(case=self.case, outcome="granted").select_related(*DECISION_PARTS)
        self.decision = scoped_or_404(rows, self.actor, public_id=decision_id)
        self.decision.case = self.case

    def may(self) -> bool:
        """Who takes decisions."""
        return may_decide(self.actor, self.case)

    def values(self, form: Any) -> dict[str, Any]:
        """The decision, which knows its case."""
        return {"actor": self.actor, "decision": self.decision, **form.cleaned_data}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what was decided, and what was allocated under it."""
        allocations = self.decision.allocations.select_related("provider").order_by("number")
        return super().get_context_data(decision=self.decision, allocations=allocations, **kwargs)


class WithdrawDecision(AmendmentFormView):
    """Withdraw a grant."""

    form_class: Any = WithdrawForm
    title = "Besluit intrekken"
    submit_label = "Besluit intrekken"
    done = "Het besluit is ingetrokken. U vindt de brief bij ‘Brieven’."
    intro = "De cliënt krijgt vanaf een dag die u kiest niets meer op grond van dit besluit. Wat eerder gold, blijft."

    def perform(self, form: WithdrawForm) -> Amendment:
        """Withdraw it."""
        return withdraw_decision(**self.values(form))


class ReviseDecision(AmendmentFormView):
    """Grant something else from a day on."""

    form_class: Any = ReviseForm
    title = "Besluit herzien"
    submit_label = "Besluit herzien"
    done = "Het besluit is herzien. Wijs het nieuwe besluit nog toe. U vindt de brief bij ‘Brieven’."
    intro = (
        "De cliënt krijgt vanaf een dag die u kiest iets anders. U neemt daarvoor een nieuw besluit. Het oude blijft "
        "staan en geldt tot die dag."
    )

    def get_form_kwargs(self) -> dict[str, Any]:
        """Add the products of today."""
        return super().get_form_kwargs() | {
            "variants": ProductVariant.objects.filter(pk__in=versions_in_force(today()))
        }

    def get_initial(self) -> dict[str, Any]:
        """What was decided."""
        names = ("form", "volume", "frequency", "ends_on", "reassess_on")
        decided = {name: getattr(self.decision, name) for name in names}
        variant = self.decision.variant
        return super().get_initial() | decided | ({"variant": variant.public_id} if variant else {})

    def perform(self, form: ReviseForm) -> Decision:
        """Revise it."""
        return revise_decision(**self.values(form))


class MarkUrgent(DayFormView):
    """Help cannot wait any longer."""

    form_class = UrgencyForm
    day_field = "urgent_on"
    title = "Er is nu spoed"
    submit_label = "Spoed vastleggen"
    done = "De spoed is vastgelegd. Neem nu een tijdelijk besluit."
    intro = (
        "De hulp kan niet meer wachten. U kunt dan meteen een tijdelijk besluit nemen (Wmo 2015, artikel 2.3.3). Het "
        "onderzoek gaat gewoon door."
    )

    def perform(self, form: UrgencyForm) -> Case:
        """Mark it."""
        return mark_urgent(**self.values(form))
