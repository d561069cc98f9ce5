"""Plans that are printed together: claimed by row, each once, and only what the user may read."""

from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from accounts.models import User
from audit.enums import AuditEvent
from audit.models import AuditEntry
from clients.documents.file_copy import FileCopy
from clients.models import TreatmentRelation
from core.clock import now
from core.errors import Conflict
from core.jobs import Job
from core.pdf import PdfUnavailable
from organisations.models import Membership
from plans import tasks
from plans.documents import zip_of
from plans.enums import BatchStatus, ItemState, PrintKind
from plans.models import PlanVersion, PrintBatch, PrintItem
from plans.rules import MOST_TO_PRINT, check_number_to_print
from plans.selectors import plans_to_print, progress_of, readable_items
from plans.services import printing
from plans.services.printing import (
    AT_ONCE,
    ATTEMPTS,
    CLAIM,
    cancel_printing,
    claim_items,
    print_plans,
    remove_printed,
    resume_printing,
    retry_printing,
)
from tests.cast import actor_of_user
from tests.marks import needs_pdf
from tests.plans.print_story import *  # noqa: F403 - fixtures
from tests.plans.print_story import PDF, start
from tests.plans.story import *  # noqa: F403 - fixtures
from tests.plans.story import TODAY

pytestmark = pytest.mark.django_db


def states(batch: PrintBatch) -> list[str]:
    return list(batch.items.order_by("pk").values_list("state", flat=True))


def printed_for(user: User) -> int:
    return AuditEntry.objects.filter(event=AuditEvent.PRINTED, actor=user.public_id).count()


# What is asked -----------------------------------------------------------------------------------------


def test_who_reads_no_plans_prints_none(wil: User, versions: list[PlanVersion]):
    with pytest.raises(PermissionDenied):
        start(wil, versions)


def test_plan_outside_the_scope_is_not_printed(mo: User, versions: list[PlanVersion]):
    with pytest.raises(ValidationError) as refused:
        start(mo, versions)

    assert refused.value.code == "plans_not_seen"
    assert not PrintBatch.objects.exists()


@pytest.mark.parametrize(("number", "code"), [(0, "no_plans"), (MOST_TO_PRINT + 1, "too_many_plans")])
def test_number_of_plans_has_its_limits(number: int, code: str):
    with pytest.raises(ValidationError) as refused:
        check_number_to_print(number)

    assert refused.value.code == code


def test_second_batch_waits_for_the_first(petra: User, versions: list[PlanVersion]):
    start(petra, versions[:1])

    with pytest.raises(ValidationError) as refused:
        start(petra, versions)

    assert [fault.code for fault in refused.value.error_dict["__all__"]] == ["batch_running"]


def test_own_plans_are_those_one_is_responsible_for_or_whose_case_one_has(
    petra: User, karin: User, hanna: User, versions: list[PlanVersion]
):
    def found(user: User, *, is_own: bool) -> int:
        return plans_to_print(actor_of_user(user), status="draft", is_own=is_own).count()

    assert (found(petra, is_own=True), found(petra, is_own=False)) == (3, 3)
    assert (found(hanna, is_own=True), found(hanna, is_own=False)) == (0, 3)
    assert (found(karin, is_own=True), found(karin, is_own=False)) == (0, 3)


# What becomes of it --------------------------------------------------------------------------------------


@needs_pdf
@pytest.mark.parametrize("kind", PrintKind)
def test_each_plan_is_a_pdf_in_the_zip_and_a_line_in_the_trail(petra: User, versions: list[PlanVersion], kind: str):
    batch = start(petra, versions, kind=PrintKind(kind))
    tasks.print_plans(batch.pk)

    batch.refresh_from_db()
    assert batch.status == BatchStatus.DONE
    assert states(batch) == [ItemState.DONE] * 3
    assert printed_for(petra) == 3
    with ZipFile(BytesIO(zip_of(PrintKind(kind), readable_items(batch, actor_of_user(petra)), []))) as archive:
        names = archive.namelist()
        assert len(set(names)) == 3
        assert all(archive.read(name).startswith(b"%PDF-") for name in names)
        assert not any("Vries" in name for name in names)


def test_without_redis_it_is_made_at_once(
    petra: User, versions: list[PlanVersion], fast: list[PlanVersion], django_capture_on_commit_callbacks: Any
):
    with django_capture_on_commit_callbacks(execute=True):
        batch = start(petra, versions, wakes_worker=True)

    batch.refresh_from_db()
    assert batch.status == BatchStatus.DONE
    assert [one.plan.allocation.client.surname for one in fast] == ["Abels", "Bos", "Vries"]


