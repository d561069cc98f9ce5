"""What a file would do, worked out for many rows at once: the same rules as the services, few queries."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import ValidationError

from audit.services import Snapshot, snapshot
from clients.access import may_change_client
from clients.models import Allocation, Client
from clients.querysets import BSN_CONTEXT
from clients.rules import check_no_overlap, check_volume, period_faults
from clients.services.allocations import conditions, conditions_of_client
from clients.services.checking import Check, Faults, faults_without_query, refuse_gone
from clients.services.clients import checks_of_client
from clients.services.decisions import budgets_of_clients
from clients.services.importing.columns import HEADER_OF
from clients.services.importing.faults import Fault, faults_of
from clients.services.importing.offers import Offers
from clients.services.importing.rows import Person, Row
from clients.services.importing.runs import Progress
from contracts.models import ContractedProduct
from core.actors import Actor
from core.clock import today
from core.crypto import blind_index
from core.errors import Conflict
from core.periods import Period
from organisations.models import Municipality

CHUNK = 500

T = TypeVar("T")
Key = tuple[int, int]
"""Primary keys of variant and provider."""


@dataclass(frozen=True, slots=True)
class ChangedClient:
    """A client with its new details, how it was, and which fields differ."""

    client: Client
    before: Snapshot
    fields: frozenset[str]


@dataclass(slots=True)
class Plan:
    """What the file would do; with faults it does nothing at all."""

    rows: int
    new_clients: list[Client] = field(default_factory=list)
    changed_clients: list[ChangedClient] = field(default_factory=list)
    unchanged_clients: int = 0
    new_allocations: list[Allocation] = field(default_factory=list)
    unchanged_allocations: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def writes(self) -> int:
        """How many rows of the database it would write."""
        return len(self.new_clients) + len(self.changed_clients) + len(self.new_allocations)


def in_chunks(items: Sequence[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    """The items in pieces of at most `size`."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


