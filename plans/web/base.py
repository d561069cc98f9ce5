"""Base class of the forms about a version of a plan."""

from typing import Any

from django.urls import reverse

from audit.models import AuditEntry
from clients.models import Client
from clients.web.autosaving import AutosavingFormView
from core.web.conflicts import LastSaved
from plans.models import PlanVersion
from plans.selectors import last_change_of
from plans.web.scoping import record_reading, writable_version


class VersionFormView(AutosavingFormView):
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

    def client_of_form(self) -> Client:
        """The client of the plan."""
        return self.version.plan.allocation.client

    def last_saved(self) -> LastSaved | None:
        """By the trail of the file."""
        return self.as_last_saved(last_change_of(self.version) if self.version.pk else None)

    def as_last_saved(self, entry: AuditEntry | None) -> LastSaved | None:
        """Who and when, as the page says it."""
        if entry is None:
            return None
        is_own = entry.actor == self.actor.user_uuid
        return LastSaved("U zelf, in een ander venster," if is_own else entry.actor_label, entry.at)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add which plan, and whose."""
        return super().get_context_data(plan_version=self.version, client=self.version.plan.allocation.client, **kwargs)