def test_pdf_lies_encrypted(petra: User, versions: list[PlanVersion], fast: list[PlanVersion]):
    batch = start(petra, versions[:1])
    print_plans(batch.pk)

    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed_pdf FROM plans_printitem")
        [stored] = cursor.fetchone()
    assert stored.startswith("v1:")
    assert b64encode(PDF).decode() not in stored


def test_copy_of_the_file_names_the_batch_and_repeats_no_pdf(
    petra: User, versions: list[PlanVersion], fast: list[PlanVersion]
):
    print_plans(start(petra, versions[:1]).pk)

    told = FileCopy(versions[0].plan.allocation.client, TODAY).as_json().decode()

    assert "plannen in een bundel" in told
    assert b64encode(PDF).decode() not in told


def test_right_that_was_lost_before_printing_refuses_the_plan(
    petra: User, versions: list[PlanVersion], fast: list[PlanVersion]
):
    batch = start(petra, versions)
    TreatmentRelation.objects.filter(client=versions[1].plan.allocation.client).delete()

    print_plans(batch.pk)

    assert states(batch).count(ItemState.REFUSED) == 1
    assert printed_for(petra) == 2
    assert versions[1] not in fast


def test_nothing_is_printed_for_who_left(petra: User, versions: list[PlanVersion], fast: list[PlanVersion]):
    batch = start(petra, versions)
    Membership.objects.filter(user=petra).update(ends_on=TODAY - timedelta(days=1))

    print_plans(batch.pk)

    assert states(batch) == [ItemState.REFUSED] * 3
    assert not fast


def test_right_that_was_lost_before_downloading_leaves_the_plan_out(
    petra: User, versions: list[PlanVersion], fast: list[PlanVersion]
):
    batch = start(petra, versions)
    print_plans(batch.pk)
    TreatmentRelation.objects.filter(client=versions[2].plan.allocation.client).delete()

    left = readable_items(batch, actor_of_user(petra))

    assert {one.version for one in left} == set(versions[:2])


def test_plan_that_cannot_be_printed_does_not_keep_others_waiting(
    petra: User, versions: list[PlanVersion], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    def made(_kind: PrintKind, version: PlanVersion, _day: Any) -> bytes:
        if version == versions[0]:
            raise ValueError("S. de Vries stands in this text")
        return PDF

    monkeypatch.setattr(printing, "pdf_of", made)
    batch = start(petra, versions)

    print_plans(batch.pk)

    failed = batch.items.get(state=ItemState.FAILED)
    assert failed.fault == "Deze PDF kan niet worden gemaakt (ValueError)."
    assert progress_of(batch).done == 2
    assert "Vries" not in caplog.text


def test_without_libraries_all_fail_with_that_reason_and_can_be_tried_again(
    petra: User, versions: list[PlanVersion], monkeypatch: pytest.MonkeyPatch
):
    def refuse(*_: object) -> bytes:
        raise PdfUnavailable

    monkeypatch.setattr(printing, "pdf_of", refuse)
    batch = start(petra, versions[:2])
    print_plans(batch.pk)
    assert progress_of(batch).failed == 2

    monkeypatch.setattr(printing, "pdf_of", lambda *_: PDF)
    retry_printing(actor=actor_of_user(petra), batch=batch, wakes_worker=False)
    print_plans(batch.pk)

    batch.refresh_from_db()
    assert (batch.status, progress_of(batch).done) == (BatchStatus.DONE, 2)
    with pytest.raises(Conflict):
        retry_printing(actor=actor_of_user(petra), batch=batch)


# Workers -------------------------------------------------------------------------------------------------


def test_two_workers_never_have_the_same_plan(petra: User, versions: list[PlanVersion]):
    batch = start(petra, versions)

    first, second = claim_items(batch.pk, 2), claim_items(batch.pk, 2)

    assert len(first) == 2
    assert len(second) == 1
    assert not {one.pk for one in first} & {one.pk for one in second}
    assert claim_items(batch.pk) == []


def test_worker_that_was_killed_is_followed_by_another_and_its_late_pdf_counts_for_nothing(
    petra: User, versions: list[PlanVersion], fast: list[PlanVersion]
):
    batch = start(petra, versions)
    killed = claim_items(batch.pk)
    print_plans(batch.pk)
    assert states(batch) == [ItemState.WAITING] * 3

    with time_machine.travel(now() + CLAIM + timedelta(seconds=1), tick=False):
        assert resume_printing() == [batch.pk]
        print_plans(batch.pk)
        assert states(batch) == [ItemState.DONE] * 3
        printing._print(killed[0], actor_of_user(petra))

    assert printed_for(petra) == 3


def test_plan_that_breaks_every_worker_is_left_to_a_person(petra: User, versions: list[PlanVersion]):
    batch = start(petra, versions[:1])
    moment = now()
    for attempt in range(ATTEMPTS):
        with time_machine.travel(moment + attempt * (CLAIM + timedelta(seconds=1)), tick=False):
            assert len(claim_items(batch.pk)) == 1
    with time_machine.travel(moment + ATTEMPTS * (CLAIM + timedelta(seconds=1)), tick=False):
        print_plans(batch.pk)

    batch.refresh_from_db()
    assert batch.status == BatchStatus.DONE
    assert batch.items.get().fault == "Het afdrukken is steeds afgebroken."


def test_work_goes_on_after_its_time(
    petra: User, versions: list[PlanVersion], fast: list[PlanVersion], monkeypatch: pytest.MonkeyPatch
):
    woken: list[int] = []
    monkeypatch.setattr(Job, "wake", lambda _job, key: woken.append(key))
    batch = start(petra, versions)

    print_plans(batch.pk, for_at_most=timedelta(0))

    assert woken == [batch.pk]
    assert len(fast) == min(3, AT_ONCE)


@pytest.mark.django_db(transaction=True)
def test_four_workers_at_once_print_each_plan_once(petra: User, versions: list[PlanVersion], fast: list[PlanVersion]):
    batch = start(petra, versions)

    def work(_: int) -> None:
        try:
            print_plans(batch.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))

    batch.refresh_from_db()
    assert states(batch) == [ItemState.DONE] * 3
    assert printed_for(petra) == 3
    assert len(fast) == 3


