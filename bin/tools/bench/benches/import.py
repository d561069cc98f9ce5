"""Import of a spreadsheet with as many rows as there are clients: each a new client with an allocation."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from itertools import cycle, islice
from random import Random

from django.core.files.base import ContentFile
from django.db import transaction

from accounts.models import User
from bin.tools.bench.data import people, region
from bin.tools.bench.timing import Work
from clients.enums import Frequency
from clients.models import Allocation, Client, ImportRun
from clients.services import importing
from clients.services.importing.columns import COLUMNS
from contracts.models import ContractedProduct
from core.actors import Actor
from core.clock import today
from core.identifiers import search_key
from organisations.models import Municipality
from organisations.selectors import actor_for, memberships_of

MOST_ROUNDS = 3
"""Each turn is a whole file."""

VOLUME = 4
LATER = 50_000_000
"""The citizen service numbers of the clients that are there begin far below it."""

PARTS: Mapping[str, Callable[[int, Callable[[float], None]], None]] = {
    "region, providers and contracts": region.make,
    "clients that are there already": people.make_clients,
}


def works() -> list[Work]:
    """What is measured: the import of the file, and its dry run."""
    user = User.objects.get(email=region.CASE_WORKER)
    actor = actor_for(user, memberships_of(user, today())[0], Actor.anonymous().origin)
    municipality = Municipality.objects.get(organisation=actor.organisation_id)
    products = list(ContractedProduct.objects.select_related("contract__provider", "variant").order_by("pk"))
    size = Client.objects.count()
    persons = [_person(number, bsn) for number, bsn in enumerate(islice(people.numbers_from(LATER), size))]
    sheet = _sheet(persons, products)

    def least() -> None:
        _taken_back(lambda: _store(persons, products, municipality))

    return [
        Work("import", lambda: _taken_back(lambda: _import(actor, sheet)), least, "bulk_create"),
        Work("dry run", lambda: _taken_back(lambda: _check(actor, sheet)), least, "bulk_create"),
    ]


def _person(number: int, bsn: str) -> dict[str, str]:
    chance = Random(number)  # noqa: S311 - the same people in every run
    return {
        "bsn": bsn,
        "initials": "A.B.",
        "given_names": chance.choice(people.GIVEN),
        "surname": chance.choice(people.BEGINNINGS) + chance.choice(people.ENDINGS),
        "birth_date": f"{chance.randint(1, 28)}-{chance.randint(1, 12)}-{chance.randint(1928, 2006)}",
        "street": chance.choice(people.STREETS),
        "house_number": str(chance.randint(1, 240)),
        "postcode": f"{chance.randint(7200, 8199)} AB",
        "city": "Apeldoorn",
        "phone": f"06{chance.randint(10_000_000, 99_999_999)}",
    }


def _period() -> tuple[date, date]:
    return today(), today() + timedelta(days=364)


def _sheet(persons: Iterable[Mapping[str, str]], products: list[ContractedProduct]) -> bytes:
    starts_on, ends_on = _period()
    text = io.StringIO()
    writer = csv.DictWriter(text, [column.field for column in COLUMNS], delimiter=";", restval="")
    text.write(";".join(column.header for column in COLUMNS) + "\r\n")
    for person, product in zip(persons, cycle(products)):
        care = {
            "code": product.variant.code,
            "provider": product.contract.provider.agb_code,
            "volume": str(VOLUME),
            "frequency": "per week",
            "starts_on": starts_on.isoformat(),
            "ends_on": ends_on.isoformat(),
        }
        writer.writerow({**person, **care})
    return text.getvalue().encode()


def _check(actor: Actor, sheet: bytes) -> ImportRun:
    run = importing.start_import(actor=actor, upload=ContentFile(sheet, name="bench.csv"), wakes_worker=False)
    importing.check_import(run.pk)
    run.refresh_from_db()
    if run.status != "checked":
        raise RuntimeError(f"the check found {run.fault_count} faults")
    return run


def _import(actor: Actor, sheet: bytes) -> None:
    run = _check(actor, sheet)
    importing.confirm_import(actor=actor, run=run, wakes_worker=False)
    importing.perform_import(run.pk)
    run.refresh_from_db()
    if run.status != "done":
        raise RuntimeError("nothing was imported")


def _store(persons: Iterable[Mapping[str, str]], products: list[ContractedProduct], municipality: Municipality) -> None:
    """The same rows, already read and taken to be right, without a trail."""
    starts_on, ends_on = _period()
    clients = [
        Client(
            municipality=municipality,
            **{name: value for name, value in person.items() if name != "birth_date"},
            birth_date=date(*map(int, reversed(person["birth_date"].split("-")))),
            search_name=search_key(f"{person['surname']} {person['given_names']}"),
        )
        for person in persons
    ]
    Client.objects.bulk_create(clients, batch_size=500)
    Allocation.objects.bulk_create(
        [
            Allocation(
                client=client,
                municipality=municipality,
                contracted_product=product,
                provider_id=product.contract.provider_id,
                variant=product.variant,
                number=number,
                starts_on=starts_on,
                ends_on=ends_on,
                volume=VOLUME,
                frequency=Frequency.WEEK,
            )
            for number, (client, product) in enumerate(zip(clients, cycle(products)), 1)
        ],
        batch_size=500,
    )


def _taken_back(work: Callable[[], object]) -> None:
    """Do the work and take it back, so that every turn begins with the same tables."""
    with transaction.atomic():
        work()
        transaction.set_rollback(True)
