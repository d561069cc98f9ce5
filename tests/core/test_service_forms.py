"""The base of every form that calls a service, with a service that does as the test says."""

from datetime import date
from http import HTTPStatus
from typing import Any

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import RequestFactory

from core.errors import Conflict
from core.periods import PERIOD_ORDER_CODE
from core.web.forms import PageForm
from core.web.service_forms import ServiceFormView
from core.web.views import allow
from tests.core import page_samples as samples

MOVED = "Iemand anders was eerder. Kijk wat er nu staat."
TYPED = {"name": "Getypt", "kind": "a", "revision": "1"}


class NoteForm(PageForm):
    field_of = {"too_short": "name", "title": "name"}

    name = forms.CharField()
    kind = forms.ChoiceField(choices=[("a", "Eerste soort"), ("b", "Tweede soort")])
    ends_on = forms.DateField(required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput)


class RowForm(PageForm):
    text = forms.CharField()


class Page(ServiceFormView):
    form_class = NoteForm
    template_name = "includes/form.html"
    title = "Notitie"
    done = "{[name]} is opgeslagen."
    refusal: Exception | None = None
    may = True
    with_row = False
    read: list[str] = []
    loaded = 0

    def load(self):
        allow(may=self.may)
        self.loaded += 1

    def record_reading(self):
        self.read.append(self.title)

    def stored(self):
        return {"name": "Bewaard", "kind": "b", "ends_on": date(2026, 3, 1), "revision": self.loaded}

    def get_parts(self, data):
        return [RowForm(data, prefix="row")] if self.with_row else []

    def perform(self, form):
        if self.refusal:
            raise self.refusal
        return form.cleaned_data

    def back_url(self):
        return "/terug"

    def done_url(self, saved):
        return f"/klaar/{saved['name']}"


@pytest.fixture
def ask():
    """Ask for the page, or send it, and get the answer with its request."""

    def call(data=None, **how):
        request: Any = RequestFactory().get("/") if data is None else RequestFactory().post("/", data)
        request.actor = samples.ACTOR
        request._messages = CookieStorage(request)
        answer: Any = Page.as_view(read=how.pop("read", []), **how)(request)
        if hasattr(answer, "render"):
            answer.render()
        answer.said = [str(message) for message in get_messages(request)]
        return answer

    return call


def form_of(answer):
    return answer.context_data["form"]


def test_form_begins_with_what_is_stored_and_notes_that_it_was_read(ask):
    read: list[str] = []

    answer = ask(read=read)

    assert form_of(answer)["name"].value() == "Bewaard"
    assert answer.context_data["cancel_url"] == "/terug"
    assert "no-store" in answer["Cache-Control"]
    assert read == ["Notitie"]


@pytest.mark.parametrize("data", [None, TYPED])
def test_nobody_without_the_right_sees_or_sends_the_form(ask, data):
    with pytest.raises(PermissionDenied):
        ask(data, may=False)


def test_success_says_so_and_goes_on(ask):
    answer = ask(TYPED)

    assert (answer.status_code, answer.url) == (HTTPStatus.FOUND, "/klaar/Getypt")
    assert answer.said == ["Getypt is opgeslagen."]


def test_all_forms_are_checked_before_the_service_is_called(ask):
    answer = ask(TYPED | {"name": ""}, with_row=True)

    assert "name" in form_of(answer).errors
    assert "text" in answer.context_data["view"].parts[0].errors
    assert answer.said == []


@pytest.mark.parametrize(
    ("refusal", "field"),
    [
        (ValidationError({"name": "Fout"}), "name"),
        (ValidationError({"title": "Fout"}), "name"),
        (ValidationError("Fout", code="too_short"), "name"),
        (ValidationError("Fout", code="kind"), "kind"),
        (ValidationError("Fout", code=PERIOD_ORDER_CODE), "ends_on"),
        (ValidationError({"elsewhere": "Fout"}), "__all__"),
        (ValidationError("Fout"), "__all__"),
    ],
)
def test_refusal_stands_beside_its_field_and_keeps_what_was_typed(ask, refusal, field):
    answer = ask(TYPED, refusal=refusal)

    assert answer.status_code == HTTPStatus.OK
    assert form_of(answer).errors == {field: ["Fout"]}
    assert form_of(answer)["name"].value() == "Getypt"


def test_conflict_keeps_what_was_typed_and_shows_what_is_stored_now(ask):
    answer = ask(TYPED, refusal=Conflict(MOVED))

    form = form_of(answer)
    assert answer.status_code == HTTPStatus.CONFLICT
    assert form.non_field_errors() == [MOVED]
    assert form["name"].value() == "Getypt"
    assert form["name"].help_text == "Nu opgeslagen: Bewaard"
    assert form["kind"].help_text == "Nu opgeslagen: Tweede soort"
    assert form["ends_on"].help_text == "Nu opgeslagen: 1 maart 2026"
    assert 'name="revision" value="2"' in answer.content.decode()


def test_conflict_is_silent_about_fields_that_are_the_same(ask):
    answer = ask({"name": "Bewaard", "kind": "b", "ends_on": "2026-03-01", "revision": 1}, refusal=Conflict(MOVED))

    assert "Nu opgeslagen" not in answer.content.decode()
