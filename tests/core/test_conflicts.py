"""Two people at one form: which fields ask for a choice, what stands ready, and what is stored after it."""

import json
from http import HTTPStatus
from typing import Any

import pytest
from django import forms
from django.contrib.messages.storage.cookie import CookieStorage
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from core.clock import now
from core.errors import Conflict
from core.web.conflicts import THEIRS, LastSaved, Said, clash_between
from core.web.fields import RevisionForm, rows_of, text_area
from core.web.forms import PageForm
from core.web.sent import BEGUN, TAKE
from core.web.service_forms import ServiceFormView
from tests.core import page_samples as samples

TEXTS = st.sampled_from(["", "een", "een twee", "drie"])


class Note(RevisionForm):
    text = forms.CharField(label="Tekst", widget=text_area(), required=False)
    kind = forms.ChoiceField(label="Soort", choices=[("a", "Eerste"), ("b", "Tweede")], widget=forms.RadioSelect)
    days = forms.MultipleChoiceField(
        label="Dagen", choices=[("ma", "Maandag"), ("di", "Dinsdag")], widget=forms.CheckboxSelectMultiple
    )
    has_room = forms.BooleanField(label="Er is plek", required=False)
    on = forms.DateField(label="Dag", required=False)


class Line(PageForm):
    what = forms.CharField(label="Wat")
    often = forms.IntegerField(label="Hoe vaak")


Lines = rows_of(Line, "Regel", "Regels")

STORED: dict[str, Any] = {"text": "Van de ander.", "kind": "b", "days": ["di"], "has_room": False, "on": None}
TYPED: dict[str, Any] = {"text": "Van mij.", "kind": "a", "days": ["ma"], "has_room": "on", "on": "", "revision": "1"}
ROWS = {
    "line-TOTAL_FORMS": "2",
    "line-INITIAL_FORMS": "1",
    "line-0-what": "Lopen",
    "line-0-often": "1",
    "line-1-what": "Koken",
    "line-1-often": "2",
}


class Page(ServiceFormView):
    form_class = Note
    template_name = "includes/form.html"
    title = "Notitie"
    refuses = True
    kept: list[Any] = []

    def load(self):
        pass

    def stored(self):
        return STORED | {"revision": 2}

    def last_saved(self):
        return LastSaved("Petra Linde", now())

    def get_parts(self, data):
        return [Lines(data, prefix="line", initial=[{"what": "Zingen", "often": 3}])]

    def get_context_data(self, **kwargs):
        return super().get_context_data(formset=self.parts[0], **kwargs)

    def perform(self, form):
        if self.refuses:
            raise Conflict("Iemand was u voor.")
        self.kept.append((form.values, self.parts[0].rows))
        return form

    def back_url(self):
        return "/terug"


@pytest.fixture
def ask():
    """Ask for the page, or send it."""

    def call(data=None, **how):
        request: Any = RequestFactory().get("/") if data is None else RequestFactory().post("/", data)
        request.actor = samples.ACTOR
        request._messages = CookieStorage(request)
        answer: Any = Page.as_view(**how)(request)
        if hasattr(answer, "render"):
            answer.render()
        return answer

    return call


def choices_of(answer):
    clash = answer.context_data["form"].clash
    return {choice.key: choice for choice in clash.choices} if clash else {}


def begun_of(answer):
    return answer.context_data["form"].fields["revision"].widget.begun


def text_of(pieces):
    return "".join(piece.text for piece in pieces)


# What differs ---------------------------------------------------------------------------------------------


@given(began=TEXTS, mine=TEXTS, theirs=TEXTS)
def test_a_choice_is_asked_only_when_the_other_changed_something_and_ready_is_what_was_changed(began, mine, theirs):
    begun = json.dumps({"text": Said("Tekst", began).digest})
    clash = clash_between({"text": Said("Tekst", mine)}, {"text": Said("Tekst", theirs)}, begun, None)

    assert (clash is not None) == (theirs not in {mine, began})
    if clash:
        [choice] = clash.choices
        assert (text_of(choice.mine), text_of(choice.theirs)) == (mine, theirs)
        # Nothing that somebody typed gives way by itself.
        assert choice.takes_theirs == (mine == began)


