from uuid import UUID

from django.contrib import admin

from audit.admin import ClientFileAdmin
from informal_care.models import CarerSignal, Referral, SignalStep


@admin.register(CarerSignal)
class CarerSignalAdmin(ClientFileAdmin[CarerSignal]):
    """Signals about carers, to look at."""

    list_display = ("public_id", "municipality", "source", "received_on", "due_on", "handled_on")
    list_select_related = ("municipality", "carer")
    list_filter = ("municipality",)
    search_fields = ("public_id",)

    def client_of(self, row: CarerSignal) -> UUID:
        """The carer, or the signal itself while it is not known who that is."""
        return row.file_id


@admin.register(SignalStep)
class SignalStepAdmin(ClientFileAdmin[SignalStep]):
    """What was done after signals, to look at."""

    list_display = ("public_id", "done_on", "by")
    list_select_related = ("signal__carer", "by")
    search_fields = ("public_id",)

    def client_of(self, row: SignalStep) -> UUID:
        """The carer, or the signal itself while it is not known who that is."""
        return row.signal.file_id


@admin.register(Referral)
class ReferralAdmin(ClientFileAdmin[Referral]):
    """Referrals, to look at."""

    list_display = ("public_id", "municipality", "kind", "referred_on", "feedback_due_on", "feedback_on")
    list_select_related = ("municipality", "signal__carer", "carer")
    search_fields = ("public_id",)

    def client_of(self, row: Referral) -> UUID:
        """The carer, or the signal while it is not known who that is."""
        return row.file_id
