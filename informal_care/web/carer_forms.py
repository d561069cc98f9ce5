"""Forms about carers: register, change, end, for whom they care, and whom they let know."""

from typing import Any
from uuid import UUID

from django.urls import reverse

from clients.access import may_open_files
from clients.models import Client
from core.clock import today
from core.templatetags.pages import Crumb
from core.web.service_forms import ServiceFormView
from core.web.views import allow, scoped_or_404
from informal_care.access import may_handle_signal, may_keep_carer, may_keep_carers
from informal_care.forms.carers import (
    ChangeCarerForm,
    ChangeRelationForm,
    EndCarerForm,
    EndPermissionForm,
    PermissionForm,
    RegisterForm,
    RelationForm,
)
from informal_care.models import Carer, CareRelation, CarerPermission, CarerSignal
from informal_care.selectors.carers import possible_doubles
from informal_care.services.care_relations import (
    RelationDetails,
    add_relation,
    change_relation,
    end_permission,
    give_permission,
    register_and_relate,
)
from informal_care.services.carer_reading import record_carer_reading
from informal_care.services.carers import change_carer, end_carer
from informal_care.web.carers import LIST, carer_url


class CarerFormView(ServiceFormView):
    """A form about one carer, for who keeps carers there. Opening it stands in the trail."""

    template_name = "form.html"
    about = ""
    carer: Carer

    def load(self) -> None:
        """The carer."""
        rows = Carer.objects.select_related("municipality")
        self.carer = scoped_or_404(rows, self.actor, public_id=self.kwargs["public_id"])
        allow(may=may_keep_carer(self.actor, self.carer))

    def record_reading(self) -> None:
        """The form shows what is known of somebody."""
        record_carer_reading(actor=self.actor, carer=self.carer, parts=["formulier"])

    def back_url(self) -> str:
        """The page of the carer."""
        return carer_url(self.carer)

    def path(self) -> list[Crumb]:
        """The pages above this one."""
        return [Crumb(LIST[0], reverse(LIST[1])), Crumb(self.carer.name, self.back_url())]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add where the form stands and what it is about."""
        return super().get_context_data(crumbs=[*self.path(), Crumb(self.title, "")], about=self.about, **kwargs)


class Register(CarerFormView):
    """A first contact. Who may be known already is shown first."""

    template_name = "informal_care/register.html"
    form_class = RegisterForm
    title, submit_label, done = "U zorgt voor iemand", "Vastleggen", "Het staat erin. Vraag nu hoe het gaat."
    client: Client | None = None
    signal: CarerSignal | None = None
    doubles: list[Carer]

    def load(self) -> None:
        """Perhaps from the file of who is cared for, or after a signal."""
        allow(may=may_keep_carers(self.actor))
        self.client, self.signal, self.doubles = asked_client(self), asked_signal(self), []

    def record_reading(self) -> None:
        """Nothing is shown yet."""

    def get_initial(self) -> dict[str, Any]:
        """What a signal told of the person; nothing else of it, for they may read along."""
        told = self.signal
        return {} if told is None else {"name": told.person_name, "phone": told.person_phone}

    def back_url(self) -> str:
        """Where it began."""
        if self.signal is not None:
            return reverse("informal_care:signal", args=[self.signal.public_id])
        if self.client is None:
            return reverse(LIST[1])
        return reverse("informal_care:of_client", args=[self.client.public_id])

    def path(self) -> list[Crumb]:
        """Under the list, without the word of policy: who cares for somebody reads along here."""
        return [Crumb("Wie zorgt", reverse(LIST[1]))]

    def goes_on(self, form: RegisterForm) -> bool:
        """Not before somebody looked at who may be the same."""
        person = form.person()
        self.doubles = possible_doubles(
            self.actor, name=person["name"], birth_date=person["birth_date"], phone=person["phone"]
        )
        if not self.doubles or form.cleaned_data["is_somebody_else"]:
            return True
        form.ask_who_it_is()
        return False

    def perform(self, form: RegisterForm) -> Carer:
        """Register them, with whom they care for."""
        began: dict[str, Any] = {"client": self.client, "signal": self.signal}
        return register_and_relate(actor=self.actor, care=care_of(form), **began, **form.person())

    def done_url(self, saved: Carer) -> str:
        """The new carer."""
        return carer_url(saved)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whose file it began at, and who may be the same."""
        return super().get_context_data(client=self.client, signal=self.signal, doubles=self.doubles, **kwargs)


def care_of(form: Any) -> RelationDetails:
    """What was typed about the care, as the services take it."""
    typed: RelationDetails = form.care()
    return typed


def asked_client(view: ServiceFormView) -> Client | None:
    """The client at whose file the form began: 404 for who does not see it."""
    public_id = _asked(view, "client")
    return scoped_or_404(Client.objects.all(), view.actor, public_id=public_id) if public_id else None


def asked_signal(view: ServiceFormView) -> CarerSignal | None:
    """The signal after which the form began: 404 for who does not see it, or when it is somebody's already."""
    public_id = _asked(view, "signaal")
    if public_id is None:
        return None
    signal = scoped_or_404(CarerSignal.objects.filter(carer=None), view.actor, public_id=public_id)
    allow(may=may_handle_signal(view.actor, signal))
    return signal


