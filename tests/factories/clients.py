"""Clients, the people around them, and allocations. Every BSN is from the range that belongs to nobody."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from django.core.exceptions import ValidationError
from factory.declarations import LazyAttribute, LazyFunction, SelfAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory
from factory.helpers import post_generation

from accounts.models import User
from clients.enums import Frequency, ImportStatus, OpeningGround, Relation
from clients.models import (
    Allocation,
    Client,
    ClientSystemMember,
    FileOpening,
    FileShield,
    ImportRun,
    ShieldAccess,
    TreatmentRelation,
)
from core.clock import now
from core.identifiers import is_test_bsn, search_key, validate_bsn
from organisations.enums import Role
from tests.factories.accounts import UserFactory
from tests.factories.contracts import ContractedProductFactory
from tests.factories.organisations import MunicipalityFactory


def fictional_bsns(start=0):
    """Yield valid numbers of the 9999 range, each of them once: some nine thousand."""
    for tail in range(start, 100_000):
        bsn = f"9999{tail:05}"
        try:
            validate_bsn(bsn)
        except ValidationError:
            continue
        assert is_test_bsn(bsn)
        yield bsn


_rest = fictional_bsns()
_made: list[str] = []


def _bsn(number: int) -> str:
    """The number of this client; looked for when it is needed, for all of them together take seconds."""
    while len(_made) <= number and (found := next(_rest, None)):
        _made.append(found)
    return _made[number % len(_made)]


class ClientFactory(DjangoModelFactory[Client]):
    class Meta:
        model = Client

    municipality = SubFactory(MunicipalityFactory)
    bsn = Sequence(_bsn)
    initials = "A."
    given_names = "Anna"
    surname = Sequence(lambda number: f"Voorbeeld {number:04}")
    birth_date = date(1941, 5, 17)
    street = "Dorpsstraat"
    house_number = "1"
    postcode = "7311 AB"
    city = "Apeldoorn"
    search_name = LazyAttribute(lambda row: search_key(f"{row.surname} {getattr(row, 'prefix', '')} {row.given_names}"))


class MemberFactory(DjangoModelFactory[ClientSystemMember]):
    class Meta:
        model = ClientSystemMember

    client = SubFactory(ClientFactory)
    name = Sequence(lambda number: f"Naaste {number}")
    relation = Relation.CHILD
    starts_on = date(2025, 1, 1)


class OpeningFactory(DjangoModelFactory[FileOpening]):
    """An administrator opened the file in an emergency, for eight hours; other grounds name an organisation."""

    class Meta:
        model = FileOpening

    client = SubFactory(ClientFactory)
    municipality = SelfAttribute("client.municipality")
    ground = OpeningGround.EMERGENCY
    reason = "De weergave van het dossier is stuk na de update."
    opened_at = LazyFunction(now)
    expires_at = LazyAttribute(lambda row: row.opened_at + timedelta(hours=8))


class ShieldFactory(DjangoModelFactory[FileShield]):
    class Meta:
        model = FileShield

    client = SubFactory(ClientFactory)
    reason = "Een familielid van een medewerker."
    starts_on = date(2020, 1, 1)


class ShieldAccessFactory(DjangoModelFactory[ShieldAccess]):
    class Meta:
        model = ShieldAccess

    starts_on = date(2020, 1, 1)


_allocation_numbers = count(100_001)


class TreatmentFactory(DjangoModelFactory[TreatmentRelation]):
    """Somebody treats a client since 2020."""

    class Meta:
        model = TreatmentRelation

    client = SubFactory(ClientFactory)
    starts_on = date(2020, 1, 1)


def join(allocation: Allocation, user: User) -> None:
    """Put the user in the treatment team of the client, unless already there."""
    whose = {"client": allocation.client, "provider": allocation.provider, "user": user}
    if not TreatmentRelation.objects.filter(**whose).exists():
        TreatmentFactory.create(**whose)


class AllocationFactory(DjangoModelFactory[Allocation]):
    """An allocation for all of 2026; municipality, provider and variant follow from client and product.

    The registered care professionals whom the provider has by then treat the client; `team=[]` leaves them out.
    """

    class Meta:
        model = Allocation
        skip_postgeneration_save = True

    client = SubFactory(ClientFactory)
    contracted_product = SubFactory(ContractedProductFactory)
    municipality = SelfAttribute("client.municipality")
    provider = SelfAttribute("contracted_product.contract.provider")
    variant = SelfAttribute("contracted_product.variant")
    number = LazyFunction(lambda: next(_allocation_numbers))
    starts_on = date(2026, 1, 1)
    ends_on = date(2026, 12, 31)
    volume = 4
    frequency = Frequency.WEEK

    @post_generation
    def team(self, create, users, **fields):
        allocation: Any = self  # factory-boy hands over what was made
        if create:
            employed = User.objects.filter(
                memberships__organisation=allocation.provider_id,
                memberships__role=Role.CARE_PROFESSIONAL,
                professional__isnull=False,
            )
            for user in employed if users is None else users:
                join(allocation, user)


class ImportRunFactory(DjangoModelFactory[ImportRun]):
    """A file without faults that waits for somebody to confirm it; nothing is in it."""

    class Meta:
        model = ImportRun

    municipality = SubFactory(MunicipalityFactory)
    user = SubFactory(UserFactory)
    status = ImportStatus.CHECKED
    file_name = "clienten.csv"
    sha256 = "0" * 64
