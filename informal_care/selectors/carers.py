"""Reads about carers."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet, Value
from django.db.models.functions import Replace

from clients.models import Client
from core.actors import Actor
from core.identifiers import search_key
from core.querysets import holds_on
from informal_care.access import may_see_carers
from informal_care.models import Carer, CareRelation, CarerPermission, Measurement
from informal_care.rules.relief import Relief
from informal_care.selectors.relief import relief_by_relation
from organisations.enums import OrganisationKind
from plans.access import may_read_plans
from plans.enums import PlanStatus
from plans.models import PlanVersion

MOST_DOUBLES = 10


def carers_found(actor: Actor, *, name: str = "", kind: str = "", with_ended: bool = False) -> QuerySet[Carer]:
    """The carers that the actor works with and that fit, by name, with their kinds and what was measured."""
    rows = Carer.objects.visible_to(actor).named(name)
    if kind:
        rows = rows.filter(types__kind=kind)
    if not with_ended:
        rows = rows.filter(ended_on=None)
    measured = Measurement.objects.visible_to(actor).current().select_related("instrument")
    return rows.prefetch_related("types", Prefetch("measurements", queryset=measured, to_attr="measured"))


def possible_doubles(actor: Actor, *, name: str, birth_date: date | None, phone: str) -> list[Carer]:
    """Who may be the same person: the same name where no other birth date is known, or the same telephone number."""
    same = Q(search_name=search_key(name))
    if birth_date is not None:
        same &= Q(birth_date=birth_date) | Q(birth_date=None)
    if digits := _digits(phone):
        same |= Q(digits=digits)
    number = Replace(Replace("phone", Value(" ")), Value("-"))
    return list(
        Carer.objects.visible_to(actor).annotate(digits=number).filter(same).order_by("search_name")[:MOST_DOUBLES]
    )


def clients_named(actor: Actor, relations: Iterable[CareRelation]) -> dict[int, Client]:
    """By key the clients of these relations whose file the actor sees; of others no more than the carer's words."""
    ids = {one.client_id for one in relations if one.client_id is not None}
    if not ids:
        return {}
    return {client.pk: client for client in Client.objects.visible_to(actor).filter(pk__in=ids)}


@dataclass(frozen=True, slots=True)
class CarerOfClient:
    """Somebody who cares for a client, as far as the reader may know."""

    carer: Carer
    relation: CareRelation
    reads_words: bool
    """Whether the reader may read the carer's own words."""
    may_open: bool
    """Whether the reader may open what else is known of the carer."""
    relief: Relief
    measured: list[Measurement]
    """By whom the reader may see it, the earliest first."""


def carers_of_client(client: Client, actor: Actor, day: date, since: date) -> list[CarerOfClient]:
    """Who cares for this client on `day`: for a provider those who let it know. Relief is counted from `since`."""
    permitted = Carer.objects.visible_to(actor)
    relations = list(
        CareRelation.objects.filter(holds_on(day), client=client, carer__in=permitted, carer__ended_on=None)
        .select_related("carer")
        .prefetch_related("carer__types")
        .order_by("carer__search_name", "pk")
    )
    is_own = may_see_carers(actor)
    shares = set(_sharing(actor, relations, day)) if not is_own else set()
    relief = relief_by_relation(relations, actor, since, day)
    measured: dict[int, list[Measurement]] = defaultdict(list)
    rows = Measurement.objects.visible_to(actor).current().select_related("instrument")
    for one in rows.filter(carer__in=[relation.carer_id for relation in relations]):
        measured[one.carer_id].append(one)
    return [
        CarerOfClient(
            carer=one.carer,
            relation=one,
            reads_words=is_own or one.carer_id in shares,
            may_open=is_own,
            relief=relief[one.pk],
            measured=measured[one.carer_id],
        )
        for one in relations
    ]


def _sharing(actor: Actor, relations: Iterable[CareRelation], day: date) -> Any:
    if actor.organisation_kind != OrganisationKind.PROVIDER:
        return []
    rows = CarerPermission.objects.filter(
        holds_on(day), provider_id=actor.organisation_id, carer__in=[one.carer_id for one in relations]
    )
    return rows.filter(shares_words=True).values_list("carer_id", flat=True)


def plans_of(clients: Iterable[Client], actor: Actor) -> list[PlanVersion]:
    """The plans that these clients agreed to and that hold, with their goals: for who reads plans."""
    ids = [client.pk for client in clients]
    if not ids or not may_read_plans(actor):
        return []
    return list(
        PlanVersion.objects.visible_to(actor)
        .filter(plan__allocation__client__in=ids, status__in=[PlanStatus.AGREED, PlanStatus.IN_EXECUTION])
        .select_related("plan__allocation__client", "plan__allocation__variant")
        .prefetch_related("goals")
        .order_by("starts_on", "pk")
    )


def _digits(phone: str) -> str:
    return phone.replace(" ", "").replace("-", "")
