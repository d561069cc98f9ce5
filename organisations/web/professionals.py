"""Pages about who works for a provider."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import DetailView, ListView

from core.clock import today
from core.web.views import ScopedMixin, actor_of, allow, scoped_or_404
from organisations.access import (
    may_edit_professional,
    may_manage_professionals,
    may_see_professionals,
    may_verify,
)
from organisations.forms import EmploymentForm, EndEmploymentForm, ProfessionalForm, ProfessionalSearch
from organisations.models import CareProvider, Employment, Professional
from organisations.selectors import professional_row, qualification_rows, with_file
from organisations.services import employ, end_employment, register_professional
from organisations.web.base import ProfessionalFormView, ServiceFormView


class ProfessionalList(ScopedMixin, ListView[Professional]):
    """The professionals of the provider, with what is proven of each today."""

    queryset = Professional.objects.order_by("search_name", "pk")
    template_name = "organisations/professional_list.html"
    paginate_by = 50

    def get_queryset(self) -> Any:
        """Those that fit the search; who has left only when asked for."""
        allow(may=may_see_professionals(self.actor))
        self.search = ProfessionalSearch(self.request.GET)
        wanted = self.search.cleaned_data if self.search.is_valid() else {}
        rows = super().get_queryset().named(wanted.get("naam", ""))
        if not wanted.get("toon"):
            staying = Employment.objects.visible_to(self.actor).not_ended(today())
            rows = rows.filter(pk__in=staying.values("professional"))
        return with_file(rows, self.actor)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the lines say."""
        context = super().get_context_data(**kwargs)
        context["rows"] = [professional_row(row, today()) for row in context["page_obj"]]
        context["search"] = self.search
        context["may_register"] = may_manage_professionals(self.actor, self.actor.organisation_id or 0)
        return context


class ProfessionalDetail(ScopedMixin, DetailView[Professional]):
    """One professional: diplomas and whether they count, experience, competence and employments."""

    queryset = Professional.objects.all()
    template_name = "organisations/professional_detail.html"

    def get_queryset(self) -> Any:
        """With everything that the page shows."""
        return with_file(super().get_queryset(), self.actor)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the diplomas with their state, and which buttons there are."""
        day = today()
        return super().get_context_data(
            row=professional_row(self.object, day),
            qualifications=qualification_rows(self.object, day),
            may_edit=may_edit_professional(self.actor, self.object, day),
            may_employ=may_manage_professionals(self.actor, self.actor.organisation_id or 0),
            may_verify=may_verify(self.actor, self.object, day),
            is_own=self.object.user_id == self.actor.user_id,
            **kwargs,
        )


class RegisterProfessional(ServiceFormView):
    """Register somebody who comes to work for the provider."""

    form_class = ProfessionalForm
    title = "Medewerker toevoegen"
    done = "De medewerker is toegevoegd. Voeg nu een diploma toe."
    professional: Professional | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Only for those who register for a provider."""
        actor = actor_of(request)
        allow(may=may_manage_professionals(actor, actor.organisation_id or 0))
        return super().dispatch(request, *args, **kwargs)

    def perform(self, values: dict[str, Any]) -> None:
        """Register at the provider on whose behalf the user acts."""
        actor = actor_of(self.request)
        provider = get_object_or_404(CareProvider, organisation=actor.organisation_id)
        self.professional = register_professional(actor=actor, provider=provider, **values)

    def get_success_url(self) -> str:
        """Return the page of the new professional, or the list."""
        if self.professional is None:
            return reverse("organisations:professionals")
        return reverse("organisations:professional", args=[self.professional.public_id])


class AddEmployment(ProfessionalFormView):
    """Somebody who worked here comes back."""

    form_class = EmploymentForm
    title = "Dienstverband toevoegen"
    done = "Het dienstverband is toegevoegd."

    def may(self) -> bool:
        """A provider may, also for somebody who has left."""
        actor = actor_of(self.request)
        return may_manage_professionals(actor, actor.organisation_id or 0)

    def perform(self, values: dict[str, Any]) -> None:
        """Employ at the provider on whose behalf the user acts."""
        actor = actor_of(self.request)
        provider = get_object_or_404(CareProvider, organisation=actor.organisation_id)
        employ(actor=actor, professional=self.professional, provider=provider, **values)


class EndEmployment(ProfessionalFormView):
    """Somebody leaves."""

    form_class = EndEmploymentForm
    title = "Dienstverband beëindigen"
    submit_label = "Beëindigen"
    done = "De laatste werkdag is opgeslagen."

    @cached_property
    def employment(self) -> Employment:
        """The employment, when in scope."""
        return scoped_or_404(
            Employment.objects.filter(professional=self.professional),
            actor_of(self.request),
            public_id=self.kwargs["employment_id"],
        )

    def may(self) -> bool:
        """The provider itself may."""
        return may_manage_professionals(actor_of(self.request), self.employment.provider_id)

    def perform(self, values: dict[str, Any]) -> None:
        """End it."""
        end_employment(actor=actor_of(self.request), employment=self.employment, **values)
