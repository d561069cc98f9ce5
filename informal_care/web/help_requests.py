"""Pages about requests for a volunteer: the list, the request, and who fits."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django.views.generic import DetailView, ListView

from audit.enums import AuditEvent
from audit.services import record
from clients.models import Client
from core.clock import today
from core.templatetags.pages import Crumb
from core.web.service_forms import ServiceFormView
from core.web.views import ScopedMixin, actor_of, allow, scoped_or_404
from informal_care.access import may_ask_for_help, may_change_request, may_match, may_see_requests
from informal_care.enums import Circumstance, HelpTask, Interest, RequestStatus, VolunteerKind
from informal_care.forms.matches import CloseForm, NewRequestForm, RequestForm, RequestSearch
from informal_care.models import Carer, HelpRequest, Volunteer
from informal_care.selectors.matching import matching_for
from informal_care.services import help_requests as services
from informal_care.services.matches import propose
from informal_care.web.volunteers import said_of

LIST = ("Hulpvragen", "informal_care:help_requests")
LABELS = {"task": HelpTask, "circumstance": Circumstance, "wish": Interest, "refuses": VolunteerKind}
FIELDS = {"task": "tasks", "circumstance": "circumstances", "wish": "wishes", "refuses": "refuses"}


@method_decorator(never_cache, name="dispatch")
class RequestList(ScopedMixin, ListView[HelpRequest]):
    """What is asked of volunteers in the own municipality."""

    queryset = HelpRequest.objects.prefetch_related("traits")
    template_name = "informal_care/help_requests.html"
    paginate_by = 50

    def get_queryset(self) -> Any:
        """Those with the status that is asked for, and otherwise all that are not closed."""
        allow(may=may_see_requests(self.actor))
        self.search = RequestSearch(self.request.GET or None)
        status = self.search.cleaned_data["stand"] if self.search.is_valid() else ""
        rows = super().get_queryset().order_by("asked_on", "pk")
        return rows.filter(status=status) if status else rows.exclude(status=RequestStatus.CLOSED)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add in words what is asked; who looked stands in the trail."""
        context = super().get_context_data(search=self.search, may_ask=may_ask_for_help(self.actor), **kwargs)
        record(actor=self.actor, event=AuditEvent.READ, target=HelpRequest, fields=["lijst"])
        lines = [(one, said_of(one.traits.all(), LABELS)["task"]) for one in context["page_obj"].object_list]
        return context | {"lines": lines}


class RequestPage(ScopedMixin, DetailView[HelpRequest]):
    """A page about one request: who opened it stands in the trail."""

    queryset = HelpRequest.objects.select_related("client", "carer", "asked_by").prefetch_related("traits")
    context_object_name = "asked"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what was said, and what the actor may do."""
        asked = self.object
        person = services.person_of(asked)
        record(actor=self.actor, event=AuditEvent.READ, target=asked, client=person)
        return super().get_context_data(
            said=said_of(asked.traits.all(), LABELS),
            may_change=may_change_request(self.actor, asked) and asked.status != RequestStatus.CLOSED,
            may_match=may_match(self.actor, asked),
            **kwargs,
        )


@method_decorator(never_cache, name="dispatch")
class RequestDetail(RequestPage):
    """What is asked, and who was proposed or chosen."""

    template_name = "informal_care/help_request.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the matches."""
        matches = self.object.matches.select_related("volunteer")
        return super().get_context_data(matches=matches, **kwargs)


@method_decorator(never_cache, name="dispatch")
class Candidates(RequestPage):
    """Who fits the request and why, and who cannot be chosen and why not."""

    template_name = "informal_care/candidates.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add both, with where to find each."""
        allow(may=may_match(self.actor, self.object))
        found = matching_for(self.object, today())
        keys = dict(Volunteer.objects.visible_to(self.actor).values_list("pk", "public_id"))
        tried = {
            one.volunteer_id: one
            for one in self.object.matches.filter(status__in=["proposed", "chosen", "met", "started"])
        }
        return super().get_context_data(
            candidates=[(one, keys[one.key], tried.get(one.key)) for one in found.candidates],
            excluded=[(one, keys[one.key], tried.get(one.key)) for one in found.excluded],
            **kwargs,
        )


