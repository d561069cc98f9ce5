# mypy: disable-error-code="attr-defined,misc"
# The type checker does not see models outside the installed rooms.
# ruff: noqa: DJ008
"""NoOverlap holds in the database, whoever writes, and says so in Dutch before the database has to."""

import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.db.migrations.writer import MigrationWriter
from django.db.models import Q
from django.test.utils import isolate_apps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.constraints import NoOverlap, as_validation_error, constraint_of

FIRST = date(2026, 1, 1)

with isolate_apps("core") as registry:

    class Place(models.Model):
        key = models.UUIDField(primary_key=True, default=uuid.uuid4)

        class Meta:
            app_label = "core"

    class Stay(models.Model):
        place = models.ForeignKey(Place, models.CASCADE, null=True)
        kind = models.CharField(max_length=5, default="bed")
        cancelled = models.BooleanField(default=False)
        note = models.TextField(default="")
        starts_on = models.DateField()
        ends_on = models.DateField(null=True)

        class Meta:
            app_label = "core"
            constraints = (
                NoOverlap(
                    name="stay_no_overlap",
                    scope=["place", "kind"],
                    condition=Q(cancelled=False) & ~Q(note="it's a draft"),
                    violation_error_message="Deze plek is dan al bezet.",
                ),
            )


CONSTRAINT = Stay._meta.constraints[0]


REGISTRY: Any = registry


