"""For forms about a client: what somebody types is kept on the server until it is saved. ADR 15."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

from clients.models import Autosave, Client
from clients.services.autosaves import discard_autosave, keep_autosave
from core.templatetags.pages import nl_time
from core.web.autosaving import DISCARD, FIELD, RESUME, as_sent, is_autosave, typed_in
from core.web.service_forms import ServiceFormView

REFUSED = 422


class AutosavingFormView(ServiceFormView):
    """A form about a client that keeps what is typed, where `autosaves` says so."""

    autosaves = False

    def client_of_form(self) -> Client:
        """Whose file the form belongs to."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form, with what was kept of it when the writer asks for that."""
        kept = self.kept()
        if kept is not None and request.GET.get(FIELD) == RESUME:
            self.resume(as_sent(kept.content))
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep what the script sends, throw it away at the push of a button, or go on as any form."""
        if self.autosaves and is_autosave(request):
            return self._keep(request)
        if self.autosaves and request.POST.get(FIELD) == DISCARD:
            self._discard()
            messages.success(request, "Het concept is weggegooid.")
            return redirect(request.path)
        return super().post(request, *args, **kwargs)

    def saved(self, saved: object) -> None:
        """What was kept stands in the file now."""
        self._discard()

    def kept(self) -> Autosave | None:
        """What the actor typed here earlier and did not save."""
        if not self.autosaves:
            return None
        rows = Autosave.objects.visible_to(self.actor).fresh()
        return rows.filter(form=self._form(), target=self._target()).first()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Offer what was kept to who opens the form, unless it is on the page already."""
        is_open = self.request.method in {"GET", "HEAD"} and self.resumed is None
        return super().get_context_data(
            autosaves=self.autosaves,
            autosave=self.kept() if is_open else None,
            resumed=self.resumed is not None,
            **kwargs,
        )

    def _keep(self, request: HttpRequest) -> HttpResponse:
        try:
            kept = keep_autosave(
                actor=self.actor,
                client=self.client_of_form(),
                form=self._form(),
                target=self._target(),
                typed=typed_in(request.POST),
            )
        except ValidationError as error:
            return JsonResponse({"uitleg": " ".join(error.messages)}, status=REFUSED)
        return JsonResponse({"bewaard": nl_time(kept.saved_at)})

    def _discard(self) -> None:
        kept = self.kept()
        if kept is not None:
            discard_autosave(actor=self.actor, autosave=kept)

    def _form(self) -> str:
        match = self.request.resolver_match
        return match.view_name if match else ""

    def _target(self) -> UUID:
        target: UUID = self.kwargs["public_id"]
        return target
