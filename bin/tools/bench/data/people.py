"""Clients, and what was allocated to them."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from random import Random

from bin.tools.bench.bulk import day, days_after, indexes_afterwards, insert_rows, insert_select
from bin.tools.bench.data.region import PROFESSIONAL, PROVIDERS
from clients.enums import Frequency, Sex
from clients.models import Allocation, Client, TreatmentRelation
from clients.querysets import BSN_CONTEXT
from core.clock import today
from core.crypto import blind_index, encrypt
from core.identifiers import search_key
from organisations.models import Membership, Municipality

BATCH = 20_000
SHARES = (50, 7, 10, 4, 6, 9, 6, 8)
"""Of the eight municipalities, in percent; the first is a large town."""

COLUMNS = (
    "municipality_id",
    "bsn",
    "bsn_index",
    "initials",
    "given_names",
    "prefix",
    "surname",
    "birth_date",
    "sex",
    "street",
    "house_number",
    "postcode",
    "city",
    "phone",
    "search_name",
)

CASELOAD = 2000
"""As many clients have a professional at most, also at the largest provider."""

EARLIER = 10_000_000
"""Numbers of allocations from before the present one begin here."""


def _words(text: str) -> list[str]:
    return text.split()


BEGINNINGS = _words(
    "Berg Bolk Bos Brand Brink Daal Dijk Eik Elzen Gelder Groen Haag Heide Hof Holt Kamp Klein Kolk Kuiper "
    "Laar Lind Meulen Molen Nijen Oever Olden Rietveld Schouten Steen Velde Vonder Waal Water Wester Winter "
    "Wolters Zand Zonne Zuider Zwanen"
)
ENDINGS = _words("aar beek berg burg dam donk hof horst huis ink kamp laan man mans oord sema stra veld weg wijk")
PREFIXES = ("", "", "", "", "van", "van den", "de", "ter")
GIVEN = _words(
    "Aaltje Bart Chantal Derk Elif Fenna Gerrit Hanna Ibrahim Janneke Karel Liesbeth Mohamed Nel Olaf Petra "
    "Quirijn Rosa Sjoerd Truus Ugur Vera Willem Xander Yara Zeger"
)
STREETS = ("Dorpsstraat", "Kerkweg", "Molenlaan", "Beukenhof", "Stationsplein", "Enkweg", "Lindelaan")


def make_clients(size: int, within: Callable[[float], None]) -> None:
    """So many clients, with a real encryption of each number."""
    chance = Random(20_260_101)  # noqa: S311 - the same people in every run
    numbers = numbers_from(10_000_000)
    municipalities = list(Municipality.objects.order_by("cbs_code"))
    with indexes_afterwards(Client):
        for start in range(0, size, BATCH):
            count = min(BATCH, size - start)
            places = chance.choices(municipalities, SHARES, k=count)
            insert_rows(Client, COLUMNS, (_client(chance, next(numbers), place) for place in places))
            within((start + count) / size * 0.9)


def _client(chance: Random, bsn: str, municipality: Municipality) -> tuple[object, ...]:
    """The values of `COLUMNS`."""
    given, prefix = chance.choice(GIVEN), chance.choice(PREFIXES)
    surname = chance.choice(BEGINNINGS) + chance.choice(ENDINGS)
    return (
        municipality.pk,
        encrypt(bsn, BSN_CONTEXT),
        blind_index(bsn, BSN_CONTEXT),
        f"{given[0]}.{chance.choice('ABDHJKMW')}.",
        given,
        prefix,
        surname,
        date(chance.randint(1928, 2006), chance.randint(1, 12), chance.randint(1, 28)).isoformat(),
        chance.choice(Sex.values),
        chance.choice(STREETS),
        str(chance.randint(1, 240)),
        f"{chance.randint(7200, 8199)} {chance.choice('ABCDEGHJ')}{chance.choice('KLMNPRTV')}",
        municipality.name,
        f"06{chance.randint(10_000_000, 99_999_999)}",
        _search_name(f"{surname} {prefix} {given}"),
    )


_search_name = cache(search_key)


def numbers_from(first: int) -> Iterator[str]:
    """Numbers of nine digits that pass the eleven test, from these eight on: the range for tests has too few."""
    for counter in range(first, 100_000_000):
        eight = str(counter)
        check = sum(weight * int(digit) for weight, digit in zip(range(9, 1, -1), eight, strict=True)) % 11
        if check < 10:  # noqa: PLR2004 - a remainder of ten has no digit
            yield f"{eight}{check}"


def make_allocations(size: int, within: Callable[[float], None]) -> None:
    """Seven in ten clients have an allocation, one in ten had another before; a few providers have most."""
    # Squared, so that the first of the forty has about a sixth.
    provider = f"(c.id * 7919 %% 1000) * (c.id * 7919 %% 1000) * {PROVIDERS} / 1000000"
    source = (
        "clients_client c "
        f"JOIN contracts_contract k ON k.id = 1 + {provider} "
        "JOIN contracts_contractedproduct cp ON cp.contract_id = k.id AND cp.variant_id = 1 + (c.id / 7) %% 4 "
    )
    copied = {
        "client_id": "c.id",
        "municipality_id": "c.municipality_id",
        "contracted_product_id": "cp.id",
        "provider_id": "k.provider_id",
        "variant_id": "cp.variant_id",
        "volume": "1 + c.id %% 8",
        "frequency": f"'{Frequency.WEEK}'",
    }
    with indexes_afterwards(Allocation):
        _fill(source, copied, within)


def _fill(source: str, copied: dict[str, str], within: Callable[[float], None]) -> None:
    now = today()
    starts_on = day(now, "c.id * 31 %% 600 - 540")
    insert_select(
        Allocation,
        f"{source} WHERE c.id %% 10 < 7",
        **copied,
        number="c.id",
        starts_on=starts_on,
        ends_on=days_after(starts_on, "364 + (c.id %% 3) * 180"),
        delivery_started_on=f"CASE WHEN {starts_on} < {day(now)} THEN {starts_on} END",
    )
    within(0.9)
    insert_select(
        Allocation,
        f"{source} WHERE c.id %% 10 = 6",
        **copied,
        number=f"c.id + {EARLIER}",
        starts_on=day(now, "-1600"),
        ends_on=day(now, "-1000"),
        delivery_started_on=day(now, "-1600"),
    )
    # The professional who visits the pages treats more people at the provider than anybody can.
    visitor = Membership.objects.get(user__email=PROFESSIONAL)
    insert_select(
        TreatmentRelation,
        f"(SELECT DISTINCT client_id FROM clients_allocation WHERE provider_id = {visitor.organisation_id} "  # noqa: S608
        f"ORDER BY client_id LIMIT {CASELOAD}) a",
        client_id="a.client_id",
        provider_id=str(visitor.organisation_id),
        user_id=str(visitor.user_id),
        starts_on=day(now, "-1600"),
        revision="1",
    )
