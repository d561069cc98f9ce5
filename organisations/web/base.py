"""Base class of the forms about one professional."""

from typing import Any

from django.urls import reverse

from core.clock import today
from core.web.service_forms import ServiceFormView
from core.web.views import allow, scoped_or_404
from organisations.access import may_edit_professional
from organisations.models import Professional


class ProfessionalFormView(ServiceFormView):
    """A form about one professional."""

    template_name = "organisations/form.html"
    professional: Professional

    def load(self) -> None:
        """The professional, for who may send this form."""
        self.professional = scoped_or_404(Professional.objects.all(), self.actor, public_id=self.kwargs["public_id"])
        allow(may=self.may())

    def may(self) -> bool:
        """Whether the actor may send this form."""
        return may_edit_professional(self.actor, self.professional, today())

    def back_url(self) -> str:
        """The page of the professional."""
        return reverse("organisations:professional", args=[self.professional.public_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add about whom it is."""
        return super().get_context_data(professional=self.professional, **kwargs)
