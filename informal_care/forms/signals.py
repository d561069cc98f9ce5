"""What is typed about signals."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from contracts.forms.fields import choose
from core.actors import Actor
from core.identifiers import search_key
from core.web.fields import RevisionForm, text_area
from core.web.forms import PageForm
from informal_care.enums import CareSignalKind, CareSignalOutcome, CareSignalSource
from informal_care.forms.places import colleague_field
from informal_care.models import Carer, CarerSignal, FindingPlace
from informal_care.selectors.signals import municipalities_to_tell

MOST_CARERS = 20


class SignalForm(PageForm):
    """A signal, as short as can be: who works outside the municipality types no more than this."""

    layout: ClassVar[tuple[str | tuple[str, ...], ...]] = (
        *("municipality", "kind", "seen", ("person_name", "person_phone"), "received_on"),
    )
    field_of: ClassVar[Mapping[str, str]] = {
        "signal_words": "seen",
        "signal_person": "person_name",
        "received_later": "received_on",
    }

    kind = forms.ChoiceField(label="Wat is er aan de hand?", choices=CareSignalKind.choices, widget=forms.RadioSelect)
    seen = forms.CharField(
        label="Wat zag of hoorde u?",
        widget=text_area(),
        help_text="Schrijf op wat u zelf zag of hoorde. Het is een begin van een gesprek, geen oordeel.",
    )
    person_name = forms.CharField(
        label="Om wie gaat het?", max_length=200, help_text="De naam van wie voor een ander zorgt."
    )
    person_phone = forms.CharField(label="Telefoon", max_length=20, required=False)
    received_on = forms.DateField(label="Op welke dag?", required=False, help_text="Leeg: vandaag.")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = municipalities_to_tell(actor)
        self.fields["municipality"] = choose("Gemeente", rows, help_text="Waar die persoon woont.")
        known = list(rows[:2])
        if len(known) == 1:
            self.fields["municipality"].widget = forms.HiddenInput()
            self.initial["municipality"] = known[0].public_id
        self.order_fields([name for row in self.layout for name in ([row] if isinstance(row, str) else row)])


class OwnSignalForm(SignalForm):
    """A signal that somebody of the municipality writes down, as when a general practitioner phones."""

    layout = (
        *("municipality", "source", "finding_place", "reporter_name"),
        *("kind", "seen", ("person_name", "person_phone"), "received_on", "owner"),
    )
    field_of = {**SignalForm.field_of, "not_a_colleague": "owner"}

    source = forms.ChoiceField(
        label="Van wie komt het?",
        choices=[one for one in CareSignalSource.choices if one[0] != CareSignalSource.MEASUREMENT],
        initial=CareSignalSource.FINDING_PLACE,
    )
    reporter_name = forms.CharField(
        label="Wie vertelde het?", max_length=200, required=False, help_text="Zoals: de huisarts, per telefoon."
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        places = FindingPlace.objects.visible_to(actor).filter(ended_on=None).order_by("name")
        self.fields["finding_place"] = choose("Vindplaats", places, required=False, empty="Geen")
        self.fields["owner"] = colleague_field("Wie pakt het op?", actor.organisation_id or 0)
        self.fields["owner"].required = False
        self.order_fields([name for row in self.layout for name in ([row] if isinstance(row, str) else row)])


class OwnerForm(RevisionForm):
    """Who takes a signal up."""

    field_of = {"not_a_colleague": "owner"}

    def __init__(self, *args: Any, municipality_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"] = colleague_field("Wie pakt het op?", municipality_id)


class StepForm(PageForm):
    """What was done after a signal."""

    field_of = {"signal_step": "note", "step_dates": "done_on"}

    note = forms.CharField(label="Wat deed u?", widget=text_area(), help_text="Zoals: gebeld en een afspraak gemaakt.")
    done_on = forms.DateField(label="Op welke dag?", required=False, help_text="Leeg: vandaag.")


class HandleForm(RevisionForm):
    """What came of a signal."""

    layout = ("outcome", "outcome_note", "handled_on", "revision")
    field_of = {"signal_handled": "outcome_note", "handled_dates": "handled_on"}

    outcome = forms.ChoiceField(label="Uitkomst", choices=CareSignalOutcome.choices, widget=forms.RadioSelect)
    outcome_note = forms.CharField(label="Wat is er gedaan?", widget=text_area())
    handled_on = forms.DateField(label="Afgehandeld op", required=False, help_text="Leeg: vandaag.")


class AnswerForm(RevisionForm):
    """What who reported a signal may know."""

    field_of = {"signal_feedback": "feedback"}

    feedback = forms.CharField(
        label="Wat mag wie dit doorgaf weten?",
        widget=text_area(),
        help_text="Zoals: wij hebben contact gehad en er komt hulp. Schrijf niet meer op dan de persoon goedvindt.",
    )


class LinkForm(RevisionForm):
    """Which registered carer a signal is about: first a name to look for, then a choice."""

    layout = ("name", "carer", "revision")
    field_of = {"other_municipality": "carer", "signal_was_linked": "carer"}

    name = forms.CharField(label="Zoek op naam", max_length=200)

    def __init__(self, *args: Any, actor: Actor, signal: CarerSignal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        typed = self.data.get("name", "") if self.is_bound else signal.person_name
        # The last word alone: of a first name somebody else writes down only a letter.
        words = search_key(str(typed)).split()[-1:]
        rows = Carer.objects.visible_to(actor)
        found = rows.named(words[0]) if words else rows.none()
        keys = list(found.values_list("pk", flat=True)[:MOST_CARERS])
        self.fields["carer"] = choose(
            "Wie is het?",
            Carer.objects.filter(pk__in=keys),
            required=False,
            empty="Nog niet gekozen" if keys else "Niemand gevonden",
            help_text=f"Hoogstens {MOST_CARERS} namen. Staat de naam er niet bij? Zoek op een andere naam.",
        )
        self.order_fields(["name", "carer", "revision"])
