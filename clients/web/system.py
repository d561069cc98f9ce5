"""The client system: the people around the client."""

from typing import Any

from clients.forms import EndForm, MemberChangeForm, MemberForm
from clients.models import ClientSystemMember
from clients.services import add_member, change_member, end_member
from clients.web.files import FileFormView, FilePage
from core.clock import today
from core.web.views import scoped_or_404

TAB = "clientsysteem"


class ClientSystem(FilePage):
    """Everybody around the client, those who left included."""

    template_name = "clients/system.html"
    tab = TAB

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        day = today()
        members = list(self.object.system.order_by("name"))
        return super().get_context_data(
            members=[member for member in members if not member.ends_on or member.ends_on >= day],
            former=[member for member in members if member.ends_on and member.ends_on < day],
            **kwargs,
        )


class SystemFormView(FileFormView):
    """A form about somebody of the client system."""

    tab = TAB
    tab_label = "Cliëntsysteem"
    back = "clients:system"


class AddMember(SystemFormView):
    """Add somebody."""

    form_class = MemberForm
    title = "Persoon toevoegen"
    submit_label = "Toevoegen"
    done = "De persoon is toegevoegd."

    def get_initial(self) -> dict[str, Any]:
        """From today."""
        return {"starts_on": today()}

    def perform(self, form: MemberForm) -> ClientSystemMember:
        """Add them."""
        return add_member(actor=self.actor, client=self.client, **form.cleaned_data)


class ChangeMember(SystemFormView):
    """Change somebody."""

    form_class: Any = MemberChangeForm
    title = "Persoon wijzigen"
    done = "De gegevens zijn opgeslagen."
    member: ClientSystemMember

    def load(self) -> None:
        """The person too."""
        super().load()
        rows = ClientSystemMember.objects.filter(client=self.client)
        self.member = scoped_or_404(rows, self.actor, public_id=self.kwargs["member_id"])

    def stored(self) -> dict[str, Any]:
        """What is stored, by field."""
        return {name: getattr(self.member, name) for name in self.form_class.base_fields}

    def perform(self, form: Any) -> ClientSystemMember:
        """Change them."""
        return change_member(actor=self.actor, member=self.member, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add who it is."""
        return super().get_context_data(member=self.member, **kwargs)


class EndMember(ChangeMember):
    """Say until when somebody belongs to the client system."""

    template_name = "clients/member_end.html"
    form_class = EndForm
    title = "Einddatum"
    done = "De einddatum is opgeslagen."

    def get_initial(self) -> dict[str, Any]:
        """Until today."""
        return self.stored() | {"ends_on": today()}

    def perform(self, form: EndForm) -> ClientSystemMember:
        """End it."""
        return end_member(actor=self.actor, member=self.member, **form.cleaned_data)
