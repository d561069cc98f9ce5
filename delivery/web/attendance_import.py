"""Attendance from a spreadsheet: looked through first, stored once somebody says so."""

import json
from typing import Any, Final
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from clients.forms import SheetForm
from core.crypto import DecryptionError, decrypt, encrypt
from core.errors import Conflict
from core.web.service_forms import ServiceFormView
from core.web.views import actor_of, allow
from delivery.access import may_see_attendance
from delivery.services.attendance_sheets import HEADERS, as_cells, from_cells, read_attendance
from delivery.services.bringing import bring_in
from delivery.services.receipts import take_once

SEALED: Final = "delivery.attendance_import"
SHOWN: Final = 200


class ImportAttendance(ServiceFormView):
    """Send a file and see what it would do. Nothing is stored yet."""

    template_name = "delivery/import.html"
    form_class = SheetForm
    title = "Aanwezigheid importeren"
    submit_label = "Bestand controleren"

    def load(self) -> None:
        """There is nothing yet; only who records attendance goes on."""
        allow(may=may_see_attendance(self.actor))

    def back_url(self) -> str:
        """The dagdelen of today."""
        return reverse("delivery:sessions")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Look through the file, and show what would be stored and what cannot be."""
        self.sent = request.POST
        form = self.get_form()
        if not form.is_valid():
            return self.show(form)
        try:
            lines, unread = read_attendance(form.cleaned_data["sheet"])
            brought = bring_in(actor=self.actor, lines=lines, takes_good=True, keeps=False)
        except ValidationError as error:
            form.refuse(error)
            return self.show(form)
        faults = sorted([*unread, *brought.faults], key=lambda fault: fault.number)
        context = self.get_context_data(
            form=self.form_class(),
            checked=brought,
            faults=faults[:SHOWN],
            fault_count=len({fault.number for fault in faults}),
            sealed=encrypt(json.dumps([self.actor.user_id, as_cells(lines)]), SEALED) if brought.stored else "",
            key=uuid4(),
        )
        return render(request, self.template_name, context)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the names of the columns."""
        return super().get_context_data(**{"headers": HEADERS, "checked": None} | kwargs)


@require_POST
@never_cache
def confirm_attendance(request: HttpRequest) -> HttpResponse:
    """Store what was looked through: what can be stored by now, or all or nothing. Pushed twice it counts once."""
    actor = actor_of(request)
    allow(may=may_see_attendance(actor))
    try:
        user_id, rows = json.loads(decrypt(request.POST.get("regels", ""), SEALED))
        allow(may=user_id == actor.user_id)
    except (DecryptionError, ValueError):
        messages.error(request, "Dit bestand is niet meer te lezen. Stuur het opnieuw.")
        return redirect("delivery:import_attendance")
    takes_good = request.POST.get("welke") == "goede"

    def work() -> dict[str, Any]:
        brought = bring_in(actor=actor, lines=from_cells(rows), takes_good=takes_good)
        if not brought.is_kept:
            raise Conflict("Intussen klopt er iets niet meer. Er is niets opgeslagen. Stuur het bestand opnieuw.")
        return {"opgeslagen": brought.stored, "fouten": len(brought.faults)}

    try:
        content = json.dumps([takes_good, rows])
        answer, _ = take_once(actor=actor, key=request.POST.get("sleutel", ""), content=content, work=work)
    except (ValidationError, Conflict) as refused:
        messages.error(request, refused.message if isinstance(refused, Conflict) else " ".join(refused.messages))
        return redirect("delivery:import_attendance")
    messages.success(request, f"Opgeslagen: {answer['opgeslagen']}. Niet opgeslagen: {answer['fouten']}.")
    return redirect("delivery:sessions")
