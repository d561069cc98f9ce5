"""Who is in the treatment team of a client, and so sees the file."""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accounts.models import User
from audit.enums import AuditEvent
from audit.services import record, snapshot
from clients.access import may_assign_treatment, may_open_file
from clients.models import Allocation, Client, TreatmentRelation
from clients.services.clients import CHANGED_MEANWHILE
from core.actors import Actor
from core.clock import today
from core.errors import Conflict
from core.storing import store
from organisations.selectors import care_professionals_of

ONE_DAY = timedelta(days=1)


@transaction.atomic
def assign_treatment(
    *, actor: Actor, client: Client, user: User, starts_on: date, ends_on: date | None = None
) -> TreatmentRelation:
    """Put a care professional in the treatment team of a client of the actor's provider.

    Raises PermissionDenied for anybody but a planner or quality officer who sees the file, ValidationError with
    code `not_of_provider`, `treatment_in_past`, `treatment_overlap` or `period_order`.
    """
    client = _locked(client)
    if not (may_assign_treatment(actor) and may_open_file(actor, client)):
        raise PermissionDenied
    if starts_on < today():
        raise ValidationError(
            {"starts_on": ValidationError("Kies vandaag of een latere dag.", code="treatment_in_past")}
        )
    if not care_professionals_of(actor.organisation_id or 0, starts_on).filter(pk=user.pk).exists():
        raise ValidationError(
            {
                "user": ValidationError(
                    "Deze medewerker werkt op de eerste dag niet als zorgprofessional bij u. Kies iemand anders.",
                    code="not_of_provider",
                )
            }
        )
    relation = TreatmentRelation(
        client=client, provider_id=actor.organisation_id, user=user, starts_on=starts_on, ends_on=ends_on
    )
    return _added(actor, relation)


@transaction.atomic
def end_treatment(
    *, actor: Actor, relation: TreatmentRelation, ends_on: date, revision: int | None = None
) -> TreatmentRelation:
    """Say until when, that day included, somebody is in the treatment team.

    Raises PermissionDenied, Conflict when it changed since `revision`, ValidationError with code
    `treatment_in_past`, `end_later` or `period_order`.
    """
    relation = TreatmentRelation.objects.select_for_update(of=("self",)).select_related("client").get(pk=relation.pk)
    is_own = relation.provider_id == actor.organisation_id
    if not (may_assign_treatment(actor) and is_own and may_open_file(actor, relation.client)):
        raise PermissionDenied
    if revision is not None and relation.revision != revision:
        raise Conflict(CHANGED_MEANWHILE, code="treatment_changed")
    _check_end(ends_on, relation)
    before = snapshot(relation)
    relation.ends_on = ends_on
    relation.revision += 1
    store(relation, "ends_on", "revision")
    record(actor=actor, event=AuditEvent.CHANGED, target=relation, before=before, client=relation.client.public_id)
    return relation


def join_team(*, actor: Actor, allocation: Allocation, user_id: int | None, from_on: date) -> TreatmentRelation | None:
    """Let who becomes responsible for the care under an allocation see the file, from that day on.

    Part of the service that makes somebody responsible, which asks whether the actor may do that; nothing when
    that professional has no account, or is in the team already. A relation does not reach back: it begins today
    at the earliest.
    """
    if user_id is None:
        return None
    client, starts_on = _locked(allocation.client), max(from_on, today())
    team = TreatmentRelation.objects.filter(client=client, provider_id=allocation.provider_id, user_id=user_id)
    if team.active_on(starts_on).exists():
        return None
    following = team.filter(starts_on__gt=starts_on).order_by("starts_on").first()
    relation = TreatmentRelation(
        client=client,
        provider_id=allocation.provider_id,
        user_id=user_id,
        starts_on=starts_on,
        ends_on=following.starts_on - ONE_DAY if following else None,
    )
    return _added(actor, relation)


def _added(actor: Actor, relation: TreatmentRelation) -> TreatmentRelation:
    store(relation)
    record(actor=actor, event=AuditEvent.CREATED, target=relation, client=relation.client.public_id)
    return relation


def _check_end(ends_on: date, relation: TreatmentRelation) -> None:
    fault = None
    if ends_on < today():
        fault = ValidationError("Kies vandaag of een latere dag.", code="treatment_in_past")
    elif relation.ends_on is not None and ends_on > relation.ends_on:
        fault = ValidationError("Dit eindigt al eerder. Voeg de medewerker opnieuw toe.", code="end_later")
    if fault is not None:
        raise ValidationError({"ends_on": fault})


def _locked(client: Client) -> Client:
    # No lock on the key: rows that refer to the client can still be written meanwhile.
    return Client.objects.select_for_update(of=("self",), no_key=True).get(pk=client.pk)
