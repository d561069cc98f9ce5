"""What a provider reports and hands in, and what a purchaser says to it."""

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone

from contracts.enums import EvidenceKind, EvidenceState, IndicatorKind, ReportState
from contracts.forms.fields import choose, fictional_field
from contracts.forms.prices import number_field
from contracts.models import Contract
from core.web.forms import PageForm

NO_NAMES = "Schrijf geen namen van cliënten op."


def text_field(label: str, *, required: bool = True) -> forms.CharField:
    """Some sentences."""
    return forms.CharField(label=label, required=required, widget=forms.Textarea(attrs={"rows": 4}), help_text=NO_NAMES)


class OfContractForm(PageForm):
    """About one of these contracts."""

    def __init__(self, *args: Any, contracts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contract"] = choose("Contract", contracts)
        rows = list(contracts[:2])
        if not self.is_bound and len(rows) == 1:
            self.initial["contract"] = rows[0].public_id
        self.order_fields(["contract"])


class StopForm(OfContractForm):
    """A client stop."""

    layout = ("contract", ("starts_on", "ends_on"), "text")

    starts_on = forms.DateField(label="Geen nieuwe cliënten vanaf")
    ends_on = forms.DateField(label="Tot en met", required=False, help_text="Laat leeg als u dat nog niet weet.")
    text = text_field("Waarom?")


class MeasureForm(OfContractForm):
    """A measure of a supervisor."""

    layout = ("contract", ("source", "imposed_on"), "text")

    source = forms.CharField(label="Welke toezichthouder?", max_length=200, help_text="Bijvoorbeeld: GGD, IGJ.")
    imposed_on = forms.DateField(label="Opgelegd op")
    text = text_field("Wat houdt de maatregel in?")


class BreachForm(OfContractForm):
    """A data breach."""

    layout = ("contract", ("discovered_on", "discovered_time"), "text", "data_kinds", ("affected", "affected_count"))
    field_of = {"happened_in_future": "discovered_on"}

    discovered_on = forms.DateField(label="Ontdekt op")
    discovered_time = forms.TimeField(
        label="Hoe laat?", help_text="Bijvoorbeeld 14:30.", error_messages={"invalid": "Vul een tijd in, zoals 14:30."}
    )
    text = text_field("Wat is er gebeurd, en waardoor?")
    data_kinds = forms.CharField(label="Welke gegevens?", max_length=500, help_text="Zoals adressen of verslagen.")
    affected = forms.CharField(label="Van wie?", max_length=500, help_text=f"Bijvoorbeeld: cliënten. {NO_NAMES}")
    affected_count = forms.IntegerField(label="Van hoeveel mensen?", min_value=0)

    def wish(self) -> dict[str, Any]:
        """What was typed, as the service takes it."""
        values = dict(self.cleaned_data)
        moment = datetime.combine(values.pop("discovered_on"), values.pop("discovered_time"))
        return values | {"discovered_at": timezone.make_aware(moment)}


class ConsentForm(PageForm):
    """What the region says to a client stop."""

    layout = ("state", "answer")
    state = forms.ChoiceField(
        label="Geeft u toestemming?",
        choices=[(ReportState.CONSENTED, "Ja, ik geef toestemming"), (ReportState.REFUSED, "Nee, geen toestemming")],
        widget=forms.RadioSelect,
    )
    answer = text_field("Toelichting", required=False)


class SeenForm(PageForm):
    """What the region says to anything else."""

    answer = text_field("Wat spreekt u af?", required=False)


class EvidenceForm(PageForm):
    """A document."""

    layout = ("kind", ("issued_on", "valid_until"), "file")
    field_of = {"evidence_validity": "valid_until", "evidence_kind": "kind"}

    kind = forms.ChoiceField(label="Soort", choices=[("", "Kies een soort"), *EvidenceKind.choices])
    issued_on = forms.DateField(label="Datum op het stuk")
    valid_until = forms.DateField(
        label="Geldt tot en met", required=False, help_text="Alleen nodig bij een verzekering."
    )
    file = forms.FileField(
        label="Bestand",
        allow_empty_file=True,  # the service says what is wrong with it
        help_text=f"Een PDF, PNG of JPEG van hoogstens {settings.UPLOAD_LIMIT_MB} MB.",
    )

    def wish(self) -> dict[str, Any]:
        """What was typed, as the service takes it."""
        values = dict(self.cleaned_data)
        return {"valid_until_on": values.pop("valid_until")} | values


class CheckForm(PageForm):
    """Whether a document is right."""

    layout = ("state", "remark")
    state = forms.ChoiceField(
        label="Is het stuk goed?",
        choices=[(EvidenceState.ACCEPTED, "Ja, goedgekeurd"), (EvidenceState.REFUSED, "Nee, afgekeurd")],
        widget=forms.RadioSelect,
    )
    remark = forms.CharField(label="Opmerking", required=False, max_length=300)


class IndicatorForm(OfContractForm):
    """A target under a contract."""

    layout = ("contract", "kind", "target", ("starts_on", "ends_on"), "is_fictional")
    field_of = {"indicator_overlap": "starts_on", "indicator_kind": "kind", "period_order": "ends_on"}

    kind = forms.ChoiceField(label="Wat wordt er gemeten?", choices=[("", "Kies"), *IndicatorKind.choices])
    target = number_field("Norm", "In procenten, dagen of een cijfer, zoals bij de indicator hoort.", most=9999)
    starts_on = forms.DateField(label="Vanaf")
    ends_on = forms.DateField(label="Tot en met", required=False)
    is_fictional = fictional_field()


class MeasurementForm(PageForm):
    """What was measured."""

    layout = (("starts_on", "ends_on"), "measured", "source")
    field_of = {"measurement_overlap": "starts_on", "measurement_source": "source", "period_order": "ends_on"}

    starts_on = forms.DateField(label="Van")
    ends_on = forms.DateField(label="Tot en met")
    measured = number_field("Gemeten", most=9999)
    source = forms.CharField(label="Bron", max_length=200, help_text="Bijvoorbeeld: kwartaalrapportage.")


def contracts_of(actor: Any, day: Any) -> Any:
    """The contracts that the actor sees and that hold on a day."""
    return Contract.objects.visible_to(actor).active_on(day).select_related("provider").order_by("number")
