"""Forms with which both sides agree, or do not."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings

from clients.models import ClientSystemMember
from core.clock import today
from core.web.fields import RevisionForm, text_area
from core.web.forms import DateInput, PageForm
from plans.enums import AgreedAs, WhyNotClient
from plans.rules import agrees_as
from plans.selectors import person_of

PROFESSIONAL = "professional"


class ClientSideForm(PageForm):
    """A form with a choice of who acts for the client's side: the client, or somebody of the client system."""

    side: str
    """The field in which that is chosen."""

    def __init__(self, *args: Any, client_name: str, members: Iterable[ClientSystemMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = {str(member.public_id): member for member in members}
        field = self.fields[self.side]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [
            (AgreedAs.CLIENT.value, f"{client_name}, de cliënt zelf"),
            *((key, f"{member.name}, {_role_of(member)}") for key, member in self.members.items()),
        ]

    @property
    def member(self) -> ClientSystemMember | None:
        """The person of the client system that was chosen; None for the client."""
        return self.members.get(self.cleaned_data[self.side])


class ClientAgreementForm(ClientSideForm, RevisionForm):
    """Who agrees for the client's side, and why not the client."""

    field_of = {"member": "agreed_by", "agreed_as": "agreed_by"}
    side = "agreed_by"

    agreed_by = forms.ChoiceField(label="Wie gaat akkoord?", widget=forms.RadioSelect)
    why_not_client = forms.ChoiceField(
        label="Waarom niet de cliënt zelf?",
        help_text="Alleen als iemand anders dan de cliënt akkoord geeft. Kan of wil de cliënt niet, dan geeft een "
        "vertegenwoordiger akkoord: eerst een curator, mentor of gemachtigde, en anders de partner of naaste familie.",
        choices=WhyNotClient.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    not_client_reason = forms.CharField(
        label="Toelichting",
        help_text="Bijvoorbeeld wat de cliënt zelf zei, en wie meedacht.",
        max_length=500,
        widget=text_area(2),
        required=False,
    )
    agreed_on = forms.DateField(label="Op welke dag?", widget=DateInput)

    @property
    def by_client_side(self) -> dict[str, Any]:
        """What the service wants to know of the client's side."""
        member, why = self.member, self.cleaned_data["why_not_client"]
        person = person_of(member, self.cleaned_data["agreed_on"]) if member else None
        return {
            "agreed_as": agrees_as(person, why),
            "member": member,
            "why_not_client": why,
            "not_client_reason": self.cleaned_data["not_client_reason"],
        }


class ProfessionalAgreementForm(RevisionForm):
    """The agreement of the professional who is finally responsible."""

    agreed_on = forms.DateField(label="Op welke dag?", widget=DateInput)


class PaperAgreementForm(ClientAgreementForm):
    """A plan that one side signed on paper."""

    mark = forms.CharField(
        label="Welk kenmerk staat er op het papier?",
        help_text="Acht tekens, onder ‘Ondertekenen’. Zo weten we dat het om deze versie gaat.",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    scan = forms.FileField(
        label="Scan of foto van het getekende plan",
        allow_empty_file=True,  # the service says what is wrong with it
        help_text=f"Een PDF, PNG of JPEG, hoogstens {settings.UPLOAD_LIMIT_MB} MB.",
    )

    def __init__(self, *args: Any, professional: str, has_client: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreed_by"].label = "Wie tekende?"
        self.fields["agreed_on"].label = "Welke datum staat bij de handtekening?"
        field: Any = self.fields["agreed_by"]
        if has_client:
            field.choices = []
            del self.fields["why_not_client"], self.fields["not_client_reason"]
        if professional:
            field.choices = [*field.choices, (PROFESSIONAL, f"{professional}, eindverantwoordelijke professional")]

    @property
    def is_of_professional(self) -> bool:
        """Whether the professional signed."""
        return bool(self.cleaned_data["agreed_by"] == PROFESSIONAL)


class RefusalForm(ClientSideForm, RevisionForm):
    """The client's side does not agree."""

    field_of = {"member": "refused_by"}
    side = "refused_by"

    refused_by = forms.ChoiceField(label="Wie gaat niet akkoord?", widget=forms.RadioSelect)
    refused_on = forms.DateField(label="Op welke dag?", widget=DateInput, initial=today)
    reason = forms.CharField(
        label="Waarom niet?", help_text="Het liefst in de woorden van de cliënt.", widget=text_area(4)
    )


class WithdrawForm(ClientSideForm):
    """An agreement is taken back."""

    field_of = {"member": "withdrawn_by"}
    side = "withdrawn_by"

    withdrawn_by = forms.ChoiceField(label="Wie trekt het akkoord in?", widget=forms.RadioSelect)
    withdrawn_on = forms.DateField(label="Vanaf welke dag?", widget=DateInput, initial=today)
    reason = forms.CharField(label="Waarom?", max_length=500, widget=text_area(3))


def _role_of(member: ClientSystemMember) -> str:
    relation = member.get_relation_display().lower()
    if member.is_representative:
        return f"{relation} en vertegenwoordiger ({member.get_representation_display().lower()})"
    return relation