@pytest.fixture(scope="module")
def tables(django_db_setup, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            editor.create_model(Place)
            editor.create_model(Stay)
        yield
        with connection.schema_editor() as editor:
            editor.delete_model(Stay)
            editor.delete_model(Place)


@pytest.fixture
def place(tables, db) -> Any:
    return Place.objects.create()


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def stay(place: Place | None, start: int, end: int | None, **more) -> Stay:
    return Stay(place=place, starts_on=day(start), ends_on=None if end is None else day(end), **more)


def refused(error: IntegrityError) -> bool:
    found = as_validation_error(error, registry=REGISTRY)
    return (
        constraint_of(error, registry=REGISTRY) is CONSTRAINT
        and found is not None
        and found.message == "Deze plek is dan al bezet."
        and found.code == "period_overlap"
    )


@pytest.mark.parametrize(("start", "end"), [(10, 10), (0, 10), (20, 30), (20, None), (12, 15), (0, None)])
def test_overlap_is_refused_behind_the_services_back(place: Place, start: int, end: int | None):
    Stay.objects.bulk_create([stay(place, 10, 20)])

    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        Stay.objects.bulk_create([stay(place, start, end)])

    assert refused(caught.value)
    assert Stay.objects.count() == 1


@pytest.mark.parametrize(("start", "end"), [(0, 9), (21, 21), (21, None)])
def test_neighbouring_periods_are_accepted(place: Place, start: int, end: int | None):
    Stay.objects.bulk_create([stay(place, 10, 20), stay(place, start, end)])

    assert Stay.objects.count() == 2


def test_overlap_inside_one_bulk_create_is_refused(place: Place):
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        Stay.objects.bulk_create([stay(place, 0, 9), stay(place, 5, 15)])

    assert refused(caught.value)
    assert not Stay.objects.exists()


def test_overlap_by_queryset_update_is_refused(place: Place):
    Stay.objects.bulk_create([stay(place, 0, 9), stay(place, 10, 19)])

    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        Stay.objects.filter(starts_on=day(10)).update(starts_on=day(9))

    assert refused(caught.value)


@pytest.mark.parametrize("change", [{"kind": "bed"}, {"cancelled": False}, {"note": ""}])
def test_overlap_by_a_change_of_scope_or_condition_is_refused(place: Place, change: dict):
    other = {"kind": "chair"} if "kind" in change else {"cancelled": True}
    other = {"note": "it's a draft"} if "note" in change else other
    Stay.objects.bulk_create([stay(place, 0, 9), stay(place, 5, 15, **other)])

    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        Stay.objects.filter(starts_on=day(5)).update(**change)

    assert refused(caught.value)


def test_overlap_by_plain_sql_is_refused(place: Place):
    Stay.objects.bulk_create([stay(place, 0, None), stay(Place.objects.create(), 0, None)])

    with pytest.raises(IntegrityError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE core_stay SET place_id = (SELECT place_id FROM core_stay ORDER BY id LIMIT 1)")

    assert refused(caught.value)


def test_overlap_by_insert_select_is_refused(place: Place):
    Stay.objects.bulk_create([stay(place, 0, None)])
    columns = "place_id, kind, cancelled, note, starts_on, ends_on"

    with pytest.raises(IntegrityError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO core_stay ({columns}) SELECT {columns} FROM core_stay")  # noqa: S608

    assert refused(caught.value)


def test_overlap_is_not_stored_when_conflicts_are_ignored(place: Place):
    Stay.objects.bulk_create([stay(place, 0, 9)])

    try:
        with transaction.atomic():
            Stay.objects.bulk_create([stay(place, 5, 6)], ignore_conflicts=True)
    except IntegrityError as error:
        # SQLite refuses where PostgreSQL skips the row.
        is_refused = refused(error)
    else:
        is_refused = connection.vendor == "postgresql"

    assert is_refused
    assert Stay.objects.count() == 1


def test_upsert_of_the_same_row_is_accepted(place: Place):
    first = Stay.objects.create(place=place, starts_on=day(0))
    again = Stay(pk=first.pk, place=place, starts_on=day(0), note="later")

    Stay.objects.bulk_create([again], update_conflicts=True, unique_fields=["id"], update_fields=["note", "starts_on"])

    first.refresh_from_db()
    assert first.note == "later"


def test_row_may_be_saved_again_and_its_period_changed(place: Place):
    row = stay(place, 0, 9)
    row.save()
    row.ends_on = None

    row.validate_constraints()
    row.save()

    assert Stay.objects.get().ends_on is None


def test_row_without_a_scope_value_is_compared_with_none(place: Place):
    rows = [stay(None, 0, None), stay(None, 0, None)]

    rows[1].validate_constraints()
    Stay.objects.bulk_create(rows)

    assert Stay.objects.count() == 2


def test_row_that_ends_before_it_starts_holds_on_no_day(place: Place):
    backwards = stay(place, 10, 5)
    Stay.objects.bulk_create([stay(place, 0, None)])

    backwards.validate_constraints()
    Stay.objects.bulk_create([backwards])

    stay(place, 0, None, kind="chair").validate_constraints()


def test_last_date_of_all_is_not_the_same_as_no_end(place: Place):
    Stay.objects.bulk_create([Stay(place=place, starts_on=day(0), ends_on=date.max)])

    with pytest.raises(IntegrityError), transaction.atomic():
        Stay.objects.bulk_create([Stay(place=place, starts_on=date.max, ends_on=None)])


def test_validate_says_it_in_dutch_before_the_database(place: Place):
    stay(place, 0, 9).save()

    with pytest.raises(ValidationError) as caught:
        stay(place, 9, 12).validate_constraints()

    assert caught.value.messages == ["Deze plek is dan al bezet."]
    assert caught.value.error_dict["__all__"][0].code == "period_overlap"


@pytest.mark.parametrize("name", ["place", "kind", "starts_on", "ends_on", "cancelled"])
def test_validate_skips_what_is_not_checked_now(place: Place, name: str):
    stay(place, 0, None).save()

    stay(place, 0, None).validate_constraints(exclude={name})


def test_validate_skips_a_row_without_a_start(place: Place):
    Stay(place=place).validate_constraints()


periods = st.tuples(st.integers(0, 12), st.none() | st.integers(0, 8)).map(
    lambda pair: (pair[0], None if pair[1] is None else pair[0] + pair[1])
)
steps = st.tuples(
    st.sampled_from(["insert", "update", "sql"]),
    periods,
    st.sampled_from([0, 0, 1, None]),
    st.sampled_from(["bed", "bed", "chair"]),
    st.booleans(),
    st.integers(0, 30),
)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(steps, max_size=12))
def test_database_and_validate_agree_with_counting_days(place: Place, script: list):
    places = [place, Place.objects.create()]
    held: dict[int, tuple] = {}

    def days(period: tuple[int, int | None]) -> set[int]:
        return set(range(period[0], 60 if period[1] is None else period[1] + 1))

    def fits(pk: int | None, row: tuple) -> bool:
        period, where, _, cancelled = row
        if where is None or cancelled:
            return True
        return not any(
            other != pk and row_[1:] == row[1:] and days(row_[0]) & days(period) for other, row_ in held.items()
        )

    with transaction.atomic():
        for action, period, where, kind, cancelled, pick in script:
            row = (period, where, kind, cancelled)
            pk = None if action == "insert" or not held else sorted(held)[pick % len(held)]
            place_ = None if where is None else places[where]
            values = stay(place_, *period, kind=kind, cancelled=cancelled)
            values.pk = pk
            values._state.adding = pk is None
            expected = fits(pk, row)

            assert valid(values) == expected
            assert write(values, plain_sql=action == "sql") == expected
            if expected:
                held[values.pk] = row
        transaction.set_rollback(True)


def valid(row: Stay) -> bool:
    try:
        row.validate_constraints()
    except ValidationError:
        return False
    return True


PLAIN_SQL = "UPDATE core_stay SET place_id = %s, kind = %s, cancelled = %s, starts_on = %s, ends_on = %s WHERE id = %s"


def write(row: Stay, *, plain_sql: bool) -> bool:
    try:
        with transaction.atomic():
            if row.pk is None:
                Stay.objects.bulk_create([row])
            elif plain_sql:
                place = None if row.place_id is None else row.place_id.hex
                values = [place, row.kind, row.cancelled, row.starts_on, row.ends_on, row.pk]
                with connection.cursor() as cursor:
                    cursor.execute(PLAIN_SQL, values)
            else:
                Stay.objects.filter(pk=row.pk).update(
                    place=row.place,
                    kind=row.kind,
                    cancelled=row.cancelled,
                    starts_on=row.starts_on,
                    ends_on=row.ends_on,
                )
    except IntegrityError as error:
        # An error of anything else counts as written, which the comparison then denies.
        return not refused(error)
    return True


def test_constraint_can_be_written_in_a_migration_and_read_back():
    text, imports = MigrationWriter.serialize(CONSTRAINT)

    assert "core.constraints.NoOverlap(" in text
    assert imports >= {"import core.constraints"}


def test_constraint_equals_its_clone_and_no_other():
    other = NoOverlap(name="other", scope=("place",), starts_on="from_on", ends_on="to_on")

    assert CONSTRAINT.clone() == CONSTRAINT
    assert hash(CONSTRAINT.clone()) == hash(CONSTRAINT)
    assert other.clone() == other
    assert other != CONSTRAINT
    assert other != "other"
    assert "stay_no_overlap" in repr(CONSTRAINT)
    assert "from_on" in repr(other)


@pytest.mark.parametrize("scope", ["place", [], ()])
def test_constraint_without_a_list_of_fields_is_refused(scope):
    with pytest.raises(ValueError, match="scope"):
        NoOverlap(name="x", scope=scope)


def test_constraint_with_a_pattern_in_its_condition_is_refused(tables, db):
    constraint = NoOverlap(name="x", scope=["place"], condition=Q(note__startswith="a"))

    with pytest.raises(ValueError, match="%"):
        constraint._condition_sql(Stay, connection.schema_editor(collect_sql=True), "a", "b")


@isolate_apps("core")
def test_constraint_on_an_unknown_field_is_reported_by_the_checks():
    class Wrong(models.Model):
        starts_on = models.DateField()
        ends_on = models.DateField(null=True)

        class Meta:
            app_label = "core"
            constraints = (NoOverlap(name="wrong", scope=["nobody"]),)

    assert [message.id for message in Wrong._check_constraints(["default"])] == ["models.E012"]


@isolate_apps("core")
def test_constraint_on_moments_is_reported_by_the_checks():
    class Wrong(models.Model):
        place = models.IntegerField()
        starts_on = models.DateTimeField()
        ends_on = models.DateField(null=True)

        class Meta:
            app_label = "core"
            constraints = (NoOverlap(name="wrong", scope=["place"]),)

    assert [message.id for message in Wrong._check_constraints(["default"])] == ["core.E001"]
