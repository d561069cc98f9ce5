"""Pages of addenda: written line by line, then adopted."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST
from django.views.generic import DetailView

from contracts.access import may_change_contract, may_open_contracts
from contracts.enums import AddendumStatus, LineKind
from contracts.forms.addenda import FORM_OF, AddendumForm, AdoptForm, LineForm
from contracts.models import Addendum, AddendumLine
from contracts.selectors.addenda import effects_of
from contracts.services import add_line, adopt_addendum, draft_addendum, remove_line, withdraw_addendum
from contracts.web.base import AddendumFormView, ContractFormView
from core.clock import today
from core.web.views import ScopedMixin, actor_of, allow, scoped_or_404

KINDS = {
    "tarief": LineKind.RATE,
    "product-erbij": LineKind.PRODUCT_ADDED,
    "product-eraf": LineKind.PRODUCT_ENDED,
    "gemeenten": LineKind.MUNICIPALITIES,
    "bepaling": LineKind.CLAUSE,
    "einddatum": LineKind.END,
}
"""What stands in the address for each kind of line."""


class NewAddendum(ContractFormView):
    """Begin an addendum."""

    form_class = AddendumForm
    title, submit_label = "Nieuw addendum", "Verder"
    done = "Het addendum is begonnen. Zet er nu in wat er verandert."

    def perform(self, form: AddendumForm) -> Addendum:
        """Begin it."""
        return draft_addendum(actor=self.actor, contract=self.contract, **form.cleaned_data)

    def done_url(self, saved: Addendum) -> str:
        """Its page."""
        return reverse("contracts:addendum", args=[saved.public_id])


class AddendumDetail(ScopedMixin, DetailView[Addendum]):
    """An addendum with what it changes."""

    queryset = Addendum.objects.select_related("contract__framework__region", "contract__provider", "written_by")
    template_name = "contracts/addendum.html"
    context_object_name = "addendum"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the lines, and the kinds of line that a draft can still get."""
        allow(may=may_open_contracts(self.actor))
        may_change = may_change_contract(self.actor, self.object.contract)
        is_draft = self.object.status == AddendumStatus.DRAFT
        return super().get_context_data(
            effects=effects_of(self.object),
            is_draft=is_draft,
            may_change=may_change and is_draft,
            kinds=[(slug, kind.label) for slug, kind in KINDS.items()],
            **kwargs,
        )


class NewLine(AddendumFormView):
    """Let the addendum change one more thing."""

    submit_label = "Toevoegen"
    done = "De regel staat in het addendum."

    def load(self) -> None:
        """The addendum, and a kind of line that there is."""
        super().load()
        kind = KINDS.get(self.kwargs["kind"])
        if kind is None:
            raise Http404
        self.kind = kind
        self.title = kind.label

    def get_form_class(self) -> type[LineForm]:
        """The form of this kind of line."""
        return FORM_OF[self.kind]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Which products there are in the contract."""
        return super().get_form_kwargs() | {"contract": self.contract}

    def perform(self, form: LineForm) -> AddendumLine:
        """Add the line."""
        return add_line(actor=self.actor, addendum=self.addendum, kind=self.kind, **form.cleaned_data)


class AdoptAddendum(AddendumFormView):
    """Let the contract change as the addendum says."""

    form_class = AdoptForm
    title, submit_label = "Addendum vaststellen", "Vaststellen"
    done = "Het addendum is vastgesteld. Het contract verandert vanaf de ingangsdatum."

    def get_initial(self) -> dict[str, Any]:
        """Today."""
        return {"signed_on": today()}

    def perform(self, form: AdoptForm) -> Addendum:
        """Adopt it."""
        return adopt_addendum(actor=self.actor, addendum=self.addendum, **form.cleaned_data)


@require_POST
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Go no further with an addendum."""
    actor = actor_of(request)
    addendum = scoped_or_404(Addendum.objects.select_related("contract"), actor, public_id=public_id)
    withdraw_addendum(actor=actor, addendum=addendum)
    messages.success(request, "Het addendum is ingetrokken.")
    return redirect("contracts:addendum", public_id=addendum.public_id)


@require_POST
def remove(request: HttpRequest, public_id: str, line_id: str) -> HttpResponse:
    """Take a line out of an addendum."""
    actor = actor_of(request)
    addendum = scoped_or_404(Addendum.objects.select_related("contract"), actor, public_id=public_id)
    line = addendum.lines.filter(public_id=line_id).first()
    if line is None:
        raise Http404
    remove_line(actor=actor, line=line)
    messages.success(request, "De regel is weggehaald.")
    return redirect("contracts:addendum", public_id=addendum.public_id)
