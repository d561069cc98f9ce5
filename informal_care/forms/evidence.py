"""What is typed to show what came of a task."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings

from core.web.forms import PageForm
from informal_care.selectors.figures import FIGURES


class TaskEvidenceForm(PageForm):
    """A document, a link or a figure; figures only for who directs the board."""

    layout: ClassVar[Any] = ("title", "file", "link", "figure")

    title = forms.CharField(
        label="Wat laat dit zien?", max_length=200, help_text="Noem geen namen van mantelzorgers of vrijwilligers."
    )
    file = forms.FileField(
        label="Document",
        required=False,
        allow_empty_file=True,  # the service says what is wrong with it
        help_text=f"Een PDF, PNG of JPEG van hoogstens {settings.UPLOAD_LIMIT_MB} MB.",
    )
    link = forms.URLField(
        label="Of een link", required=False, max_length=500, assume_scheme="https", help_text="Begint met https://"
    )
    figure = forms.ChoiceField(
        label="Of een cijfer uit het systeem",
        required=False,
        choices=[("", "Geen"), *FIGURES.items()],
        help_text="Het wordt bewaard zoals het nu is. Over mensen: de kwartalen van dit jaar die voorbij zijn.",
    )

    def __init__(self, *args: Any, with_figures: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_figures:
            del self.fields["figure"]
