"""What users type about allocations. The rules are in the services; here is only the shape."""

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet, TextChoices
from django.utils.html import format_html

from clients.enums import ChosenBy, Frequency, StopReason
from clients.forms.files import EndForm
from clients.models import Decision
from clients.rules import period_faults
from contracts.models import ContractedProduct
from contracts.selectors import ProviderChoice
from core.templatetags.pages import euro, nl_date, nl_period
from core.web.forms import PageForm


class ProductField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A contracted product by its public id."""

    def to_python(self, value: Any) -> Any:
        """What is no public id at all is no choice either."""
        try:
            return super().to_python(value)
        except forms.ValidationError:
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice") from None


class CodedChoiceField(forms.ChoiceField):
    """A choice from a list of iWmo 3.2; the code stands behind each answer."""

    def __init__(self, *, of: type[TextChoices], **kwargs: Any) -> None:
        coded = [(value, f"{label} (code {value})") for value, label in of.choices]
        super().__init__(choices=[("", "Kies een reden"), *coded], **kwargs)


class EndAllocationForm(EndForm):
    """The last day of an allocation, and why."""

    field_of = {"stop_reason": "reason"}
    reason = CodedChoiceField(of=StopReason, label="Reden")


class StartForm(PageForm):
    """The first day on which care was delivered."""

    field_of: ClassVar = dict.fromkeys(
        ("delivery_in_future", "delivery_outside_allocation", "delivery_not_stopped"), "on"
    )
    on = forms.DateField(label="Eerste dag van de levering")
    revision = forms.IntegerField(widget=forms.HiddenInput)


class ResumeDeliveryForm(StartForm):
    """The first day of delivery after a temporary stop."""

    on = forms.DateField(label="Eerste dag na de onderbreking")


class ProviderForm(PageForm):
    """A product from a provider, for a time and a volume, and who chose that provider.

    Any contracted product may be sent; the service says why one cannot be allocated.
    """

    field_of = {"week_volume_without_end": "ends_on", "decision": "ends_on"}
    layout: ClassVar[tuple[str | tuple[str, ...], ...]] = (
        "contracted_product",
        ("starts_on", "ends_on"),
        ("volume", "frequency"),
        "chosen_by",
        "provider_choice_reason",
    )

    contracted_product = ProductField(
        label="Product en aanbieder",
        queryset=ContractedProduct.objects.none(),
        to_field_name="public_id",
        error_messages={"invalid_choice": "Kies een product uit de lijst."},
    )
    starts_on = forms.DateField(label="Begindatum")
    ends_on = forms.DateField(label="Einddatum", required=False, help_text="Nodig bij een aantal dagdelen per week.")
    volume = forms.IntegerField(
        label="Aantal dagdelen",
        min_value=1,
        error_messages={
            "min_value": "Vul minstens 1 dagdeel in.",
            "invalid": "Vul een heel aantal in, bijvoorbeeld 4.",
        },
    )
    frequency = forms.ChoiceField(label="Hoe vaak", choices=Frequency.choices, initial=Frequency.WEEK)
    chosen_by = forms.ChoiceField(label="Wie koos deze aanbieder?", choices=[("", "Kies wie"), *ChosenBy.choices])
    provider_choice_reason = forms.CharField(
        label="Waarom deze aanbieder?",
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text="Bijvoorbeeld: dichtbij, een bekende groep, een kortere wachttijd. Noem de voorkeur van de cliënt.",
    )

    def __init__(
        self,
        *args: Any,
        products: QuerySet[ContractedProduct],
        offers: Iterable[ProviderChoice],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["contracted_product"]
        assert isinstance(field, ProductField)  # noqa: S101 - for the type checker
        field.queryset = products
        field.error_messages["required"] = "Kies een product en aanbieder."
        field.choices = list(self._choices(offers, products))

    def clean(self) -> dict[str, Any]:
        """With a gap in the form the service is not asked yet: say here what is already sure to be wrong."""
        given = self.cleaned_data
        if self.errors:
            for fault in period_faults(given.get("starts_on"), given.get("ends_on"), given.get("frequency", "")):
                if "ends_on" not in self.errors:
                    self.add_error("ends_on", fault)
        return given

    def _choices(
        self, offers: Iterable[ProviderChoice], products: QuerySet[ContractedProduct]
    ) -> Iterator[tuple[str, str]]:
        listed = set()
        for offer in offers:
            listed.add(str(offer.offer.public_id))
            yield str(offer.offer.public_id), self.in_words(offer)
        chosen = str(self.data.get("contracted_product", "")) if self.is_bound else ""
        if chosen and chosen not in listed:
            # What was chosen stays visible, also when it cannot be had.
            for product in _by_public_id(products, chosen):
                yield chosen, f"{product.variant}, {product.contract.provider} (niet toe te wijzen)"

    def in_words(self, choice: ProviderChoice) -> str:
        """How a provider is offered."""
        raise NotImplementedError


class AllocationForm(ProviderForm):
    """An allocation without a decision in this system: any product."""

    layout = ("without_decision_reason", *ProviderForm.layout)
    without_decision_reason = forms.CharField(
        label="Waarom is er geen besluit in dit systeem?",
        max_length=500,
        help_text="Bijvoorbeeld: het besluit staat in het oude systeem, met datum en nummer.",
    )

    def _choices(
        self, offers: Iterable[ProviderChoice], products: QuerySet[ContractedProduct]
    ) -> Iterator[tuple[str, str]]:
        yield "", "Kies een product"
        yield from super()._choices(offers, products)

    def in_words(self, choice: ProviderChoice) -> str:
        """Product, provider, rate and waiting time on one line."""
        product = choice.offer.contracted_product
        return f"{product.variant}, {product.contract.provider} ({_rate_in_words(choice)}; {_waiting_in_words(choice)})"


class DecidedAllocationForm(ProviderForm):
    """An allocation of what was decided: which provider."""

    contracted_product = ProductField(
        label="Aanbieder",
        queryset=ContractedProduct.objects.none(),
        to_field_name="public_id",
        error_messages={"invalid_choice": "Kies een aanbieder uit de lijst."},
        widget=forms.RadioSelect,
    )

    def in_words(self, choice: ProviderChoice) -> str:
        """Name, locations, waiting time and its age, and rate, below each other."""
        places = "; ".join(f"{place.name}, {place.city}" for place in choice.locations) or "Locatie niet bekend"
        return format_html(
            '<strong>{}</strong><span class="zr-choice__line">{}</span><span class="zr-choice__line">{}</span>'
            '<span class="zr-choice__line">{}</span>',
            choice.offer.contracted_product.contract.provider,
            places,
            _capital(_waiting_in_words(choice, with_age=True)),
            _rate_in_words(choice),
        )


class DecisionField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A decision of the client by its public id."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=Decision.objects.none(),
            to_field_name="public_id",
            required=False,
            empty_label="Geen ander besluit",
            error_messages={"invalid_choice": "Kies een besluit uit de lijst."},
            **kwargs,
        )

    def to_python(self, value: Any) -> Any:
        """What is no public id at all is no choice either."""
        try:
            return super().to_python(value)
        except forms.ValidationError:
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice") from None

    def label_from_instance(self, obj: Any) -> str:
        """Day, product, volume and period."""
        return f"Besluit van {nl_date(obj.decided_on)}: {obj.variant}, {obj.volume_text}, {nl_period(obj)}"


class DecidedChangeForm(PageForm):
    """A change of an allocation, that may follow from another decision."""

    field_of = {"week_volume_without_end": "ends_on"}
    decision = DecisionField(label="Volgt dit uit een ander besluit?")
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, decisions: QuerySet[Decision], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["decision"]
        assert isinstance(field, DecisionField)  # noqa: S101 - for the type checker
        field.queryset = decisions


class ChangeVolumeForm(DecidedChangeForm):
    """Another volume from a day on."""

    layout = ("from_on", ("volume", "frequency"), "ends_on", "decision")
    field_of = DecidedChangeForm.field_of | {
        "starts_on": "from_on",
        "no_contract": "from_on",
        "allocation_overlap": "ends_on",
    }
    from_on = forms.DateField(label="Vanaf", help_text="De toewijzing van nu eindigt op de dag ervoor.")
    volume = forms.IntegerField(label="Aantal dagdelen", min_value=1)
    frequency = forms.ChoiceField(label="Hoe vaak", choices=Frequency.choices)
    ends_on = forms.DateField(label="Einddatum", required=False, help_text="Nodig bij een aantal dagdelen per week.")


class ExtendAllocationForm(DecidedChangeForm):
    """A later last day."""

    layout = ("ends_on", "decision")
    ends_on = forms.DateField(label="Nieuwe einddatum")


class StopForm(PageForm):
    """The last day on which care was delivered, and why it stopped."""

    field_of = {"delivery_stop_reason": "reason", "delivery_stopped_on": "on"}
    on = forms.DateField(label="Laatste dag van de levering")
    reason = CodedChoiceField(of=StopReason, label="Reden")
    revision = forms.IntegerField(widget=forms.HiddenInput)


def _rate_in_words(choice: ProviderChoice) -> str:
    offer = choice.offer
    rate = f"{euro(offer.rate)} per {offer.contracted_product.unit_name}"
    return f"{rate}, fictief tarief" if offer.is_fictional else rate


def _waiting_in_words(choice: ProviderChoice, *, with_age: bool = False) -> str:
    if choice.waiting is None:
        return "wachttijd niet bekend"
    text = f"wachttijd {choice.waiting}" if choice.waiting.weeks else "geen wachttijd"
    if not with_age:
        return text
    days = choice.waiting_age_days
    age = "vandaag" if days == 0 else f"{days} {'dag' if days == 1 else 'dagen'} geleden"
    return f"{text} (gemeld op {nl_date(choice.waiting.reported_on)}, {age}: {choice.waiting.source})"


def _capital(text: str) -> str:
    """With a capital in front, and the rest as it is: names stay names."""
    return text[:1].upper() + text[1:]


def _by_public_id(products: QuerySet[ContractedProduct], text: str) -> list[ContractedProduct]:
    try:
        return list(products.select_related("variant", "contract__provider").filter(public_id=text))
    except forms.ValidationError:
        return []
