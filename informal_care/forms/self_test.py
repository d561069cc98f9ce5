"""The questions of the self test."""

from typing import Any

from django import forms

from informal_care.forms.public import PublicForm
from informal_care.rules.self_test import ANSWERS, TOPICS


class SelfTestForm(PublicForm):
    """One answer to each question."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for topic in TOPICS:
            self.fields[topic.code] = forms.ChoiceField(
                label=topic.question,
                choices=ANSWERS,
                widget=forms.RadioSelect,
                error_messages={"required": "Kies een antwoord."},
            )
