"""A choice among those who work for a provider."""

from collections.abc import Iterable
from typing import Any

from django import forms

from delivery.models import Helper
from organisations.models import Professional


class PersonField(forms.ChoiceField):
    """A professional or a helper, by public id; the value is the person."""

    def __init__(self, professionals: Iterable[Professional], helpers: Iterable[Helper], **kwargs: Any) -> None:
        kinds: list[tuple[str, list[Any]]] = [
            ("Professionals", list(professionals)),
            ("Vrijwilligers en stagiairs", list(helpers)),
        ]
        self.people = {str(one.public_id): one for _, rows in kinds for one in rows}
        groups = [(label, [(str(one.public_id), str(one)) for one in rows]) for label, rows in kinds if rows]
        super().__init__(choices=[("", "Kies iemand"), *groups], **kwargs)

    def clean(self, value: Any) -> Any:
        """The person."""
        return self.people.get(str(super().clean(value)))
