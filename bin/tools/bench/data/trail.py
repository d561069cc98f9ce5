"""A trail: as many entries as the size says in each of the last two months, and a tenth of them of one client."""

from collections.abc import Callable
from datetime import timedelta
from itertools import islice, product

from django.db import connection

from accounts.models import User
from audit.models import AuditEntry
from bin.tools.bench.bulk import indexes_afterwards, insert_select
from bin.tools.bench.data import people, region
from clients.models import Client
from clients.services.reference import load_terms
from core.clock import today
from organisations.enums import Role
from organisations.models import Membership, Municipality

OFFICER = "functionaris@zorgregio.example"
CLIENTS = 10_000
STAFF = 200
DAYS = 28
YEAR = 365
"""Over so many days the entries of the one client are spread, with ten people on each."""
LANES = 32
BEGINS = 1_000_000
"""Far above the places that the making of the other data took."""

NUMBERS = {
    "postgresql": "generate_series(0, {number} - 1) AS n(i)",
    "sqlite": (
        "(WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {number} - 1) SELECT i FROM n) n"
    ),
}
ENTRIES = """
JOIN (SELECT public_id, row_number() OVER (ORDER BY id) - 1 AS place FROM clients_client
      WHERE municipality_id = {municipality}) c ON c.place = {client}
JOIN (SELECT u.public_id, u.name, row_number() OVER (ORDER BY u.id) - 1 AS place FROM accounts_user u
      WHERE u.email LIKE 'bench-%%') u ON u.place = {person}
JOIN (SELECT public_id, name, row_number() OVER (ORDER BY id) - 1 AS place FROM organisations_organisation
      WHERE id = {municipality} OR kind = 'provider') o ON o.place = u.place %% 10
"""


def make_clients(size: int, within: Callable[[float], None]) -> None:
    """Clients; their number does not grow with the size."""
    people.make_clients(CLIENTS, within)


def make_entries(size: int, within: Callable[[float], None]) -> None:
    """The entries, and who looks at them."""
    load_terms()
    _staff()
    own = Client.objects.filter(municipality=largest()).count()
    with indexes_afterwards(AuditEntry):
        _insert(2 * size, 2 * DAYS, client=f"(n.i %% {own}) * 7919 %% {own}", person=f"(n.i / 56) %% {STAFF}", first=1)
        within(0.8)
        _insert(size // 10, YEAR, client="0", person=f"(n.i %% {YEAR} + n.i / {YEAR} %% 10) %% {STAFF}", first=2)
    within(1)


def largest() -> Municipality:
    """The municipality whose trail is looked at."""
    return Municipality.objects.order_by("cbs_code")[0]


def busiest() -> Client:
    """The client whose file so many opened."""
    return Client.objects.filter(municipality=largest()).order_by("pk")[0]


def _staff() -> None:
    names = (
        f"{given} {first}{last}" for last, first, given in product(people.ENDINGS, people.BEGINNINGS, people.GIVEN)
    )
    users = [
        User(email=f"bench-{place}@zorgregio.example", name=name, password="!")  # noqa: S106 - nobody signs in by it
        for place, name in enumerate(islice(names, STAFF))
    ]
    User.objects.bulk_create(users)
    officer = User.objects.create(email=OFFICER, name="Fenna Functionaris", password="!")  # noqa: S106
    Membership.objects.create(
        user=officer, organisation_id=largest().pk, role=Role.PRIVACY_OFFICER, starts_on=region.SINCE
    )


def _insert(number: int, days: int, *, client: str, person: str, first: int) -> None:
    numbers = NUMBERS[connection.vendor].format(number=number)
    source = numbers + ENTRIES.format(municipality=largest().pk, client=client, person=person)
    insert_select(
        AuditEntry,
        source,
        lane=f"n.i %% {LANES}",
        position=f"{first * BEGINS} + n.i / {LANES}",
        # Of Greenwich: one in 780 is before seven in the morning in winter, which stands out.
        at=_moment(days, "359 + (n.i * 37) %% 780"),
        event="CASE WHEN n.i %% 8 = 0 THEN 'changed' ELSE 'read' END",
        actor="u.public_id",
        actor_label="u.name",
        organisation="o.public_id",
        organisation_label="o.name",
        role="'case_worker'",
        target_label="'clients.client'",
        target="c.public_id",
        client="c.public_id",
    )


def _moment(days: int, minutes: str) -> str:
    """The SQL of so many minutes (SQL) after midnight, on one of the last `days` days by turns."""
    start = today() - timedelta(days=days)
    if connection.vendor == "postgresql":
        return f"(TIMESTAMP '{start}' + (1 + n.i %% {days}) * INTERVAL '1 day' + ({minutes}) * INTERVAL '1 minute')"
    return f"datetime('{start}', (1 + n.i %% {days}) || ' days', ({minutes}) || ' minutes')"
