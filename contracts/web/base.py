"""Base classes of the forms about framework agreements, contracts and addenda: for who purchases for the region."""

from typing import Any

from django.urls import reverse

from contracts.access import may_change_contract, may_purchase
from contracts.models import Addendum, Contract, FrameworkAgreement
from core.templatetags.pages import Crumb
from core.web.service_forms import ServiceFormView
from core.web.views import allow, scoped_or_404


class PurchaserForm(ServiceFormView):
    """A form of a purchaser; `path` says where it stands: label and address, from the top down."""

    template_name = "form.html"
    about = ""
    """What the form is about, as a line under the title."""

    def path(self) -> list[tuple[str, str]]:
        """The pages above this one."""
        return [("Contracten", reverse("contracts:list"))]

    def back_url(self) -> str:
        """The page right above."""
        return self.path()[-1][1]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add where the form stands and what it is about."""
        crumbs = [*(Crumb(label, url) for label, url in self.path()), Crumb(self.title, "")]
        return super().get_context_data(crumbs=crumbs, about=self.about, **kwargs)


class FrameworkFormView(PurchaserForm):
    """A form about one framework agreement."""

    framework: FrameworkAgreement

    def load(self) -> None:
        """The framework agreement, for its purchaser."""
        rows = FrameworkAgreement.objects.select_related("region")
        self.framework = scoped_or_404(rows, self.actor, public_id=self.kwargs["public_id"])
        self.check()

    def check(self) -> None:
        """Only the region's own purchaser."""
        allow(may=may_purchase(self.actor, self.framework.region))
        self.about = f"Het gaat om {self.framework.name} ({self.framework.reference})."

    def path(self) -> list[tuple[str, str]]:
        """Under the page of the framework agreement."""
        address = reverse("contracts:framework", args=[self.framework.public_id])
        return [("Raamovereenkomsten", reverse("contracts:frameworks")), (self.framework.name, address)]


class ContractFormView(PurchaserForm):
    """A form about one contract."""

    contract: Contract

    def load(self) -> None:
        """The contract, for the purchaser of its region."""
        rows = Contract.objects.select_related("framework__region", "provider")
        self.contract = scoped_or_404(rows, self.actor, public_id=self.kwargs["public_id"])
        self.check()

    def check(self) -> None:
        """Only the region's own purchaser."""
        allow(may=may_change_contract(self.actor, self.contract))
        self.about = f"Het gaat om contract {self.contract.number} met {self.contract.provider.name}."

    def path(self) -> list[tuple[str, str]]:
        """Under the page of the contract."""
        address = reverse("contracts:contract", args=[self.contract.public_id])
        return [*super().path(), (self.contract.number, address)]


class AddendumFormView(ContractFormView):
    """A form about one addendum that is being written."""

    addendum: Addendum

    def load(self) -> None:
        """The addendum with its contract, for the purchaser of its region."""
        rows = Addendum.objects.select_related("contract__framework__region", "contract__provider")
        self.addendum = scoped_or_404(rows, self.actor, public_id=self.kwargs["public_id"])
        self.contract = self.addendum.contract
        self.check()
        self.about += f" {self.addendum}."

    def path(self) -> list[tuple[str, str]]:
        """Under the page of the addendum."""
        address = reverse("contracts:addendum", args=[self.addendum.public_id])
        return [*super().path(), (f"Addendum {self.addendum.number}", address)]
