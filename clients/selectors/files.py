"""Reads over client files."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, Q
from django.utils.safestring import SafeString

from audit.models import AuditEntry
from audit.rules import PURPOSE
from clients.enums import AllocationFilter, BsnSearchReason
from clients.models import Allocation, Case, Client
from clients.querysets import AllocationQuerySet, ClientQuerySet
from clients.rules import EXPIRES_WITHIN
from core.actors import Actor
from core.querysets import holds_on
from core.templatetags.pages import badge
from organisations.enums import Role

ROW_COLUMNS = ("id", "public_id", "surname", "initials", "prefix", "birth_date", "city")
"""Columns of the client list, in the order in which `client_rows` takes them."""

# How it stands with the allocations of a client. Made once: the list prints a hundred of them.
EXPIRING = badge("Loopt af", "wait")
RUNNING = badge("Loopt", "ok")
COMING = badge("Begint nog", "info")
ENDED = badge("Afgelopen", "neutral")
WITHOUT = badge("Zonder toewijzing", "wait")

MOST_OF_A_NAME = 1000
"""So many clients of one name are shown; nobody reads further, and there may be a hundred thousand."""

LARGEST_NUMBER = 2**31 - 1

LEFT_OUT_OF_THE_TRAIL = {"revision", "search_name", "bsn_index"}
"""Columns that only the software uses."""


@dataclass(frozen=True, slots=True)
class ClientFilter:
    """What the client list is narrowed to. The first four never stand in a URL."""

    name: str = ""
    birth_date: date | None = None
    postcode: str = ""
    number: str = ""
    """Of a case or of an allocation."""
    provider: UUID | None = None
    product: str = ""
    state: str = ""


class ClientRow(NamedTuple):
    """A row of the client list, as text: the page prints it and does nothing else.

    What people typed is plain text, which the page escapes. Figures and words of our own are safe already:
    with a hundred rows that is a fifth of the time that printing takes.
    """

    url: SafeString
    name: str
    born: SafeString
    city: str
    products: str
    ends: SafeString
    state: SafeString


class _Given(NamedTuple):
    """An allocation as the list needs it."""

    client_id: int
    variant: str
    provider: str
    starts_on: date
    ends_on: date | None


class FoundClients(NamedTuple):
    """What the client list shows."""

    clients: ClientQuerySet[Client]
    is_cut_off: bool
    """Whether there are more of this name than `MOST_OF_A_NAME`."""


def filtered_clients(actor: Actor, wanted: ClientFilter, today: date) -> FoundClients:
    """The clients that the actor sees and that meet the filter, by name.

    Of a common name a municipality gets the first, and is told that there are more; everybody else gets all.
    """
    clients = Client.objects.visible_to(actor)
    if wanted.birth_date:
        clients = clients.filter(birth_date=wanted.birth_date)
    if wanted.postcode:
        clients = clients.in_postcode(wanted.postcode)
    if wanted.number:
        clients = clients.filter(pk__in=_with_number(actor, wanted.number))
    is_cut_off = False
    if wanted.name and not (wanted.birth_date or wanted.postcode or wanted.number):
        if wanted.provider or wanted.product or wanted.state:
            clients = clients.named_for(actor, wanted.name)
        else:
            clients, is_cut_off = clients.first_named_for(actor, wanted.name, MOST_OF_A_NAME)
    elif wanted.name:
        clients = clients.named(wanted.name)  # among the few that are left
    condition = Q()
    if wanted.provider:
        condition &= Q(provider__public_id=wanted.provider)
    if wanted.product:
        condition &= Q(variant__code=wanted.product)
    if wanted.state == AllocationFilter.WITHOUT:
        # Without a running or coming one; with a provider or product chosen: without one of that.
        not_over = Q(ends_on=None) | Q(ends_on__gte=today)
        clients = clients.with_allocation(actor, condition & not_over, wanted=False)
    else:
        if wanted.state:
            condition &= _state(wanted.state, today)
        clients = clients.with_allocation(actor, condition) if condition else clients
    return FoundClients(clients, is_cut_off)


def _with_number(actor: Actor, number: str) -> set[int]:
    """The clients with an allocation or a case of this number that the actor sees. Looked up first: few have it."""
    if not number.isascii() or not number.isdecimal() or int(number) > LARGEST_NUMBER:
        return set()
    allocations = Allocation.objects.visible_to(actor).filter(number=int(number)).order_by()
    cases = Case.objects.visible_to(actor).filter(number=int(number)).order_by()
    return {*allocations.values_list("client_id", flat=True), *cases.values_list("client_id", flat=True)}


def client_rows(rows: Iterable[tuple[object, ...]], actor: Actor, today: date, *, list_url: str) -> list[ClientRow]:
    """The rows of one page, given as `ROW_COLUMNS`, with what is allocated to them. One query.

    The file of a client stands below `list_url`, at its public id.
    """
    page = list(rows)
    given: dict[int, list[_Given]] = {}
    allocations = (
        Allocation.objects.visible_to(actor)
        .filter(client__pk__in=[row[0] for row in page])  # `client_id__in` prepares each of the hundred twice
        .order_by("starts_on", "number")
        .values_list("client_id", "variant__name", "provider__name", "starts_on", "ends_on")
    )
    for values in allocations:
        given.setdefault(values[0], []).append(_Given._make(values))
    return [_row(row, given.get(row[0], []), today, list_url) for row in page]  # type: ignore[call-overload]


def _row(columns: tuple[object, ...], given: list[_Given], today: date, list_url: str) -> ClientRow:
    _, public_id, surname, initials, prefix, birth_date, city = columns
    shown, state = _shown(given, today) if given else ((), WITHOUT)
    ends = [one.ends_on for one in shown if one.ends_on]
    last = max(ends) if ends and len(ends) == len(shown) else None
    if state is RUNNING and last is not None and last <= today + EXPIRES_WITHIN:
        state = EXPIRING
    return ClientRow(
        SafeString(f"{list_url}/{public_id}"),
        f"{surname}, {initials} {prefix}" if prefix else f"{surname}, {initials}",
        _figures(birth_date),  # type: ignore[arg-type]
        city,  # type: ignore[arg-type]
        "; ".join([f"{one.variant}, {one.provider}" for one in shown]),
        _figures(last),
        state,
    )


def _shown(given: list[_Given], today: date) -> tuple[Sequence[_Given], SafeString]:
    """The allocations that a row names, the most telling ones, and how it stands with them."""
    running = [one for one in given if one.starts_on <= today and (one.ends_on is None or one.ends_on >= today)]
    if running:
        return running, RUNNING
    coming = [one for one in given if one.starts_on > today]
    return (coming, COMING) if coming else (given[-1:], ENDED)


def _figures(day: date | None) -> SafeString:
    return SafeString(f"{day.day}-{day.month}-{day.year}" if day else "")


def _state(state: str, today: date) -> Q:
    match state:
        case AllocationFilter.RUNNING:
            return holds_on(today)
        case AllocationFilter.EXPIRING:
            return holds_on(today) & Q(ends_on__lte=today + EXPIRES_WITHIN)
        case AllocationFilter.COMING:
            return Q(starts_on__gt=today)
        case AllocationFilter.ENDED:
            return Q(ends_on__lt=today)
    return Q()


def allocations_of(client: Client, actor: Actor) -> AllocationQuerySet[Allocation]:
    """The allocations of the client that the actor sees, newest first, with product and provider."""
    return (
        Allocation.objects.visible_to(actor)
        .filter(client=client)
        .select_related("variant", "provider", "contracted_product", "decision__case", "replaces", "replaced_by")
    )


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One entry of the trail, in words."""

    at: datetime
    who: str
    on_behalf: str
    role: str
    act: str
    about: str
    details: str


