"""Choosing a professional: only those with the level that the product asks."""

from datetime import date

from django import forms

from organisations.enums import Level
from organisations.models import Professional
from organisations.selectors import professionals_with_level


def candidates(form: forms.Form, provider_id: int, level: str | None, day: date) -> None:
    """Fill the field `professional` with who works for the provider on `day` and has the demanded level."""
    field = form.fields["professional"]
    if not isinstance(field, forms.ModelChoiceField):
        raise TypeError("The field `professional` chooses among professionals.")
    people = (
        professionals_with_level(provider_id, level, day)
        if level
        else Professional.objects.employed_by(provider_id, day)
    )
    field.queryset = people.exclude(user__is_active=False).order_by("name")
    if level:
        field.help_text = f"{field.help_text} Nodig: minstens niveau {Level(level).label}.".strip()
