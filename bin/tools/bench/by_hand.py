"""The rows of the pages, fetched by SQL written by hand and straight through the driver: no less can do."""

from contextlib import closing
from typing import Any

from django.db import connection

from clients.rules import access_since
from clients.web.listing import PAGE_SIZE
from core.actors import Actor
from core.clock import today
from organisations.enums import OrganisationKind

# Read as a list of statements; nothing in them comes from outside.
# ruff: noqa: S608

PAGE = """
SELECT c.id, c.public_id, c.surname, c.initials, c.prefix, c.birth_date, c.city,
       v.name, o.name, a.starts_on, a.ends_on
FROM (
    SELECT id, public_id, surname, initials, prefix, birth_date, city, search_name
    FROM clients_client x WHERE {scope} {named}
    ORDER BY search_name, id LIMIT {limit} OFFSET {offset}
) c
LEFT JOIN clients_allocation a ON a.client_id = c.id AND {allocated}
LEFT JOIN products_productvariant v ON v.id = a.variant_id
LEFT JOIN organisations_organisation o ON o.id = a.provider_id
ORDER BY c.search_name, c.id, a.starts_on, a.number
"""

PLAN = (
    "SELECT v.*, p.*, a.*, c.*, m.name, o.name, x.name FROM plans_planversion v "
    "JOIN plans_plan p ON p.id = v.plan_id JOIN clients_allocation a ON a.id = p.allocation_id "
    "JOIN clients_client c ON c.id = a.client_id JOIN organisations_organisation m ON m.id = a.municipality_id "
    "JOIN organisations_organisation o ON o.id = a.provider_id "
    "JOIN products_productvariant x ON x.id = a.variant_id WHERE v.id = {id}",
    "SELECT g.*, t.* FROM plans_goal g LEFT JOIN plans_activity t ON t.goal_id = g.id WHERE g.version_id = {id} "
    "ORDER BY g.position, t.id",
    "SELECT * FROM plans_agreement WHERE version_id = {id}",
    "SELECT * FROM plans_evaluationmoment WHERE version_id = {id} ORDER BY planned_on",
    "SELECT e.* FROM plans_evaluation e JOIN plans_planversion v ON v.id = e.version_id "
    "WHERE v.plan_id = (SELECT plan_id FROM plans_planversion WHERE id = {id}) ORDER BY e.held_on DESC",
    "SELECT r.*, o.name FROM plans_responsibility r JOIN organisations_professional o ON o.id = r.professional_id "
    "WHERE r.plan_id = (SELECT plan_id FROM plans_planversion WHERE id = {id}) ORDER BY r.starts_on DESC",
    "SELECT q.* FROM products_requirement q JOIN products_productversion w ON w.id = q.version_id "
    "WHERE w.variant_id = (SELECT a.variant_id FROM plans_planversion v JOIN plans_plan p ON p.id = v.plan_id "
    "JOIN clients_allocation a ON a.id = p.allocation_id WHERE v.id = {id}) AND q.category = 'content'",
)


AFTER_END_MONTHS = 6


def client_page(actor: Actor, *, offset: int = 0, name: str = "", meets: str = "") -> list[Any]:
    """The rows of one page of the client list with what is allocated to them: one statement.

    `meets` is one more condition, in SQL, over the client `x`.
    """
    own = int(actor.organisation_id or 0)
    if actor.organisation_kind == OrganisationKind.MUNICIPALITY:
        scope, allocated = f"municipality_id = {own}", f"a.municipality_id = {own}"
    else:
        scope = (
            f"EXISTS (SELECT 1 FROM clients_treatmentrelation s WHERE s.client_id = x.id AND s.provider_id = {own} "
            f"AND s.user_id = {int(actor.user_id or 0)} AND s.starts_on <= CURRENT_DATE "
            "AND (s.ends_on IS NULL OR s.ends_on >= CURRENT_DATE)) AND EXISTS (SELECT 1 FROM clients_allocation g "
            f"WHERE g.client_id = x.id AND g.provider_id = {own} "
            f"AND (g.ends_on IS NULL OR g.ends_on >= '{access_since(today(), AFTER_END_MONTHS)}'))"
        )
        allocated = f"a.provider_id = {own}"
    named = "".join(f" AND search_name LIKE '%{word}%'" for word in name.split())
    named += f" AND {meets}" if meets else ""
    return _fetch(PAGE.format(scope=scope, named=named, limit=PAGE_SIZE, offset=offset, allocated=allocated))


def plan(version_id: int) -> list[list[Any]]:
    """A version of a plan with all that its page shows: seven statements."""
    return [_fetch(statement.format(id=int(version_id))) for statement in PLAN]


def _fetch(statement: str) -> list[Any]:
    connection.ensure_connection()
    # closing(): the cursor of SQLite is no context manager.
    with closing(connection.connection.cursor()) as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())
