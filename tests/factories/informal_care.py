"""Informal carers, for whom they care, and what they let providers know. Everybody is made up."""

from datetime import date
from typing import Any

from factory.declarations import LazyAttribute, SelfAttribute, SubFactory
from factory.django import DjangoModelFactory

from clients.enums import Relation
from core.identifiers import search_key
from informal_care.models import Carer, CareRelation, CarerPermission, CarerType
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