class Planner:
    """Works the plan out. With `locks` the clients that are there already stay locked until the transaction ends."""

    def __init__(self, actor: Actor, municipality: Municipality, *, locks: bool) -> None:
        self.actor, self.municipality, self.locks = actor, municipality, locks
        self.day = today()
        self.offers = Offers(actor)

    def plan(self, persons: Sequence[Person], progress: Progress = lambda done, total: None) -> Plan:
        """The plan for these clients. Three queries for each `CHUNK` of them, and three at the start."""
        self.made = Plan(rows=sum(len(person.rows) for person in persons))
        done = 0
        for chunk in in_chunks(persons):
            known = self._known(chunk)
            given = self._given(known.values())
            self.budgets = budgets_of_clients(client.pk for client in known.values())
            for person in chunk:
                client = known.get(self._index(person.bsn)) if person.bsn else None
                self._plan_person(person, client, given[client.pk] if client else [])
            done += len(chunk)
            progress(done, len(persons))
        self.made.faults += [fault for person in persons for row in person.rows for fault in row.faults]
        self.made.faults.sort()
        return self.made

    def _index(self, bsn: str) -> str:
        return blind_index(bsn, BSN_CONTEXT)

    def _known(self, persons: Iterable[Person]) -> dict[str, Client]:
        """The clients of the municipality with these numbers, by blind index."""
        rows = Client.objects.filter(
            municipality=self.municipality, bsn_index__in=[self._index(one.bsn) for one in persons if one.bsn]
        ).order_by("pk")
        if self.locks:
            rows = rows.select_for_update(of=("self",))
        return {str(client.bsn_index): client for client in rows}

    def _given(self, clients: Iterable[Client]) -> defaultdict[int, list[Allocation]]:
        """What is allocated to them already, by primary key of the client."""
        given: defaultdict[int, list[Allocation]] = defaultdict(list)
        for allocation in Allocation.objects.filter(client__in=[client.pk for client in clients]):
            given[allocation.client_id].append(allocation)
        return given

    # The client -------------------------------------------------------------------------------------------

    def _plan_person(self, person: Person, known: Client | None, given: list[Allocation]) -> None:
        if known is None:
            client = Client(municipality=self.municipality, bsn=person.bsn, **person.details)
            self._refuse_client(person, client, is_new=True)
            self.made.new_clients.append(client)
        else:
            client = known
            self._plan_change(person, client)
        self._plan_allocations(person, client, given)

    def _plan_change(self, person: Person, client: Client) -> None:
        if not may_change_client(self.actor, client):
            words = "U mag het dossier van deze cliënt niet veranderen. Haal deze rij weg."
            self.made.faults.append(Fault(person.number, HEADER_OF["bsn"], words, "client_not_allowed"))
            return
        different = {name for name, value in person.details.items() if getattr(client, name) != value}
        if not different:
            self.made.unchanged_clients += 1
            return
        before = snapshot(client)
        for name in different:
            setattr(client, name, person.details[name])
        client.revision += 1
        self._refuse_client(person, client, is_new=False)
        self.made.changed_clients.append(ChangedClient(client, before, frozenset(different)))

    def _refuse_client(self, person: Person, client: Client, *, is_new: bool) -> None:
        unread = person.unread | ({"bsn"} if not person.bsn else set())
        found = faults_without_query(client, *checks_of_client(client, self.day))
        for name, errors in found.items():
            if name in unread:
                continue
            row = person.row_of.get(name, person.number)
            if is_new and name not in person.details and name != "bsn":
                words = "Vul dit vak in: deze cliënt is nieuw in uw gemeente."
                self.made.faults.append(Fault(row, HEADER_OF.get(name, ""), words, "client_incomplete"))
            else:
                self.made.faults += faults_of(row, ValidationError({name: errors}), HEADER_OF)

    # The allocations --------------------------------------------------------------------------------------

    def _plan_allocations(self, person: Person, client: Client, given: list[Allocation]) -> None:
        stored = {(one.variant_id, one.provider_id, one.starts_on): one for one in given}
        taken: defaultdict[Key, list[Period]] = defaultdict(list)
        for one in given:
            taken[one.variant_id, one.provider_id].append(one.period)
        planned: dict[tuple[int, int, date], int] = {}
        for row in person.rows:
            if not row.names_allocation:
                continue
            wish = row.allocation
            try:
                product = self.offers.product_for(wish["code"], wish["provider"], wish["starts_on"])
            except ValidationError as error:
                row.faults += faults_of(row.number, error, HEADER_OF)
                continue
            key = (product.variant_id, product.contract.provider_id, wish["starts_on"])
            if key in stored:
                self._compare(row, stored[key])
            elif key in planned:
                if not any(fault.code == "row_twice" for fault in row.faults):
                    words = f"Dit staat ook in rij {planned[key]}. Haal een van de twee rijen weg."
                    row.faults.append(Fault(row.number, "", words, "row_twice"))
            elif self._may_begin(row, client):
                planned[key] = row.number
                self._plan_allocation(row, client, product, taken[key[0], key[1]])

    def _may_begin(self, row: Row, client: Client) -> bool:
        """Whether something new can begin for the client."""
        try:
            refuse_gone(client)
        except Conflict as gone:
            row.faults.append(Fault(row.number, "", gone.message, gone.code))
            return False
        return True

    def _compare(self, row: Row, stored: Allocation) -> None:
        """An allocation that is there already stays as it is: to change or to end one is an act of its own."""
        for name in ("volume", "frequency", "ends_on"):
            if name in row.allocation and row.allocation[name] != getattr(stored, name):
                words = (
                    f"Deze toewijzing bestaat al als nummer {stored.number}, met iets anders in dit vak. "
                    "Een import verandert geen toewijzingen: doe dat in het dossier, of maak het vak hier gelijk."
                )
                row.faults.append(Fault(row.number, HEADER_OF[name], words, "allocation_differs"))
        self.made.unchanged_allocations += 1

    def _plan_allocation(self, row: Row, client: Client, product: ContractedProduct, taken: list[Period]) -> None:
        wish = row.allocation
        allocation = Allocation(
            client=client,
            municipality=self.municipality,
            contracted_product=product,
            provider_id=product.contract.provider_id,
            variant=product.variant,
            number=0,
            starts_on=wish["starts_on"],
            ends_on=wish.get("ends_on"),
            volume=wish.get("volume"),  # type: ignore[misc] # without one the check says so
            frequency=wish.get("frequency", ""),
        )
        found = faults_without_query(allocation, *self._checks(row, allocation, taken))
        row.faults += self._worded(row, found)
        self.made.new_allocations.append(allocation)
        if not found:
            taken.append(allocation.period)

    def _checks(self, row: Row, allocation: Allocation, taken: list[Period]) -> Iterator[Check]:
        """What the service checks, and what it leaves to the constraints of the database."""
        starts_on, ends_on = allocation.starts_on, allocation.ends_on
        yield from conditions(
            allocation.contracted_product,
            self.municipality,
            starts_on,
            version_on=self.offers.version_on,
            rate_on=self.offers.rate_on,
        )
        if allocation.volume is not None:
            yield "volume", lambda: check_volume(allocation.volume)
        if "ends_on" in row.unread:
            return
        yield from conditions_of_client(allocation, lambda client, variant: self.budgets.get((client, variant), []))
        yield "ends_on", lambda: _raise(period_faults(starts_on, ends_on, allocation.frequency))
        if ends_on is None or ends_on >= starts_on:
            yield "starts_on", lambda: check_no_overlap(allocation.period, taken)

    def _worded(self, row: Row, found: Faults) -> Iterator[Fault]:
        for name, errors in found.items():
            if name in row.unread:
                continue
            if name in {"volume", "frequency"} and name not in row.allocation:
                words = "Vul dit vak in: deze toewijzing is nieuw."
                yield Fault(row.number, HEADER_OF[name], words, "allocation_incomplete")
            else:
                yield from faults_of(row.number, ValidationError({name: errors}), HEADER_OF)


def _raise(faults: list[ValidationError]) -> None:
    if faults:
        raise ValidationError(faults)


def columns_to_write(changes: Iterable[ChangedClient]) -> set[str]:
    """The columns in which these clients differ, with those that go along."""
    fields: set[Any] = {"revision", "search_name"}
    return fields.union(*(change.fields for change in changes))
