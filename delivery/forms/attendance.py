"""What somebody writes down on the floor: of each person a small form, in one that carries the revision."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final
from uuid import UUID

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from core.minutes import MinuteFormField, clock
from core.web.fields import PublicIdField, RevisionForm, text_area
from core.web.forms import PageForm
from delivery.enums import AbsenceReason, Presence
from delivery.forms.people import PersonField
from delivery.models import ClientAttendance
from delivery.rules.attending import Span, Stay
from delivery.selectors.attendance import addable_clients, addable_helpers, addable_professionals
from delivery.services.floor import Floor, Row

BREAKS: Final = 2
"""Places for breaks; always one more than there are."""


class RowForm(PageForm):
    """How it went with one person. `item_label` is the name, for messages at the top of the page."""

    use_required_attribute = False
    field_of: ClassVar[Mapping[str, str]] = {
        "no_arrival": "arrived",
        "in_the_future": "arrived",
        "elsewhere": "arrived",
        "left_before_arriving": "left",
        "no_times": "arrived",
        "absence_reason": "reason",
        "break_order": "break_starts_0",
        "break_outside": "break_starts_0",
        "break_overlap": "break_starts_0",
        **dict.fromkeys(("not_planned", "session_cancelled", "group_closed", "outside_allocation"), "presence"),
    }

    presence = forms.ChoiceField(label="Aanwezig?", widget=forms.RadioSelect)
    arrived = MinuteFormField(label="Gekomen", required=False)
    left = MinuteFormField(label="Vertrokken", required=False)

    def __init__(self, *args: Any, row: Row, floor: Floor, is_correction: bool = False, **kwargs: Any) -> None:
        self.row = row
        self.item_label = name_of(row)
        self.planned = floor.planned(row)
        stay = floor.stay(row)
        self.is_client = isinstance(row, ClientAttendance)
        initial = {"presence": stay.presence.value, "arrived": stay.arrived, "left": stay.left}
        initial["reason"] = stay.reason or AbsenceReason.NO_SHOW.value
        for place, one in enumerate(stay.breaks):
            initial |= {f"break_starts_{place}": one.starts, f"break_ends_{place}": one.ends}
        super().__init__(*args, prefix=str(row.public_id), initial=initial, **kwargs)
        expects = row.planned_starts is not None and not is_correction
        choices = [one for one in Presence if expects or one != Presence.EXPECTED or stay.presence == one]
        presence: Any = self.fields["presence"]
        presence.choices = [(one.value, one.label) for one in sorted(choices, key=ORDER.index)]
        if self.is_client:
            self.fields["reason"] = forms.ChoiceField(label="Waarom niet", choices=AbsenceReason.choices)
        else:
            for place in range(max(BREAKS, len(stay.breaks) + 1)):
                for end, label in (("starts", "Pauze van"), ("ends", "Pauze tot")):
                    self.fields[f"break_{end}_{place}"] = MinuteFormField(label=label, required=False)

    @property
    def breaks(self) -> list[list[Any]]:
        """The fields for breaks, two by two."""
        starts = [name for name in self.fields if name.startswith("break_starts_")]
        return [[self[name], self[name.replace("starts", "ends")]] for name in starts]

    @property
    def has_breaks(self) -> bool:
        """Whether there is something in a field for breaks, or something wrong with one."""
        return any(field.value() is not None or field.errors for pair in self.breaks for field in pair)

    @property
    def planned_text(self) -> str:
        """What was planned: "9:00 tot 12:30, pauze 10:00 tot 10:15"."""
        if self.planned.arrived is None or self.planned.left is None:
            return ""
        breaks = "".join(f", pauze {one}" for one in self.planned.breaks)
        return f"{clock(self.planned.arrived)} tot {clock(self.planned.left)}{breaks}"

    @property
    def seen(self) -> str:
        """When what this form begins with was recorded."""
        return self.row.recorded_at.isoformat()

    def clean(self) -> dict[str, Any]:
        """Of a break both ends are known."""
        for place in range(len(self.breaks)):
            starts, ends = (self.cleaned_data.get(f"break_{end}_{place}") for end in ("starts", "ends"))
            if (starts is None) != (ends is None):
                message = "Vul van een pauze het begin en het eind in, of geen van beide."
                self.add_error(f"break_starts_{place}", ValidationError(message, code="break_half"))
        return self.cleaned_data

    @property
    def stay(self) -> Stay:
        """What was written. Who is there without a time came at the planned time."""
        values = self.cleaned_data
        presence, arrived = Presence(values["presence"]), values["arrived"]
        if presence == Presence.PRESENT and arrived is None:
            arrived = self.planned.arrived
        places = range(len(self.breaks))
        spans = [(values[f"break_starts_{place}"], values[f"break_ends_{place}"]) for place in places]
        breaks = tuple(Span(starts, ends) for starts, ends in spans if starts is not None)
        reason = values.get("reason", "") if presence == Presence.ABSENT else ""
        return Stay(presence, arrived, values["left"], breaks, reason)


ORDER: Final = [Presence.PRESENT, Presence.ABSENT, Presence.EXPECTED]


def name_of(row: Row) -> str:
    """The name of who this row is about."""
    return row.allocation.client.name if isinstance(row, ClientAttendance) else str(row.person)


def rows_of(floor: Floor, data: Any, *, is_correction: bool = False) -> list[RowForm]:
    """A form for everybody: clients by name, then who works there."""
    return [RowForm(data, row=row, floor=floor, is_correction=is_correction) for row in floor.in_order]


def refuse_by_row(rows: list[RowForm], error: ValidationError) -> ValidationError:
    """Put the faults of a service beside the people they are about; what remains is about the whole."""
    if not hasattr(error, "error_dict"):
        return error
    by_row = {str(form.row.public_id): form for form in rows}
    rest: dict[str, list[ValidationError]] = {}
    for name, faults in error.error_dict.items():
        if name in by_row:
            by_row[name].refuse(ValidationError({NON_FIELD_ERRORS: faults}))
        else:
            rest[name] = faults
    return ValidationError(rest)


class CorrectionForm(RevisionForm):
    """Why what was closed is corrected."""

    reason = forms.CharField(
        label="Waarom corrigeert u dit?",
        max_length=500,
        help_text="Wat er eerder stond, blijft bewaard. Uw reden staat erbij.",
        widget=text_area(2),
    )


class CloseForm(RevisionForm):
    """Closing, and of whom nobody knows when they left."""

    def __init__(self, *args: Any, unknown: Mapping[UUID, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if unknown:
            self.fields["unknown"] = forms.MultipleChoiceField(
                label="Van wie weet u niet hoe laat die wegging?",
                help_text="Kruis de naam aan. Dan rekent niemand met een tijd die niet klopt.",
                choices=[(str(key), name) for key, name in unknown.items()],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )


class HandoverForm(PageForm):
    """What the next colleague must know."""

    note = forms.CharField(
        label="Overdracht",
        max_length=2000,
        required=False,
        help_text="Voor wie na u in de groep werkt. Wat over een cliënt gaat, hoort in het dossier en niet hier.",
        widget=text_area(5),
    )
    was = forms.CharField(required=False, widget=forms.HiddenInput)


class _AddForm(PageForm):
    field_of: ClassVar[Mapping[str, str]] = RowForm.field_of

    arrived = MinuteFormField(label="Gekomen")
    left = MinuteFormField(label="Vertrokken", required=False, help_text="Leeg als iemand er nog is.")

    def __init__(self, *args: Any, is_correction: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_correction:
            self.fields["reason"] = forms.CharField(
                label="Waarom komt dit er nu pas bij?", max_length=500, widget=text_area(2)
            )

    @property
    def stay(self) -> Stay:
        """From when to when."""
        return Stay(Presence.PRESENT, self.cleaned_data["arrived"], self.cleaned_data["left"])


class AddClientForm(_AddForm):
    """A client who was not planned."""

    layout = ("allocation", ("arrived", "left"))

    def __init__(self, *args: Any, floor: Floor, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["allocation"] = PublicIdField(
            addable_clients(floor.session, actor), label="Cliënt", empty_label="Kies een cliënt"
        )
        self.fields["allocation"].label_from_instance = lambda row: f"{row.client.name}, {row.variant.name}"  # type: ignore[attr-defined]
        self.order_fields(["allocation", "arrived", "left"])


class AddStaffForm(_AddForm):
    """Somebody who works here and was not planned."""

    layout = ("person", ("arrived", "left"))

    def __init__(self, *args: Any, floor: Floor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = addable_professionals(floor.session), addable_helpers(floor.session)
        self.fields["person"] = PersonField(*people, label="Wie")
        self.order_fields(["person", "arrived", "left"])
