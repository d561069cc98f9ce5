"""Forms about who works in a group: the standing week, exceptions on a day, helpers and leave."""

from collections.abc import Iterable
from typing import Any

from django import forms

from core.minutes import MinuteFormField
from core.web.fields import RevisionForm
from core.web.forms import DateInput, PageForm
from delivery.enums import LeaveKind, StaffKind
from delivery.forms.people import PersonField
from delivery.forms.placements import NeededWeek
from delivery.models import Helper, RosterLine
from delivery.rules import Times
from organisations.models import Professional

TIMES = ("starts", "ends", "break_starts", "break_ends")


class WorkForm(PageForm):
    """From when to when somebody works, with at most one break."""

    field_of = {
        **dict.fromkeys(("times_order", "outside_opening"), "starts"),
        **dict.fromkeys(("break_order", "break_half", "break_outside"), "break_starts"),
        **dict.fromkeys(("works_elsewhere", "no_moments", "group_closed"), "moments"),
    }

    starts = MinuteFormField(label="Van", required=False, help_text="Leeg: vanaf het begin van het dagdeel.")
    ends = MinuteFormField(label="Tot", required=False, help_text="Leeg: tot het eind van het dagdeel.")
    break_starts = MinuteFormField(label="Pauze van", required=False)
    break_ends = MinuteFormField(label="Pauze tot", required=False)

    @property
    def times(self) -> Times:
        """What was typed."""
        return Times(**{name: self.cleaned_data[name] for name in TIMES})


class RosterLineForm(WorkForm):
    """Somebody works in the group on dagdelen of each week."""

    layout = ("person", "moments", ("starts", "ends"), ("break_starts", "break_ends"), ("starts_on", "ends_on"))

    moments = NeededWeek(label="Op welke dagdelen?", asks="Kies minstens één dagdeel waarop deze persoon werkt.")
    starts_on = forms.DateField(label="Vanaf", widget=DateInput)
    ends_on = forms.DateField(
        label="Tot en met",
        widget=DateInput,
        required=False,
        help_text="Laat leeg als iemand werkt tot het dienstverband of de groep eindigt.",
    )

    def __init__(
        self, *args: Any, professionals: Iterable[Professional], helpers: Iterable[Helper], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"] = PersonField(professionals, helpers, label="Wie?")
        self.order_fields(["person"])

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, as the service asks for it."""
        names = ("person", "moments", "starts_on", "ends_on")
        return {name: self.cleaned_data[name] for name in names} | {"times": self.times}


class ChangeRosterLineForm(WorkForm, RevisionForm):
    """Other dagdelen or times from a day on."""

    layout = ("moments", ("starts", "ends"), ("break_starts", "break_ends"), "starts_on")

    moments = NeededWeek(label="Op welke dagdelen?", asks="Kies minstens één dagdeel waarop deze persoon werkt.")
    starts_on = forms.DateField(
        label="Vanaf welke dag?", widget=DateInput, help_text="Tot die dag blijft alles zoals het nu is."
    )

    @staticmethod
    def initial_of(line: RosterLine) -> dict[str, Any]:
        """What is stored, as the form shows it."""
        return {name: getattr(line, name) for name in ("moments", "revision", *TIMES)}

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, as the service asks for it."""
        names = ("moments", "starts_on", "revision")
        return {name: self.cleaned_data[name] for name in names} | {"times": self.times}


class LastDayForm(RevisionForm):
    """The last day of a line of the roster, or of somebody's leave."""

    ends_on = forms.DateField(label="Laatste dag", widget=DateInput)


class PlanStaffForm(WorkForm, RevisionForm):
    """Somebody works in one dagdeel by exception, or at other times than the roster says."""

    layout = ("person", ("starts", "ends"), ("break_starts", "break_ends"))

    def __init__(
        self, *args: Any, professionals: Iterable[Professional], helpers: Iterable[Helper], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"] = PersonField(professionals, helpers, label="Wie werkt er?")
        self.order_fields(["person"])

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, as the service asks for it."""
        return {name: self.cleaned_data[name] for name in ("person", "revision")} | {"times": self.times}


class CancelSessionForm(RevisionForm):
    """Why a dagdeel does not go on."""

    reason = forms.CharField(
        label="Waarom gaat dit dagdeel niet door?",
        max_length=200,
        help_text="Bijvoorbeeld: storing in de verwarming. Schrijf niets over een cliënt op.",
    )


class HelperForm(PageForm):
    """A volunteer or a trainee."""

    layout = (("name", "kind"), ("starts_on", "ends_on"))
    field_of = {"helper_kind": "kind"}

    name = forms.CharField(label="Naam", max_length=200)
    kind = forms.ChoiceField(label="Werkt als", choices=StaffKind.helpers())
    starts_on = forms.DateField(label="Eerste dag", widget=DateInput)
    ends_on = forms.DateField(
        label="Laatste dag", widget=DateInput, required=False, help_text="Laat leeg als er nog geen einddatum is."
    )


class ChangeLeaveForm(RevisionForm):
    """Why and when somebody is away."""

    layout = ("kind", ("starts_on", "ends_on"))
    field_of = {"leave_twice": "starts_on", "leave_kind": "kind"}

    kind = forms.ChoiceField(
        label="Waarom?", choices=LeaveKind.choices, help_text="Schrijf van een ziekte niet meer op dan dit."
    )
    starts_on = forms.DateField(label="Eerste dag", widget=DateInput)
    ends_on = forms.DateField(
        label="Laatste dag", widget=DateInput, required=False, help_text="Leeg: tot u zegt dat het voorbij is."
    )
