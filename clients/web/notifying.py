"""A new notification of anybody: first look whether there is a file, then make one or go on in it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import View

from clients.access import may_do_intake
from clients.forms import BsnSearchForm
from clients.forms.life_events import PersonSearchForm
from clients.models import Client
from clients.services import record_bsn_search, record_list_reading, record_search
from clients.web.files import NewClient
from core.web import remembered
from core.web.views import actor_of, allow

TYPED_KEY = "clients.notification"
SHOWN = 20


@method_decorator(never_cache, name="dispatch")
class FindPerson(View):
    """Search by name and birth date, or by BSN with a reason; what was typed goes along to the new file."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Only for who may make files."""
        allow(may=may_do_intake(actor_of(request)))
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Both forms, empty."""
        remembered.forget(request, TYPED_KEY)
        return self.show(PersonSearchForm(prefix="person"), BsnSearchForm(prefix="bsn"))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Search with the form that was sent."""
        if "bsn-bsn" in request.POST:
            return self.by_bsn(BsnSearchForm(request.POST, prefix="bsn"))
        return self.by_name(PersonSearchForm(request.POST, prefix="person"))

    def by_bsn(self, form: BsnSearchForm) -> HttpResponse:
        """Go straight to the notification of who has this number."""
        person = PersonSearchForm(prefix="person")
        if not form.is_valid():
            return self.show(person, form)
        actor = actor_of(self.request)
        found = Client.objects.visible_to(actor).by_bsn(form.cleaned_data["bsn"]).first()
        record_bsn_search(actor=actor, reason=form.cleaned_data["reason"], found=found)
        if found is not None:
            return redirect("clients:case_new", public_id=found.public_id)
        remembered.keep(self.request, TYPED_KEY, {"bsn": form.cleaned_data["bsn"]})
        return self.show(person, form, found=[])

    def by_name(self, form: PersonSearchForm) -> HttpResponse:
        """Show who could be meant."""
        bsn = BsnSearchForm(prefix="bsn")
        if not form.is_valid():
            return self.show(form, bsn)
        actor, name, birth_date = actor_of(self.request), form.cleaned_data["name"], form.cleaned_data["birth_date"]
        rows = Client.objects.visible_to(actor).named(name).order_by("search_name", "pk")
        if birth_date is not None:
            rows = rows.filter(birth_date=birth_date)
        record_search(actor=actor, fields=["naam", *(["geboortedatum"] if birth_date else [])])
        typed = {"surname": name} | ({"birth_date": birth_date.isoformat()} if birth_date else {})
        remembered.keep(self.request, TYPED_KEY, typed)
        found = list(rows[: SHOWN + 1])
        if found:
            record_list_reading(actor=actor)
        return self.show(form, bsn, found=found[:SHOWN], is_cut=len(found) > SHOWN)

    def show(self, person: Any, bsn: Any, **found: Any) -> HttpResponse:
        """The page with both forms, and what was found."""
        context = {"person_form": person, "bsn_form": bsn, "found": None, "is_cut": False} | found
        return render(self.request, "clients/cases/find.html", context)


class NewClientToNotify(NewClient):
    """A file for who has none yet, on the way to the notification."""

    title = "Nieuwe cliënt"
    submit_label = "Dossier maken en verder"
    done = "Het dossier is gemaakt. Leg nu de melding vast."

    def get_initial(self) -> dict[str, Any]:
        """What was searched for."""
        return dict(remembered.read(self.request, TYPED_KEY))

    def back_url(self) -> str:
        """The search."""
        return reverse("clients:notify")

    def done_url(self, saved: Client) -> str:
        """The notification."""
        remembered.forget(self.request, TYPED_KEY)
        return reverse("clients:case_new", args=[saved.public_id])
