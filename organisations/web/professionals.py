"""Pages about who works for a provider."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import DetailView, ListView

from core.actors import Actor
from core.clock import today
from core.web import remembered
from core.web.service_forms import ServiceFormView
from core.web.views import ScopedMixin, allow, scoped_or_404
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
from organisations.web.base import ProfessionalFormView

SEARCH_KEY = "organisations.search"


@method_decorator(never_cache, name="dispatch")
class ProfessionalList(ScopedMixin, ListView[Professional]):
    """The professionals of the provider, with what is proven of each today. A name comes from the session."""

    queryset = Professional.objects.order_by("search_name", "pk")
    template_name = "organisations/professional_list.html"
    paginate_by = 50

    @cached_property
    def search(self) -> ProfessionalSearch:
        """What to look for: the name that was searched for last, and who else to show."""
        return ProfessionalSearch({**remembered.read(self.request, SEARCH_KEY), "toon": self.request.GET.get("toon")})

    def get_queryset(self) -> Any:
        """Those that fit the search; who has left only when asked for."""
        allow(may=may_see_professionals(self.actor))
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
        context["is_narrowed"] = any(self.search.data.get(name) for name in self.search.fields)
        context["may_register"] = _may_manage(self.actor)
        return context


class SearchProfessionals(ProfessionalList):
    """Keep a name in the session, and go to the list with the other filter in the URL."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """There is nothing to read here."""
        allow(may=may_see_professionals(self.actor))
        return redirect("organisations:professionals")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take over the search; one that is refused is shown with what was typed."""
        allow(may=may_see_professionals(self.actor))
        if "wis" in request.POST:
            remembered.forget(request, SEARCH_KEY)
            return redirect("organisations:professionals")
        self.search = ProfessionalSearch(request.POST)
        if not self.search.is_valid():
            return super().get(request, *args, **kwargs)
        wanted = self.search.cleaned_data
        remembered.keep(request, SEARCH_KEY, {"naam": wanted["naam"]})
        filters = {"toon": wanted["toon"]} if wanted["toon"] else {}
        return HttpResponseRedirect(reverse("organisations:professionals", query=filters))


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
            may_employ=_may_manage(self.actor),
            may_verify=may_verify(self.actor, self.object, day),
            is_own=self.object.user_id == self.actor.user_id,
            **kwargs,
        )


class RegisterProfessional(ServiceFormView):
    """Register somebody who comes to work for the provider."""

    form_class = ProfessionalForm
    template_name = "organisations/form.html"
    title = "Medewerker toevoegen"
    done = "De medewerker is toegevoegd. Voeg nu een diploma toe."

    def load(self) -> None:
        """Only for those who register for a provider."""
        allow(may=_may_manage(self.actor))

    def perform(self, form: Any) -> Professional:
        """Register at the provider on whose behalf the user acts."""
        return register_professional(actor=self.actor, provider=_provider_of(self.actor), **form.cleaned_data)

    def back_url(self) -> str:
        """The list."""
        return reverse("organisations:professionals")

    def done_url(self, saved: Professional) -> str:
        """The page of the new professional."""
        return reverse("organisations:professional", args=[saved.public_id])


class AddEmployment(ProfessionalFormView):
    """Somebody who worked here comes back."""

    form_class = EmploymentForm
    title = "Dienstverband toevoegen"
    done = "Het dienstverband is toegevoegd."

    def may(self) -> bool:
        """A provider may, also for somebody who has left."""
        return _may_manage(self.actor)

    def perform(self, form: Any) -> Employment:
        """Employ at the provider on whose behalf the user acts."""
        provider = _provider_of(self.actor)
        return employ(actor=self.actor, professional=self.professional, provider=provider, **form.cleaned_data)


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
            self.actor,
            public_id=self.kwargs["employment_id"],
        )

    def may(self) -> bool:
        """The provider itself may."""
        return may_manage_professionals(self.actor, self.employment.provider_id)

    def perform(self, form: Any) -> Employment:
        """End it."""
        return end_employment(actor=self.actor, employment=self.employment, **form.cleaned_data)


def _may_manage(actor: Actor) -> bool:
    return may_manage_professionals(actor, actor.organisation_id or 0)


def _provider_of(actor: Actor) -> CareProvider:
    return get_object_or_404(CareProvider, organisation=actor.organisation_id)
