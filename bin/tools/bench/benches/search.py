"""The client list and the ways to search it, for the largest municipality and the largest provider.

Every page is asked for through all of Django and, on PostgreSQL, under row security; the SQL beside it is not bound by
that, and gets its rows as the owner.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.urls import reverse

from accounts.models import User
from bin.tools.bench import by_hand
from bin.tools.bench.data import people, region
from bin.tools.bench.timing import Work
from bin.tools.bench.visitor import Visitor
from clients.models import Allocation, Client
from clients.web.listing import PAGE_SIZE, SEARCH_KEY
from core.actors import Actor
from core.clock import today
from core.web.remembered import sealed
from organisations.selectors import actor_for, memberships_of

PARTS: Mapping[str, Callable[[int, Callable[[float], None]], None]] = {
    "region, providers and contracts": region.make,
    "clients": people.make_clients,
    "allocations": people.make_allocations,
}

FAR = 50
COMMON = "man"
"""In one name of ten."""
RARE = "ugur zwanenw"
"""One in twenty thousand."""


def works() -> list[Work]:
    """What is measured."""
    found = [("municipality", region.CASE_WORKER), ("provider", region.PROFESSIONAL)]
    return [work for name, email in found for work in _of(name, User.objects.get(email=email))]


def _of(name: str, user: User) -> Iterator[Work]:
    actor = actor_for(user, memberships_of(user, today())[0], Actor.anonymous().origin)
    clients = Client.objects.visible_to(actor)
    last = -(-clients.count() // PAGE_SIZE)
    visitor = Visitor(user)
    for label, page in (("first page", 1), (f"page {min(FAR, last)}", min(FAR, last)), (f"last page, {last}", last)):
        offset = (page - 1) * PAGE_SIZE
        yield Work(f"{name}, {label}", _list(visitor, page), _by_hand(actor, offset=offset), "SQL")
    somebody = clients.order_by("pk").values("pk", "birth_date", "postcode")[0]
    born, postcode = somebody["birth_date"].isoformat(), somebody["postcode"]
    number = Allocation.objects.visible_to(actor).order_by("pk").values_list("number", flat=True)[0]
    has_number = f"EXISTS (SELECT 1 FROM clients_allocation n WHERE n.client_id = x.id AND n.number = {number})"  # noqa: S608 - a number
    searches: tuple[tuple[str, dict[str, str], dict[str, Any]], ...] = (
        ("rare name", {"naam": RARE}, {"name": RARE}),
        ("common name", {"naam": COMMON}, {"name": COMMON}),
        ("birth date", {"geboortedatum": born}, {"meets": f"birth_date = '{born}'"}),
        ("postcode", {"postcode": postcode}, {"meets": f"postcode = '{postcode}'"}),
        ("digits of postcode", {"postcode": postcode[:4]}, {"meets": f"postcode LIKE '{postcode[:4]}%'"}),
        ("number", {"nummer": str(number)}, {"meets": has_number}),
    )
    for label, typed, limit in searches:
        searcher = Visitor(user, **{SEARCH_KEY: sealed(SEARCH_KEY, typed)})
        yield Work(f"{name}, {label}", _list(searcher), _by_hand(actor, **limit), "SQL")


def _list(visitor: Visitor, page: int = 1) -> Callable[[], bytes]:
    path = reverse("clients:list")
    return lambda: visitor.get(path, "" if page == 1 else f"page={page}")


def _by_hand(actor: Actor, *, offset: int = 0, name: str = "", meets: str = "") -> Callable[[], object]:
    return lambda: by_hand.client_page(actor, offset=offset, name=name, meets=meets)
