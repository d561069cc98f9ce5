"""What users type about requests of clients about their file."""

from collections.abc import Iterable
from typing import Any

from django import forms

from clients.enums import RequestedBy, RightsKind, RightsOutcome
from clients.models import ClientSystemMember
from clients.rules.rights import GROUNDS
from clients.selectors.file_parts import Part
from core.web.forms import PageForm


class RightsRequestForm(PageForm):
    """A request as it came in."""

    layout = (("kind", "received_on"), ("requested_by", "member"), "text")
    field_of = {"representative_missing": "member", "correction_text": "text"}

    kind = forms.ChoiceField(label="Verzoek om", choices=[("", "Kies een verzoek"), *RightsKind.choices])
    received_on = forms.DateField(label="Ontvangen op", help_text="Vanaf deze dag loopt de termijn.")
    requested_by = forms.ChoiceField(label="Gevraagd door", choices=RequestedBy.choices)
    member = forms.ChoiceField(label="Welke vertegenwoordiger", required=False)
    text = forms.CharField(
        label="Wat wordt er gevraagd",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Bij een correctie: welke gegevens moeten anders, en hoe?",
    )

    def __init__(self, *args: Any, members: Iterable[ClientSystemMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = {str(member.public_id): member for member in members}
        choices = [(key, str(member)) for key, member in self.members.items()]
        field = self.fields["member"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [("", "Niet van toepassing"), *choices]

    def clean_member(self) -> ClientSystemMember | None:
        """The person that was chosen."""
        return self.members.get(self.cleaned_data["member"])


class RightsDecisionForm(PageForm):
    """The answer to a request."""

    outcome = forms.ChoiceField(label="Besluit", choices=[("", "Kies een besluit"), *RightsOutcome.choices])
    ground = forms.ChoiceField(label="Reden van afwijzing", required=False)
    explanation = forms.CharField(
        label="Uitleg",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Schrijf gewone woorden: de aanvrager leest dit in de brief.",
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["ground"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        grounds = [(ground.value, str(ground.label)) for ground in GROUNDS[kind]]
        field.choices = [("", "Alleen bij (voor een deel) afwijzen"), *grounds]


class CarryOutForm(PageForm):
    """What was done with what was granted."""

    handled_on = forms.DateField(label="Uitgevoerd op")
    handling = forms.CharField(
        label="Wat is er gedaan",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Bijvoorbeeld: kopie meegegeven, of huisnummer verbeterd.",
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)


class PartsForm(PageForm):
    """What is to be destroyed of a file, when the request was granted in part."""

    field_of = {"part_kept": "parts"}

    parts = forms.MultipleChoiceField(
        label="Wat moet er weg",
        widget=forms.CheckboxSelectMultiple,
        help_text="Besluiten, toewijzingen en de data van het onderzoek blijven bewaard.",
        error_messages={"required": "Kies wat er vernietigd wordt."},
    )

    def __init__(self, *args: Any, parts: Iterable[Part], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_key = {part.key: part for part in parts}
        field = self.fields["parts"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - for the type checker
        field.choices = [(key, str(part)) for key, part in self.by_key.items()]

    def clean_parts(self) -> list[Part]:
        """What was chosen."""
        return [self.by_key[key] for key in self.cleaned_data["parts"]]


class ApproveDestructionForm(PageForm):
    """The second of the two people says yes."""

    is_sure = forms.BooleanField(label="Ik heb gecontroleerd dat dit weg mag. Terughalen kan niet.")
    revision = forms.IntegerField(widget=forms.HiddenInput)
