"""What is typed about requests for help and matches."""

from typing import ClassVar

from django import forms

from core.web.fields import RevisionForm, decimal_field
from core.web.forms import PageForm
from informal_care.enums import (
    Circumstance,
    HelpDuration,
    HelpTask,
    Interest,
    MatchEnd,
    RequestStatus,
    VolunteerKind,
)
from informal_care.forms.volunteers import ticks, words
from plans.forms.week import WeekFormField

YES_NO = [("ja", "Ja"), ("nee", "Nee")]


def yes_or_no(label: str) -> forms.TypedChoiceField:
    """A question that is answered with yes or no; True for yes."""
    return forms.TypedChoiceField(
        label=label, choices=YES_NO, coerce=lambda value: value == "ja", widget=forms.RadioSelect
    )


class RequestForm(RevisionForm):
    """What somebody asks of a volunteer."""

    layout: ClassVar[tuple[str | tuple[str, ...], ...]] = (
        *("asked_for", "contact", "postcode", "tasks", "moments", "duration", "circumstances"),
        *("wishes", "wishes_note", "refuses", "limits_note", "revision"),
    )

    asked_for = forms.CharField(
        label="Voor wie?", max_length=200, help_text="Zoals: een man van 78 die van schaken houdt. Geen BSN."
    )
    contact = forms.CharField(label="Hoe bereiken we diegene?", max_length=200)
    postcode = forms.CharField(label="Postcode", max_length=7, help_text="Zoals: 7311 AB.")
    tasks = ticks("Wat wordt er gevraagd?", HelpTask.choices)
    moments = WeekFormField(label="Wanneer?", help_text="Kies alle dagdelen die kunnen.")
    duration = forms.ChoiceField(label="Voor hoe lang?", choices=HelpDuration.choices, widget=forms.RadioSelect)
    circumstances = ticks("Hoe is het daar?", Circumstance.choices, "Een vrijwilliger die dit niet wil, valt af.")
    wishes = ticks("Wat is prettig?", Interest.choices, "Wie hierbij past, komt hoger in de lijst.")
    wishes_note = words("Wat is nog meer prettig?")
    refuses = ticks("Welke vrijwilliger liever niet?", VolunteerKind.choices, "Deze vrijwilligers vallen af.")
    limits_note = words("Waar houden we nog meer rekening mee?")


class NewRequestForm(RequestForm):
    """A new request."""

    revision = None  # type: ignore[assignment]
    layout = (
        *("asked_for", "contact", "postcode", "tasks", "moments", "duration", "circumstances"),
        *("wishes", "wishes_note", "refuses", "limits_note"),
    )


class CloseForm(RevisionForm):
    """Why nobody is looked for any more."""

    field_of = {"request_closed": "because"}

    because = words("Waarom sluit u af?", required=True)


class ChooseForm(RevisionForm):
    """When the volunteer comes, and why this one."""

    field_of = {"match_chosen": "note", "other_moments": "moments"}
    layout = ("moments", "note", "revision")

    moments = WeekFormField(label="Wanneer komt de vrijwilliger?")
    note = words("Waarom kiest u deze vrijwilliger?", required=True)


class DeclineMatchForm(RevisionForm):
    """Why it does not go through."""

    layout = ("reason", "note", "revision")

    reason = forms.ChoiceField(label="Waarom gaat het niet door?", choices=MatchEnd.choices, widget=forms.RadioSelect)
    note = words("Toelichting")


class AcquaintanceForm(RevisionForm):
    """How the acquaintance went."""

    layout = ("met_on", "volunteer_agrees", "asker_agrees", "revision")
    field_of = {"match_met": "met_on"}

    met_on = forms.DateField(label="Kennismaking op")
    volunteer_agrees = yes_or_no("Zegt de vrijwilliger ja?")
    asker_agrees = yes_or_no("Zegt de hulpvrager ja?")


class StartForm(RevisionForm):
    """When the help starts, and when it is evaluated first."""

    layout = ("started_on", "review_on", "revision")
    field_of = {"match_started": "started_on"}

    started_on = forms.DateField(label="Gestart op")
    review_on = forms.DateField(label="Eerste evaluatie", help_text="Dan staat het in uw werkvoorraad.")


class ReviewForm(RevisionForm):
    """What was said in an evaluation."""

    layout = ("held_on", "note", "next_on", "revision")
    field_of = {"review_held": "note", "review_early": "next_on"}

    held_on = forms.DateField(label="Gehouden op")
    note = words("Wat zeiden beiden?", required=True)
    next_on = forms.DateField(label="Volgende evaluatie", required=False)


class EndForm(RevisionForm):
    """Why the help ended."""

    layout = ("ended_on", "reason", "note", "seeks_again", "revision")
    field_of = {"match_ended": "ended_on", "hours_later": "ended_on"}

    ended_on = forms.DateField(label="Laatste dag")
    reason = forms.ChoiceField(label="Waarom stopt het?", choices=MatchEnd.choices, widget=forms.RadioSelect)
    note = words("Toelichting")
    seeks_again = yes_or_no("Zoekt u iemand anders voor deze hulpvraag?")


class HoursForm(PageForm):
    """Hours that were given."""

    layout = ("day", "is_week", "hours")
    field_of = {"hours_outside": "day", "hours_twice": "day", "hours_span": "hours", "starts_on": "day"}

    day = forms.DateField(label="Dag", help_text="Of een dag uit de week waarover het gaat.")
    is_week = forms.TypedChoiceField(
        label="Zijn dit de uren van een dag of van een hele week?",
        choices=[("dag", "Deze dag"), ("week", "De week van maandag tot en met zondag")],
        coerce=lambda value: value == "week",
        widget=forms.RadioSelect,
    )
    hours = decimal_field("Uren", "Zoals: 2 of 1,5.", forms.DecimalField)


class RequestSearch(PageForm):
    """Which requests are shown."""

    stand = forms.ChoiceField(
        label="Stand", required=False, choices=[("", "Alle, behalve afgesloten"), *RequestStatus.choices]
    )
