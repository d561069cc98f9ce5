"""What is typed about volunteers."""

from typing import Any

from django import forms

from core.web.fields import RevisionForm, text_area
from core.web.forms import PageForm
from informal_care.enums import Circumstance, HelpTask, Interest, Nearness, Recruitment, VolunteerKind, VolunteerStatus
from informal_care.rules.volunteering import VOLUNTEER_STEPS
from plans.forms.week import WeekFormField


def ticks(label: str, choices: Any, help_text: str = "", *, required: bool = False) -> forms.MultipleChoiceField:
    """Some of a list, each with a box."""
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=required, help_text=help_text, widget=forms.CheckboxSelectMultiple
    )


def words(label: str, help_text: str = "", *, required: bool = False) -> forms.CharField:
    """A text of some lines."""
    return forms.CharField(label=label, help_text=help_text, required=required, widget=text_area(3))


class VolunteerForm(RevisionForm):
    """Who it is, and how to reach them."""

    layout = ("name", ("phone", "email"), "postcode", "kind", "recruited_by", "revision")

    name = forms.CharField(label="Naam", max_length=200)
    phone = forms.CharField(label="Telefoon", max_length=20, required=False)
    email = forms.EmailField(label="E-mailadres", required=False)
    postcode = forms.CharField(
        label="Postcode", max_length=7, help_text="Hiermee kijken we wie in de buurt woont. Zoals: 7311 AB."
    )
    kind = forms.ChoiceField(label="Hoe wilt u helpen?", choices=VolunteerKind.choices, widget=forms.RadioSelect)
    recruited_by = forms.ChoiceField(label="Hoe vond u ons?", choices=[("", "Kies"), *Recruitment.choices])


class NewVolunteerForm(VolunteerForm):
    """Somebody registers."""

    layout = ("name", ("phone", "email"), "postcode", "kind", "recruited_by", "registered_on")
    revision = None  # type: ignore[assignment]
    registered_on = forms.DateField(label="Aangemeld op")


class IntakeForm(RevisionForm):
    """What came out of the intake."""

    field_of = {"volunteer_dates": "intake_on"}
    layout = (
        *("intake_on", "motivation", "tasks", "talents", "talents_note", "limits", "limits_note", "moments"),
        *("max_nearness", "revision"),
    )

    intake_on = forms.DateField(label="Intake op")
    motivation = words("Waarom wilt u helpen?")
    tasks = ticks("Wat doet u graag?", HelpTask.choices)
    talents = ticks("Waar bent u goed in?", Interest.choices)
    talents_note = words("Wat kunt u nog meer?")
    limits = ticks("Wat doet u liever niet?", Circumstance.choices, "Wij vragen u niet voor mensen bij wie dit speelt.")
    limits_note = words("Waar houden we nog meer rekening mee?")
    moments = WeekFormField(label="Wanneer kunt u?")
    max_nearness = forms.TypedChoiceField(
        label="Hoe ver weg mag het zijn?", choices=Nearness.choices, coerce=int, widget=forms.RadioSelect
    )


class StatusForm(RevisionForm):
    """How far the volunteer is now."""

    field_of = {"step": "status", "still_helping": "status", "vog_missing": "status", "intake_missing": "status"}
    layout = ("status", "paused_until", "revision")

    status = forms.ChoiceField(label="Nieuwe stand", widget=forms.RadioSelect)
    paused_until = forms.DateField(label="Pauze tot en met", required=False, help_text="Alleen bij een pauze.")

    def __init__(self, *args: Any, now: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps = VOLUNTEER_STEPS[now] - {VolunteerStatus.INTAKE_DONE}  # that one follows from the intake
        choices = [(value, label) for value, label in VolunteerStatus.choices if value in steps]
        self.fields["status"].choices = choices  # type: ignore[attr-defined]


class CertificateForm(PageForm):
    """A certificate of conduct that was seen."""

    field_of = {"certificate_dates": "seen_on", "certificate_once": "issued_on"}

    issued_on = forms.DateField(label="VOG afgegeven op", help_text="Deze dag staat op de VOG.")
    seen_on = forms.DateField(label="U zag de VOG op", help_text="Bewaar geen kopie.")


class TrainingForm(PageForm):
    """A training that was followed."""

    field_of = {"training_name": "name"}

    name = forms.CharField(label="Welke scholing?", max_length=200)
    followed_on = forms.DateField(label="Gevolgd op")


class TalkForm(PageForm):
    """A guidance conversation."""

    field_of = {"guidance_talk": "next_on"}

    held_on = forms.DateField(label="Gesprek op")
    note = words("Wat besprak u?", required=True)
    next_on = forms.DateField(label="Volgend gesprek", required=False, help_text="Dan staat het in uw werkvoorraad.")


class ThanksForm(PageForm):
    """With what the volunteer was thanked."""

    field_of = {"thanks_what": "what"}

    given_on = forms.DateField(label="Gegeven op")
    what = forms.CharField(label="Waarmee bedankte u?", max_length=200, help_text="Zoals: een bos bloemen.")


class HoursSearch(PageForm):
    """Of which days the hours are shown."""

    van = forms.DateField(label="Van", required=False)
    tot = forms.DateField(label="Tot en met", required=False)


class VolunteerSearch(PageForm):
    """Which volunteers are shown."""

    stand = forms.ChoiceField(
        label="Stand", required=False, choices=[("", "Alle, behalve gestopt"), *VolunteerStatus.choices]
    )
