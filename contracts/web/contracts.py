"""Pages of one contract: as it reads on a day, and what a purchaser does about it."""

from datetime import date
from functools import cached_property
from typing import Any

from django.http import Http404
from django.views.generic import DetailView

from contracts.access import may_change_contract, may_open_contracts
from contracts.forms.addenda import ReadingForm
from contracts.forms.agreements import (
    CallOffForm,
    ClauseForm,
    CorrectionForm,
    ProductForm,
    RateForm,
    SignForm,
)
from contracts.models import Addendum, CallOff, Clause, Contract, ContractedProduct, Rate
from contracts.rules.reading import in_order_of_precedence, side_by_side
from contracts.selectors.reading import record_of
from contracts.services import (
    add_clause,
    conclude_call_off,
    contract_product,
    correct_rate,
    set_rate,
    sign_contract,
)
from contracts.web.base import ContractFormView
from core.clock import today
from core.web.views import ScopedMixin, allow, scoped_or_404


class ContractDetail(ScopedMixin, DetailView[Contract]):
    """A contract as it reads on a day, and beside another day where one is chosen."""

    queryset = Contract.objects.select_related("framework__region", "provider")
    template_name = "contracts/contract.html"
    context_object_name = "contract"

    @cached_property
    def days(self) -> ReadingForm:
        """The choice of days."""
        chosen = self.request.GET if {"peildatum", "vergelijk"} & set(self.request.GET) else {"peildatum": today()}
        return ReadingForm(chosen)

    def chosen(self, name: str) -> date | None:
        """The day that was chosen; None when there is none or it is no day."""
        self.days.is_valid()
        day: date | None = self.days.cleaned_data.get(name)
        return day

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the reading, what differs, the rates through time and the addenda."""
        allow(may=may_open_contracts(self.actor))
        contract, day, other = self.object, self.chosen("peildatum") or today(), self.chosen("vergelijk")
        record = record_of(contract)
        reading = record.read(day)
        pairs = side_by_side(record.read(other), reading) if other else []
        rates = Rate.objects.filter(contracted_product__contract=contract)
        return super().get_context_data(
            day=day,
            other=other,
            days_form=self.days,
            holds=record.holds_on(day),
            reading=reading,
            differences=[pair for pair in pairs if pair.is_changed],
            rates=rates.select_related("contracted_product__variant", "correction", "corrects").order_by(
                "contracted_product__variant__position", "-starts_on", "-pk"
            ),
            products=record.products,
            papers=[one for one in in_order_of_precedence(record.documents, day) if one.file],
            addenda=Addendum.objects.visible_to(self.actor).filter(contract=contract).order_by("-number"),
            may_change=may_change_contract(self.actor, contract),
            **kwargs,
        )


class SignContract(ContractFormView):
    """Keep when the contract was signed."""

    form_class = SignForm
    title, submit_label = "Contract ondertekend", "Vastleggen"
    done = "Vastgelegd dat het contract is ondertekend."

    def get_initial(self) -> dict[str, Any]:
        """Today."""
        return {"signed_on": today()}

    def perform(self, form: SignForm) -> Contract:
        """Keep it."""
        return sign_contract(actor=self.actor, contract=self.contract, **form.cleaned_data)


class NewProduct(ContractFormView):
    """Put a product in a contract that is not signed yet."""

    form_class = ProductForm
    title, submit_label = "Product toevoegen", "Toevoegen"
    done = "Het product staat in het contract."

    def get_form_kwargs(self) -> dict[str, Any]:
        """Which lots and municipalities there are."""
        return super().get_form_kwargs() | {"contract": self.contract}

    def perform(self, form: ProductForm) -> ContractedProduct:
        """Put it in."""
        return contract_product(actor=self.actor, contract=self.contract, **form.cleaned_data)


class NewClause(ContractFormView):
    """The words of an article of a contract that is not signed yet."""

    form_class = ClauseForm
    title, submit_label = "Bepaling toevoegen", "Toevoegen"
    done = "De bepaling staat in het contract."

    def perform(self, form: ClauseForm) -> Clause:
        """Add it."""
        return add_clause(actor=self.actor, contract=self.contract, **form.cleaned_data)


class NewCallOff(ContractFormView):
    """Conclude a call-off."""

    form_class = CallOffForm
    title, submit_label = "Nadere overeenkomst toevoegen", "Vastleggen"
    done = "De nadere overeenkomst is vastgelegd."

    def perform(self, form: CallOffForm) -> CallOff:
        """Conclude it."""
        return conclude_call_off(actor=self.actor, contract=self.contract, **form.cleaned_data)


class ProductFormView(ContractFormView):
    """A form about one product in a contract."""

    product: ContractedProduct

    def load(self) -> None:
        """The product with its contract."""
        rows = ContractedProduct.objects.select_related("contract__framework__region", "contract__provider", "variant")
        self.product = scoped_or_404(rows, self.actor, public_id=self.kwargs["public_id"])
        self.contract = self.product.contract
        self.check()
        self.about += f" Product: {self.product.variant.name}."


class NewRate(ProductFormView):
    """A new rate in a contract that is not signed yet."""

    form_class = RateForm
    title, submit_label = "Nieuw tarief", "Vastleggen"
    done = "Het tarief is vastgelegd."

    def perform(self, form: RateForm) -> Rate:
        """Agree it."""
        return set_rate(actor=self.actor, contracted_product=self.product, **form.cleaned_data)


class CorrectRate(ProductFormView):
    """Put another amount in place of one that was wrong."""

    form_class = CorrectionForm
    title, submit_label = "Tarief corrigeren", "Corrigeren"
    done = "Het tarief is gecorrigeerd. Het foute tarief blijft te lezen."
    rate: Rate

    def load(self) -> None:
        """The rate of the product."""
        super().load()
        found = self.product.rates.filter(public_id=self.kwargs["rate_id"]).first()
        if found is None:
            raise Http404
        self.rate = found
        self.about += f" Nu staat er {found}."

    def perform(self, form: CorrectionForm) -> Rate:
        """Correct it."""
        return correct_rate(actor=self.actor, rate=self.rate, **form.cleaned_data)
