"""What is typed about the policy cycle."""

from typing import Any, ClassVar

from django import forms

from contracts.forms.fields import choose, tick
from core.web.fields import RevisionForm, text_area
from core.web.forms import PageForm
from informal_care.enums import ParticipantGroup, PolicyPhase, TakingPart
from informal_care.models import Activity, Board, PolicyMoment

MOST = 30_000


class VisionForm(RevisionForm):
    """The answer to one question."""

    layout = ("text", "revision")

    text = forms.CharField(label="Uw antwoord", widget=text_area(6))


class MomentForm(PageForm):
    """A moment, and of each group how many took part and how."""

    layout: ClassVar[Any] = (
        ("phase", "held_on"),
        "subject",
        "discussed",
        *((f"{group}_number", f"{group}_way") for group in ParticipantGroup.values),
    )
    field_of = {"moment_later": "held_on"}

    phase = forms.ChoiceField(label="Stap", choices=[("", "Kies een stap"), *PolicyPhase.choices])
    held_on = forms.DateField(label="Dag")
    subject = forms.CharField(label="Waar ging het over?", max_length=200)
    discussed = forms.CharField(
        label="Wat is er besproken?", required=False, widget=text_area(), help_text="Noem geen namen."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for group in ParticipantGroup:
            self.fields[f"{group}_number"] = forms.IntegerField(
                label=f"{group.label}: hoeveel?", required=False, min_value=1, max_value=MOST
            )
            self.fields[f"{group}_way"] = forms.ChoiceField(
                label=f"{group.label}: hoe?", required=False, choices=[("", "Kies"), *TakingPart.choices]
            )

    def clean(self) -> dict[str, Any]:
        """A number and a way belong together."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        for group in ParticipantGroup.values:
            number, way = found.get(f"{group}_number"), found.get(f"{group}_way")
            if number and not way:
                self.add_error(f"{group}_way", "Kies hoe zij meededen.")
            if way and not number and f"{group}_number" not in self.errors:
                self.add_error(f"{group}_number", "Vul in hoeveel mensen er meededen.")
        return found

    def wish(self) -> dict[str, Any]:
        """What was typed, as the service takes it."""
        typed = self.cleaned_data
        groups = [group for group in ParticipantGroup.values if typed.get(f"{group}_number")]
        participants = {group: (typed[f"{group}_number"], typed[f"{group}_way"]) for group in groups}
        rest = {name: value for name, value in typed.items() if not name.endswith(("_number", "_way"))}
        return rest | {"participants": participants}


class ChangeMomentForm(MomentForm, RevisionForm):
    """A moment that was written down before."""

    layout: ClassVar[Any] = (*MomentForm.layout, "revision")


class DecisionForm(PageForm):
    """What was decided."""

    layout: ClassVar[Any] = ("text", ("decided_by", "decided_on"), "moment", "aims", "activities")
    field_of = {"moment_later": "decided_on"}

    text = forms.CharField(label="Wat is er besloten?", widget=text_area())
    decided_by = forms.CharField(
        label="Door wie?", max_length=120, help_text="Zoals: college van B en W. Noem geen namen van mensen."
    )
    decided_on = forms.DateField(label="Op welke dag?")

    def __init__(self, *args: Any, board: Board, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        moments = PolicyMoment.objects.filter(board=board)
        self.fields["moment"] = choose("Op welk moment?", moments, required=False, empty="Op geen van deze")
        self.fields["aims"] = tick("Over welke doelen?", board.edition.aims.all())
        chosen = Activity.objects.filter(tasks__board=board).distinct()
        self.fields["activities"] = tick("Over welke activiteiten?", chosen, help_text="Die op het bord staan.")


class ChangeDecisionForm(DecisionForm, RevisionForm):
    """A decision that was written down before."""

    layout: ClassVar[Any] = (*DecisionForm.layout, "revision")
