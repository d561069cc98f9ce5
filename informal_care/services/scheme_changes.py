"""Changing what a municipality gives in a year, without touching what somebody already relies on."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction

from audit.enums import AuditEvent
from audit.services import record, snapshot
from core.actors import Actor
from core.errors import Conflict
from core.storing import store
from informal_care.access import may_give_for, may_keep_schemes
from informal_care.models import AppreciationKind, AppreciationScheme
from informal_care.services.appreciation import NO_OFFER, Offer

CHANGED = "Iemand anders heeft deze regeling intussen gewijzigd. Kijk wat er veranderde en sla daarna opnieuw op."
CHOSEN = "Iemand vroeg dit al aan. U kunt alleen nog wijzigen hoeveel er zijn."


@transaction.atomic
def change_scheme(
    *, actor: Actor, scheme: AppreciationScheme, revision: int, offers: Sequence[Offer | None], **values: Any
) -> AppreciationScheme:
    """Change the fields of a scheme but its year, and what can be chosen: `offers` in the order of its kinds, None for
    one that is taken out, and behind them those that are new.

    The database holds the budget and the numbers above what was granted, and the conditions as they were at the first
    grant. What somebody applied for keeps its form, name and value. Raises PermissionDenied, Conflict when somebody
    was first, and ValidationError with all faults at once: `scheme_budget`, `scheme_relied`, `scheme_period`,
    `no_offer`, and beside the offer (`name_<number>`, `available_<number>`) `kind_chosen` or `kind_number`.
    """
    scheme = AppreciationScheme.objects.select_for_update(of=("self",)).get(pk=scheme.pk)
    if not may_keep_schemes(actor) or not may_give_for(actor, scheme):
        raise PermissionDenied
    if scheme.revision != revision:
        raise Conflict(CHANGED, code="scheme_changed")
    before = snapshot(scheme)
    for name, value in values.items():
        setattr(scheme, name, value)
    kinds = list(scheme.kinds.select_for_update(of=("self",)).order_by("pk"))
    _check(scheme, kinds, offers)
    scheme.revision += 1
    store(scheme)
    is_other = _keep(scheme, kinds, offers)
    record(actor=actor, event=AuditEvent.CHANGED, target=scheme, before=before, fields=["keuzes"] if is_other else [])
    return scheme


def _check(scheme: AppreciationScheme, kinds: Sequence[AppreciationKind], offers: Sequence[Offer | None]) -> None:
    faults: dict[str, list[ValidationError]] = {}
    try:
        scheme.full_clean()
    except ValidationError as error:
        faults = error.update_error_dict(faults)
    if not any(offers):
        faults["name_1"] = [NO_OFFER]
    asked = set(scheme.applications.values_list("kind", flat=True))
    for number, kind in enumerate(kinds, start=1):
        one = offers[number - 1] if number <= len(offers) else None
        if kind.pk in asked and (one is None or (one.form, one.name, one.value) != (kind.form, kind.name, kind.value)):
            faults[f"name_{number}"] = [ValidationError(CHOSEN, code="kind_chosen")]
        elif one is not None and one.available < kind.granted:
            fault = f"Er zijn er al {kind.granted} toegekend. Vul minstens dat aantal in."
            faults[f"available_{number}"] = [ValidationError(fault, code="kind_number")]
    if faults:
        raise ValidationError({name or NON_FIELD_ERRORS: found for name, found in faults.items()})


def _keep(scheme: AppreciationScheme, kinds: Sequence[AppreciationKind], offers: Sequence[Offer | None]) -> bool:
    """Write what can be chosen; whether anything differs. What goes first, so that its name is free."""
    is_other = False
    places = [*kinds, *([None] * (len(offers) - len(kinds)))]
    wanted = [*offers, *([None] * (len(kinds) - len(offers)))]
    for kind, one in zip(places, wanted, strict=True):
        if kind is not None and one is None:
            kind.delete()
            is_other = True
    for kind, one in zip(places, wanted, strict=True):
        if one is None or (kind and one == Offer(kind.form, kind.name, kind.value, kind.available)):
            continue
        row = kind or AppreciationKind(scheme=scheme)
        row.form, row.name, row.value, row.available = one.form, one.name, one.value, one.available
        store(row)
        is_other = True
    return is_other
