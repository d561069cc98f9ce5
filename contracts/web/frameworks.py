"""Pages of framework agreements."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from django.urls import reverse
from django.views.decorators.http import require_GET
from django.views.generic import DetailView, ListView

from contracts.access import may_conclude_frameworks, may_open_contracts, may_purchase
from contracts.enums import ContractParameter, OptionState
from contracts.forms.agreements import (
    ContractForm,
    DocumentForm,
    FrameworkForm,
    LeaveForm,
    LotForm,
    OptionForm,
    ParticipationForm,
)
from contracts.models import (
    AgreementDocument,
    Contract,
    ExtensionOption,
    FrameworkAgreement,
    Lot,
    Participation,
)
from contracts.rules import tell_before
from contracts.rules.reading import in_order_of_precedence
from contracts.selectors.settings import limit
from contracts.services import (
    add_document,
    add_lot,
    conclude_contract,
    conclude_framework,
    decide_extension,
    join_framework,
    leave_framework,
)
from contracts.web.base import FrameworkFormView, PurchaserForm
from core.clock import today
from core.web.downloads import stored_file
from core.web.views import ScopedMixin, actor_of, allow, scoped_or_404
from organisations.models import Region


class FrameworkList(ScopedMixin, ListView[FrameworkAgreement]):
    """The framework agreements of the region, or those that the own provider has a contract under."""

    queryset = FrameworkAgreement.objects.all()
    template_name = "contracts/frameworks.html"
    context_object_name = "frameworks"
    paginate_by = 50

    def get_queryset(self) -> Any:
        """Those that the actor sees, with their lots."""
        allow(may=may_open_contracts(self.actor))
        return super().get_queryset().prefetch_related("lots").order_by("-starts_on", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whether the actor may conclude another."""
        return super().get_context_data(may_add=may_conclude_frameworks(self.actor), **kwargs)


class FrameworkDetail(ScopedMixin, DetailView[FrameworkAgreement]):
    """A framework agreement with all that belongs to it."""

    queryset = FrameworkAgreement.objects.select_related("region")
    template_name = "contracts/framework.html"
    context_object_name = "framework"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add its parts, and what the actor may do."""
        allow(may=may_open_contracts(self.actor))
        framework = self.object
        contracts = Contract.objects.visible_to(self.actor).filter(framework=framework).select_related("provider")
        options = list(framework.options.all())
        notice = limit(ContractParameter.EXTENSION_NOTICE, today())
        is_open = any(option.state == OptionState.OPEN for option in options)
        tell_by = None
        if notice and framework.ends_on and is_open:
            tell_by = tell_before(framework.ends_on, notice.value)
        return super().get_context_data(
            may_change=may_purchase(self.actor, framework.region),
            lots=framework.lots.all(),
            participations=framework.participations.select_related("municipality"),
            options=options,
            next_option=next((option for option in options if option.state == OptionState.OPEN), None),
            tell_by=tell_by,
            is_late=tell_by is not None and today() > tell_by,
            notice=notice,
            papers=in_order_of_precedence(framework.documents.filter(contract=None), today()),
            contracts=contracts.order_by("provider__name", "number"),
            **kwargs,
        )


class NewFramework(PurchaserForm):
    """Conclude a framework agreement."""

    form_class = FrameworkForm
    title, submit_label = "Nieuwe raamovereenkomst", "Vastleggen"
    done = "De raamovereenkomst is vastgelegd."

    def load(self) -> None:
        """For purchasers."""
        allow(may=may_conclude_frameworks(self.actor))

    def path(self) -> list[tuple[str, str]]:
        """Under the list."""
        return [("Raamovereenkomsten", reverse("contracts:frameworks"))]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Which municipalities there are."""
        return super().get_form_kwargs() | {"region": self.actor.organisation_id}

    def perform(self, form: FrameworkForm) -> FrameworkAgreement:
        """Conclude it."""
        region = Region.objects.get(organisation=self.actor.organisation_id or 0)
        return conclude_framework(actor=self.actor, region=region, **form.wish())

    def done_url(self, saved: FrameworkAgreement) -> str:
        """The page of the new one."""
        return reverse("contracts:framework", args=[saved.public_id])