def _asked(view: ServiceFormView, name: str) -> UUID | None:
    asked = view.request.GET.get(name, "")
    try:
        return UUID(asked) if asked else None
    except ValueError:
        return None


class ChangeCarer(CarerFormView):
    """Change what is known of the person."""

    form_class = ChangeCarerForm
    title, done = "Gegevens wijzigen", "De gegevens zijn opgeslagen."

    def stored(self) -> dict[str, Any]:
        """What is stored, by field."""
        kinds = [one.kind for one in self.carer.types.all()]
        fields = {name: getattr(self.carer, name) for name in ChangeCarerForm.base_fields if name != "kinds"}
        return fields | {"kinds": kinds}

    def perform(self, form: ChangeCarerForm) -> Carer:
        """Change it."""
        return change_carer(actor=self.actor, carer=self.carer, **form.cleaned_data)


class EndCarer(CarerFormView):
    """Tell since when somebody does not care any more."""

    form_class = EndCarerForm
    title, done = "Zorgt niet meer", "Het is opgeslagen."
    about = "Wat iemand deed en toestond, eindigt dan ook. Wat er staat, blijft bewaard."

    def stored(self) -> dict[str, Any]:
        """What is stored, by field."""
        return {"ended_on": self.carer.ended_on, "revision": self.carer.revision}

    def perform(self, form: EndCarerForm) -> Carer:
        """Tell it."""
        return end_carer(actor=self.actor, carer=self.carer, **form.cleaned_data)


class NewRelation(CarerFormView):
    """Somebody else for whom they care."""

    form_class = RelationForm
    title, done = "Voor wie zorgt u?", "Het is opgeslagen."
    client: Client | None = None

    def load(self) -> None:
        """Perhaps from the file of who is cared for."""
        super().load()
        self.client = asked_client(self)
        if self.client is not None:
            self.about = f"Het gaat om de zorg voor {self.client.name}."

    def get_form_kwargs(self) -> dict[str, Any]:
        """The file is asked of who opens files."""
        asks_file = may_open_files(self.actor) and self.client is None
        return super().get_form_kwargs() | {"actor": self.actor, "asks_file": asks_file}

    def perform(self, form: RelationForm) -> CareRelation:
        """Add it."""
        client = self.client or form.client
        return add_relation(actor=self.actor, carer=self.carer, client=client, care=care_of(form))


class ChangeRelation(CarerFormView):
    """Change or end it."""

    form_class = ChangeRelationForm
    title, done = "De zorg wijzigen", "Het is opgeslagen."
    relation: CareRelation

    def load(self) -> None:
        """The relation with its carer."""
        rows = CareRelation.objects.select_related("carer__municipality")
        self.relation = scoped_or_404(rows, self.actor, public_id=self.kwargs["public_id"])
        self.carer = self.relation.carer
        allow(may=may_keep_carer(self.actor, self.carer))

    def get_form_kwargs(self) -> dict[str, Any]:
        """A link that is there stays."""
        asks_file = may_open_files(self.actor) and self.relation.client_id is None
        return super().get_form_kwargs() | {"actor": self.actor, "asks_file": asks_file}

    def stored(self) -> dict[str, Any]:
        """What is stored, by field."""
        names = ("cared_for", "relation", "starts_on", "ends_on", "hours_per_week", "tasks", "revision")
        return {name: getattr(self.relation, name) for name in names}

    def perform(self, form: ChangeRelationForm) -> CareRelation:
        """Change it."""
        revision = form.cleaned_data["revision"]
        told: dict[str, Any] = {"relation": self.relation, "revision": revision, "care": care_of(form)}
        return change_relation(actor=self.actor, client=form.client, **told)


class NewPermission(CarerFormView):
    """Let a provider know."""

    form_class = PermissionForm
    title, done = "Wie mag het weten?", "De toestemming is vastgelegd."
    about = "Een zorgaanbieder ziet u alleen als u dat goed vindt, en als u zorgt voor iemand die daar komt."

    def get_form_kwargs(self) -> dict[str, Any]:
        """Which providers there are follows from the municipality."""
        return super().get_form_kwargs() | {"carer": self.carer}

    def get_initial(self) -> dict[str, Any]:
        """From today."""
        return {"starts_on": today()}

    def perform(self, form: PermissionForm) -> CarerPermission:
        """Give it."""
        return give_permission(actor=self.actor, carer=self.carer, **form.cleaned_data)


class EndPermission(CarerFormView):
    """The last day of a permission."""

    form_class = EndPermissionForm
    title, done = "Toestemming beëindigen", "De laatste dag is opgeslagen."
    permission: CarerPermission

    def load(self) -> None:
        """The permission with its carer."""
        rows = CarerPermission.objects.select_related("carer__municipality", "provider")
        self.permission = scoped_or_404(rows, self.actor, public_id=self.kwargs["public_id"])
        self.carer = self.permission.carer
        self.about = f"Toestemming voor {self.permission.provider.name}."
        allow(may=may_keep_carer(self.actor, self.carer))

    def get_initial(self) -> dict[str, Any]:
        """Until today."""
        return {"ends_on": today()}

    def perform(self, form: EndPermissionForm) -> CarerPermission:
        """End it."""
        return end_permission(actor=self.actor, permission=self.permission, **form.cleaned_data)
