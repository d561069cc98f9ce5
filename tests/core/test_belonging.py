# mypy: disable-error-code="attr-defined,misc"
# The type checker does not see models outside the installed rooms.
# ruff: noqa: DJ008
"""SameOwner holds in the database, whoever writes, and says so in Dutch before the database has to."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.db.migrations.writer import MigrationWriter
from django.test.utils import isolate_apps

from core.belonging import SameOwner

with isolate_apps("core") as registry:

    class Town(models.Model):
        class Meta:
            app_label = "core"

    class House(models.Model):
        town = models.ForeignKey(Town, models.CASCADE)

        class Meta:
            app_label = "core"
            constraints = (models.UniqueConstraint(name="house_of_town", fields=["id", "town"]),)

    class Lodger(models.Model):
        house = models.ForeignKey(House, models.CASCADE, null=True)
        town = models.ForeignKey(Town, models.CASCADE)
        note = models.TextField(default="")

        class Meta:
            app_label = "core"
            constraints = (
                SameOwner(
                    name="lodger_of_house",
                    through="house",
                    owner="town",
                    violation_error_message="Dit huis staat in een andere plaats.",
                ),
            )


REGISTRY: Any = registry
CONSTRAINT = Lodger._meta.constraints[0]


@pytest.fixture(scope="module")
def tables(django_db_setup, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            for model in (Town, House, Lodger):
                editor.create_model(model)
        yield
        with connection.schema_editor() as editor:
            for model in (Lodger, House, Town):
                editor.delete_model(model)


@pytest.fixture
def house(tables, db) -> Any:
    return House.objects.create(town=Town.objects.create())


@pytest.fixture
def elsewhere(tables, db) -> Any:
    return Town.objects.create()


def refused() -> Any:
    # SQLite does not name a foreign key.
    return pytest.raises(IntegrityError, match="lodger_of_house" if connection.vendor == "postgresql" else None)


def test_row_with_another_owner_is_refused(house, elsewhere):
    with refused(), transaction.atomic():
        Lodger.objects.bulk_create([Lodger(house=house, town=elsewhere)])
        connection.check_constraints()
    lodger = Lodger.objects.create(house=house, town=house.town)
    with refused(), transaction.atomic():
        Lodger.objects.filter(pk=lodger.pk).update(town=elsewhere)
        connection.check_constraints()


def test_parent_changes_owner_only_without_rows(house, elsewhere):
    lodger = Lodger.objects.create(house=house, town=house.town)
    with refused(), transaction.atomic():
        House.objects.filter(pk=house.pk).update(town=elsewhere)
        connection.check_constraints()
    lodger.delete()
    House.objects.filter(pk=house.pk).update(town=elsewhere)
    connection.check_constraints()


def test_both_may_change_owner_together(house, elsewhere):
    Lodger.objects.create(house=house, town=house.town)
    House.objects.update(town=elsewhere)
    Lodger.objects.update(town=elsewhere)
    connection.check_constraints()


def test_row_without_a_parent_has_any_owner(house, elsewhere):
    lodger = Lodger.objects.create(house=None, town=elsewhere)
    CONSTRAINT.validate(Lodger, lodger)
    connection.check_constraints()


def test_message_and_code_come_before_the_database(house, elsewhere):
    with pytest.raises(ValidationError, match="Dit huis staat in een andere plaats") as caught:
        Lodger(house=house, town=elsewhere).validate_constraints()
    assert caught.value.error_dict["__all__"][0].code == "other_owner"
    Lodger(house=house, town=elsewhere).validate_constraints(exclude={"town"})
    Lodger(house=house, town=house.town).validate_constraints()


@contextmanager
def changing(model: type[models.Model], *constraints: Any) -> Iterator[Any]:
    """A migration after which the model has these constraints: SQLite makes the table again from them."""
    model._meta.constraints = list(constraints)
    with connection.schema_editor() as editor:
        yield editor


def assert_guarded(house: House, elsewhere: Town) -> None:
    with refused(), transaction.atomic():
        Lodger.objects.bulk_create([Lodger(house=house, town=elsewhere)])
        connection.check_constraints()


def test_it_survives_a_change_of_either_table_and_goes_when_taken_away(tables, django_db_blocker):
    check = models.CheckConstraint(name="no_zero", condition=~models.Q(pk=0))
    with django_db_blocker.unblock():
        house, elsewhere = House.objects.create(town=Town.objects.create()), Town.objects.create()
        for model in (House, Lodger):
            before = model._meta.constraints
            with changing(model, *before, check) as editor:
                editor.add_constraint(model, check)
            assert_guarded(house, elsewhere)
            with changing(model, *before) as editor:
                editor.remove_constraint(model, check)
            assert_guarded(house, elsewhere)
        with changing(Lodger) as editor:
            editor.remove_constraint(Lodger, CONSTRAINT)
        Lodger.objects.create(house=house, town=elsewhere)
        with refused(), changing(Lodger, CONSTRAINT) as editor:
            editor.add_constraint(Lodger, CONSTRAINT)
        Lodger.objects.all().delete()
        with changing(Lodger, CONSTRAINT) as editor:
            editor.add_constraint(Lodger, CONSTRAINT)
        assert_guarded(house, elsewhere)
        House.objects.all().delete()
        Town.objects.all().delete()


def test_parent_without_the_unique_pair_is_found_by_the_check(tables):
    assert CONSTRAINT._check(Lodger, connection) == []
    (fault,) = SameOwner(name="x", through="town", owner="note")._check(Lodger, connection)
    assert fault.id == "core.E002"


def test_it_stands_in_a_migration_as_it_was_made():
    written, imports = MigrationWriter.serialize(CONSTRAINT)
    assert "import core.belonging" in imports
    assert SameOwner(**CONSTRAINT.deconstruct()[2]) == CONSTRAINT
    assert "through='house'" in written
