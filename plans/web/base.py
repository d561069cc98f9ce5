"""Base class of the forms about a version of a plan."""

from typing import Any

from django.urls import reverse

from core.web.service_forms import ServiceFormView
from plans.models import PlanVersion
from plans.web.scoping import record_reading, writable_version


class VersionFormView(ServiceFormView):
    """A form about a version of a plan, for who may write the plan."""

    template_name = "plans/form.html"
    version: PlanVersion

    def load(self) -> None:
        """The version, for who may write the plan."""
        self.version = writable_version(self.request, self.kwargs["public_id"])

    def record_reading(self) -> None:
        """The page shows the file of a client."""
        record_reading(self.request, self.version)

    def back_url(self) -> str:
        """The page of the version."""
        return reverse("plans:detail", args=[self.version.public_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add which plan, and whose."""
        return super().get_context_data(plan_version=self.version, client=self.version.plan.allocation.client, **kwargs)
