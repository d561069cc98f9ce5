from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path

from audit.admin import ClientFileAdmin
from core.admin import ReadOnlyAdmin
from core.web.views import actor_of
from informal_care.forms.instruments import InstrumentForm
from informal_care.models import Instrument, Measurement, Support
from informal_care.services.instruments import load_instrument, prepared_definitions


@admin.register(Instrument)
class InstrumentAdmin(ReadOnlyAdmin[Instrument]):
    """Instruments: loaded from a file as a whole, and then only to look at, for an edition never changes."""

    list_display = ("name", "number", "source", "licence")
    search_fields = ("name", "code")

    def get_urls(self) -> list[Any]:
        """Add the page to load one."""
        load = self.admin_site.admin_view(self.load)
        return [path("laden", load, name="informal_care_instrument_load"), *super().get_urls()]

    def load(self, request: HttpRequest) -> HttpResponse:
        """Load an instrument, with all faults at once; what was sent stays to be mended."""
        prepared = prepared_definitions()
        begin = {"text": prepared.get(request.GET.get("begin", ""), "")}
        is_sent = request.method == "POST"
        form = InstrumentForm(*((request.POST, request.FILES) if is_sent else ()), initial=begin)
        if form.is_valid():
            try:
                instrument, is_new = load_instrument(actor=actor_of(request), text=form.cleaned_data["text"])
            except ValidationError as error:
                form.add_error("text", error)
            else:
                said = f"{instrument} is geladen." if is_new else f"{instrument} was al geladen. Er is niets veranderd."
                messages.success(request, said)
                return redirect("admin:informal_care_instrument_changelist")
        shown = {**self.admin_site.each_context(request), "title": "Meetinstrument laden", "form": form}
        return TemplateResponse(request, "admin/load_instrument.html", {**shown, "prepared": sorted(prepared)})


@admin.register(Measurement)
class MeasurementAdmin(ClientFileAdmin[Measurement]):
    """What was measured, to look at."""

    list_display = ("public_id", "instrument", "measured_on")
    list_select_related = ("carer", "instrument")
    list_filter = ("instrument",)
    search_fields = ("public_id",)

    def client_of(self, row: Measurement) -> UUID:
        """The carer: their file is their own."""
        return row.carer.public_id


@admin.register(Support)
class SupportAdmin(ClientFileAdmin[Support]):
    """Support that was asked and given, to look at."""

    list_display = ("public_id", "kind", "asked_on", "starts_on", "ends_on")
    list_select_related = ("carer",)
    list_filter = ("kind",)
    search_fields = ("public_id",)

    def client_of(self, row: Support) -> UUID:
        """The carer: their file is their own."""
        return row.carer.public_id
