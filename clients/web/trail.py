"""Who has seen this file: for the case worker and the privacy officer, and on paper for the client."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from audit.enums import AuditEvent
from audit.services import record
from clients.access import may_open_files, may_see_trail
from clients.documents.trail import trail_pdf
from clients.filters import TrailFilterForm
from clients.selectors import trail_lines
from clients.selectors.trail import (
    by_person_and_day,
    files_with_trail,
    people_in_trail,
    person_days,
    trail_of,
    trail_on_paper,
)
from clients.services import record_trail_reading
from clients.web.files import FilePage
from core.clock import today
from core.web.downloads import UNAVAILABLE, document_response
from core.web.views import actor_of, allow

PAGE_SIZE = 50


class Trail(FilePage):
    """Who opened or changed this file, per person and day or line by line. Looking at it is recorded too."""

    template_name = "clients/trail.html"
    tab = "spoor"

    def get_queryset(self) -> Any:
        """A privacy officer opens no files, but does see who opened them."""
        return files_with_trail(self.actor)

    def record(self) -> None:
        """Put the reading in the trail."""
        record_trail_reading(actor=self.actor, client=self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        allow(may=may_see_trail(self.actor, self.object))
        people, organisations = people_in_trail(self.object)
        form = TrailFilterForm(self.request.GET, people=people, organisations=organisations)
        entries = trail_of(self.object, form.wanted())
        has_lines = self.request.GET.get("weergave") == "regels"
        page: Any = Paginator(entries if has_lines else by_person_and_day(entries), PAGE_SIZE).get_page(
            self.request.GET.get("page")
        )
        return super().get_context_data(
            form=form,
            page_obj=page,
            lines=list(trail_lines(page.object_list)) if has_lines else [],
            days=[] if has_lines else list(person_days(page.object_list)),
            opens_files=may_open_files(self.actor),
            **kwargs,
        )


@never_cache
@require_safe
def print_trail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The whole trail on paper for the client; printing it stands in the trail."""
    actor = actor_of(request)
    client = get_object_or_404(files_with_trail(actor), public_id=public_id)
    allow(may=may_see_trail(actor, client))
    trail = trail_on_paper(client)
    response = document_response(request, lambda: trail_pdf(client, trail, today()), "wie-keek-in-uw-dossier.pdf")
    if response.status_code != UNAVAILABLE:
        record(actor=actor, event=AuditEvent.PRINTED, target=client, client=client.public_id, fields=["spoor"])
    return response
