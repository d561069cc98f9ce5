"""Support that carers ask for and get."""

from datetime import date
from decimal import Decimal
from typing import TypedDict, Unpack

from django.db import transaction

from audit.enums import AuditEvent
from audit.services import record, snapshot
from clients.services.checking import refuse_all_at_once, refuse_unknown
from core.actors import Actor
from core.errors import Conflict
from core.storing import store
from informal_care.models import Carer, Support
from informal_care.services.carers import CHANGED, locked_carer, refuse_ended
from organisations.models import Organisation


class SupportDetails(TypedDict, total=False):
    """What was asked, and what came of it."""

    kind: str
    respite_kind: str
    taken_over: str
    about: str
    asked_on: date
    starts_on: date | None
    ends_on: date | None
    not_given_because: str
    given_by: Organisation | None
    given_by_name: str
    planned_hours: Decimal | None
    used_hours: Decimal | None


@transaction.atomic
def add_support(*, actor: Actor, carer: Carer, **details: Unpack[SupportDetails]) -> Support:
    """Keep what a carer asks for, and what is given.

    Raises PermissionDenied, Conflict `carer_ended`, ValidationError with all faults by field: among them
    `support_kind`, `support_respite`, `support_dates`, `support_given` and `support_hours`.
    """
    carer = locked_carer(actor, carer)
    refuse_ended(carer)
    support = Support(carer=carer, municipality_id=carer.municipality_id)
    _fill(support, details)
    record(actor=actor, event=AuditEvent.CREATED, target=support, client=carer.public_id)
    return support


@transaction.atomic
def change_support(*, actor: Actor, support: Support, revision: int, **details: Unpack[SupportDetails]) -> Support:
    """Change the given details; what is not given stays.

    Raises PermissionDenied, Conflict when somebody saved since `revision`, ValidationError as of `add_support`.
    """
    carer = locked_carer(actor, support.carer)
    found = Support.objects.select_related("given_by").get(pk=support.pk)
    if found.revision != revision:
        raise Conflict(CHANGED, code="support_changed")
    before = snapshot(found)
    found.revision += 1
    _fill(found, details)
    record(actor=actor, event=AuditEvent.CHANGED, target=found, before=before, client=carer.public_id)
    return found


def _fill(support: Support, details: SupportDetails) -> None:
    refuse_unknown(details, SupportDetails)
    for name, value in details.items():
        setattr(support, name, value.strip() if isinstance(value, str) else value)
    refuse_all_at_once(support)
    store(support)