# Stopping and removing -----------------------------------------------------------------------------------


def test_batch_that_is_stopped_keeps_nothing_and_takes_nothing_in(
    petra: User, versions: list[PlanVersion], fast: list[PlanVersion]
):
    batch = start(petra, versions)
    held = claim_items(batch.pk, 1)

    cancel_printing(actor=actor_of_user(petra), batch=batch)
    printing._print(held[0], actor_of_user(petra))
    print_plans(batch.pk)

    batch.refresh_from_db()
    assert batch.status == BatchStatus.CANCELLED
    assert not PrintItem.objects.exists()
    assert printed_for(petra) == 0
    with pytest.raises(Conflict):
        cancel_printing(actor=actor_of_user(petra), batch=batch)


def test_batch_of_somebody_else_is_left_alone(petra: User, hanna: User, versions: list[PlanVersion]):
    batch = start(petra, versions)

    with pytest.raises(PermissionDenied):
        cancel_printing(actor=actor_of_user(hanna), batch=batch)


def test_pdfs_are_gone_after_a_day(petra: User, versions: list[PlanVersion], fast: list[PlanVersion], settings: Any):
    batch = start(petra, versions)
    print_plans(batch.pk)
    assert remove_printed() == 0

    with time_machine.travel(now() + timedelta(hours=settings.PRINTS_KEPT_HOURS, minutes=1), tick=False):
        tasks.remove_printed()

    batch.refresh_from_db()
    assert batch.status == BatchStatus.EXPIRED
    assert not PrintItem.objects.exists()


# The database --------------------------------------------------------------------------------------------


def _same(row: Any) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key}


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("plans_printbatch_one_at_a_time", lambda: PrintBatch.objects.create(**_again())),
        ("plans_printbatch_finished", lambda: PrintBatch.objects.update(status="done")),
        ("plans_printbatch_finished", lambda: PrintBatch.objects.update(kind="poster")),
        ("plans_printitem_once", lambda: PrintItem.objects.create(**_same(PrintItem.objects.get()))),
        ("plans_printitem_state", lambda: PrintItem.objects.update(state="done")),
        ("plans_printitem_state", lambda: PrintItem.objects.update(state="refused")),
        ("plans_printitem_claim", lambda: PrintItem.objects.update(claimed_until=now())),
    ],
)
def test_the_database_refuses(petra: User, versions: list[PlanVersion], constraint: str, change: Any):
    start(petra, versions[:1])

    with pytest.raises(IntegrityError), transaction.atomic():
        change()


def _again() -> dict[str, Any]:
    return {name: value for name, value in _same(PrintBatch.objects.get()).items() if name != "public_id"}
