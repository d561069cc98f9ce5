"""Forms with which both sides agree."""

from collections.abc import Iterable
from typing import Any

from django import forms

from clients.models import ClientSystemMember
from core.web.fields import (
    RevisionForm,
)
from core.web.forms import DateInput
from plans.enums import AgreedAs


class ClientAgreementForm(RevisionForm):
    """Who agrees for the client's side: the client, a representative, or somebody of the client system."""

    field_of = {"member": "agreed_by", "agreed_as": "agreed_by"}

    agreed_by = forms.ChoiceField(label="Wie gaat akkoord?", widget=forms.RadioSelect)
    agreed_on = forms.DateField(label="Op welke dag?", widget=DateInput)

    def __init__(self, *args: Any, client_name: str, members: Iterable[ClientSystemMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = {str(member.public_id): member for member in members}
        field = self.fields["agreed_by"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [
            (AgreedAs.CLIENT.value, f"{client_name}, de cliënt zelf"),
            *((key, f"{member.name}, {_role_of(member)}") for key, member in self.members.items()),
        ]

    @property
    def member(self) -> ClientSystemMember | None:
        """The person of the client system that was chosen; None for the client."""
        return self.members.get(self.cleaned_data["agreed_by"])

    @property
    def agreed_as(self) -> AgreedAs:
        """As what this person agrees."""
        if self.member is None:
            return AgreedAs.CLIENT
        return AgreedAs.REPRESENTATIVE if self.member.is_representative else AgreedAs.SYSTEM_MEMBER


def _role_of(member: ClientSystemMember) -> str:
    relation = member.get_relation_display().lower()
    if member.is_representative:
        return f"{relation} en vertegenwoordiger ({member.get_representation_display().lower()})"
    return relation


class ProfessionalAgreementForm(RevisionForm):
    """The agreement of the professional who is finally responsible."""

    agreed_on = forms.DateField(label="Op welke dag?", widget=DateInput)
