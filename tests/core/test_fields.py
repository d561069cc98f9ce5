# mypy: disable-error-code="attr-defined,misc"
# The type checker does not see models outside the installed rooms.
# ruff: noqa: DJ008
"""Encrypted fields: plain in Python, a token in the database, found only through the blind index."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core import serializers
from django.core.exceptions import FieldError, ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.db.migrations.writer import MigrationWriter
from django.db.models import F, Q
from django.test.utils import isolate_apps

from core.crypto import DecryptionError, blind_index
from core.fields import (
    BlindIndexField,
    EncryptedJSONField,
    EncryptedTextField,
    blind_index_of,
    with_blind_indexes,
)
from core.storing import store

BSN = "999990019"
OTHER = "999998456"

with isolate_apps("core"):

    class Patient(models.Model):
        name = models.CharField(max_length=20, blank=True)
        bsn = EncryptedTextField("burgerservicenummer", null=True, blank=True)
        bsn_index = BlindIndexField(source="bsn", unique=True)
        address: Any = EncryptedJSONField(null=True, blank=True)
        alias = EncryptedTextField(blank=True, default="", context="core.Old.alias")

        class Meta:
            app_label = "core"


@pytest.fixture(scope="module")
def tables(django_db_setup, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            editor.create_model(Patient)
        yield
        with connection.schema_editor() as editor:
            editor.delete_model(Patient)


@pytest.fixture
def patient(tables, db) -> Any:
    return Patient.objects.create(name="Ali", bsn=BSN, address={"straat": "Ée 1"})


def in_database(column: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM core_patient")  # noqa: S608
        return cursor.fetchone()[0]


def test_database_holds_a_token_and_the_row_the_text(patient: Patient):
    patient.refresh_from_db()

    assert patient.bsn == BSN
    assert in_database("bsn").startswith("v1:")
    assert BSN not in in_database("bsn")
    assert patient.address == {"straat": "Ée 1"}
    assert "straat" not in in_database("address")


def test_no_value_and_empty_text_stay_as_they_are(tables, db):
    Patient.objects.create()

    assert in_database("bsn") is None
    assert in_database("address") is None
    assert in_database("bsn_index") is None
    assert in_database("alias") == ""


@pytest.mark.parametrize("value", [{}, [], 0, False, "", {"a": [1, None, "é"]}])
def test_json_value_comes_back_the_same(tables, db, value: Any):
    row = Patient.objects.create(address=value)

    assert Patient.objects.get(pk=row.pk).address == value
    assert in_database("address").startswith("v1:")


def test_json_that_is_none_is_refused_without_repeating_it(tables, db):
    with pytest.raises(ValidationError) as caught:
        Patient(address={"bsn": {BSN}}).full_clean()

    assert BSN not in str(caught.value)


def test_value_survives_only_defer_and_values(patient: Patient):
    assert Patient.objects.only("bsn").get().bsn == BSN
    assert Patient.objects.defer("bsn").get().bsn == BSN
    assert Patient.objects.values("bsn").get() == {"bsn": BSN}
    assert Patient.objects.values_list("bsn", flat=True).get() == BSN
    assert Patient.objects.annotate(number=F("bsn")).values_list("number", flat=True).get() == BSN


def test_row_saved_without_reading_the_source_keeps_its_index(patient: Patient):
    before = in_database("bsn_index")
    row = Patient.objects.defer("bsn").get()
    row.name = "Ali B."

    row.save()

    assert in_database("bsn_index") == before == blind_index(BSN, "core.Patient.bsn")


def test_row_is_found_through_the_blind_index(patient: Patient):
    Patient.objects.create(bsn=OTHER)

    assert Patient.objects.get(bsn_index=blind_index_of(Patient, "bsn_index", BSN)) == patient


def test_blind_index_follows_the_source(patient: Patient):
    patient.bsn = OTHER
    patient.save()

    assert in_database("bsn_index") == patient.bsn_index == blind_index_of(Patient, "bsn_index", OTHER)

    patient.bsn = None
    patient.save()

    assert in_database("bsn_index") is None


def test_bulk_create_fills_the_index(tables, db):
    Patient.objects.bulk_create([Patient(bsn=BSN)])

    assert in_database("bsn_index") == blind_index_of(Patient, "bsn_index", BSN)


def test_same_value_twice_is_seen_by_the_check_and_refused_by_the_database(patient: Patient):
    with pytest.raises(ValidationError) as caught:
        Patient(name="Bo", bsn=BSN).full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        Patient.objects.bulk_create([Patient(bsn=BSN)])

    assert set(caught.value.error_dict) == {"bsn_index"}


def test_rows_without_a_value_may_stand_side_by_side(tables, db):
    for _ in range(2):
        row = Patient()
        row.full_clean()
        row.save()

    assert Patient.objects.filter(bsn__isnull=True).count() == 2


def test_saving_the_source_without_its_index_is_refused(patient: Patient):
    patient.bsn = OTHER

    with pytest.raises(FieldError, match="bsn_index"):
        patient.save(update_fields=["bsn"])

    patient.save(update_fields=with_blind_indexes(Patient, ["bsn"]))
    assert Patient.objects.get(bsn_index=blind_index_of(Patient, "bsn_index", OTHER)).bsn == OTHER


def test_store_of_the_source_also_stores_its_index(patient: Patient):
    patient.bsn = OTHER

    store(patient, "bsn")

    assert Patient.objects.get(bsn_index=blind_index_of(Patient, "bsn_index", OTHER)).bsn == OTHER


@pytest.mark.parametrize("lookup", ["exact", "in", "contains", "icontains", "gt", "regex", "startswith"])
@pytest.mark.parametrize("name", ["bsn", "address"])
def test_look_up_of_an_encrypted_field_is_refused(tables, db, name: str, lookup: str):
    value = [BSN] if lookup == "in" else BSN

    with pytest.raises(FieldError, match="encrypted") as caught:
        Patient.objects.filter(Q((f"{name}__{lookup}", value))).exists()

    assert BSN not in str(caught.value)


def test_look_up_for_no_value_works(patient: Patient):
    assert Patient.objects.get(bsn__isnull=False) == patient
    assert not Patient.objects.filter(address__isnull=True).exists()


def test_token_copied_to_another_column_is_refused(patient: Patient):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_patient SET alias = bsn")

    with pytest.raises(DecryptionError, match=r"core\.Old\.alias") as caught:
        Patient.objects.get()

    assert BSN not in str(caught.value)


def test_plain_text_in_the_column_is_refused_and_not_repeated(patient: Patient):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_patient SET bsn = %s", [BSN])

    with pytest.raises(DecryptionError, match="not an encrypted value") as caught:
        Patient.objects.get()

    assert BSN not in str(caught.value)


def test_fixed_context_is_kept(tables, db):
    Patient.objects.create(alias="Ko")

    assert Patient._meta.get_field("alias").context == "core.Old.alias"
    assert Patient.objects.get().alias == "Ko"


def test_row_saved_again_moves_to_the_newest_key(patient: Patient, settings):
    index = patient.bsn_index
    settings.FIELD_ENCRYPTION_KEYS = [("2027", b"n" * 32), *settings.FIELD_ENCRYPTION_KEYS]
    row = Patient.objects.get()
    assert row.bsn == BSN

    row.save()

    assert in_database("bsn").startswith("v1:2027:")
    assert in_database("address").startswith("v1:2027:")
    settings.FIELD_ENCRYPTION_KEYS = settings.FIELD_ENCRYPTION_KEYS[:1]
    assert Patient.objects.get().bsn == BSN
    assert Patient.objects.get().bsn_index == index


def test_update_and_bulk_update_encrypt_too(patient: Patient):
    Patient.objects.update(alias="Ko")
    assert in_database("alias").startswith("v1:")

    patient.alias = "Bo"
    Patient.objects.bulk_update([patient], ["alias"])

    assert in_database("alias").startswith("v1:")
    assert Patient.objects.get().alias == "Bo"


def test_serialised_json_comes_back(patient: Patient):
    text = serializers.serialize("python", [patient], fields=["address"])

    assert text[0]["fields"]["address"] in ({"straat": "Ée 1"}, '{"straat": "\\u00c9e 1"}')


@pytest.mark.parametrize("name", ["bsn", "bsn_index", "address", "alias"])
def test_field_can_be_written_in_a_migration_and_read_back(name: str):
    field: Any = Patient._meta.get_field(name)
    text, _ = MigrationWriter.serialize(field)

    assert text.startswith("core.fields.")
    assert field.clone().deconstruct()[1:] == field.deconstruct()[1:]
    assert field.clone().null == field.null


def test_blind_index_has_an_index_in_the_database():
    assert BlindIndexField(source="bsn").db_index
    assert not BlindIndexField(source="bsn", unique=True).db_index
    assert not BlindIndexField(source="bsn", db_index=False).clone().db_index


def test_blind_index_of_another_kind_of_field_is_refused():
    with pytest.raises(FieldError, match="name"):
        blind_index_of(Patient, "name", "x")


def test_form_field_of_json_reads_json(tables, db):
    field: Any = Patient._meta.get_field("address")
    formfield = field.formfield()

    assert formfield.clean('{"a": 1}') == {"a": 1}
    assert Patient._meta.get_field("bsn_index").editable is False


@isolate_apps("core")
@pytest.mark.parametrize("option", ["unique", "db_index"])
def test_index_on_an_encrypted_field_is_reported_by_the_checks(option: str):
    class Wrong(models.Model):
        bsn = EncryptedTextField(unique=option == "unique", db_index=option == "db_index")

        class Meta:
            app_label = "core"

    assert "core.E002" in [message.id for message in Wrong._meta.get_field("bsn").check()]
