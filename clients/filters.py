"""The shape of what lists are narrowed to."""

from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from audit.enums import AuditEvent
from clients.selectors.signals import FIRST_DAY, has_trail_of
from clients.selectors.trail import TrailFilter
from core.clock import today
from core.periods import PERIOD_ORDER_CODE, PERIOD_ORDER_MESSAGE, Period, in_words
from core.web.forms import PageForm

Choices = list[tuple[str, str]]
WEEK: Final = timedelta(days=6)
"""From the first to the last of seven days."""
LONGEST_PERIOD: Final = 92
"""Days: a quarter."""


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


def check_signal_day(day: date) -> None:
    """There is a trail of the past only. Code: `no_trail`."""
    if not has_trail_of(day):
        message = f"Kies een dag vanaf {in_words(FIRST_DAY)} tot en met vandaag."
        raise ValidationError(message, code="no_trail")


class SignalFilterForm(PageForm):
    """Over which days conspicuous access is shown, and whether what was looked at stays in the list."""

    van = forms.DateField(label="Van", required=False, validators=[check_signal_day])
    tot = forms.DateField(label="Tot en met", required=False, validators=[check_signal_day])
    toon = forms.ChoiceField(label="Toon", choices=[("", "Alles"), ("open", "Nog niet bekeken")], required=False)

    def clean(self) -> dict[str, Any]:
        """A period in order, and not too long to look through."""
        given = super().clean() or self.cleaned_data
        starts_on, ends_on = self._days(given)
        if ends_on < starts_on:
            self.add_error("tot", ValidationError(PERIOD_ORDER_MESSAGE, code=PERIOD_ORDER_CODE))
        elif (ends_on - starts_on).days >= LONGEST_PERIOD:
            self.add_error("tot", ValidationError(f"Kies hoogstens {LONGEST_PERIOD} dagen.", code="period_long"))
        return given

    def period(self) -> Period:
        """The days that are asked for, or else the last seven. What cannot be read narrows nothing."""
        return Period(*self._days(self.cleaned_data if self.is_valid() else {}))

    def as_used(self) -> "SignalFilterForm":
        """The same form with the days that were used in it, also when nobody typed them; as it is when refused."""
        if not self.is_valid():
            return self
        starts_on, ends_on = self._days(self.cleaned_data)
        return SignalFilterForm({"van": starts_on, "tot": ends_on, "toon": self.cleaned_data["toon"]})

    @property
    def wants_unseen(self) -> bool:
        """Whether only what nobody looked at yet is asked for."""
        return self.is_valid() and self.cleaned_data["toon"] == "open"

    @staticmethod
    def _days(given: dict[str, Any]) -> tuple[date, date]:
        starts_on, ends_on = given.get("van"), given.get("tot")
        if starts_on and not ends_on:
            ends_on = max(starts_on, min(today(), starts_on + WEEK))
        ends_on = ends_on or today()
        return starts_on or ends_on - WEEK, ends_on
