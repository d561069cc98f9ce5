"""Forms about a group: what it is, when it is open, on which levels."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

from core.clock import today
from core.web.fields import PublicIdField, RevisionForm, text_area
from core.web.forms import DateInput, PageForm
from delivery.models import Group, MixDecision
from delivery.rules import Hours
from organisations.enums import Level
from organisations.models import Location, TargetGroup
from plans.enums import Dagdeel, Weekday
from plans.rules.week import CODES, Moment

HALF_TIMES = "Vul van en tot allebei in, of laat ze allebei leeg."
PERCENT = 100


class GroupSearch(PageForm):
    """Which groups the list shows."""

    toon = forms.ChoiceField(label="Toon", required=False, choices=[("", "Nu en later"), ("alle", "Ook gestopte")])


class WeekSearch(PageForm):
    """Of which day a page shows the week."""

    dag = forms.DateField(label="De week zoals die geldt op", required=False, widget=DateInput)


class GroupForm(PageForm):
    """What a group is."""

    field_of = {"group_name": "name", "group_capacity": "capacity"}
    layout = ("name", "location", ("target_group", "capacity"), ("starts_on", "ends_on"))

    name = forms.CharField(label="Naam", max_length=100, help_text="Zoals u de groep noemt, bijvoorbeeld De Tuinkamer.")
    location = PublicIdField(label="Locatie", queryset=Location.objects.none(), empty_label="Kies een locatie")
    target_group = forms.ModelChoiceField(
        label="Doelgroep", queryset=TargetGroup.objects.all(), empty_label="Geen vaste doelgroep", required=False
    )
    capacity = forms.IntegerField(
        label="Plaatsen", min_value=1, max_value=999, help_text="Hoeveel cliënten er tegelijk kunnen zijn."
    )
    starts_on = forms.DateField(label="Eerste dag", widget=DateInput)
    ends_on = forms.DateField(
        label="Laatste dag", widget=DateInput, required=False, help_text="Laat leeg als er nog geen einddatum is."
    )

    def __init__(self, *args: Any, locations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["location"]
        field.queryset = locations


class GroupChangeForm(GroupForm, RevisionForm):
    """What a group is, later."""

    @staticmethod
    def initial_of(group: Group) -> dict[str, Any]:
        """What is stored, as the form shows it."""
        return {name: getattr(group, name) for name in GroupChangeForm.base_fields}


@dataclass(frozen=True, slots=True)
class TypedHours:
    """The two fields of one dagdeel."""

    part: str
    opens: BoundField
    closes: BoundField


class HoursForm(RevisionForm):
    """The opening times of a whole week: for each dagdeel from and to, and closed when both are empty."""

    field_of = {code: f"{code}-opens" for code in CODES}
    starts_on = forms.DateField(
        label="Vanaf welke dag gelden deze tijden?",
        widget=DateInput,
        help_text="Tot die dag blijft alles zoals het nu is.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, moment in CODES.items():
            for name, word in (("opens", "van"), ("closes", "tot")):
                self.fields[f"{code}-{name}"] = forms.TimeField(
                    label=f"{str(moment).capitalize()} {word}",
                    required=False,
                    widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
                    error_messages={"invalid": "Schrijf de tijd als uren en minuten, bijvoorbeeld 9:30."},
                )

    @staticmethod
    def initial_of(hours: Iterable[Hours]) -> dict[str, time | None]:
        """These opening times, as the form shows them."""
        found: dict[str, time | None] = {f"{code}-{name}": None for code in CODES for name in ("opens", "closes")}
        for one in hours:
            found |= {f"{one.moment.code}-opens": one.opens, f"{one.moment.code}-closes": one.closes}
        return found

    def clean(self) -> dict[str, Any]:
        """A time alone says nothing."""
        cleaned = super().clean() or {}
        for code in CODES:
            names = [f"{code}-{name}" for name in ("opens", "closes")]
            empty = [name for name in names if cleaned.get(name) is None and name not in self.errors]
            if len(empty) == 1 and not any(name in self.errors for name in names):
                self.add_error(empty[0], ValidationError(HALF_TIMES, code="half_times"))
        return cleaned

    @property
    def hours(self) -> list[Hours]:
        """When the group is to be open."""
        typed = ((moment, *self._times(code)) for code, moment in CODES.items())
        return [Hours(moment, opens, closes) for moment, opens, closes in typed if opens and closes]

    @property
    def parts(self) -> list[str]:
        """The columns of the week."""
        return [part.label.capitalize() for part in Dagdeel]

    def days(self) -> Iterator[tuple[str, list[TypedHours]]]:
        """The fields by day of the week."""
        for day in Weekday:
            codes = [(part, Moment(day, part).code) for part in Dagdeel]
            yield (
                day.label.capitalize(),
                [
                    TypedHours(part.label.capitalize(), self[f"{code}-opens"], self[f"{code}-closes"])
                    for part, code in codes
                ],
            )

    def _times(self, code: str) -> tuple[time | None, time | None]:
        return self.cleaned_data[f"{code}-opens"], self.cleaned_data[f"{code}-closes"]


class CloseDayForm(PageForm):
    """A day on which groups are not open."""

    layout = ("groups", "day", "reason")

    groups = forms.MultipleChoiceField(label="Welke groepen?", widget=forms.CheckboxSelectMultiple)
    day = forms.DateField(label="Welke dag?", widget=DateInput)
    reason = forms.CharField(label="Waarom?", max_length=200, help_text="Bijvoorbeeld: Eerste Kerstdag.")

    def __init__(self, *args: Any, groups: Iterable[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {str(group.public_id): group for group in groups}
        field: Any = self.fields["groups"]
        field.choices = [(key, f"{group.name}, {group.location}") for key, group in self.offered.items()]

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, with the groups that were chosen."""
        return self.cleaned_data | {"groups": [self.offered[key] for key in self.cleaned_data["groups"]]}


class MixForm(RevisionForm):
    """In which proportion of levels a group is staffed, and why."""

    starts_on = forms.DateField(label="Vanaf welke dag?", widget=DateInput, initial=today)
    motivation = forms.CharField(
        label="Waarom deze verhouding?",
        help_text="Noem de mate van toezicht en nabijheid die de cliënten in deze groep nodig hebben.",
        widget=text_area(4),
    )

    layout = ("starts_on", ("mbo1", "mbo2"), ("mbo3", "mbo4"), ("ad", "hbo"), "wo", "motivation")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for level in Level:
            self.fields[level.value] = forms.IntegerField(
                label=f"{level.label}: procent van de uren", required=False, min_value=0, max_value=PERCENT
            )
        self.order_fields([name for row in self.layout for name in ([row] if isinstance(row, str) else row)])

    @staticmethod
    def initial_of(decision: MixDecision | None) -> dict[str, Any]:
        """The levels that were decided, as the form shows them."""
        return {share.level: share.percent for share in decision.shares.all()} if decision else {}

    @property
    def shares(self) -> dict[str, int]:
        """Percent of the hours by level, of those that are wanted."""
        typed = {level.value: self.cleaned_data[level.value] for level in Level}
        return {level: percent for level, percent in typed.items() if percent}
