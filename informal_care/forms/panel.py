"""What the coordinator types about the panel, its polls and councils that look for members."""

from typing import Any, Final

from django import forms

from core.web.fields import RevisionForm, text_area
from core.web.forms import PageForm
from informal_care.rules.polls import Asked

MOST_FIELDS: Final = 5
"""Questions on the form; the rule itself is a dated setting, which can only be lower."""


class MemberForm(PageForm):
    """Somebody who said yes to the panel."""

    field_of = {"panel_email": "email", "panel_left": "name"}

    name = forms.CharField(label="Naam", max_length=200)
    email = forms.EmailField(
        label="E-mailadres", required=False, help_text="Het lid kiest: mail, of leeg voor een brief."
    )
    consent = forms.BooleanField(label="Deze persoon heeft zelf ja gezegd tegen het panel")

    @property
    def values(self) -> dict[str, Any]:
        """What the service takes."""
        return {name: self.cleaned_data[name] for name in ("name", "email")}


class JoinPanelForm(PageForm):
    """A carer who is known and said yes to the panel."""

    field_of = {"panel_email": "email", "panel_carer": "consent"}

    email = forms.EmailField(label="E-mailadres", required=False, help_text="Vraag het: mail, of leeg voor een brief.")
    consent = forms.BooleanField(label="Deze persoon heeft zelf ja gezegd tegen het panel")


class PollForm(RevisionForm):
    """A poll with its questions."""

    layout = ("title", "introduction", ("opens_on", "closes_on"), "asks_remark")
    field_of = {"poll_period": "closes_on"}

    title = forms.CharField(label="Titel", max_length=120)
    introduction = forms.CharField(
        label="Waarom u dit vraagt", required=False, max_length=500, widget=text_area(3), help_text="In gewone woorden."
    )
    opens_on = forms.DateField(label="Open vanaf")
    closes_on = forms.DateField(label="Open tot en met")
    asks_remark = forms.BooleanField(label="Vraag ook: wilt u nog iets zeggen?", required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, MOST_FIELDS + 1):
            self.fields[f"question_{number}"] = forms.CharField(
                label=f"Vraag {number}", required=number == 1, max_length=200
            )
            self.fields[f"options_{number}"] = forms.CharField(
                label=f"Antwoorden bij vraag {number}",
                required=False,
                max_length=600,
                widget=text_area(3),
                help_text="Elk antwoord op een eigen regel. Leeg: van heel slecht tot heel goed.",
            )
        self.fields["question_1"].error_messages["required"] = "Stel minstens één vraag."
        self.fields["revision"].required = False

    def clean(self) -> dict[str, Any]:
        """Answers without a question belong to nothing."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for number in range(2, MOST_FIELDS + 1):
            if cleaned.get(f"options_{number}", "").strip() and not cleaned.get(f"question_{number}", "").strip():
                self.add_error(f"question_{number}", "Vul de vraag in die bij deze antwoorden hoort.")
        return cleaned

    @property
    def asked(self) -> list[Asked]:
        """The questions in order; an empty one is left out."""
        return [
            Asked(text, [line.strip() for line in self.cleaned_data[f"options_{number}"].splitlines() if line.strip()])
            for number in range(1, MOST_FIELDS + 1)
            if (text := self.cleaned_data[f"question_{number}"].strip())
        ]

    @property
    def about(self) -> dict[str, Any]:
        """What is said of the poll beside its questions."""
        names = ("title", "introduction", "opens_on", "closes_on", "asks_remark")
        return {name: self.cleaned_data[name] for name in names}


class FollowUpForm(RevisionForm):
    """What is done with a poll."""

    follow_up = forms.CharField(
        label="Wat doet de gemeente ermee?",
        required=False,
        widget=text_area(5),
        help_text="Het panel en iedereen leest dit bij de uitslag. Schrijf in gewone woorden.",
    )


class VacancyForm(RevisionForm):
    """A council that looks for members."""

    layout = ("council", "text", "contact", ("starts_on", "ends_on"))

    council = forms.CharField(label="Naam van de raad", max_length=120)
    text = forms.CharField(label="Wat u vraagt en biedt", max_length=1500, widget=text_area(6))
    contact = forms.CharField(
        label="Zo meldt iemand zich", max_length=200, help_text="Een e-mailadres of telefoonnummer."
    )
    starts_on = forms.DateField(label="Te zien vanaf")
    ends_on = forms.DateField(label="Te zien tot en met", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["revision"].required = False
