"""How many hours of relief the groups of clients give who care for them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Count, F, Q

from core.actors import Actor
from delivery.enums import Presence
from delivery.models import ClientAttendance
from informal_care.models import CareRelation
from informal_care.rules.relief import Relief, relief_of

CARERS = "allocation__client__carers"


def relief_by_relation(
    relations: Iterable[CareRelation], actor: Actor, from_on: date, until_on: date
) -> dict[int, Relief]:
    """By relation the dagdelen in which its client was there while it lasted, from and until these days: one query.

    Only of clients whose file the actor sees. A dagdeel counts for its whole length when the client was there, as it
    does in what was delivered (`delivery.rules.delivered`).
    """
    ids = [one.pk for one in relations]
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    if ids:
        lasts = Q(session__held_on__gte=F(f"{CARERS}__starts_on")) & (
            Q(**{f"{CARERS}__ends_on": None}) | Q(session__held_on__lte=F(f"{CARERS}__ends_on"))
        )
        rows = (
            ClientAttendance.objects.visible_to(actor)
            .current()
            .filter(
                lasts,
                presence=Presence.PRESENT,
                session__held_on__range=(from_on, until_on),
                **{f"{CARERS}__in": ids},
            )
            .order_by()
            .values(f"{CARERS}__pk", minutes=F("session__ends") - F("session__starts"))
            .annotate(number=Count("pk", distinct=True))
        )
        for row in rows:
            found[row[f"{CARERS}__pk"]].append((row["number"], row["minutes"]))
    return {pk: relief_of(found[pk]) for pk in ids}
