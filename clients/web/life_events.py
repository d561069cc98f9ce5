"""A client dies or moves, and another municipality takes over."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django.views.generic import ListView

from clients.access import may_do_intake, may_take_over
from clients.forms.life_events import DeathForm, MoveForm, TakeOverForm
from clients.models import Case, Client, Move
from clients.selectors.case_work import moves_to_take_over
from clients.services import move_client, record_death, reopen_file, take_over
from clients.services.reading import record_move_list_reading, record_move_reading
from clients.web.case_base import case_url
from clients.web.files import FileFormView
from core.clock import today
from core.web.service_forms import ServiceFormView
from core.web.views import ScopedMixin, actor_of, allow, scoped_or_404
from organisations.models import Municipality

PAGE_SIZE = 50


class LifeEventView(FileFormView):
    """Something that ends what is open in a file."""

    template_name = "clients/life_event.html"
    tab = "overzicht"
    back = "clients:file"
    intro: str

    def stored(self) -> dict[str, Any]:
        """The revision of the file."""
        return {"revision": self.client.revision}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what will happen."""
        return super().get_context_data(intro=self.intro, **kwargs)


class RecordDeath(LifeEventView):
    """The client died."""

    form_class = DeathForm
    title = "Overlijden vastleggen"
    submit_label = "Overlijden vastleggen"
    done = "Het overlijden is vastgelegd. Open aanvragen en toewijzingen zijn beëindigd. Het dossier blijft bewaard."
    intro = (
        "Alle open aanvragen en toewijzingen eindigen op deze dag. Het dossier blijft bestaan. Was het een "
        "vergissing? Dan kunt u dit terugdraaien op het overzicht van de cliënt."
    )

    def perform(self, form: DeathForm) -> Client:
        """Record it."""
        return record_death(actor=self.actor, client=self.client, **form.cleaned_data)


class MoveClient(LifeEventView):
    """The client went to live elsewhere in the region."""

    form_class = MoveForm
    title = "Verhuizing vastleggen"
    submit_label = "Verhuizing vastleggen"
    done = "De verhuizing is vastgelegd. Open aanvragen en toewijzingen zijn beëindigd. Het dossier blijft bewaard."
    intro = (
        "De cliënt verhuist naar een andere gemeente in deze zorgregio. Alles wat hier open staat, eindigt op deze "
        "dag. Uw dossier blijft bij u. De nieuwe gemeente begint een eigen dossier."
    )

    def get_form_kwargs(self) -> dict[str, Any]:
        """Add where one can go."""
        others = Municipality.objects.filter(region=self.client.municipality.region_id)
        others = others.exclude(pk=self.client.municipality_id).order_by("name")
        return super().get_form_kwargs() | {"municipalities": others}

    def perform(self, form: MoveForm) -> Move:
        """Record it."""
        given = form.cleaned_data
        return move_client(
            actor=self.actor,
            client=self.client,
            revision=given["revision"],
            to_municipality=given["to_municipality"],
            moved_on=given["moved_on"],
            has_consent=given["has_consent"],
            address=form.address,
        )


@require_POST
@never_cache
def reopen(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Go on with the file of who lives here again."""
    client = scoped_or_404(Client.objects.select_related("municipality"), actor_of(request), public_id=public_id)
    reopen_file(actor=actor_of(request), client=client, revision=int(request.POST.get("revision") or 0))
    messages.success(request, "Het dossier is weer open. U kunt een nieuwe melding vastleggen.")
    return redirect("clients:file", public_id=public_id)


@method_decorator(never_cache, name="dispatch")
class Moves(ScopedMixin, ListView[Move]):
    """Who came to live here and was not taken over yet."""

    template_name = "clients/moves.html"
    queryset = Move.objects.all()
    paginate_by = PAGE_SIZE

    def get_queryset(self) -> QuerySet[Move]:
        """Those of the own municipality."""
        allow(may=may_do_intake(self.actor))
        record_move_list_reading(actor=self.actor)
        return moves_to_take_over(self.actor)


class TakeOver(ServiceFormView):
    """Start a file and a case for who came to live here."""

    template_name = "clients/take_over.html"
    form_class = TakeOverForm
    title = "Verhuizing overnemen"
    submit_label = "Dossier en melding maken"
    done = "Er is een dossier met een nieuwe melding. Zaak {.number}."
    move: Move

    def load(self) -> None:
        """The move."""
        move_id: UUID = self.kwargs["move_id"]
        rows = Move.objects.select_related("from_municipality", "to_municipality")
        self.move = scoped_or_404(rows, self.actor, public_id=move_id)
        allow(may=may_take_over(self.actor, self.move))

    def record_reading(self) -> None:
        """The page shows who it is."""
        record_move_reading(actor=self.actor, move=self.move)

    def perform(self, form: TakeOverForm) -> Case:
        """Take over."""
        return take_over(actor=self.actor, move=self.move, **form.cleaned_data)

    def back_url(self) -> str:
        """The list."""
        return reverse("clients:moves")

    def done_url(self, saved: Case) -> str:
        """The new case."""
        return case_url("clients:case", saved)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the move; when somebody was first there is nothing left to show of the person."""
        return super().get_context_data(move=self.move, today=today(), **kwargs)
