"""Which advice councils look for members."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from audit.enums import AuditEvent
from audit.services import record, snapshot
from core.actors import Actor
from core.errors import Conflict
from core.storing import store
from informal_care.access import may_ask_carers, may_ask_for
from informal_care.models import CouncilVacancy
from organisations.models import Municipality

CHANGED = "Iemand anders heeft deze oproep intussen gewijzigd. Kijk wat er veranderde en sla daarna opnieuw op."


@transaction.atomic
def open_vacancy(*, actor: Actor, **values: Any) -> CouncilVacancy:
    """Ask for members of a council of the own municipality: `council`, `text`, `contact`, `starts_on`, `ends_on`.

    Raises PermissionDenied, ValidationError with code `period_order` or `vacancy_complete`.
    """
    municipality = Municipality.objects.filter(pk=actor.organisation_id or 0).first()
    if municipality is None or not may_ask_carers(actor):
        raise PermissionDenied
    vacancy = CouncilVacancy(municipality=municipality, **values)
    store(vacancy)
    record(actor=actor, event=AuditEvent.CREATED, target=vacancy)
    return vacancy


@transaction.atomic
def change_vacancy(*, actor: Actor, vacancy: CouncilVacancy, revision: int, **values: Any) -> CouncilVacancy:
    """Change it, or end it by its last day. Raises as `open_vacancy`, and Conflict when somebody was first."""
    vacancy = CouncilVacancy.objects.select_for_update(of=("self",)).get(pk=vacancy.pk)
    if not may_ask_for(actor, vacancy):
        raise PermissionDenied
    if vacancy.revision != revision:
        raise Conflict(CHANGED, code="vacancy_changed")
    before = snapshot(vacancy)
    for name, value in values.items():
        setattr(vacancy, name, value)
    vacancy.revision += 1
    store(vacancy)
    record(actor=actor, event=AuditEvent.CHANGED, target=vacancy, before=before)
    return vacancy
