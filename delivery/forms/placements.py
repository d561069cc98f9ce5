"""Forms about who comes to a group."""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any

from django import forms

from clients.models import Allocation
from core.templatetags.pages import nl_date
from core.web.fields import RevisionForm
from core.web.forms import DateInput, PageForm
from plans.forms.week import WeekFormField

DIGITS = 20


class NeededWeek(WeekFormField):
    """Moments of a week, at least one; `asks` says so to who ticks none."""

    def __init__(self, asks: str = "Kies minstens één dagdeel waarop de cliënt komt.", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.required = True
        self.error_messages["required"] = asks


class EffectForm(PageForm):
    """A form of which people first see what follows from it, and then store it.

    What was seen stands in the form as a fingerprint of what was typed and what it led to. When either is different by
    the time it comes back, people look once more.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def was_seen(self, effect: Sequence[object]) -> bool:
        """Whether these values were sent before, with the same effect; from now on the form says so."""
        typed = [f"{name}={value}" for name, value in sorted(self.cleaned_data.items()) if name != "seen"]
        mark = sha256("\n".join([*typed, *(str(one) for one in effect)]).encode()).hexdigest()[:DIGITS]
        if self.cleaned_data["seen"] == mark:
            return True
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = mark
        return False


class PlaceForm(EffectForm):
    """A client comes to a group."""

    layout = ("allocation", "moments", ("starts_on", "ends_on"))
    field_of = {"placed_twice": "starts_on", "no_moments": "moments"}

    allocation = forms.ChoiceField(
        label="Welke cliënt?",
        help_text="Cliënten met een lopende toewijzing die nog niet in deze groep zijn geplaatst.",
    )
    moments = NeededWeek(label="Op welke dagdelen?")
    starts_on = forms.DateField(label="Vanaf", widget=DateInput)
    ends_on = forms.DateField(
        label="Tot en met",
        widget=DateInput,
        required=False,
        help_text="Laat leeg als de cliënt komt tot de toewijzing of de groep eindigt.",
    )

    def __init__(self, *args: Any, allocations: Iterable[Allocation], only: Allocation | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.only = only
        if only is not None:
            del self.fields["allocation"]
            return
        self.offered = {str(row.public_id): row for row in allocations}
        field: Any = self.fields["allocation"]
        field.choices = [("", "Kies een cliënt"), *((key, _as_choice(row)) for key, row in self.offered.items())]

    @property
    def chosen(self) -> Allocation:
        """The allocation under which the client comes."""
        return self.only or self.offered[self.cleaned_data["allocation"]]

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, with the allocation behind the choice."""
        typed = {name: self.cleaned_data[name] for name in ("moments", "starts_on", "ends_on")}
        return typed | {"allocation": self.chosen}


class ChangePlacementForm(EffectForm, RevisionForm):
    """Other dagdelen from a day on."""

    layout = ("moments", "starts_on")
    field_of = {"no_moments": "moments", "placed_twice": "starts_on"}

    moments = NeededWeek(label="Op welke dagdelen komt de cliënt?")
    starts_on = forms.DateField(
        label="Vanaf welke dag?", widget=DateInput, help_text="Tot die dag blijft alles zoals het nu is."
    )

    @property
    def values(self) -> dict[str, Any]:
        """What was typed."""
        return {name: self.cleaned_data[name] for name in ("moments", "starts_on", "revision")}


class EndPlacementForm(RevisionForm):
    """The last day."""

    ends_on = forms.DateField(label="Laatste dag in de groep", widget=DateInput)


def _as_choice(row: Allocation) -> str:
    return f"{row.client.name}, geboren {nl_date(row.client.birth_date)}: {row.variant.name}, {row.volume_text}"
