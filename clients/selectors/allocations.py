"""What an allocation can follow from."""

from django.db.models import QuerySet

from clients.enums import DeliveryForm, Outcome
from clients.models import Client, Decision
from core.actors import Actor
from core.clock import today
from products.models import ProductVariant


def decisions_to_allocate(client: Client, actor: Actor, variant: ProductVariant | None = None) -> QuerySet[Decision]:
    """The decisions that grant this client care in kind, of `variant` or of anything, the newest first.

    Not those that were revised or withdrawn: of these nothing is left to order.
    """
    granted = (
        Decision.objects.visible_to(actor)
        .filter(case__client=client, outcome=Outcome.GRANTED, form=DeliveryForm.IN_KIND)
        .still_holding(today())
        .select_related("case", "variant", "amendment")
    )
    return granted if variant is None else granted.filter(variant=variant)
