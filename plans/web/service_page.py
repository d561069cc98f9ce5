"""The base of every page with a form whose content a service takes."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic.base import ContextMixin, TemplateResponseMixin, View

from core.errors import Conflict
from core.web.forms import PageForm
from plans.models import PlanVersion
from plans.web.refusals import CONFLICT, show_conflict, show_refusal
from plans.web.scoping import record_reading, writable_version

Rows = BaseFormSet[Any] | None


@method_decorator(never_cache, name="dispatch")
class ServicePage(TemplateResponseMixin, ContextMixin, View):
    """A form about a version of a plan. A refusal or a conflict shows the form again with what was typed."""

    template_name = "plans/form.html"
    title: ClassVar[str]
    submit_label: ClassVar[str] = "Opslaan"
    done: ClassVar[str] = "Opgeslagen."
    field_names: ClassVar[Mapping[str, str]] = {}
    version: PlanVersion

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Get what the page is about before anything else."""
        self.load(request, kwargs["public_id"])
        return super().dispatch(request, *args, **kwargs)

    def load(self, request: HttpRequest, public_id: UUID) -> None:
        """Set `self.version`, and whatever else the page is about, as it is stored now."""
        self.version = writable_version(request, public_id)

    @abstractmethod
    def form(self, data: Any = None) -> PageForm:
        """The form, with what was typed if anything was."""

    def rows(self, data: Any = None) -> Rows:
        """The formset below the form, if there is one."""
        return None

    @abstractmethod
    def save(self, form: Any, rows: Any) -> object:
        """Call the service; what it returns is handed to `done_url`."""

    def stored(self) -> Mapping[str, Any]:
        """What is stored now, by field, for after a conflict."""
        return {}

    def done_url(self, saved: object) -> str:
        """Where to go when it is done."""
        return self.back_url()

    def back_url(self) -> str:
        """Where to go for who changes their mind."""
        return reverse("plans:detail", args=[self.version.public_id])

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show the form."""
        record_reading(request, self.version)
        return self.show(self.form(), self.rows())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Save, or show the form again."""
        form, rows = self.form(request.POST), self.rows(request.POST)
        are_valid = [part.is_valid() for part in (form, rows) if part is not None]
        if not all(are_valid):
            return self.show(form, rows)
        try:
            saved = self.save(form, rows)
        except ValidationError as error:
            show_refusal(form, error, self.field_names)
            return self.show(form, rows)
        except Conflict as conflict:
            self.load(request, kwargs["public_id"])
            show_conflict(form, conflict, self.stored())
            return self.show(form, rows, status=CONFLICT)
        messages.success(request, self.done)
        return redirect(self.done_url(saved))

    def show(self, form: PageForm, rows: Rows, status: int = 200) -> HttpResponse:
        """The page with this form."""
        return self.render_to_response(self.get_context_data(form=form, formset=rows), status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the template needs."""
        return super().get_context_data(
            plan_version=self.version,
            client=self.version.plan.allocation.client,
            title=self.title,
            submit_label=self.submit_label,
            cancel_url=self.back_url(),
            **kwargs,
        )
