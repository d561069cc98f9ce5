"""The forms in which somebody judges a requirement."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse

from clients.models import Allocation
from clients.services import record_reading
from compliance.access import may_judge_file, may_judge_provider
from compliance.forms import JudgementForm, ProviderJudgementForm
from compliance.models import FileJudgement, Judgement
from compliance.selectors.overview import watched_providers
from compliance.services.judging import judge_file, judge_requirement
from core.clock import today
from core.web.service_forms import ServiceFormView
from core.web.views import allow, scoped_or_404
from delivery.models import Group
from organisations.models import CareProvider
from products.models import Requirement


def provider_judgement_url(provider: CareProvider, requirement: Requirement) -> str:
    """Where a provider is judged."""
    return reverse("compliance:judge", args=[requirement.public_id, provider.public_id])


def file_judgement_url(allocation: Allocation, requirement: Requirement) -> str:
    """Where a file is judged."""
    return reverse("compliance:judge_file", args=[requirement.public_id, allocation.public_id])


class JudgePage(ServiceFormView):
    """A form about one requirement."""

    template_name = "compliance/judge.html"
    title = "Oordeel vastleggen"
    submit_label = "Oordeel vastleggen"
    done = "Het oordeel is vastgelegd."
    requirement: Requirement
    query = ""

    def load_requirement(self) -> None:
        """The requirement, whose terms count."""
        rows = Requirement.objects.select_related("version__variant")
        self.requirement = scoped_or_404(rows, self.actor, public_id=self.kwargs["public_id"])

    def stored(self) -> dict[str, Any]:
        """Judged today, unless said otherwise."""
        return {"judged_on": today()}

    def back_url(self) -> str:
        """The page of the requirement."""
        return f"{reverse('compliance:requirement', args=[self.requirement.public_id])}?{self.query}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what is judged."""
        return super().get_context_data(requirement=self.requirement, about=self.about(), **kwargs)

    def about(self) -> str:
        """Who is judged, in words."""
        raise NotImplementedError


class JudgeProvider(JudgePage):
    """A contract manager or supervisor judges a provider, or a group of it."""

    form_class = ProviderJudgementForm
    provider: CareProvider

    def load(self) -> None:
        """The provider of which the actor sees how it complies, for who judges."""
        self.provider = get_object_or_404(watched_providers(self.actor), public_id=self.kwargs["provider_id"])
        self.load_requirement()
        allow(may=may_judge_provider(self.actor, self.provider))
        self.query = f"aanbieder={self.provider.public_id}"

    def get_form_kwargs(self) -> dict[str, Any]:
        """The groups of the provider."""
        return super().get_form_kwargs() | {"groups": Group.objects.filter(provider=self.provider)}

    def perform(self, form: ProviderJudgementForm) -> Judgement:
        """Write it down."""
        return judge_requirement(
            actor=self.actor, requirement=self.requirement, provider=self.provider, **form.cleaned_data
        )

    def about(self) -> str:
        """The provider."""
        return self.provider.name


class JudgeFile(JudgePage):
    """A supervisor judges what is in a file that was opened with a reason."""

    form_class = JudgementForm
    allocation: Allocation

    def load(self) -> None:
        """The file, for who judges."""
        rows = Allocation.objects.select_related("client", "provider", "variant")
        self.allocation = scoped_or_404(rows, self.actor, public_id=self.kwargs["allocation_id"])
        self.load_requirement()
        allow(may=may_judge_file(self.actor, self.allocation))
        self.query = f"dossier={self.allocation.public_id}"

    def record_reading(self) -> None:
        """The page names the client."""
        record_reading(actor=self.actor, client=self.allocation.client, parts=["naleving"])

    def perform(self, form: JudgementForm) -> FileJudgement:
        """Write it down."""
        return judge_file(
            actor=self.actor, requirement=self.requirement, allocation=self.allocation, **form.cleaned_data
        )

    def about(self) -> str:
        """The client and the allocation."""
        return f"{self.allocation.client.name}, toewijzing {self.allocation.number}"
