# mypy: disable-error-code="attr-defined,misc"
# The type checker does not see models outside the installed rooms.
# ruff: noqa: DJ008
"""An error of the database is traced back to the constraint, its Dutch message and its code."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.db.models import Q, UniqueConstraint
from django.db.models.functions import Lower
from django.test.utils import isolate_apps

from core.constraints import NoOverlap, as_validation_error, constraint_of
from core.periods import period_order

with isolate_apps("core") as registry:

    class Seat(models.Model):
        row = models.IntegerField(default=1)
        number = models.IntegerField(default=1)
        label = models.CharField(max_length=9, default="a", db_column="naam")
        token = models.CharField(max_length=9, null=True, unique=True)
        starts_on = models.DateField(default=date(2026, 1, 1))
        ends_on = models.DateField(null=True)

        class Meta:
            app_label = "core"
            constraints = (
                UniqueConstraint(
                    name="seat_pair", fields=["row", "number"], violation_error_message="Deze stoel is er al."
                ),
                UniqueConstraint(
                    name="seat_label_in_row_seven",
                    fields=["label"],
                    condition=Q(row=7),
                    violation_error_message="Deze naam is er al.",
                    violation_error_code="label_taken",
                ),
                UniqueConstraint(
                    Lower("label"), "ends_on", name="seat_lower", violation_error_message="Lijkt te veel."
                ),
                period_order("seat_period_order"),
                NoOverlap(name="seat_no_overlap", scope=["row"], condition=Q(row=9)),
            )


REGISTRY: Any = registry


@pytest.fixture(scope="module")
def tables(django_db_setup, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            editor.create_model(Seat)
        yield
        with connection.schema_editor() as editor:
            editor.delete_model(Seat)


def error_of(*rows: Seat) -> IntegrityError:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        Seat.objects.bulk_create(rows)
    return caught.value


A_DAY = date(2026, 5, 1)

CASES = {
    "seat_pair": ([{"label": "a"}, {"label": "b"}], "Deze stoel is er al.", "unique"),
    "seat_label_in_row_seven": (
        [{"row": 7}, {"row": 7, "number": 2}],
        "Deze naam is er al.",
        "label_taken",
    ),
    "seat_lower": (
        [{"ends_on": A_DAY}, {"label": "A", "number": 2, "ends_on": A_DAY}],
        "Lijkt te veel.",
        "unique",
    ),
    "seat_period_order": (
        [{"ends_on": date(2025, 1, 1)}],
        "De einddatum ligt voor de begindatum. Kies een einddatum op of na de begindatum, of laat de einddatum leeg.",
        "period_order",
    ),
    "seat_no_overlap": (
        [{"row": 9}, {"row": 9, "number": 2}],
        "Deze periode overlapt met een periode die er al is. Kies andere datums, of beëindig eerst de andere periode.",
        "period_overlap",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_error_of_the_database_gives_the_message_and_code_of_its_constraint(tables, db, name: str):
    rows, message, code = CASES[name]

    error = error_of(*(Seat(**row) for row in rows))

    found = constraint_of(error, registry=REGISTRY)
    explained = as_validation_error(error, registry=REGISTRY)
    assert found is not None
    assert found.name == name
    assert explained is not None
    assert (explained.message, explained.code) == (message, code)


def test_error_of_no_constraint_is_not_explained(tables, db):
    error = error_of(Seat(row=None))

    assert constraint_of(error, registry=REGISTRY) is None
    assert as_validation_error(error, registry=REGISTRY) is None


def test_error_of_a_unique_field_is_not_explained(tables, db):
    error = error_of(Seat(token="x"), Seat(token="x", number=2, label="b"))

    assert constraint_of(error, registry=REGISTRY) is None


def test_error_of_an_unknown_table_is_not_explained(tables, db):
    assert constraint_of(error_of(Seat(), Seat())) is None