def trail_lines(entries: Iterable[AuditEntry]) -> Iterator[TrailLine]:
    """The entries in the words of the page: who, on whose behalf, did what to what. No query."""
    for entry in entries:
        yield TrailLine(
            at=entry.at,
            who=entry.actor_label,
            on_behalf=entry.organisation_label,
            role=Role(entry.role).label if entry.role in Role.values else entry.role,
            act=entry.get_event_display(),
            about=_kind_of_thing(entry.target_label),
            details=", ".join(_in_words(entry.target_label, entry.fields)),
        )


def _kind_of_thing(label: str) -> str:
    model = _model(label)
    return str(model._meta.verbose_name) if model else ""


def _in_words(label: str, fields: list[dict[str, object]]) -> Iterator[str]:
    model = _model(label)
    for field in fields:
        name = str(field.get("name", ""))
        if name in LEFT_OUT_OF_THE_TRAIL:
            continue
        if name == PURPOSE:
            yield f"doel: {field.get('new', '')}"
            continue
        code = name.removeprefix("reason:")
        if code != name and code in BsnSearchReason.values:
            yield f"reden: {BsnSearchReason(code).label}"
            continue
        try:
            yield str(model._meta.get_field(name).verbose_name) if model else name  # type: ignore[union-attr]
        except (FieldDoesNotExist, AttributeError):
            yield name


def _model(label: str) -> type[Model] | None:
    """The model that an entry names; None for one that no longer exists."""
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        return None
