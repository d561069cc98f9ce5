"""What is needed of supervision and proximity, on a scale of sentences."""

from collections.abc import Mapping
from typing import Any

from django import forms

from core.web.fields import LaterChoice, RevisionForm
from core.web.forms import PageForm
from plans.selectors import scales


class ScoresForm(PageForm):
    """A question for each indicator. A draft may leave some open."""

    use_required_attribute = False

    def __init__(self, *args: Any, before: Mapping[str, int] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= _questions(before or {})

    @property
    def scores(self) -> dict[str, int]:
        """What was answered, by indicator."""
        return _answered(self.cleaned_data)


class StartScoresForm(RevisionForm):
    """What is needed when the plan begins."""

    @property
    def scores(self) -> dict[str, int]:
        """What was answered, by indicator."""
        return _answered(self.cleaned_data)

    def __init__(self, *args: Any, before: Mapping[str, int] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= _questions(before or {})


def _questions(before: Mapping[str, int]) -> dict[str, forms.Field]:
    """A field for each indicator; its help says what was answered before."""
    return {
        name: LaterChoice(
            label=scale.question,
            help_text=f"Vorige keer: {before[name]}." if name in before else "",
            choices=[(str(score), f"{score}: {sentence}") for score, sentence in enumerate(scale.steps)],
            widget=forms.RadioSelect,
        )
        for name, scale in scales().items()
    }


def _answered(cleaned: Mapping[str, Any]) -> dict[str, int]:
    return {name: int(cleaned[name]) for name in scales() if cleaned.get(name)}
