"""One of everything that a page can be built from, for the tests of the templates."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from django import forms
from django.contrib.messages import success
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory

from core.actors import Actor
from core.texts import Piece
from core.web.conflicts import Clash, LastSaved, Said, clash_between
from core.web.forms import PageForm

ACTOR = Actor(user_id=1, user_label="Karin Jansen", organisation_label="Gemeente Voorbeeldstad", role="case_worker")


class GoalForm(PageForm):
    """Every kind of field."""

    layout = (("starts_on", "ends_on"), "text")

    text = forms.CharField(label="Doel", help_text="In gewone taal.", widget=forms.Textarea)
    starts_on = forms.DateField(label="Begindatum")
    ends_on = forms.DateField(label="Einddatum", required=False)
    domain = forms.ChoiceField(label="Leefgebied", choices=[("d", "Dagbesteding")])
    fits = forms.ChoiceField(label="Past de hulp?", choices=[("ja", "Ja"), ("nee", "Nee")], widget=forms.RadioSelect)
    days = forms.MultipleChoiceField(
        label="Dagen",
        choices=[("week", [("ma", "Maandag"), ("di", "Dinsdag")])],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    proof = forms.FileField(label="Bewijs")
    agrees = forms.BooleanField(label="De cliënt gaat akkoord.")
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> None:
        raise forms.ValidationError("Er klopt iets niet.")


class ActivityForm(PageForm):
    """A line of a formset."""

    what = forms.CharField(label="Activiteit")


class SearchForm(forms.Form):
    """A bar of filters."""

    q = forms.CharField(label="Naam", required=False)
    born_on = forms.DateField(label="Geboren", required=False)


ActivityFormSet = forms.formset_factory(ActivityForm, extra=1)


def refused_goal_form() -> GoalForm:
    """A form of which nothing is filled in but an impossible date."""
    return GoalForm({"ends_on": "31-02-2026"})


def refused_formset() -> Any:
    """A formset whose only line is empty."""
    return ActivityFormSet({"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1"})


def request(path: str = "/", *, actor: Actor | None = ACTOR) -> HttpRequest:
    """A request of somebody who has signed in, with one message waiting."""
    made = RequestFactory().get(path, {"page": "2"})
    made.session = {}  # type: ignore[assignment]
    made._messages = FallbackStorage(made)  # type: ignore[attr-defined]
    made.user = SimpleNamespace(is_authenticated=actor is not None)  # type: ignore[assignment]
    if actor is not None:
        made.actor = actor  # type: ignore[attr-defined]
        success(made, "Opgeslagen.")
    return made


def clash() -> Clash | None:
    """What two people left of one text and of one list."""
    mine = {"text": Said("Doel", "Loopt zelf."), "days": Said("Dagen", "ma", is_list=True)}
    theirs = {"text": Said("Doel", "Loopt met hulp."), "days": Said("Dagen", "di", is_list=True)}
    return clash_between(mine, theirs, "", LastSaved("Petra", datetime(2026, 3, 2, 14, 3, tzinfo=UTC)))


def contexts() -> dict[str, dict[str, Any]]:
    """What each template in `templates/includes` is given."""
    kept = SimpleNamespace(saved_at=datetime(2026, 3, 2, 14, 3, tzinfo=UTC))
    return {
        "autosave.html": {"autosave": kept, "resumed": False},
        "autosave_state.html": {"autosaves": True},
        "brand.html": {},
        "breadcrumbs.html": {"crumbs": [{"label": "Cliënten", "url": "/c"}, {"label": "Plan", "url": ""}]},
        "clash.html": {"clash": clash()},
        "error_summary.html": {"errors": [{"target": "id_text", "text": "Fout"}, {"target": "", "text": "Fout"}]},
        "filters.html": {"form": SearchForm({"born_on": "x"})},
        "form.html": {"form": refused_goal_form(), "formset": refused_formset(), "cancel_url": "/terug"},
        "head.html": {},
        "messages.html": {},
        "nav.html": {},
        "pagination.html": {"page_obj": Paginator(range(300), 10).page(9)},
        "pieces.html": {"pieces": [Piece("Loopt ", is_marked=False), Piece("zelf", is_marked=True)], "tag": "ins"},
        "post_button.html": {"url": "/akkoord", "label": "Ga akkoord"},
        "progress.html": {"label": "Doel", "percentage": 50, "text": "1 van 2"},
        "side_nav.html": {"label": "Dossier", "items": [{"label": "Plan", "url": "/p", "is_current": True}]},
    }


def render(source: str, context: dict[str, Any] | None = None, path: str = "/") -> str:
    """Render template source in a request."""
    return engines["django"].from_string(source).render(context or {}, request(path))
