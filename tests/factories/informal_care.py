"""Informal carers, for whom they care, and what they let providers know. Everybody is made up."""

from datetime import date
from typing import Any

from factory.declarations import LazyAttribute, SelfAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from clients.enums import Relation
from core.identifiers import search_key
from informal_care.models import Carer, CareRelation, CarerPermission, CarerType, SupportOffer
from tests.factories.accounts import UserFactory
from tests.factories.organisations import CareProviderFactory, MunicipalityFactory

START = date(2026, 1, 1)


class CarerFactory(DjangoModelFactory[Carer]):
    class Meta:
        model = Carer

    municipality = SubFactory(MunicipalityFactory)
    name = "Marie Zorgman"
    search_name = LazyAttribute(lambda carer: search_key(carer.name))
    known_since = START
    consent_on = START


class CarerTypeFactory(DjangoModelFactory[CarerType]):
    class Meta:
        model = CarerType

    carer = SubFactory(CarerFactory)
    kind = "working"


class CareRelationFactory(DjangoModelFactory[CareRelation]):
    class Meta:
        model = CareRelation

    carer = SubFactory(CarerFactory)
    cared_for = "mijn moeder"
    relation = Relation.CHILD
    starts_on = START


class CarerPermissionFactory(DjangoModelFactory[CarerPermission]):
    class Meta:
        model = CarerPermission

    carer = SubFactory(CarerFactory)
    municipality: Any = SelfAttribute("carer.municipality")
    provider = SubFactory(CareProviderFactory)
    starts_on = START


class OfferFactory(DjangoModelFactory[SupportOffer]):
    """Help on the social map of a municipality."""

    class Meta:
        model = SupportOffer

    municipality = SubFactory(MunicipalityFactory)
    name = Sequence(lambda number: f"Even vrij {number}")
    kind = "relief_home"
    provider = "De Brug (fictief)"
    for_whom = "Wie voor een ander zorgt."
    about = "Iemand komt bij u thuis."
    is_free = True
    first_step = "Bel ons."
    area = "Heel de gemeente"
    phone = "055 123 45 67"
    last_checked_on = date(2026, 3, 1)
    last_checked_by = SubFactory(UserFactory)

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **values: Any) -> Any:
        row = model_class(*args, **values)
        row.search_text = search_key(" ".join(str(getattr(row, name)) for name in row.FOUND_BY))
        row.save()
        return row