@pytest.mark.parametrize("begun", ["", "onzin", "[]", "3", '{"text": 1}'])
def test_without_a_beginning_every_difference_is_a_choice_and_the_own_text_stands_ready(begun):
    clash = clash_between({"text": Said("Tekst", "a")}, {"text": Said("Tekst", "b")}, begun, None)

    assert clash is not None
    assert not clash.choices[0].takes_theirs


def test_both_texts_stand_side_by_side_with_who_saved_and_a_choice_for_each_difference(ask):
    answer = ask(TYPED | ROWS)

    assert answer.status_code == HTTPStatus.CONFLICT
    choices = choices_of(answer)
    assert list(choices) == ["text", "kind", "days", "has_room", "line"]
    assert (text_of(choices["text"].mine), text_of(choices["text"].theirs)) == ("Van mij.", "Van de ander.")
    assert text_of(choices["kind"].theirs) == "Tweede"
    assert text_of(choices["line"].mine) == "Lopen; Hoe vaak: 1\nKoken; Hoe vaak: 2"
    assert text_of(choices["line"].theirs) == "Zingen; Hoe vaak: 3"
    page = answer.content.decode()
    assert "Petra Linde sloeg op:" in page
    assert '<legend class="zr-field__label">Tekst</legend>' in page
    assert f'name="{TAKE}text" value="{THEIRS}"' in page


def test_ends_of_lines_of_a_browser_are_no_difference(ask):
    answer = ask(TYPED | ROWS | {"text": "Van de ander.\r\n"})

    assert "text" not in choices_of(answer)


def test_page_carries_what_it_began_with_and_an_untouched_field_is_the_others(ask):
    begun = json.loads(begun_of(ask()))
    older = json.dumps(begun | {"text": Said("Tekst", "Van mij.").digest})

    choices = choices_of(ask(TYPED | ROWS | {BEGUN: older}))

    # The rest is as it was when the form was opened, so only the writer changed it.
    assert list(choices) == ["text"]
    assert choices["text"].takes_theirs


def test_after_a_conflict_the_page_begins_with_what_is_stored_now(ask):
    answer = ask(TYPED | ROWS | {BEGUN: "{}"})

    assert json.loads(begun_of(answer)) == json.loads(begun_of(ask()))


def test_refusal_of_the_form_keeps_what_it_began_with(ask):
    answer = ask(TYPED | ROWS | {"kind": "", BEGUN: '{"text":"abc"}'})

    assert begun_of(answer) == '{"text":"abc"}'


# What is kept ----------------------------------------------------------------------------------------------


def test_own_text_is_kept_unless_the_writer_says_otherwise(ask):
    kept: list[Any] = []

    ask(TYPED | ROWS | {f"{TAKE}text": "eigen"}, refuses=False, kept=kept)

    [(values, rows)] = kept
    assert values["text"] == "Van mij."
    assert [row["what"] for row in rows] == ["Lopen", "Koken"]


@pytest.mark.parametrize("key", ["text", "kind", "days", "has_room"])
def test_what_is_stored_is_taken_over_field_by_field(ask, key):
    kept: list[Any] = []

    ask(TYPED | ROWS | {f"{TAKE}{key}": THEIRS}, refuses=False, kept=kept)

    [(values, rows)] = kept
    mine = {"text": "Van mij.", "kind": "a", "days": ["ma"], "has_room": True, "on": None}
    assert values == mine | {key: STORED[key]}
    assert len(rows) == 2


def test_stored_rows_are_taken_over_as_a_whole(ask):
    kept: list[Any] = []

    ask(TYPED | ROWS | {f"{TAKE}line": THEIRS}, refuses=False, kept=kept)

    assert kept[0][1] == [{"what": "Zingen", "often": 3}]
    assert kept[0][0]["text"] == "Van mij."


def test_a_choice_about_no_field_changes_nothing(ask):
    kept: list[Any] = []

    ask(TYPED | ROWS | {f"{TAKE}revision": THEIRS, f"{TAKE}onzin": THEIRS}, refuses=False, kept=kept)

    assert kept[0][0]["text"] == "Van mij."


def test_new_row_that_equals_a_stored_one_is_not_an_empty_row(ask):
    kept: list[Any] = []
    rows = {"line-TOTAL_FORMS": "1", "line-INITIAL_FORMS": "0", "line-0-what": "Zingen", "line-0-often": "3"}

    ask(TYPED | rows, refuses=False, kept=kept)

    assert kept[0][1] == [{"what": "Zingen", "often": 3}]
