from uuid import UUID

from django.contrib import admin

from audit.admin import ClientFileAdmin
from core.admin import ReadOnlyAdmin
from informal_care.models import Instrument, Measurement, Support


@admin.register(Instrument)
class InstrumentAdmin(ReadOnlyAdmin[Instrument]):
    """Instruments, to look at: they are loaded from files."""

    list_display = ("name", "number", "source", "licence")
    search_fields = ("name", "code")


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