class NewLot(FrameworkFormView):
    """Add a lot."""

    form_class = LotForm
    title, submit_label = "Perceel toevoegen", "Toevoegen"
    done = "Het perceel is toegevoegd."

    def get_initial(self) -> dict[str, Any]:
        """The next number."""
        return {"number": self.framework.lots.count() + 1}

    def perform(self, form: LotForm) -> Lot:
        """Add it."""
        return add_lot(actor=self.actor, framework=self.framework, **form.cleaned_data)


class NewDocument(FrameworkFormView):
    """Keep that there is a document."""

    form_class = DocumentForm
    title, submit_label = "Document toevoegen", "Toevoegen"
    done = "Het document is toegevoegd."

    def get_form_kwargs(self) -> dict[str, Any]:
        """Which contracts there are."""
        return super().get_form_kwargs() | {"framework": self.framework}

    def perform(self, form: DocumentForm) -> AgreementDocument:
        """Add it."""
        return add_document(actor=self.actor, framework=self.framework, **form.cleaned_data)


class NewParticipation(FrameworkFormView):
    """Let a municipality take part."""

    form_class = ParticipationForm
    title, submit_label = "Gemeente laten meedoen", "Vastleggen"
    done = "Vastgelegd vanaf wanneer de gemeente meedoet."

    def get_form_kwargs(self) -> dict[str, Any]:
        """Which municipalities there are."""
        return super().get_form_kwargs() | {"framework": self.framework}

    def perform(self, form: ParticipationForm) -> Participation:
        """Let it take part."""
        return join_framework(actor=self.actor, framework=self.framework, **form.cleaned_data)


class EndParticipation(FrameworkFormView):
    """Let a municipality leave."""

    form_class = LeaveForm
    title, submit_label = "Deelname beëindigen", "Vastleggen"
    done = "Vastgelegd tot wanneer de gemeente meedoet."
    participation: Participation

    def load(self) -> None:
        """The municipality in its framework agreement."""
        super().load()
        rows = self.framework.participations.select_related("municipality")
        found = rows.filter(public_id=self.kwargs["participation_id"]).first()
        if found is None:
            raise Http404
        self.participation = found
        self.about += f" {found.municipality} doet mee {found.period}."

    def perform(self, form: LeaveForm) -> Participation:
        """Let it leave."""
        return leave_framework(actor=self.actor, participation=self.participation, **form.cleaned_data)


class DecideOption(FrameworkFormView):
    """Decide about an extension."""

    form_class = OptionForm
    title, submit_label = "Besluiten over verlengen", "Vastleggen"
    done = "Het besluit is vastgelegd."
    option: ExtensionOption

    def load(self) -> None:
        """The option of its framework agreement."""
        super().load()
        found = self.framework.options.filter(public_id=self.kwargs["option_id"]).first()
        if found is None:
            raise Http404
        self.option = found
        self.about += f" Het is de {found}."

    def perform(self, form: OptionForm) -> ExtensionOption:
        """Decide."""
        return decide_extension(actor=self.actor, option=self.option, **form.cleaned_data)


class NewContract(FrameworkFormView):
    """Conclude a contract under the framework agreement."""

    form_class = ContractForm
    title, submit_label = "Nieuw contract", "Vastleggen"
    done = "Het contract is vastgelegd. Zet er nu de producten in."

    def get_initial(self) -> dict[str, Any]:
        """As long as the framework agreement."""
        return {"starts_on": max(self.framework.starts_on, today()), "ends_on": self.framework.ends_on}

    def perform(self, form: ContractForm) -> Contract:
        """Conclude it."""
        return conclude_contract(actor=self.actor, framework=self.framework, **form.wish())

    def done_url(self, saved: Contract) -> str:
        """The page of the new one."""
        return reverse("contracts:contract", args=[saved.public_id])


@require_GET
def document_file(request: HttpRequest, public_id: str) -> FileResponse:
    """The file of a document, for who reads the contracts that it is about."""
    actor = actor_of(request)
    document = scoped_or_404(AgreementDocument.objects.all(), actor, public_id=public_id)
    allow(may=may_open_contracts(actor))
    return stored_file(document.file, document.file_name)
