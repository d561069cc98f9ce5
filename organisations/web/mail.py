"""How often a user gets mail."""

from typing import Any

from django.urls import reverse

from core.web.service_forms import ServiceFormView
from organisations.forms import MailPreferenceForm
from organisations.models import MailPreference
from organisations.services import choose_mail


class ChangeMailPreference(ServiceFormView):
    """One mail a day, or one for each reminder."""

    template_name = "organisations/mail.html"
    form_class = MailPreferenceForm
    title = "Mail"
    done = "Uw keuze is opgeslagen."

    def load(self) -> None:
        """Everybody who is signed in chooses for themselves."""

    def stored(self) -> dict[str, Any]:
        """What was chosen; without a choice one mail a day."""
        chosen = MailPreference.objects.filter(user=self.actor.user_id).first()
        return {"is_daily": "ja" if chosen is None or chosen.is_daily else "nee"}

    def perform(self, form: MailPreferenceForm) -> MailPreference:
        """Keep the choice."""
        return choose_mail(actor=self.actor, is_daily=form.cleaned_data["is_daily"])

    def back_url(self) -> str:
        """The page of the account."""
        return reverse("accounts:account")
