"""Deriving the reminders of a night when every plan is due, doing so again, and claiming what is to be sent.

The size is the number of plans. All that is made is rolled back, so that each round begins alike. Beside it stand
the same rows, made by one `INSERT … SELECT` written by hand for each table, and for the claim one `UPDATE` and one
`SELECT` of what was claimed.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.db import connection, transaction

from accounts.models import User
from bin.tools.bench.bulk import insert_select, moment
from bin.tools.bench.data import region, reminders
from bin.tools.bench.timing import Work
from core.clock import now, today
from organisations.models import Mail
from organisations.services import claim_mails
from plans.services.reminders import derive_reminders

# Nothing in the statements comes from outside.
# ruff: noqa: S608

MOST_ROUNDS = 5
"""Each turn writes as many rows as there are plans, three times."""

AT_ONCE = 20

PARTS: Mapping[str, Callable[[int, Callable[[float], None]], None]] = {
    "region, providers and contracts": region.make,
    "clients": reminders.make_clients,
    "staff": reminders.make_staff,
    "plans": reminders.make_plans,
    "mails that wait": lambda size, within: make_mails(size),
}


def works() -> list[Work]:
    """What is measured."""
    return [
        Work("derive when all are due", _undone(_derive), _undone(_by_hand), "SQL"),
        Work(f"claim {AT_ONCE} of all mails that wait", _undone(lambda: claim_mails(AT_ONCE)), _undone(_claim), "SQL"),
    ]


def make_mails(size: int) -> None:
    """As many mails that wait as there are plans."""
    user = User.objects.get(email=region.CASE_WORKER)
    insert_select(
        Mail,
        "plans_plan p",
        user_id=str(user.pk),
        key="'bench:' || p.id",
        template="'plans/evaluations'",
        subject="'Evaluaties die uw aandacht vragen'",
        context="'{}'",
        not_before=moment(),
    )


def _derive() -> None:
    derive_reminders(today())


def _by_hand() -> None:
    due = today() + reminders.DUE_IN
    at = now().isoformat()
    _run(
        "INSERT INTO plans_reminder (version_id, due_on, days, state, reached_at) "
        f"SELECT v.id, p.next_evaluation_due_on, -14, 'open', '{at}' FROM plans_plan p "
        "JOIN plans_planversion v ON v.plan_id = p.id JOIN clients_allocation a ON a.id = p.allocation_id "
        "JOIN clients_client c ON c.id = a.client_id WHERE v.status = 'in_execution' "
        f"AND p.next_evaluation_due_on = '{due}' AND (a.ends_on IS NULL OR a.ends_on >= '{today()}') "
        "AND c.died_on IS NULL AND c.moved_on IS NULL ON CONFLICT DO NOTHING"
    )
    told = (
        "INSERT INTO plans_notice (reminder_id, user_id, recipient) SELECT r.id, {who} FROM plans_reminder r "
        "JOIN plans_planversion v ON v.id = r.version_id {way} WHERE r.state = 'open' {where} ON CONFLICT DO NOTHING"
    )
    holds = f"{{0}}.starts_on <= '{today()}' AND ({{0}}.ends_on IS NULL OR {{0}}.ends_on >= '{today()}')"
    _run(
        told.format(
            who="o.user_id, 'responsible'",
            way="JOIN plans_responsibility s ON s.plan_id = v.plan_id "
            "JOIN organisations_professional o ON o.id = s.professional_id",
            where=f"AND {holds.format('s')} AND o.user_id IS NOT NULL",
        )
    )
    _run(
        told.format(
            who="m.user_id, 'planner'",
            way="JOIN plans_plan p ON p.id = v.plan_id JOIN clients_allocation a ON a.id = p.allocation_id "
            "JOIN organisations_membership m ON m.organisation_id = a.provider_id",
            where=f"AND {holds.format('m')} AND m.role = 'planner'",
        )
    )


def _claim() -> None:
    moment_of_now = now()
    until, at = (moment_of_now + timedelta(minutes=10)).isoformat(), moment_of_now.isoformat()
    locked = " FOR UPDATE SKIP LOCKED" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE organisations_mail SET claimed_until = '{until}', claim = '{'0' * 32}' WHERE id IN ("
            f"SELECT id FROM organisations_mail WHERE status = 'waiting' AND not_before <= '{at}' "
            f"AND (claimed_until IS NULL OR claimed_until < '{at}') ORDER BY not_before, id LIMIT {AT_ONCE}{locked}) "
            "RETURNING id"
        )
        mine = ", ".join(str(row[0]) for row in cursor.fetchall())
        cursor.execute(
            "SELECT m.*, u.* FROM organisations_mail m JOIN accounts_user u ON u.id = m.user_id "
            f"WHERE m.id IN ({mine}) ORDER BY m.not_before, m.id"
        )
        cursor.fetchall()


def _undone(work: Callable[[], Any]) -> Callable[[], None]:
    """The work, and then nothing of it is there."""

    def do() -> None:
        with transaction.atomic():
            work()
            transaction.set_rollback(True)

    return do


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
