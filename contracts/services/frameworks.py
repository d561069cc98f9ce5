from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from audit.enums import AuditEvent
from audit.services import record
from contracts.access import may_purchase
from contracts.models import FrameworkAgreement
from core.actors import Actor
from core.storing import store
from organisations.models import Region


@transaction.atomic
def conclude_framework(
    *,
    actor: Actor,
    region: Region,
    name: str,
    reference: str,
    starts_on: date,
    ends_on: date | None = None,
) -> FrameworkAgreement:
    """The framework agreement of the region under which it contracts providers.

    Raises PermissionDenied for anybody but its purchaser, ValidationError for an end before the start or a
    reference that is taken.
    """
    if not may_purchase(actor, region):
        raise PermissionDenied
    framework = FrameworkAgreement(region=region, name=name, reference=reference, starts_on=starts_on, ends_on=ends_on)
    store(framework)
    record(actor=actor, event=AuditEvent.CREATED, target=framework)
    return framework
