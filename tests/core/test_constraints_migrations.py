# mypy: disable-error-code="attr-defined,misc"
# The type checker does not see models outside the installed rooms.
"""NoOverlap survives whatever a migration does to its table, and goes when it is taken away."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.db import IntegrityError, connection, migrations, models, transaction
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.operations.base import Operation
from django.db.migrations.questioner import MigrationQuestioner
from django.db.migrations.state import ModelState, ProjectState
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from core.constraints import NoOverlap

APP = "core"
FROM = date(2026, 1, 1)
TO = date(2026, 12, 31)

CONSTRAINT = NoOverlap(name="booking_no_overlap", scope=["room"], condition=Q(cancelled=False))


def booking_fields() -> list[tuple[str, models.Field]]:
    return [
        ("id", models.BigAutoField(primary_key=True)),
        ("room", models.ForeignKey(f"{APP}.Room", models.CASCADE)),
        ("title", models.CharField(max_length=10, default="x")),
        ("cancelled", models.BooleanField(default=False)),
        ("starts_on", models.DateField()),
        ("ends_on", models.DateField(null=True)),
    ]


def create_room() -> Operation:
    return migrations.CreateModel("Room", [("id", models.BigAutoField(primary_key=True))])


def create_booking(**options) -> Operation:
    return migrations.CreateModel("Booking", booking_fields(), options=options)


class Database:
    """Runs operations one migration at a time, and clears away what they made."""

    def __init__(self) -> None:
        self.state = ProjectState()

    def migrate(self, *operations: Operation) -> None:
        # On failure nothing has happened, as in a real migration.
        state = self.state
        with connection.schema_editor(atomic=True) as editor:
            for operation in operations:
                after = state.clone()
                operation.state_forwards(APP, after)
                operation.database_forwards(APP, editor, state, after)
                state = after
        self.state = state

    def unmigrate(self, operation: Operation, before: ProjectState) -> None:
        with connection.schema_editor(atomic=True) as editor:
            operation.database_backwards(APP, editor, self.state, before)
        self.state = before

    def model(self, name: str = "Booking") -> type[models.Model]:
        return self.state.apps.get_model(APP, name)

    def clear(self) -> None:
        for name in ("reservation", "booking", "room"):
            if (APP, name) in self.state.models:
                with connection.schema_editor() as editor:
                    editor.delete_model(self.model(name))


@pytest.fixture
def database(django_db_setup, django_db_blocker) -> Iterator[Database]:
    with django_db_blocker.unblock():
        made = Database()
        yield made
        made.clear()


@pytest.fixture
def booked(database: Database) -> Database:
    database.migrate(create_room(), create_booking(constraints=[CONSTRAINT]))
    room = database.model("Room").objects.create()
    database.model().objects.create(room_id=room.pk, starts_on=FROM, ends_on=TO)
    return database


def assert_guarded(database: Database, name: str = "Booking", **renamed: str) -> None:
    model = database.model(name)
    room = renamed.get("room", "room") + "_id"
    start = renamed.get("starts_on", "starts_on")
    first = model.objects.get()
    same_room = {room: getattr(first, room)}

    with pytest.raises(IntegrityError, match="booking_no_overlap"), transaction.atomic():
        model.objects.bulk_create([model(**same_room, **{start: TO})])
    with transaction.atomic():
        other = model.objects.create(**same_room, **{start: TO}, cancelled=True)
    with pytest.raises(IntegrityError, match="booking_no_overlap"), transaction.atomic():
        model.objects.filter(pk=other.pk).update(cancelled=False)
    other.delete()


def left_behind() -> list[str]:
    """Triggers and indexes of the constraint that are still in a SQLite database."""
    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE name LIKE 'booking_no_overlap%'")
        return sorted(name for (name,) in cursor.fetchall())


def test_constraint_of_a_new_table_guards_it(booked: Database):
    assert_guarded(booked)


CHANGES: dict[str, Callable[[], list[Operation]]] = {
    "add a column": lambda: [migrations.AddField("Booking", "extra", models.IntegerField(default=1))],
    "add an empty column": lambda: [migrations.AddField("Booking", "extra", models.IntegerField(null=True))],
    "alter a column": lambda: [migrations.AlterField("Booking", "title", models.CharField(max_length=99))],
    "alter a scope column": lambda: [
        migrations.AlterField(
            "Booking", "room", models.ForeignKey(f"{APP}.Room", models.CASCADE, related_name="bookings")
        ),
        migrations.AlterField("Booking", "room", models.ForeignKey(f"{APP}.Room", models.CASCADE, null=True)),
    ],
    "alter a date": lambda: [migrations.AlterField("Booking", "ends_on", models.DateField(null=True, db_index=True))],
    "remove a column": lambda: [migrations.RemoveField("Booking", "title")],
    "remove an indexed column": lambda: [
        migrations.AddField("Booking", "extra", models.IntegerField(default=1, db_index=True)),
        migrations.RemoveField("Booking", "extra"),
    ],
    "rename another column": lambda: [migrations.RenameField("Booking", "title", "label")],
    "add another constraint": lambda: [
        migrations.AddConstraint("Booking", models.CheckConstraint(name="t", condition=Q(title__gt="")))
    ],
    "add a unique pair": lambda: [migrations.AlterUniqueTogether("Booking", {("title", "starts_on")})],
    "rename the table": lambda: [migrations.AlterModelTable("Booking", "elsewhere")],
    "change the other table": lambda: [
        migrations.AddField("Room", "size", models.IntegerField(default=1)),
        migrations.AlterField("Room", "id", models.AutoField(primary_key=True)),
    ],
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_constraint_survives_a_change_of_the_table(booked: Database, change: Callable[[], list[Operation]]):
    booked.migrate(*change())

    assert_guarded(booked)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_constraint_survives_a_change_in_the_migration_that_made_it(
    database: Database, change: Callable[[], list[Operation]]
):
    database.migrate(create_room(), create_booking(constraints=[CONSTRAINT]), *change())
    room = database.model("Room").objects.create()
    database.model().objects.create(room_id=room.pk, starts_on=FROM, ends_on=TO)

    assert_guarded(database)


def test_constraint_survives_renaming_the_model(booked: Database):
    booked.migrate(migrations.RenameModel("Booking", "Reservation"))
    assert_guarded(booked, "Reservation")

    booked.migrate(migrations.AddField("Reservation", "extra", models.IntegerField(default=1)))
    assert_guarded(booked, "Reservation")


def test_constraint_follows_its_renamed_columns(booked: Database):
    """As makemigrations writes it: take the constraint away, rename, put the new one in place."""
    renamed = {"room": "space", "starts_on": "from_on"}
    goal = booked.state.clone()
    goal.remove_model(APP, "booking")
    constraint = NoOverlap(
        name="booking_no_overlap", scope=["space"], condition=Q(cancelled=False), starts_on="from_on"
    )
    fields = [(renamed.get(name, name), field) for name, field in booking_fields()]
    goal.add_model(ModelState(APP, "Booking", fields, {"constraints": [constraint], "indexes": []}))
    changes = MigrationAutodetector(booked.state, goal, Renaming())._detect_changes()
    operations = [operation for migration in changes[APP] for operation in migration.operations]

    booked.migrate(*operations)

    assert [type(operation).__name__ for operation in operations].count("RenameField") == 2
    assert_guarded(booked, **renamed)


class Renaming(MigrationQuestioner):
    def ask_rename(self, *args) -> bool:
        return True


def test_constraint_taken_away_leaves_nothing_behind(booked: Database):
    before = booked.state.clone()
    operation = migrations.RemoveConstraint("Booking", "booking_no_overlap")
    booked.migrate(operation)
    model = booked.model()
    room = model.objects.get().room_id

    copy = model.objects.create(room_id=room, starts_on=TO)

    assert left_behind() == []
    copy.delete()
    booked.unmigrate(operation, before)
    assert_guarded(booked)


def test_constraint_put_on_a_table_with_rows_guards_it(database: Database):
    database.migrate(create_room(), create_booking())
    room = database.model("Room").objects.create()
    database.model().objects.create(room_id=room.pk, starts_on=FROM, ends_on=TO)

    database.migrate(migrations.AddConstraint("Booking", CONSTRAINT))

    assert_guarded(database)


@pytest.mark.parametrize("second", [TO, date(2026, 6, 1), FROM])
def test_constraint_on_rows_that_overlap_already_is_refused(database: Database, second: date):
    database.migrate(create_room(), create_booking())
    room = database.model("Room").objects.create()
    model = database.model()
    model.objects.create(room_id=room.pk, starts_on=FROM, ends_on=TO)
    model.objects.create(room_id=room.pk, starts_on=second)
    model.objects.create(room_id=database.model("Room").objects.create().pk, starts_on=FROM)

    with pytest.raises(IntegrityError, match="booking_no_overlap"):
        database.migrate(migrations.AddConstraint("Booking", CONSTRAINT))

    assert model.objects.count() == 3
    assert left_behind() == []


def test_constraint_is_put_on_rows_that_only_seem_to_overlap(database: Database):
    database.migrate(create_room(), create_booking())
    model, rooms = database.model(), database.model("Room").objects
    room = rooms.create().pk
    model.objects.create(room_id=room, starts_on=FROM, ends_on=TO)
    model.objects.create(room_id=room, starts_on=FROM, cancelled=True)
    model.objects.create(room_id=room, starts_on=date(2027, 1, 1))
    model.objects.create(room_id=rooms.create().pk, starts_on=FROM)

    database.migrate(migrations.AddConstraint("Booking", CONSTRAINT))

    assert model.objects.count() == 4


def test_new_message_does_not_touch_the_database(booked: Database):
    altered = NoOverlap(
        name=CONSTRAINT.name, scope=["room"], condition=CONSTRAINT.condition, violation_error_message="Vol."
    )

    with CaptureQueriesContext(connection) as queries:
        booked.migrate(migrations.AlterConstraint("Booking", CONSTRAINT.name, altered))

    assert not [query for query in queries.captured_queries if "booking" in query["sql"].lower()]
    assert_guarded(booked)


def test_deleted_table_leaves_nothing_behind(booked: Database):
    booked.migrate(migrations.DeleteModel("Booking"))

    assert left_behind() == []


def test_create_and_remove_by_hand_work_alike(booked: Database):
    model = booked.model()

    with connection.schema_editor() as editor:
        editor.execute(CONSTRAINT.remove_sql(model, editor) or "SELECT 1", None)
    assert left_behind() == []

    with connection.schema_editor() as editor:
        editor.execute(CONSTRAINT.create_sql(model, editor) or "SELECT 1", None)
    assert_guarded(booked)
