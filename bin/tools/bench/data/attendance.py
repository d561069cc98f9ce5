"""Groups with ten clients and three professionals each, and who was there in every session of some months."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from accounts.models import User
from bin.tools.bench.bulk import day, indexes_afterwards, insert_rows, insert_select, moment, yes
from bin.tools.bench.data import people
from bin.tools.bench.data.region import CASE_WORKER, PROVIDERS
from clients.enums import Frequency
from clients.models import Allocation
from core.clock import now, today
from delivery.models import ClientAttendance, Group, Placement, Session, StaffAttendance, StaffBreak
from organisations.models import Employment, Location, PersonalCareCompetence, Professional, Qualification

# Nothing in the statements comes from outside.
# ruff: noqa: S608

CLIENTS = 10
STAFF = 3
SESSIONS = 250
"""Of each group, two on a day."""


def groups_of(size: int) -> int:
    """How many groups there are for so many attendances of clients."""
    return max(1, -(-size // (CLIENTS * SESSIONS)))


def make_clients(size: int, within: Callable[[float], None]) -> None:
    """Ten for each group, with an allocation of the product of the group, in which one in ten has another one."""
    people.make_clients(groups_of(size) * CLIENTS, within)
    group = f"((c.id - 1) / {CLIENTS})"
    variant = f"CASE WHEN c.id %% {CLIENTS} = 0 THEN 1 ELSE 1 + {group} %% 4 END"
    insert_select(
        Allocation,
        f"clients_client c JOIN contracts_contract k ON k.id = 1 + {group} %% {PROVIDERS} "
        f"JOIN contracts_contractedproduct cp ON cp.contract_id = k.id AND cp.variant_id = {variant}",
        client_id="c.id",
        municipality_id="c.municipality_id",
        contracted_product_id="cp.id",
        provider_id="k.provider_id",
        variant_id="cp.variant_id",
        volume="4",
        frequency=f"'{Frequency.WEEK}'",
        number="c.id",
        starts_on=day(today(), "-400"),
        ends_on=day(today(), "200"),
    )


def make_groups(size: int, within: Callable[[float], None]) -> None:
    """The groups, their places and their professionals: one in thirty has no checked diploma."""
    number = groups_of(size)
    provider = f"(SELECT provider_id FROM contracts_contract WHERE id = 1 + n.id %% {PROVIDERS})"
    counted = f"(SELECT id - 1 AS id FROM clients_client WHERE id <= {number}) n"
    insert_select(
        Location,
        counted,
        provider_id=provider,
        name="'Locatie ' || n.id",
        street="'Enkweg'",
        house_number="'1'",
        postcode="'7311AA'",
        city="'Apeldoorn'",
    )
    insert_select(
        Group,
        f"{counted} JOIN organisations_location l ON l.id = n.id + 1",
        provider_id="l.provider_id",
        location_id="l.id",
        name="'Groep ' || n.id",
        capacity="12",
        starts_on=day(today(), "-400"),
    )
    within(0.3)
    insert_select(
        Placement,
        f"clients_allocation a JOIN delivery_group g ON g.id = (a.client_id - 1) / {CLIENTS} + 1",
        group_id="g.id",
        allocation_id="a.id",
        moments="3",
        starts_on="a.starts_on",
        ends_on="a.ends_on",
    )
    within(0.5)
    first = Professional.objects.order_by("-pk").values_list("pk", flat=True)[0]
    staff = f"(SELECT id - 1 AS id FROM clients_client WHERE id <= {number * STAFF}) n"
    insert_select(Professional, staff, name="'Medewerker ' || n.id", search_name="'medewerker ' || n.id")
    new = f"organisations_professional p JOIN delivery_group g ON g.id = (p.id - {first + 1}) / {STAFF} + 1"
    since = day(today(), "-900")
    insert_select(
        Employment, f"{new} WHERE p.id > {first}", professional_id="p.id", provider_id="g.provider_id", starts_on=since
    )
    user = User.objects.get(email=CASE_WORKER).pk
    level = "CASE p.id %% 3 WHEN 0 THEN 'mbo4' WHEN 1 THEN 'mbo2' ELSE 'hbo' END"
    insert_select(
        Qualification,
        f"{new} WHERE p.id > {first} AND p.id %% 30 <> 0",
        professional_id="p.id",
        level=level,
        title="'Opleiding'",
        evidence="'evidence/bench'",
        verified_by_id=str(user),
        verified_on=since,
        starts_on=since,
    )
    insert_select(
        PersonalCareCompetence,
        f"{new} WHERE p.id > {first} AND p.id %% 3 = 0",
        professional_id="p.id",
        evidence_reference="'Toets'",
        starts_on=since,
    )


def make_sessions(size: int, within: Callable[[float], None]) -> None:
    """Every session closed; of each group two on a day, the last ones of yesterday."""
    user, at = User.objects.get(email=CASE_WORKER).pk, now().isoformat()

    def rows() -> Iterator[list[object]]:
        for place in range(SESSIONS):
            held_on = today() - timedelta(days=(SESSIONS - place + 1) // 2)
            part = ("morning", 540, 750) if place % 2 == 0 else ("afternoon", 780, 990)
            for group in range(1, groups_of(size) + 1):
                yield [group, held_on, *part, at, user]

    insert_rows(Session, ["group_id", "held_on", "dagdeel", "starts", "ends", "closed_at", "closed_by_id"], rows())


def make_attendance(size: int, within: Callable[[float], None]) -> None:
    """Who was there: one client in twenty stayed away, one in two hundred left nobody knows when."""
    with indexes_afterwards(ClientAttendance):
        insert_select(
            ClientAttendance,
            "delivery_session s JOIN delivery_placement p ON p.group_id = s.group_id",
            session_id="s.id",
            allocation_id="p.allocation_id",
            planned_starts="s.starts",
            planned_ends="s.ends",
            presence="CASE WHEN (s.id + p.id) %% 20 = 0 THEN 'absent' ELSE 'present' END",
            arrived="CASE WHEN (s.id + p.id) %% 20 = 0 THEN NULL ELSE s.starts + (s.id * 7 + p.id * 13) %% 25 END",
            left="CASE WHEN (s.id + p.id) %% 20 = 0 OR (s.id * 3 + p.id) %% 200 = 0 THEN NULL "
            "ELSE s.ends - (s.id * 5 + p.id * 11) %% 30 END",
            recorded_at=moment(),
        )
    within(0.7)
    first = Professional.objects.order_by("-pk").values_list("pk", flat=True)[0] - groups_of(size) * STAFF
    present = "(s.id + p.id) %% 25 <> 0"
    with indexes_afterwards(StaffAttendance):
        insert_select(
            StaffAttendance,
            f"delivery_session s JOIN organisations_professional p ON p.id > {first} "
            f"AND (p.id - {first + 1}) / {STAFF} + 1 = s.group_id",
            session_id="s.id",
            professional_id="p.id",
            planned_starts="s.starts",
            planned_ends="s.ends",
            presence=f"CASE WHEN {present} THEN 'present' ELSE 'absent' END",
            arrived=f"CASE WHEN {present} THEN s.starts - 10 END",
            left=f"CASE WHEN {present} THEN s.ends + 5 - (s.id * p.id) %% 20 END",
            recorded_at=moment(),
        )
    within(0.9)
    insert_select(
        StaffBreak,
        "delivery_staffattendance a WHERE a.arrived IS NOT NULL AND a.id %% 3 <> 0",
        attendance_id="a.id",
        starts="a.arrived + 100 + (a.id %% 3) * 20",
        ends="a.arrived + 115 + (a.id %% 3) * 20",
        is_planned=f"NOT {yes()}",
    )
