"""What the database refuses of informal carers, also behind the back of the services."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tests.factories.clients import ClientFactory
from tests.factories.informal_care import (
    CareRelationFactory,
    CarerFactory,
    CarerPermissionFactory,
    CarerTypeFactory,
)

pytestmark = pytest.mark.django_db

CARER = [
    ("informal_care_carer_dates", {"ended_on": date(2025, 12, 31)}),
    ("informal_care_carer_name", {"name": "", "search_name": "x"}),
    ("informal_care_carer_name", {"search_name": ""}),
]
RELATION = [
    ("informal_care_carerelation_period_order", {"ends_on": date(2025, 12, 31)}),
    ("informal_care_carerelation_complete", {"cared_for": ""}),
    ("informal_care_carerelation_complete", {"relation": "99"}),
    ("informal_care_carerelation_hours", {"hours_per_week": 169}),
]


def refused(name):
    return pytest.raises(IntegrityError, match=name)


@pytest.mark.parametrize(("name", "wrong"), CARER)
def test_the_database_refuses_a_carer(name, wrong):
    with refused(name), transaction.atomic():
        CarerFactory.create(**wrong)
    assert CarerFactory.create(ended_on=date(2026, 1, 1)).pk


def test_the_database_refuses_a_kind_twice_or_unknown():
    kind = CarerTypeFactory.create()
    # SQLite names the columns of a unique index, PostgreSQL its name.
    with refused("informal_care_carertype_once|informal_care_carertype.carer_id"), transaction.atomic():
        CarerTypeFactory.create(carer=kind.carer)
    with refused("informal_care_carertype_kind"), transaction.atomic():
        CarerTypeFactory.create(carer=kind.carer, kind="saint")


@pytest.mark.parametrize(("name", "wrong"), RELATION)
def test_the_database_refuses_a_relation(name, wrong):
    with refused(name), transaction.atomic():
        CareRelationFactory.create(**wrong)
    assert CareRelationFactory.create(hours_per_week=168, ends_on=date(2026, 1, 1)).pk


def test_the_database_refuses_the_same_client_twice_at_once():
    carer, client = CarerFactory.create(), ClientFactory.create()
    CareRelationFactory.create(carer=carer, client=client, ends_on=date(2026, 3, 1))
    with refused("informal_care_carerelation_no_overlap"), transaction.atomic():
        CareRelationFactory.create(carer=carer, client=client, starts_on=date(2026, 3, 1))
    # Of who has no file here, two may well be meant by the same words.
    for _ in range(2):
        CareRelationFactory.create(carer=carer)


def test_the_database_refuses_permission_twice_at_once_or_backwards():
    given = CarerPermissionFactory.create(ends_on=date(2026, 3, 1))
    again = {"carer": given.carer, "provider": given.provider}
    with refused("informal_care_carerpermission_no_overlap"), transaction.atomic():
        CarerPermissionFactory.create(**again, starts_on=date(2026, 3, 1))
    with refused("informal_care_carerpermission_period_order"), transaction.atomic():
        CarerPermissionFactory.create(**again, starts_on=date(2026, 4, 1), ends_on=date(2026, 3, 2))
