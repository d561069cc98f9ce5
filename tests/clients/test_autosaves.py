"""What is typed and not saved: encrypted, of its writer alone, and gone in time."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from audit.models import AuditEntry
from clients import tasks
from clients.models import Autosave
from clients.services.autosaves import MOST_CHARACTERS, discard_autosave, keep_autosave
from core.constraints import constraint_of
from organisations.enums import Role
from tests.cast import actor_of_user, member

pytestmark = pytest.mark.django_db

TARGET = UUID(int=7)
TEXT = "Mevrouw vertelde iets dat nog niemand mag lezen."


@pytest.fixture(autouse=True)
def _care(allocation):
    """The client is in care at De Linde."""


def keep(actor, person, text=TEXT, **changes: Any) -> Autosave:
    given: dict[str, Any] = {"form": "plans:change", "target": TARGET, "typed": [("situation", text)]} | changes
    return keep_autosave(actor=actor, client=person, **given)


def lines() -> list[str]:
    return list(
        AuditEntry.objects.filter(target_label="clients.autosave").order_by("id").values_list("event", flat=True)
    )


def test_text_comes_back_and_the_database_holds_only_a_token(carer, person):
    row = keep(carer, person)

    assert Autosave.objects.get().content == [["situation", TEXT]]
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM clients_autosave WHERE id = %s", [row.pk])
        [stored] = cursor.fetchone()
    assert stored.startswith("v1:")
    assert "Mevrouw" not in stored


def test_typing_on_replaces_it_and_leaves_one_line_in_the_trail(carer, person, on_day):
    keep(carer, person)
    on_day(date(2026, 3, 2))
    keep(carer, person, "Verder getypt.")

    [row] = Autosave.objects.all()
    assert row.content == [["situation", "Verder getypt."]]
    assert row.saved_at.date() == date(2026, 3, 2)
    assert lines() == ["created"]


def test_every_form_and_every_thing_has_its_own(carer, person):
    for changes in ({}, {"form": "plans:evaluation"}, {"target": uuid4()}):
        keep(carer, person, **changes)

    assert Autosave.objects.count() == 3


def test_only_the_writer_sees_it_and_only_on_behalf_of_the_same_organisation(carer, worker, person, allocation, hanna):
    keep(carer, person)
    colleague = actor_of_user(member("Cor Collega", allocation.provider, Role.CARE_PROFESSIONAL))

    assert Autosave.objects.visible_to(carer).count() == 1
    for other in (worker, colleague, actor_of_user(hanna)):
        assert not Autosave.objects.visible_to(other).exists()


def test_it_is_out_of_sight_once_the_writer_no_longer_sees_the_file(carer, person):
    keep(carer, person)
    person.treatments.all().delete()

    assert not Autosave.objects.visible_to(carer).exists()


def test_nobody_keeps_text_about_a_file_out_of_sight_or_throws_away_that_of_another(carer, worker, mo, person):
    with pytest.raises(PermissionDenied):
        keep(actor_of_user(mo), person)
    row = keep(carer, person)
    with pytest.raises(PermissionDenied):
        discard_autosave(actor=worker, autosave=row)

    discard_autosave(actor=carer, autosave=row)
    discard_autosave(actor=carer, autosave=row)

    assert not Autosave.objects.exists()
    assert lines() == ["created", "deleted"]


def test_text_without_end_is_refused(carer, person):
    with pytest.raises(ValidationError) as refusal:
        keep(carer, person, "x" * (MOST_CHARACTERS + 1))

    assert refusal.value.code == "autosave_too_long"


@pytest.mark.parametrize("clean", [tasks.remove_old_autosaves, lambda: call_command("remove_autosaves")])
def test_it_is_not_shown_and_goes_after_the_days_of_the_setting(carer, person, on_day, settings, clean):
    settings.AUTOSAVE_DAYS = 7
    keep(carer, person)
    on_day(date(2026, 3, 8))
    clean()
    assert Autosave.objects.fresh().count() == 1

    on_day(date(2026, 3, 9))
    assert not Autosave.objects.fresh().exists()
    clean()

    assert not Autosave.objects.exists()
    assert lines() == ["created", "deleted"]
    assert AuditEntry.objects.filter(client=person.public_id, event="deleted").count() == 1


@pytest.mark.parametrize(("name", "changes"), [("clients_autosave_once", {}), ("clients_autosave_form", {"form": ""})])
def test_database_refuses_a_second_one_and_one_of_no_form(carer, person, name, changes):
    row = keep(carer, person)
    row.pk, row.public_id = None, uuid4()
    for column, value in changes.items():
        setattr(row, column, value)

    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        row.save(force_insert=True)

    found = constraint_of(refusal.value)
    assert found is not None
    assert found.name == name
