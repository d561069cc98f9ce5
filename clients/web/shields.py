"""Shielding a file: the page, and its forms."""

from typing import Any

from django.urls import reverse

from clients.access import may_shield
from clients.forms import EndForm, NamePersonForm, ShieldForm
from clients.models import Client, FileShield, ShieldAccess
from clients.selectors import readers_of
from clients.services import end_shield_access, lift_shield, name_person, shield_file
from clients.web.files import FileFormView, FilePage
from core.clock import today
from core.web.views import allow, scoped_or_404

TAB = "afscherming"


class Shield(FilePage):
    """Whether the own organisation shields this file, why, and who sees it."""

    template_name = "clients/shield.html"
    tab = TAB

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        allow(may=may_shield(self.actor))
        day = today()
        shields = FileShield.objects.visible_to(self.actor).filter(client=self.object)
        shield = shields.active_on(day).select_related("set_by").first()
        people = shield.people.active_on(day).select_related("user") if shield else []
        return super().get_context_data(shield=shield, people=people, **kwargs)


class ShieldFormView(FileFormView):
    """A form about the shield of a file."""

    tab = TAB
    tab_label = "Afscherming"
    back = "clients:shield"

    def may(self) -> bool:
        """Who may shield."""
        return may_shield(self.actor)

    def done_url(self, saved: Any) -> str:
        """The page of the shield."""
        return self.back_url()


class NewShield(ShieldFormView):
    """Shield the file."""

    form_class = ShieldForm
    title = "Dossier afschermen"
    submit_label = "Afschermen"
    done = "Het dossier is afgeschermd."

    def get_form_kwargs(self) -> dict[str, Any]:
        """Add who there is to name."""
        return super().get_form_kwargs() | {"people": readers_of(self.actor, today())}

    def perform(self, form: ShieldForm) -> FileShield:
        """Shield it."""
        return shield_file(actor=self.actor, client=self.client, **form.cleaned_data)

    def done_url(self, saved: FileShield) -> str:
        """The shield, or the list for who did not name themself and no longer sees the file."""
        is_named = Client.objects.visible_to(self.actor).filter(pk=saved.client_id).exists()
        return self.back_url() if is_named else reverse("clients:list")


class OneShieldFormView(ShieldFormView):
    """A form about one shield."""

    shield: FileShield

    def load(self) -> None:
        """The shield too."""
        super().load()
        rows = FileShield.objects.filter(client=self.client)
        self.shield = scoped_or_404(rows, self.actor, public_id=self.kwargs["shield_id"])


class NamePerson(OneShieldFormView):
    """Let one more person see the file."""

    form_class = NamePersonForm
    title = "Medewerker toegang geven"
    submit_label = "Toegang geven"
    done = "De medewerker ziet het dossier."

    def get_form_kwargs(self) -> dict[str, Any]:
        """Add who there is to name."""
        return super().get_form_kwargs() | {"people": readers_of(self.actor, today())}

    def perform(self, form: NamePersonForm) -> ShieldAccess:
        """Name them."""
        return name_person(actor=self.actor, shield=self.shield, **form.cleaned_data)


class LiftShield(OneShieldFormView):
    """End the shield."""

    template_name = "clients/shield_lift.html"
    form_class = EndForm
    title = "Afscherming opheffen"
    submit_label = "Opheffen"
    done = "De laatste dag van de afscherming is opgeslagen."

    def stored(self) -> dict[str, Any]:
        """What is stored, by field."""
        return {"ends_on": self.shield.ends_on, "revision": self.shield.revision}

    def get_initial(self) -> dict[str, Any]:
        """Until today."""
        return self.stored() | {"ends_on": today()}

    def perform(self, form: EndForm) -> FileShield:
        """Lift it."""
        return lift_shield(actor=self.actor, shield=self.shield, **form.cleaned_data)


class EndAccess(ShieldFormView):
    """Say until when somebody sees the file."""

    template_name = "clients/shield_end.html"
    form_class = EndForm
    title = "Toegang beëindigen"
    done = "De laatste dag is opgeslagen."
    access: ShieldAccess

    def load(self) -> None:
        """Whose access."""
        super().load()
        rows = ShieldAccess.objects.filter(shield__client=self.client).select_related("user")
        self.access = scoped_or_404(rows, self.actor, public_id=self.kwargs["access_id"])

    def get_initial(self) -> dict[str, Any]:
        """Until today."""
        return {"ends_on": today()}

    def perform(self, form: EndForm) -> ShieldAccess:
        """End it."""
        return end_shield_access(actor=self.actor, access=self.access, ends_on=form.cleaned_data["ends_on"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add who it is."""
        return super().get_context_data(person=self.access.user.name, **kwargs)
