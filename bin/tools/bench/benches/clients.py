"""The client list and the page of a plan, as a case worker and a care professional open them."""

from collections.abc import Callable, Mapping
from itertools import cycle

from django.template import Context, Template
from django.urls import reverse
from django.utils.html import strip_tags

from accounts.models import User
from bin.tools.bench import by_hand
from bin.tools.bench.data import people, plans, region
from bin.tools.bench.timing import Work
from bin.tools.bench.visitor import Visitor
from clients.models import Client
from clients.selectors import ROW_COLUMNS, client_rows
from clients.web.listing import PAGE_SIZE, SEARCH_KEY
from core.actors import Actor
from core.clock import today
from core.web.remembered import sealed
from organisations.selectors import actor_for, memberships_of
from plans.models import PlanVersion

PARTS: Mapping[str, Callable[[int, Callable[[float], None]], None]] = {
    "region, providers and contracts": region.make,
    "clients": people.make_clients,
    "allocations": people.make_allocations,
    "plans": plans.make_plans,
    "goals and activities": plans.make_goals,
    "agreements": plans.make_agreements,
    "evaluations": plans.make_evaluations,
}

BARE = """<table><thead><tr><th>Naam</th><th>Geboren</th><th>Woonplaats</th><th>Product</th><th>Einde</th>
<th>Toewijzing</th></tr></thead><tbody>{% for url, name, born, city, product, ends, state in rows %}<tr>
<td><a href="{{ url }}">{{ name }}</a></td><td>{{ born }}</td><td>{{ city }}</td><td>{{ product }}</td>
<td>{{ ends }}</td><td>{{ state }}</td></tr>{% endfor %}</tbody></table>"""
"""The cells of the list in a plain table: what Django's templates cost without a page around it."""

FAR = 50
SEARCHED = "veldman"
PLANS = 25
"""So many plans are opened in turn."""


def works() -> list[Work]:
    """What is measured; the first is the whole page beside a bare template with the same rows."""
    case_worker = User.objects.get(email=region.CASE_WORKER)
    professional = User.objects.get(email=region.PROFESSIONAL)
    visitor = Visitor(case_worker)
    return [
        Work("list, case worker, beside a template", _list(visitor), _bare(_actor(case_worker)), "bare template"),
        *_visits("case worker", case_worker),
        *_visits("professional", professional),
    ]


def _visits(name: str, user: User) -> list[Work]:
    """The pages for one user, each beside the SQL that fetches the same rows."""
    actor = _actor(user)
    visitor = Visitor(user)
    searcher = Visitor(user, **{SEARCH_KEY: sealed(SEARCH_KEY, {"naam": SEARCHED})})
    count = Client.objects.visible_to(actor).count()
    far = max(1, min(FAR, -(-count // PAGE_SIZE)))
    versions = cycle(_versions(actor))
    ids = cycle(_versions(actor))
    return [
        Work(f"list, {name}", _list(visitor), lambda: by_hand.client_page(actor), "SQL"),
        Work(
            f"list page {far}, {name}",
            _list(visitor, f"page={far}"),
            lambda: by_hand.client_page(actor, offset=(far - 1) * PAGE_SIZE),
            "SQL",
        ),
        Work(f"search, {name}", _list(searcher), lambda: by_hand.client_page(actor, name=SEARCHED), "SQL"),
        Work(
            f"plan, {name}",
            lambda: visitor.get(reverse("plans:detail", args=[next(versions)[1]])),
            lambda: by_hand.plan(next(ids)[0]),
            "SQL",
        ),
    ]


def _list(visitor: Visitor, query: str = "") -> Callable[[], bytes]:
    path = reverse("clients:list")
    return lambda: visitor.get(path, query)


def _bare(actor: Actor) -> Callable[[], bytes]:
    """Print the cells of the first page, plain texts in memory, with a template that is compiled."""
    found = Client.objects.visible_to(actor).values_list(*ROW_COLUMNS)[:PAGE_SIZE]
    listed = client_rows(found, actor, today(), list_url=reverse("clients:list"))
    rows = [tuple(strip_tags(cell) for cell in row) for row in listed]
    template = Template(BARE)
    return lambda: template.render(Context({"rows": rows})).encode()


def _versions(actor: Actor) -> list[tuple[int, object]]:
    found = PlanVersion.objects.visible_to(actor).filter(status="in_execution").order_by("public_id")
    return list(found.values_list("pk", "public_id")[:PLANS])


def _actor(user: User) -> Actor:
    return actor_for(user, memberships_of(user, today())[0], Actor.anonymous().origin)
