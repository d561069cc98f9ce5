"""What is looked at, and what somebody judges."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from compliance.enums import FindingState, Ruling, State, Verdict
from core.calendar import add_months
from core.clock import today
from core.periods import PERIOD_ORDER_CODE, PERIOD_ORDER_MESSAGE
from core.web.forms import DateInput, PageForm
from delivery.enums import LeaveKind
from delivery.forms import EffectForm
from delivery.models import Group, Helper
from organisations.enums import Level
from organisations.models import CareProvider, Professional
from products.models import ProductVersion

MOST_MONTHS = 24
"""Of numbers on one page."""


class VersionChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A version of a product, that says so when it was made up."""

    def label_from_instance(self, version: Any) -> str:
        """Product and number."""
        says_so = not version.is_fictional or "fictief" in str(version)
        return str(version) if says_so else f"{version} (fictief)"


class ScopeForm(PageForm):
    """At which provider, which version of which product, and on which day. A file comes along from its own page."""

    aanbieder = forms.ModelChoiceField(
        CareProvider.objects.none(), label="Zorgaanbieder", to_field_name="public_id", empty_label=None
    )
    product = VersionChoice(ProductVersion.objects.none(), label="Product", to_field_name="public_id", empty_label=None)
    dag = forms.DateField(label="Op")
    dossier = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, providers: QuerySet[CareProvider], versions: QuerySet[ProductVersion], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("aanbieder", providers), ("product", versions)):
            field: Any = self.fields[name]
            field.queryset = rows

    def clean_dag(self) -> date:
        """Nobody knows what will be found tomorrow."""
        day: date = self.cleaned_data["dag"]
        if day > today():
            raise ValidationError("Kies een dag tot en met vandaag.", code="future")
        return day


class SubjectsForm(ScopeForm):
    """The same, narrowed to one outcome. The product is that of the requirement."""

    uitkomst = forms.ChoiceField(label="Uitkomst", choices=[("", "Alles"), *State.choices], required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["product"]


class JudgementForm(PageForm):
    """What somebody judges of a requirement."""

    verdict = forms.ChoiceField(label="Oordeel", choices=Verdict.choices, widget=forms.RadioSelect)
    explanation = forms.CharField(
        label="Uitleg", widget=forms.Textarea(attrs={"rows": 4}), help_text="Noem geen namen van cliënten."
    )
    basis = forms.CharField(
        label="Waarop rust dit oordeel?",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Bijvoorbeeld een bezoek, een gesprek of een document met datum.",
    )
    judged_on = forms.DateField(label="Beoordeeld op")


class ProviderJudgementForm(JudgementForm):
    """The same, about a provider as a whole or about one of its groups."""

    layout = ("group", "verdict", "explanation", "basis", "judged_on")

    group = forms.ModelChoiceField(
        Group.objects.none(), label="Over", to_field_name="public_id", required=False, empty_label="De hele aanbieder"
    )

    def __init__(self, *args: Any, groups: QuerySet[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["group"]
        field.queryset = groups


class PeriodForm(PageForm):
    """Which product, from when until when, and perhaps as it was known on a day."""

    layout = ("product", ("van", "tot"), "bekend_op")

    product = VersionChoice(ProductVersion.objects.none(), label="Product", to_field_name="public_id", empty_label=None)
    van = forms.DateField(label="Van")
    tot = forms.DateField(label="Tot en met")
    bekend_op = forms.DateField(
        label="Zoals bekend op", required=False, help_text="Laat leeg voor wat er nu bekend is."
    )

    def __init__(self, *args: Any, versions: QuerySet[ProductVersion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["product"]
        field.queryset = versions

    def clean(self) -> dict[str, Any]:
        """The period does not end before it begins, and is not longer than can be looked over."""
        cleaned: dict[str, Any] = super().clean() or {}
        since, until = cleaned.get("van"), cleaned.get("tot")
        if since and until and until < since:
            self.add_error("tot", ValidationError(PERIOD_ORDER_MESSAGE, code=PERIOD_ORDER_CODE))
        elif since and until and until > add_months(since, MOST_MONTHS):
            self.add_error(
                "tot", ValidationError(f"Kies een periode van hoogstens {MOST_MONTHS} maanden.", code="period_long")
            )
        return cleaned


class WhatIfForm(PeriodForm):
    """Another demand to try out. Nothing of it is kept."""

    hoogstens = forms.IntegerField(label="Cliënten per professional", min_value=1, max_value=50, required=False)
    niveau = forms.ChoiceField(label="Laagste niveau", choices=[("", "geen eis"), *Level.choices], required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["bekend_op"]


class FindingSearch(PageForm):
    """Which findings to list."""

    toon = forms.ChoiceField(label="Toon", choices=[("", "Alles"), *FindingState.choices], required=False)
    aanbieder = forms.ModelChoiceField(
        CareProvider.objects.none(),
        label="Zorgaanbieder",
        to_field_name="public_id",
        required=False,
        empty_label="Alle zorgaanbieders",
    )
    eis = forms.ChoiceField(label="Eis", required=False)

    def __init__(self, *args: Any, providers: QuerySet[CareProvider], codes: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["aanbieder"].queryset = providers
        fields["eis"].choices = [("", "Alle eisen"), *((code, code) for code in codes)]


class ExplanationForm(PageForm):
    """Why a requirement was not met."""

    text = forms.CharField(
        label="Waarom werd niet aan de eis voldaan?",
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="De gemeente leest dit. Noem geen namen van cliënten of medewerkers.",
    )


class ImprovementForm(PageForm):
    """What will go better, and when."""

    text = forms.CharField(
        label="Wat gaat u anders doen?",
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="De gemeente leest dit. Noem geen namen van cliënten of medewerkers.",
    )
    due_on = forms.DateField(label="Klaar op")


class RulingForm(PageForm):
    """What a municipality makes of it."""

    ruling = forms.ChoiceField(label="Oordeel", choices=Ruling.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label="Toelichting",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="De zorgaanbieder leest dit. Noem geen namen van cliënten.",
    )


class LeaveForm(EffectForm):
    """Who is away, why and when."""

    layout = ("person", "kind", ("starts_on", "ends_on"))
    field_of = {"leave_twice": "starts_on"}

    person = forms.ChoiceField(label="Wie is er afwezig?")
    kind = forms.ChoiceField(
        label="Waarom?", choices=LeaveKind.choices, help_text="Schrijf van een ziekte niet meer op dan dit."
    )
    starts_on = forms.DateField(label="Eerste dag", widget=DateInput)
    ends_on = forms.DateField(
        label="Laatste dag", widget=DateInput, required=False, help_text="Leeg: tot u zegt dat het voorbij is."
    )

    def __init__(self, *args: Any, people: Sequence[Professional | Helper], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = {str(one.public_id): one for one in people}
        choices = [("", "Kies iemand"), *((key, str(one)) for key, one in self._people.items())]
        self.fields["person"].choices = choices  # type: ignore[attr-defined]

    @property
    def values(self) -> dict[str, Any]:
        """What was typed."""
        return {
            "person": self._people[self.cleaned_data["person"]],
            **{name: self.cleaned_data[name] for name in ("kind", "starts_on", "ends_on")},
        }
