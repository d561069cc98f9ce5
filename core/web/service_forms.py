"""A form that calls a service: the one base of every page on which somebody types and a service writes."""

from collections.abc import Sequence
from typing import Any, TypeAlias

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import FormView

from core.actors import Actor
from core.errors import Conflict
from core.web.conflicts import LastSaved, begun_with, clash_between, said_in, taken_over, with_theirs
from core.web.fields import RevisionInput, leave_unchecked
from core.web.sent import BEGUN, what_was_sent
from core.web.views import actor_of

Part: TypeAlias = Any
"""A form or a formset; each page knows which of its own it has."""
CONFLICT = 409


@method_decorator(never_cache, name="dispatch")
class ServiceFormView(FormView[Any]):
    """Load, show the form, call the service, say so and go on. Nothing that was typed is lost on the way.

    What the service refuses stands beside its field. After a `Conflict` (409) both texts stand side by side, with the
    choice between them, and the form carries the newer revision: who has read it can save once more.
    """

    title: str
    submit_label = "Opslaan"
    done = "Opgeslagen."
    """The message afterwards; `{.number}` in it is that of what the service returned."""
    parts: Sequence[Part] = ()
    sent: QueryDict
    """What was sent, with what somebody else stored where the writer chose so."""
    resumed: QueryDict | None = None
    """What was typed earlier, with which the page begins; nobody checked it yet."""
    shows_stored = False
    """Whether forms are made of what is stored now, whatever was sent."""

    @property
    def actor(self) -> Actor:
        """Who acts in this request."""
        return actor_of(self.request)

    def load(self) -> None:
        """Get what the page is about as it is stored now: 404 out of scope, 403 without the right."""
        raise NotImplementedError

    def record_reading(self) -> None:
        """Note in the trail that the page was opened, where it shows a client's file."""

    def stored(self) -> dict[str, Any]:
        """What is stored now, by field: what the form begins with, and what a conflict shows."""
        return {}

    def last_saved(self) -> LastSaved | None:
        """Who changed last what this page is about, and when; None where nobody can tell."""
        return None

    def get_parts(self, data: QueryDict | None) -> Sequence[Part]:
        """Forms and formsets that are sent together with the form; with `data` as they were typed."""
        return ()

    def goes_on(self, form: Any) -> bool:
        """Whether what was sent is stored now. A page that first shows what follows from it says no the first time."""
        return True

    def perform(self, form: Any) -> object:
        """Call the service; what it returns is handed to `done_url`."""
        raise NotImplementedError

    def back_url(self) -> str:
        """Where to go for who changes their mind."""
        raise NotImplementedError

    def saved(self, saved: object) -> None:
        """What else there is to do once it is done."""

    def done_url(self, saved: Any) -> str:
        """Where to go when it is done."""
        return self.back_url()

    def get_initial(self) -> dict[str, Any]:
        """What the form begins with."""
        return self.stored()

    def get_form_kwargs(self) -> dict[str, Any]:
        """What was sent, or what is stored for the other side of a conflict."""
        kwargs = super().get_form_kwargs()
        if self.shows_stored:
            return {name: value for name, value in kwargs.items() if name not in {"data", "files"}} | {
                "initial": self.stored()
            }
        return kwargs | ({"data": self.sent} if "data" in kwargs or self.resumed is not None else {})

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Load before anything else, whatever the method. What is not there any more gives back what was typed."""
        try:
            self.load()
        except Http404:
            if request.method != "POST":
                raise
            return render(request, "404_sent.html", what_was_sent(request), status=404)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form."""
        self.record_reading()
        self.parts = self.get_parts(self.resumed)
        form = self.get_form()
        if self.resumed is not None:
            for part in (form, *self.parts):
                leave_unchecked(part)
        return self.show(form)

    def resume(self, typed: QueryDict) -> None:
        """Let the page begin with what was typed earlier."""
        self.sent = self.resumed = typed

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Call the service, or show the form again with what was typed and all that is wrong with it."""
        self.sent = request.POST
        if keys := taken_over(request.POST):
            self.sent = with_theirs(request.POST, keys, *self.as_stored())
        form = self.get_form()
        self.parts = self.get_parts(self.sent)
        are_valid = [part.is_valid() for part in (form, *self.parts)]
        if not all(are_valid):
            return self.show(form)
        try:
            if not self.goes_on(form):
                return self.show(form)
            saved = self.perform(form)
        except ValidationError as error:
            form.refuse(error)
            return self.show(form)
        except Conflict as conflict:
            self.load()
            self.lay_side_by_side(form, conflict)
            return self.show(form, status=CONFLICT)
        self.saved(saved)
        messages.success(request, self.done.format(saved))
        return redirect(self.done_url(saved))

    def as_stored(self) -> tuple[Any, Sequence[Part]]:
        """The form and its parts with what is stored now."""
        self.shows_stored = True
        try:
            return self.get_form(), self.get_parts(None)
        finally:
            self.shows_stored = False

    def lay_side_by_side(self, form: Any, conflict: Conflict) -> None:
        """Let the form show what was typed beside what is stored now, and go on from there."""
        stored = self.stored()
        current, parts = self.as_stored()
        theirs = said_in(current, parts)
        typed = said_in(form, self.parts)
        begun = self.sent.get(BEGUN, "")
        # A form about something new has a revision and no stored fields.
        hidden = {form.add_prefix(name) for name in form.fields if name not in stored}
        form.clash = clash_between(
            typed, {key: said for key, said in theirs.items() if key not in hidden}, begun, self.last_saved()
        )
        form.report_conflict(conflict, stored)
        self.remember_beginning(form, begun_with(current, parts))

    def remember_beginning(self, form: Any, begun: str) -> None:
        """Let the form carry what it began with, where it carries a revision."""
        widget = form.fields["revision"].widget if "revision" in form.fields else None
        if isinstance(widget, RevisionInput):
            widget.begun = begun

    def show(self, form: Any, status: int = 200) -> HttpResponse:
        """The page with this form."""
        if not form.is_bound:
            self.remember_beginning(form, begun_with(form, self.parts))
        elif status != CONFLICT:
            self.remember_beginning(form, self.sent.get(BEGUN, ""))
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the words around the form."""
        return super().get_context_data(
            title=self.title, submit_label=self.submit_label, cancel_url=self.back_url(), **kwargs
        )
