"""Base classes of the forms of this room: input goes to a service, and what it refuses stands in the form."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView

from core.clock import today
from core.web.forms import PageForm
from core.web.views import actor_of, allow, scoped_or_404
from organisations.access import may_edit_professional
from organisations.models import Professional


class ServiceFormView(FormView[PageForm]):
    """A form whose input goes to a service. What the service refuses, the form shows."""

    template_name = "organisations/form.html"
    title: str
    submit_label = "Opslaan"
    done: str

    def perform(self, values: dict[str, Any]) -> None:
        """Call the service."""
        raise NotImplementedError

    def form_valid(self, form: PageForm) -> HttpResponse:
        """Go on when the service accepts it; otherwise show the form again with what was typed."""
        try:
            self.perform(form.cleaned_data)
        except ValidationError as error:
            form.refuse(error)
            return self.form_invalid(form)
        messages.success(self.request, self.done)
        return redirect(self.get_success_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the words around the form."""
        return super().get_context_data(
            title=self.title, submit_label=self.submit_label, cancel_url=self.get_success_url(), **kwargs
        )


class ProfessionalFormView(ServiceFormView):
    """A form about one professional."""

    @cached_property
    def professional(self) -> Professional:
        """The professional, when in scope."""
        return scoped_or_404(Professional.objects.all(), actor_of(self.request), public_id=self.kwargs["public_id"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """404 out of scope, 403 without the right."""
        allow(may=self.professional.pk is not None and self.may())
        return super().dispatch(request, *args, **kwargs)

    def may(self) -> bool:
        """Whether the actor may send this form."""
        return may_edit_professional(actor_of(self.request), self.professional, today())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add about whom it is."""
        return super().get_context_data(professional=self.professional, **kwargs)

    def get_success_url(self) -> str:
        """Return the page of the professional."""
        return reverse("organisations:professional", args=[self.professional.public_id])
