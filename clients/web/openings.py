"""Opening a file that is not among the own clients, with a reason, and reviewing that afterwards."""

from typing import Any, Final
from uuid import UUID

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, ListView

from clients.access import ground_of, may_review_opening, may_review_openings
from clients.enums import OpeningGround
from clients.forms import BreakGlassSearch, OpeningForm, OutsideSearch, ReviewForm
from clients.models import FileOpening
from clients.services import (
    Sought,
    open_file,
    record_opening_reading,
    record_openings_reading,
    review_opening,
    seek_file,
)
from core.actors import Actor
from core.web import remembered
from core.web.service_forms import ServiceFormView
from core.web.views import ScopedMixin, actor_of, allow, scoped_or_404

SOUGHT_KEY: Final = "clients.opening"
NOT_FOUND: Final = "Met deze gegevens is er geen dossier dat u zo kunt openen. Controleer wat u invulde."


@method_decorator(never_cache, name="dispatch")
class SeekFile(FormView[Any]):
    """Say which client is meant. The answer is that there is a file, and nothing of what is in it."""

    template_name = "clients/open_search.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        allow(may=ground_of(self.actor) is not None)
        return super().dispatch(request, *args, **kwargs)

    @property
    def actor(self) -> Actor:
        """Who acts in this request."""
        return actor_of(self.request)

    def get_form_class(self) -> Any:
        """Who gives care knows the client; who comes from outside has a number."""
        return BreakGlassSearch if ground_of(self.actor) == OpeningGround.BREAK_GLASS else OutsideSearch

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep, sealed in the session, which file it is."""
        client_id = seek_file(actor=self.actor, sought=Sought(**form.cleaned_data))
        if client_id is None:
            form.add_error(None, NOT_FOUND)
            return self.render_to_response(self.get_context_data(form=form))
        remembered.keep(self.request, SOUGHT_KEY, {"client": str(client_id), "namens": _on_behalf(self.actor)})
        return redirect("clients:open")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add on what ground."""
        return super().get_context_data(ground=ground_of(self.actor), cancel_url=reverse("home"), **kwargs)


class OpenFile(ServiceFormView):
    """There is a file: say why it has to be opened."""

    template_name = "clients/open.html"
    form_class = OpeningForm
    title = "Er is een dossier"
    submit_label = "Dossier openen"
    done = "Het dossier is geopend. Dat staat in het spoor."
    client_id: UUID | None = None

    def load(self) -> None:
        """Which file was found; nothing of what is in it."""
        allow(may=ground_of(self.actor) is not None)
        sought = remembered.read(self.request, SOUGHT_KEY)
        if sought.get("namens") == _on_behalf(self.actor):
            self.client_id = UUID(sought["client"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Without a file that was looked for there is nothing to open."""
        self.load()
        if self.client_id is None:
            return redirect("clients:open_search")
        return super().dispatch(request, *args, **kwargs)

    def perform(self, form: OpeningForm) -> FileOpening:
        """Open it."""
        assert self.client_id is not None  # noqa: S101 - for the type checker; `dispatch` saw to it
        return open_file(actor=self.actor, client_id=self.client_id, **form.cleaned_data)

    def back_url(self) -> str:
        """Look for another one."""
        return reverse("clients:open_search")

    def done_url(self, saved: FileOpening) -> str:
        """The file."""
        client_id = remembered.read(self.request, SOUGHT_KEY)["client"]
        remembered.forget(self.request, SOUGHT_KEY)
        return reverse("clients:file", args=[client_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add on what ground."""
        return super().get_context_data(ground=ground_of(self.actor), **kwargs)


@method_decorator(never_cache, name="dispatch")
class Openings(ScopedMixin, ListView[FileOpening]):
    """What was opened with a reason; what nobody reviewed yet comes first."""

    queryset = FileOpening.objects.select_related("client", "user", "organisation").order_by(
        F("reviewed_at").desc(nulls_first=True), "-opened_at", "-pk"
    )
    template_name = "clients/openings.html"
    paginate_by = 50

    def get_queryset(self) -> Any:
        """Those that the actor reviews."""
        allow(may=may_review_openings(self.actor))
        return super().get_queryset()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the list, and record that it was read."""
        response = super().get(request, *args, **kwargs)
        record_openings_reading(actor=self.actor)
        return response


class ReviewOpening(ServiceFormView):
    """Say whether an opening was justified."""

    template_name = "clients/opening_review.html"
    form_class = ReviewForm
    title = "Opening beoordelen"
    done = "Uw oordeel is opgeslagen."
    opening: FileOpening

    def load(self) -> None:
        """The opening, for who reviews it."""
        rows = FileOpening.objects.select_related("client", "user", "organisation", "reviewed_by")
        self.opening = scoped_or_404(rows, self.actor, public_id=self.kwargs["opening_id"])
        allow(may=may_review_opening(self.actor, self.opening))

    def record_reading(self) -> None:
        """The page says whose file it is."""
        record_opening_reading(actor=self.actor, opening=self.opening)

    def perform(self, form: ReviewForm) -> FileOpening:
        """Keep the verdict."""
        return review_opening(actor=self.actor, opening=self.opening, **form.cleaned_data)

    def back_url(self) -> str:
        """The list."""
        return reverse("clients:openings")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add which opening."""
        return super().get_context_data(opening=self.opening, **kwargs)


def _on_behalf(actor: Actor) -> str:
    return f"{actor.user_uuid} {actor.organisation_uuid} {actor.role}"
