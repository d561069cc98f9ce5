"""What a purchaser does with the product book."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST
from django.views.generic import FormView

from core.clock import today
from core.web.forms import PageForm
from core.web.views import actor_of, allow, scoped_or_404
from products.access import may_manage_products
from products.forms import AdoptForm, ConsultationForm, RequirementForm, WithdrawForm
from products.models import ProductVersion, Requirement
from products.services.versions import (
    adopt_version,
    change_requirement,
    draft_next_version,
    open_consultation,
    withdraw_version,
)


@require_POST
def draft_next(request: HttpRequest, public_id: str) -> HttpResponse:
    """Start the next version with the same requirements."""
    actor = actor_of(request)
    version = scoped_or_404(ProductVersion.objects.all(), actor, public_id=public_id)
    draft = draft_next_version(actor=actor, version=version)
    messages.success(request, f"{draft} is gemaakt. Wijzig de eisen en stel de versie daarna vast.")
    return redirect("products:version", public_id=draft.public_id)


class VersionForm(FormView[PageForm]):
    """A form about a version, for purchasers. What the service refuses, the form shows."""

    template_name = "products/form.html"
    title: str
    submit_label: str
    done: str

    @cached_property
    def version(self) -> ProductVersion:
        """The version, when in scope."""
        return scoped_or_404(
            ProductVersion.objects.select_related("variant"),
            actor_of(self.request),
            public_id=self.kwargs["public_id"],
        )

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """404 out of scope, 403 for others than purchasers."""
        allow(may=self.version.pk is not None and may_manage_products(actor_of(request)))
        return super().dispatch(request, *args, **kwargs)

    def perform(self, form: Any) -> None:
        """Call the service."""
        raise NotImplementedError

    def form_valid(self, form: PageForm) -> HttpResponse:
        """Go on when the service accepts it; otherwise show the form again with what was typed."""
        try:
            self.perform(form)
        except ValidationError as error:
            form.refuse(error)
            return self.form_invalid(form)
        messages.success(self.request, self.done)
        return redirect(self.get_success_url())

    def get_success_url(self) -> str:
        """The page of the version."""
        return reverse("products:version", args=[self.version.public_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the words around the form."""
        return super().get_context_data(
            product_version=self.version,
            title=self.title,
            submit_label=self.submit_label,
            cancel_url=self.get_success_url(),
            **kwargs,
        )


class OpenConsultation(VersionForm):
    """Show a draft to everybody."""

    form_class = ConsultationForm
    title, submit_label = "Marktconsultatie openen", "Openen"
    done = "De marktconsultatie is geopend. Iedereen ziet nu deze versie."

    def perform(self, form: Any) -> None:
        open_consultation(actor=actor_of(self.request), version=self.version, **form.cleaned_data)


class AdoptVersion(VersionForm):
    """Let the version hold from a day on."""

    form_class = AdoptForm
    title, submit_label = "Versie vaststellen", "Vaststellen"
    done = "De versie is vastgesteld."

    def get_initial(self) -> dict[str, Any]:
        """The day that the draft had in mind, unless it has passed."""
        return {"starts_on": max(self.version.starts_on, today())}

    def perform(self, form: Any) -> None:
        adopt_version(actor=actor_of(self.request), version=self.version, **form.cleaned_data)


class WithdrawVersion(VersionForm):
    """Let the version end."""

    form_class = WithdrawForm
    title, submit_label = "Versie intrekken", "Intrekken"
    done = "De versie is ingetrokken."

    def perform(self, form: Any) -> None:
        withdraw_version(actor=actor_of(self.request), version=self.version, **form.cleaned_data)


class ChangeRequirement(VersionForm):
    """Change the words and the value of a requirement of a version that is not adopted yet."""

    form_class = RequirementForm
    title, submit_label = "Eis wijzigen", "Opslaan"
    done = "De eis is gewijzigd."

    @cached_property
    def requirement(self) -> Requirement:
        """The requirement, when in scope."""
        return scoped_or_404(
            Requirement.objects.select_related("version__variant"),
            actor_of(self.request),
            public_id=self.kwargs["public_id"],
        )

    @cached_property
    def version(self) -> ProductVersion:
        """The version that the requirement belongs to."""
        return self.requirement.version

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form the requirement; its initial values come from there."""
        kwargs = super().get_form_kwargs()
        kwargs.pop("initial")
        return kwargs | {"requirement": self.requirement}

    def perform(self, form: Any) -> None:
        change_requirement(
            actor=actor_of(self.request),
            requirement=self.requirement,
            statement=form.cleaned_data["statement"],
            rule_value=form.rule_value(),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add which requirement it is."""
        return super().get_context_data(requirement=self.requirement, **kwargs)
