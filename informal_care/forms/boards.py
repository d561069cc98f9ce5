"""What is typed about the board."""

from typing import Any

from django import forms
from django.db.models import Q

from contracts.forms.fields import amount_field, choose, tick
from core.web.fields import RevisionForm
from core.web.forms import PageForm
from informal_care.enums import TaskStatus
from informal_care.models import Board, Edition
from organisations.models import CareProvider, Organisation


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


class TakeOnForm(PageForm):
    """Who takes an activity on, and by when."""

    layout = ("owner", ("starts_on", "due_on"), ("repeats_months", "budget"), "reason", "partners")

    starts_on = forms.DateField(label="Begint op", required=False)
    due_on = forms.DateField(label="Klaar op")
    repeats_months = forms.IntegerField(
        label="Komt terug na zoveel maanden", required=False, min_value=1, max_value=60, help_text="Leeg: eenmalig."
    )
    budget = amount_field("Budget in euro", required=False)
    reason = forms.CharField(label="Waarom pakt u dit op?", required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, board: Board, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = Organisation.objects.filter(Q(pk=board.municipality_id) | Q(pk__in=_providers_of(board))).order_by(
            "kind", "name"
        )
        self.fields["owner"] = choose("Wie het doet", here)
        self.fields["partners"] = tick("Samen met", here)
        if not self.is_bound:
            self.initial["owner"] = board.municipality.public_id


class DeclineForm(PageForm):
    """Why an activity is left."""

    reason = forms.CharField(
        label="Waarom doet u dit niet?",
        widget=forms.Textarea(attrs={"rows": 4}),
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
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Wat heeft het opgeleverd, voor mantelzorgers en vrijwilligers?",
    )
    done_on = forms.DateField(label="Klaar sinds", required=False, help_text="Leeg: vandaag.")


def _providers_of(board: Board) -> Any:
    return CareProvider.objects.filter(contracts__framework__region__municipalities=board.municipality_id).values("pk")