class NewRequest(ServiceFormView):
    """Ask for a volunteer."""

    template_name = "form.html"
    form_class = NewRequestForm
    title, submit_label, done = "Nieuwe hulpvraag", "Vragen", "De hulpvraag staat in de lijst."
    about = ""

    def load(self) -> None:
        """For who works with carers."""
        allow(may=may_ask_for_help(self.actor))

    def whose(self) -> dict[str, Any]:
        """For whom it is asked; nothing when it is told in words alone."""
        return {}

    def perform(self, form: NewRequestForm) -> HelpRequest:
        """Ask it."""
        return services.ask_for_help(actor=self.actor, values=form.cleaned_data, **self.whose())

    def back_url(self) -> str:
        """The list."""
        return reverse(LIST[1])

    def done_url(self, saved: HelpRequest) -> str:
        """The request."""
        return reverse("informal_care:help_request", args=[saved.public_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add where the form stands and for whom it is."""
        crumbs = [Crumb(LIST[0], reverse(LIST[1])), Crumb(self.title, "")]
        return super().get_context_data(crumbs=crumbs, about=self.about, **kwargs)


class NewRequestOfClient(NewRequest):
    """Ask for a volunteer for a client."""

    subject: Client

    def load(self) -> None:
        """The client whose file the actor sees."""
        self.subject = scoped_or_404(Client.objects.all(), self.actor, public_id=self.kwargs["public_id"])
        super().load()
        self.about = f"Voor {self.subject}. De coördinator ziet het dossier niet: schrijf op wat nodig is."

    def whose(self) -> dict[str, Any]:
        """The client."""
        return {"client": self.subject}


class NewRequestOfCarer(NewRequest):
    """Ask for a volunteer for a carer."""

    subject: Carer

    def load(self) -> None:
        """The carer."""
        self.subject = scoped_or_404(Carer.objects.all(), self.actor, public_id=self.kwargs["public_id"])
        super().load()
        self.about = f"Voor {self.subject}."

    def whose(self) -> dict[str, Any]:
        """The carer."""
        return {"carer": self.subject}


class RequestFormView(ServiceFormView):
    """A form about one request."""

    template_name = "form.html"
    asked: HelpRequest

    def load(self) -> None:
        """The request, for who may change it."""
        rows = HelpRequest.objects.select_related("client", "carer")
        self.asked = scoped_or_404(rows, self.actor, public_id=self.kwargs["public_id"])
        allow(may=may_change_request(self.actor, self.asked))

    def stored(self) -> dict[str, Any]:
        """What was shown."""
        return {"revision": self.asked.revision}

    def back_url(self) -> str:
        """The request."""
        return reverse("informal_care:help_request", args=[self.asked.public_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add where the form stands and what it is about."""
        crumbs = [Crumb(LIST[0], reverse(LIST[1])), Crumb("Hulpvraag", self.back_url()), Crumb(self.title, "")]
        return super().get_context_data(crumbs=crumbs, about=self.asked.asked_for, **kwargs)


class ChangeRequest(RequestFormView):
    """Something else is asked."""

    form_class = RequestForm
    title, done = "Hulpvraag wijzigen", "De hulpvraag is gewijzigd."

    def stored(self) -> dict[str, Any]:
        """As it is now."""
        said: dict[str, list[str]] = {name: [] for name in FIELDS.values()}
        for trait in self.asked.traits.all():
            said[FIELDS[trait.kind]].append(trait.value)
        return super().stored() | {name: getattr(self.asked, name) for name in services.DETAILS} | said

    def perform(self, form: RequestForm) -> HelpRequest:
        """Change it."""
        revision = form.cleaned_data["revision"]
        return services.change_request(actor=self.actor, asked=self.asked, revision=revision, values=form.values)


class CloseRequest(RequestFormView):
    """Nobody is looked for any more."""

    form_class = CloseForm
    title, submit_label, done = "Hulpvraag afsluiten", "Afsluiten", "De hulpvraag is afgesloten."

    def perform(self, form: CloseForm) -> HelpRequest:
        """Close it."""
        return services.close_request(actor=self.actor, asked=self.asked, **form.cleaned_data)


@require_POST
def propose_volunteer(request: HttpRequest, public_id: str, volunteer_id: str) -> HttpResponse:
    """Put a volunteer on the short list."""
    actor = actor_of(request)
    asked = scoped_or_404(HelpRequest.objects.all(), actor, public_id=public_id)
    allow(may=may_match(actor, asked))
    volunteer = scoped_or_404(Volunteer.objects.all(), actor, public_id=volunteer_id)
    try:
        proposed = propose(actor=actor, asked=asked, volunteer=volunteer)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("informal_care:candidates", public_id=asked.public_id)
    messages.success(request, f"{volunteer.name} is voorgesteld. U kunt nu kiezen.")
    return redirect("informal_care:match", public_id=proposed.public_id)
