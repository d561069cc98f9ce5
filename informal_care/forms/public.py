"""Forms that anybody may send, without an account: guarded against programs that fill in every form they find."""

from datetime import timedelta
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.utils.safestring import SafeString

from core.clock import now
from core.web.forms import PageForm

QUICKEST: Final = timedelta(seconds=2)
"""Nobody reads and sends a form within this time; a program does."""

OLDEST: Final = timedelta(hours=6)
"""A form that was fetched longer ago is sent once more: a program could keep one for ever."""

SALT: Final = "informal_care.public_form"
AGAIN: Final = "Verstuur het formulier nog een keer. Wat u invulde, staat er nog."


class StampInput(forms.HiddenInput):
    """When the form was shown, signed, so that nobody makes one up. A form that is shown again gets a new one."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """Always of now."""
        return super().render(name, Signer(salt=SALT).sign(str(int(now().timestamp()))), attrs, renderer)


class PublicForm(PageForm):
    """A form for everybody. `website` stands out of sight: only a program fills it in."""

    use_required_attribute = False
    asks_too_often = False
    website = forms.CharField(
        label="Laat dit veld leeg",
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    stamp = forms.CharField(required=False, widget=StampInput)

    @property
    def is_from_a_program(self) -> bool:
        """Whether the field was filled in that no person sees."""
        return bool(self.data.get(self.add_prefix("website")))

    def field_rows(self) -> Any:
        """The fields for people."""
        return (
            [field for field in row if field.name != "website"]
            for row in super().field_rows()
            if row[0].name != "website"
        )

    def clean(self) -> dict[str, Any]:
        """Refuse what was sent sooner than a person can, or with a stamp that is none of ours."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        try:
            shown_at = int(Signer(salt=SALT).unsign(cleaned.get("stamp", "")))
        except (BadSignature, ValueError):
            raise ValidationError(AGAIN, code="stamp") from None
        age = now().timestamp() - shown_at
        if not QUICKEST.total_seconds() <= age <= OLDEST.total_seconds():
            raise ValidationError(AGAIN, code="stamp")
        return cleaned

    def wait(self) -> None:
        """Say that too much came from this address; what was typed stays."""
        self.asks_too_often = True
        message = "Er komen nu te veel formulieren tegelijk. Wacht een minuut en verstuur het nog een keer."
        self.add_error(None, ValidationError(message, code="too_often"))


class LeaveForm(PublicForm):
    """Leaving the panel: nothing to fill in."""


class PollAnswerForm(PublicForm):
    """The questions of one poll."""

    def __init__(self, *args: Any, poll: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = list(poll.questions.prefetch_related("options"))
        for question in self.questions:
            self.fields[f"question_{question.pk}"] = forms.ChoiceField(
                label=question.text,
                choices=[(option.pk, option.text) for option in question.options.all()],
                widget=forms.RadioSelect,
                error_messages={"required": "Kies een antwoord."},
            )
        if poll.asks_remark:
            self.fields["remark"] = forms.CharField(
                label="Wilt u nog iets zeggen?",
                required=False,
                max_length=500,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text="De gemeente leest dit pas als er genoeg antwoorden zijn, en nooit met uw naam erbij. "
                "Schrijf daarom niet op wie u bent.",
            )

    @property
    def chosen(self) -> dict[int, int]:
        """The key of the option that was chosen, by that of the question."""
        return {one.pk: int(self.cleaned_data[f"question_{one.pk}"]) for one in self.questions}
