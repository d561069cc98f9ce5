"""What is typed about the board."""

from collections.abc import Collection
from typing import Any, ClassVar

from django import forms

from contracts.forms.fields import amount_field, choose, tick
from core.web.fields import RevisionForm, text_area
from core.web.forms import PageForm
from informal_care.enums import ActorKind, TaskStatus
from informal_care.models import Activity, Board, Edition
from informal_care.selectors.owners import organisations_around, owner_kinds, people_at


class BoardForm(PageForm):
    """A new board."""

    layout = ("name", ("starts_on", "ends_on"), "edition")
    field_of = {"board_overlap": "starts_on"}

    name = forms.CharField(label="Naam", max_length=200, help_text="Zoals: Informele zorg 2026-2029.")
    starts_on = forms.DateField(label="Eerste dag")
    ends_on = forms.DateField(label="Laatste dag", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["edition"] = choose("Uitgave van het model", Edition.objects.all())
        if not self.is_bound:
            newest = Edition.objects.first()
            self.initial["edition"] = newest.public_id if newest else None


class TaskForm(PageForm):
    """What is agreed about a task: who does it, with whom, by when, for how much."""

    layout: ClassVar[Any] = (
        ("owner", "owner_person"),
        ("starts_on", "due_on"),
        ("repeats_months", "budget"),
        "reason",
        "partners",
    )

    starts_on = forms.DateField(label="Begint op", required=False)
    due_on = forms.DateField(label="Klaar op")
    repeats_months = forms.IntegerField(
        label="Komt terug na zoveel maanden", required=False, min_value=1, max_value=60, help_text="Leeg: eenmalig."
    )
    budget = amount_field("Budget in euro", required=False)
    reason = forms.CharField(label="Waarom pakt u dit op?", required=False, widget=text_area(3))

    def __init__(self, *args: Any, board: Board, activity: Activity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        around, kinds = organisations_around(board), owner_kinds(activity)
        fitting = [one for one in around if one.actor_kind in kinds]  # type: ignore[attr-defined]
        owner = choose("Wie het doet", around, help_text=f"Voor: {_in_words(kinds)}.")
        # Who does not fit is not offered, and gets an answer that says why when it is sent all the same.
        owner.choices = [("", "Kies"), *((one.public_id, one.name) for one in fitting)]
        self.fields["owner"] = owner
        person = choose("Contactpersoon daar", people_at(around), required=False, empty="Geen")
        person.label_from_instance = lambda user: f"{user.name}, {user.works_at}"  # type: ignore[assignment]
        person.help_text = "Krijgt de herinneringen. Geen: iedereen daar die op borden werkt."
        self.fields["owner_person"] = person
        self.fields["partners"] = tick("Samen met", around)
        if not self.is_bound and "owner" not in self.initial and len(fitting) == 1:
            self.initial["owner"] = fitting[0].public_id


class TakeOnForm(TaskForm):
    """Who takes an activity on, and by when."""


class ChangeTaskForm(TaskForm, RevisionForm):
    """What is agreed otherwise."""

    layout: ClassVar[Any] = (*TaskForm.layout, "revision")


class DeclineForm(PageForm):
    """Why an activity is left."""

    reason = forms.CharField(
        label="Waarom doet u dit niet?",
        widget=text_area(),
        help_text="De gemeenteraad leest dit.",
    )


class ProgressForm(RevisionForm):
    """How far a task is."""

    layout = ("status", "result", "done_on", "revision")
    field_of = {"task_done": "result", "done_later": "done_on"}

    status = forms.ChoiceField(label="Hoe ver is het?", choices=TaskStatus.choices, widget=forms.RadioSelect)
    result = forms.CharField(
        label="Resultaat",
        required=False,
        widget=text_area(),
        help_text="Wat heeft het opgeleverd, voor mantelzorgers en vrijwilligers?",
    )
    done_on = forms.DateField(label="Klaar sinds", required=False, help_text="Leeg: vandaag.")


def _in_words(kinds: Collection[str]) -> str:
    return " of ".join(one.label.lower() for one in ActorKind if one in kinds)
