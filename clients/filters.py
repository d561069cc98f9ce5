"""The shape of what lists are narrowed to."""

from typing import Any
from uuid import UUID

from django import forms

from audit.enums import AuditEvent
from clients.selectors.trail import TrailFilter
from core.web.forms import PageForm

Choices = list[tuple[str, str]]


class TrailFilterForm(PageForm):
    """Narrow the trail of one file: by days, codes and public ids only, for it stands in the URL."""

    van = forms.DateField(label="Van", required=False)
    tot = forms.DateField(label="Tot en met", required=False)
    soort = forms.ChoiceField(label="Wat", choices=[("", "Alles"), *AuditEvent.choices], required=False)
    persoon = forms.ChoiceField(label="Wie", required=False)
    organisatie = forms.ChoiceField(label="Namens", required=False)
    weergave = forms.ChoiceField(
        label="Toon", choices=[("", "Per persoon en dag"), ("regels", "Elke regel")], required=False
    )

    def __init__(self, *args: Any, people: Choices, organisations: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("persoon", people), ("organisatie", organisations)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
            field.choices = [("", "Iedereen" if name == "persoon" else "Alle organisaties"), *choices]

    def wanted(self) -> TrailFilter:
        """The filter; what cannot be read narrows nothing."""
        given = self.cleaned_data if self.is_valid() else {}
        person, organisation = given.get("persoon"), given.get("organisatie")
        return TrailFilter(
            from_on=given.get("van"),
            until_on=given.get("tot"),
            event=given.get("soort") or "",
            person=UUID(person) if person else None,
            organisation=UUID(organisation) if organisation else None,
        )
