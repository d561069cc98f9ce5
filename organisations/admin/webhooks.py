"""Messages to programs: what waits, what was received, and what the last answer was. Nothing is changed here."""

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest

from core.admin import ReadOnlyAdmin
from organisations.enums import DeliveryStatus
from organisations.models import WebhookDelivery, WebhookSubscription


@admin.register(WebhookSubscription)
class WebhookSubscriptionAdmin(ReadOnlyAdmin[WebhookSubscription]):
    """What programs want to be told, and whether their address answers. No secret is shown."""

    list_display = ["client", "address", "waiting", "failing_since", "attempts", "last_answer", "paused_at"]
    list_filter = [("paused_at", admin.EmptyFieldListFilter), ("failing_since", admin.EmptyFieldListFilter)]
    list_select_related = ["client"]
    search_fields = ["client__name", "client__organisation__name", "address", "public_id"]
    fields = ["public_id", "client", "address", "topics", "made_at", "failing_since", "attempts", "not_before"]
    fields += ["last_answer", "paused_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[WebhookSubscription]:
        """With how many messages wait."""
        waiting = Count("deliveries", filter=Q(deliveries__status=DeliveryStatus.WAITING))
        return super().get_queryset(request).annotate(waiting_count=waiting)

    @admin.display(description="wachtend")
    def waiting(self, subscription: WebhookSubscription) -> int:
        """How many messages are still to be received."""
        return int(getattr(subscription, "waiting_count", 0))


@admin.register(WebhookDelivery)
class WebhookDeliveryAdmin(ReadOnlyAdmin[WebhookDelivery]):
    """Each message: how often it was tried, and what the last answer was."""

    list_display = ["public_id", "subscription", "topic", "status", "attempts", "last_answer", "made_at", "settled_at"]
    list_filter = ["status", "topic"]
    list_select_related = ["subscription__client"]
    search_fields = ["public_id", "subscription__client__name"]
    date_hierarchy = "made_at"
