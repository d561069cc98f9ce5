"""A form that calls a service: the one base of every page on which somebody types and a service writes."""

from collections.abc import Sequence
from typing import Any, TypeAlias

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import FormView

from core.actors import Actor
from core.errors import Conflict
from core.web.views import actor_of

Part: TypeAlias = Any
"""A form or a formset; each page knows which of its own it has."""
CONFLICT = 409


@method_decorator(never_cache, name="dispatch")
class ServiceFormView(FormView[Any]):
    """Load, show the form, call the service, say so and go on. Nothing that was typed is lost on the way.

    What the service refuses stands beside its field. After a `Conflict` (409) what is stored now stands there
    too, and the form carries the newer revision: who has read it can save once more.
    """

    title: str
    submit_label = "Opslaan"
    done = "Opgeslagen."
    """The message afterwards; `{.number}` in it is that of what the service returned."""
    parts: Sequence[Part] = ()

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

    def get_parts(self, data: QueryDict | None) -> Sequence[Part]:
        """Forms and formsets that are sent together with the form; with `data` as they were typed."""
        return ()

    def perform(self, form: Any) -> object:
        """Call the service; what it returns is handed to `done_url`."""
        raise NotImplementedError

    def back_url(self) -> str:
        """Where to go for who changes their mind."""
        raise NotImplementedError

    def done_url(self, saved: Any) -> str:
        """Where to go when it is done."""
        return self.back_url()

    def get_initial(self) -> dict[str, Any]:
        """What the form begins with."""
        return self.stored()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Load before anything else, whatever the method."""
        self.load()
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form."""
        self.record_reading()
        self.parts = self.get_parts(None)
        return self.show(self.get_form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Call the service, or show the form again with what was typed and all that is wrong with it."""
        form = self.get_form()
        self.parts = self.get_parts(request.POST)
        are_valid = [part.is_valid() for part in (form, *self.parts)]
        if not all(are_valid):
            return self.show(form)
        try:
            saved = self.perform(form)
        except ValidationError as error:
            form.refuse(error)
            return self.show(form)
        except Conflict as conflict:
            self.load()
            form.report_conflict(conflict, self.stored())
            return self.show(form, status=CONFLICT)
        messages.success(request, self.done.format(saved))
        return redirect(self.done_url(saved))

    def show(self, form: Any, status: int = 200) -> HttpResponse:
        """The page with this form."""
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the words around the form."""
        return super().get_context_data(
            title=self.title, submit_label=self.submit_label, cancel_url=self.back_url(), **kwargs
        )
