"""What a purchaser does with the product book."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from core.clock import today
from core.web.service_forms import ServiceFormView
from core.web.views import actor_of, allow, scoped_or_404
from products.access import may_manage_products
from products.forms import AdoptForm, NewRequirementForm, RequirementForm, WithdrawForm
from products.models import ProductVersion, Requirement
from products.services.versions import (
    add_requirement,
    adopt_version,
    change_requirement,
    draft_next_version,
    remove_requirement,
    withdraw_version,
)

MOST_DIGITS: Final = 10


@require_POST
def draft_next(request: HttpRequest, public_id: str) -> HttpResponse:
    """Start the next version with the same requirements."""
    actor = actor_of(request)
    version = scoped_or_404(ProductVersion.objects.all(), actor, public_id=public_id)
    draft = draft_next_version(actor=actor, version=version)
    messages.success(request, f"{draft} is gemaakt. Wijzig de eisen en stel de versie daarna vast.")
    return redirect("products:version", public_id=draft.public_id)


class VersionForm(ServiceFormView):
    """A form about a version, for purchasers."""

    template_name = "products/form.html"
    version: ProductVersion

    def load(self) -> None:
        """The version, for purchasers."""
        rows = ProductVersion.objects.select_related("variant")
        self.version = scoped_or_404(rows, self.actor, public_id=self.kwargs["public_id"])
        allow(may=may_manage_products(self.actor))

    def back_url(self) -> str:
        """The page of the version."""
        return reverse("products:version", args=[self.version.public_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add which version it is."""
        return super().get_context_data(product_version=self.version, **kwargs)


class AdoptVersion(VersionForm):
    """Let the version hold from a day on."""

    form_class = AdoptForm
    title, submit_label = "Versie vaststellen", "Vaststellen"
    done = "De versie is vastgesteld."

    def get_initial(self) -> dict[str, Any]:
        """The day that the draft had in mind, unless it has passed."""
        return {"starts_on": max(self.version.starts_on, today())}

    def perform(self, form: Any) -> ProductVersion:
        return adopt_version(actor=self.actor, version=self.version, **form.cleaned_data)


class WithdrawVersion(VersionForm):
    """Let the version end."""

    form_class = WithdrawForm
    title, submit_label = "Versie intrekken", "Intrekken"
    done = "De versie is ingetrokken."

    def perform(self, form: Any) -> ProductVersion:
        return withdraw_version(actor=self.actor, version=self.version, **form.cleaned_data)


class NewRequirement(VersionForm):
    """Demand one more thing of a version that is not adopted yet."""

    form_class = NewRequirementForm
    title, submit_label = "Eis toevoegen", "Toevoegen"
    done = "De eis is toegevoegd."

    def perform(self, form: NewRequirementForm) -> Requirement:
        """Add it."""
        return add_requirement(actor=self.actor, version=self.version, **form.cleaned_data)


@require_POST
def take_out(request: HttpRequest, public_id: str) -> HttpResponse:
    """Demand something no more."""
    actor = actor_of(request)
    rows = Requirement.objects.select_related("version")
    requirement = scoped_or_404(rows, actor, public_id=public_id)
    remove_requirement(actor=actor, requirement=requirement, revision=sent_revision(request))
    messages.success(request, f"Eis {requirement.code} is weggehaald.")
    return redirect("products:version", public_id=requirement.version.public_id)


def sent_revision(request: HttpRequest) -> int:
    """The revision that stands behind a button; 0, which no row has, for anything else."""
    given = request.POST.get("revision", "")
    return int(given) if given.isdecimal() and len(given) < MOST_DIGITS else 0


class ChangeRequirement(VersionForm):
    """Change the words and the value of a requirement of a version that is not adopted yet."""

    form_class = RequirementForm
    title, submit_label = "Eis wijzigen", "Opslaan"
    done = "De eis is gewijzigd."
    requirement: Requirement

    def load(self) -> None:
        """The requirement with its version, for purchasers."""
        rows = Requirement.objects.select_related("version__variant")
        self.requirement = scoped_or_404(rows, self.actor, public_id=self.kwargs["public_id"])
        self.version = self.requirement.version
        allow(may=may_manage_products(self.actor))

    def stored(self) -> dict[str, Any]:
        """The requirement as it is stored."""
        return RequirementForm.initial_of(self.requirement)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form the requirement; its fields come from there."""
        return super().get_form_kwargs() | {"requirement": self.requirement}

    def perform(self, form: RequirementForm) -> Requirement:
        """Change it."""
        return change_requirement(
            actor=self.actor,
            requirement=self.requirement,
            revision=form.cleaned_data["revision"],
            statement=form.cleaned_data["statement"],
            rule_value=form.rule_value(),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add which requirement it is."""
        return super().get_context_data(requirement=self.requirement, **kwargs)
