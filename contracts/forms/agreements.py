"""What a purchaser types about framework agreements and contracts."""

from typing import Any

from django import forms

from contracts.enums import DocumentKind, LotDomain
from contracts.forms.fields import amount_field, choose, code_field, fictional_field, tick, unit_field
from contracts.models import Contract, FrameworkAgreement
from core.web.forms import PageForm
from organisations.models import CareProvider, Municipality
from products.models import ProductVariant


class FrameworkForm(PageForm):
    """A new framework agreement."""

    layout = (
        ("name", "reference"),
        ("starts_on", "ends_on"),
        ("option_count", "option_months"),
        "duration_reason",
        "municipalities",
    )
    field_of = {"option_without_end": "ends_on", "framework_duration": "duration_reason"}

    name = forms.CharField(label="Naam", max_length=200)
    reference = forms.CharField(label="Kenmerk", max_length=50, help_text="Een kort nummer, zoals RO-2026.")
    starts_on = forms.DateField(label="Eerste dag")
    ends_on = forms.DateField(label="Laatste dag, zonder verlenging", required=False)
    option_count = forms.IntegerField(label="Aantal keer te verlengen", min_value=0, max_value=10, initial=0)
    option_months = forms.IntegerField(
        label="Maanden per verlenging", min_value=1, max_value=120, required=False, help_text="Bijvoorbeeld 12."
    )
    duration_reason = forms.CharField(
        label="Waarom duurt de overeenkomst zo lang?",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Nodig als zij met de verlengingen langer duurt dan de grens.",
    )

    def __init__(self, *args: Any, region: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Municipality.objects.filter(region=region).order_by("name")
        self.fields["municipalities"] = tick(
            "Gemeenten die meedoen", rows, required=True, error_messages={"required": "Kies minstens één gemeente."}
        )
        if not self.is_bound:
            self.initial["municipalities"] = [row.public_id for row in rows]

    def clean(self) -> dict[str, Any]:
        """The number of extensions goes with their length."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("option_count") and cleaned.get("option_months") is None and "option_months" not in self.errors:
            self.add_error("option_months", "Vul in hoeveel maanden een verlenging duurt.")
        return cleaned

    def wish(self) -> dict[str, Any]:
        """What was typed, as the service takes it."""
        values = dict(self.cleaned_data)
        count, months = values.pop("option_count"), values.pop("option_months")
        return values | {"extension_months": [months] * count}


class LotForm(PageForm):
    """A new lot."""

    layout = (("number", "domain"), "name")
    field_of = {"lot_number": "number", "lot_domain": "domain"}

    number = forms.IntegerField(label="Nummer", min_value=1, max_value=99)
    domain = forms.ChoiceField(label="Waarvoor", choices=LotDomain.choices)
    name = forms.CharField(label="Naam", max_length=200)


class DocumentForm(PageForm):
    """A document in one version."""

    layout = ("kind", "title", ("version", "dated_on"), "file", "location", "contract")
    field_of = {"document_version": "version", "document_of_contract": "version"}

    kind = forms.ChoiceField(
        label="Soort",
        choices=DocumentKind.choices,
        help_text="In volgorde van voorrang: wat boven staat, gaat voor (Contractstandaarden Wmo, artikel 1.2).",
    )
    title = forms.CharField(label="Titel", max_length=200)
    version = forms.CharField(label="Versie", max_length=20, help_text="Bijvoorbeeld 1.0.")
    dated_on = forms.DateField(label="Datum")
    file = forms.FileField(
        label="Bestand", required=False, help_text="Een PDF, een PNG of een JPEG van hoogstens 10 MB."
    )
    location = forms.CharField(
        label="Waar staat het?", max_length=300, required=False, help_text="Het nummer of adres in het zaaksysteem."
    )

    def __init__(self, *args: Any, framework: FrameworkAgreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = framework.contracts.select_related("provider")
        self.fields["contract"] = choose(
            "Alleen voor dit contract", rows, required=False, empty="Voor de hele raamovereenkomst"
        )


class ParticipationForm(PageForm):
    """A municipality that begins to take part."""

    layout = ("municipality", "starts_on")
    field_of = {"participation_overlap": "municipality", "outside_framework": "starts_on"}

    starts_on = forms.DateField(label="Doet mee vanaf")

    def __init__(self, *args: Any, framework: FrameworkAgreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Municipality.objects.filter(region=framework.region_id).order_by("name")
        self.fields["municipality"] = choose("Gemeente", rows)
        self.order_fields(["municipality", "starts_on"])


class LeaveForm(PageForm):
    """Until when a municipality takes part."""

    ends_on = forms.DateField(
        label="Doet mee tot en met", help_text="Wat de gemeente tot en met deze dag toewees, loopt door."
    )


class OptionForm(PageForm):
    """Whether an option is used."""

    is_used = forms.TypedChoiceField(
        label="Wat is besloten?",
        choices=[("ja", "Verlengen"), ("nee", "Niet verlengen")],
        coerce=lambda said: said == "ja",
        widget=forms.RadioSelect,
        help_text="Contracten die tegelijk met de raamovereenkomst eindigen, lopen dan met haar door. "
        "Zij krijgen daarvoor een addendum.",
    )


class ContractForm(PageForm):
    """A new contract. The provider is named by its code: which providers there are elsewhere is not told."""

    layout = ("agb_code", "number", ("starts_on", "ends_on"))
    field_of = {"contract_overlap": "agb_code", "contract_outside_framework": "starts_on"}

    agb_code = forms.CharField(
        label="AGB-code van de zorgaanbieder",
        max_length=8,
        help_text="Acht cijfers. Staat de aanbieder nog niet in zorgregio? De beheerder voegt hem toe.",
    )
    number = forms.CharField(label="Contractnummer", max_length=50)
    starts_on = forms.DateField(label="Eerste dag")
    ends_on = forms.DateField(label="Laatste dag", required=False)

    def clean_agb_code(self) -> CareProvider:
        """The provider with this code."""
        provider = CareProvider.objects.filter(agb_code=self.cleaned_data["agb_code"].strip()).first()
        if provider is None:
            raise forms.ValidationError("Er is geen zorgaanbieder met deze AGB-code. Kijk de cijfers na.")
        return provider

    def wish(self) -> dict[str, Any]:
        """What was typed, as the service takes it."""
        values = dict(self.cleaned_data)
        return {"provider": values.pop("agb_code")} | values


class SignForm(PageForm):
    """On which day both signed."""

    signed_on = forms.DateField(
        label="Ondertekend op", help_text="Daarna verandert het contract alleen nog door een addendum."
    )


class ProductForm(PageForm):
    """A product that comes in a contract."""

    layout = ("variant", "lot", ("product_code", "unit"), "amount", "is_fictional", "municipalities")
    field_of = {
        "contracted_twice": "variant",
        "lot_other": "lot",
        "rate_positive": "amount",
        "municipality_not_in_framework": "municipalities",
    }

    product_code = code_field()
    unit = unit_field()
    amount = amount_field("Tarief in euro per eenheid")
    is_fictional = fictional_field()

    def __init__(self, *args: Any, contract: Contract, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["variant"] = choose("Product", ProductVariant.objects.order_by("position", "name"))
        self.fields["lot"] = choose("Perceel", contract.framework.lots.all(), required=False, empty="Geen perceel")
        self.fields["municipalities"] = tick(
            "Alleen voor deze gemeenten",
            Municipality.objects.filter(region=contract.framework.region_id).order_by("name"),
            help_text="Kies niets als alle gemeenten die meedoen dit product mogen toewijzen.",
        )
        self.order_fields(["variant", "lot", "product_code", "unit", "amount", "is_fictional", "municipalities"])


class RateForm(PageForm):
    """A new rate of a product in a contract that is not signed yet."""

    layout = (("amount", "starts_on"), "is_fictional")
    field_of = {
        **dict.fromkeys(("rate_outside_contract", "rate_later", "rate_of_the_past", "rate_overlap"), "starts_on"),
        "rate_positive": "amount",
    }

    amount = amount_field("Tarief in euro per eenheid")
    starts_on = forms.DateField(label="Geldt vanaf")
    is_fictional = fictional_field()


class CorrectionForm(PageForm):
    """What the rate should have been."""

    layout = ("amount", "reason")
    field_of = {"rate_positive": "amount", "same_amount": "amount", "correction_reason": "reason"}

    amount = amount_field("Het juiste tarief in euro")
    reason = forms.CharField(
        label="Wat was er fout?",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Het foute tarief blijft te lezen, met deze reden erbij.",
    )


class ClauseForm(PageForm):
    """The words of an article."""

    field_of = {"clause_overlap": "article"}

    article = forms.CharField(label="Artikel", max_length=20, help_text="Bijvoorbeeld 3.7.")
    text = forms.CharField(label="Tekst", widget=forms.Textarea(attrs={"rows": 5}))


class CallOffForm(PageForm):
    """A call-off under a contract."""

    layout = (("number", "signed_on"), "title", "description", ("starts_on", "ends_on"))
    field_of = {"outside_contract": "ends_on"}

    number = forms.CharField(label="Nummer", max_length=50)
    signed_on = forms.DateField(label="Ondertekend op")
    title = forms.CharField(label="Titel", max_length=200)
    description = forms.CharField(label="Wat is afgesproken?", widget=forms.Textarea(attrs={"rows": 4}))
    starts_on = forms.DateField(label="Eerste dag")
    ends_on = forms.DateField(label="Laatste dag", required=False)
