"""The board: who chooses, who does it, how far it is, and that a choice is made once."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from audit.models import AuditEntry
from core.errors import Conflict
from informal_care.enums import Choosing, TaskStatus
from informal_care.models import Board, BoardTask
from informal_care.rules import Standing, progress_of
from informal_care.selectors.boards import picture_of
from informal_care.services.boards import decline, reconsider, set_up_board, take_on, tell_progress
from tests.cast import actor_of_user, sign_in

DUE = date(2026, 6, 30)
TODAY = date(2026, 3, 2)


@pytest.fixture
def task(board, panel, coordinator):
    return take_on(actor=coordinator, board=board, activity=panel, owner=board.municipality, due_on=DUE)


@pytest.fixture
def of_linde(board, coordinator, de_linde):
    activity = board.edition.activities.get(code="VLI-B-4")
    return take_on(actor=coordinator, board=board, activity=activity, owner=de_linde, due_on=DUE)


def test_what_is_taken_on_stands_in_the_trail_and_on_the_board(board, task, coordinator):
    (strengthen,) = [one for one in picture_of(board, coordinator, TODAY, whole=True) if one.aim.code == "versterken"]

    assert AuditEntry.objects.filter(event="created", target=task.public_id).exists()
    assert (strengthen.progress.total, strengthen.progress.adopted, strengthen.progress.open) == (33, 1, 32)
    assert strengthen.progress.share_done == 0


def test_an_activity_is_chosen_once(board, task, panel, coordinator):
    with pytest.raises(ValidationError) as refused:
        decline(actor=coordinator, board=board, activity=panel, reason="Geen geld.")
    assert refused.value.message_dict["__all__"] == ["Over deze activiteit is al besloten. Wijzig die taak."]


def test_what_is_left_has_a_reason_and_can_be_chosen_again(board, panel, coordinator):
    with pytest.raises(ValidationError, match="waarom"):
        decline(actor=coordinator, board=board, activity=panel, reason=" ")
    left = decline(actor=coordinator, board=board, activity=panel, reason="Er is al een panel van de regio.")

    reconsider(actor=coordinator, task=left, revision=left.revision)

    assert not BoardTask.objects.exists()
    assert AuditEntry.objects.filter(event="deleted", target=left.public_id).exists()
    assert take_on(actor=coordinator, board=board, activity=panel, owner=board.municipality, due_on=DUE).pk


def test_what_was_taken_on_is_not_taken_back(task, coordinator):
    with pytest.raises(Conflict, match="al opgepakt"):
        reconsider(actor=coordinator, task=task, revision=task.revision)


def test_who_does_it_tells_how_far_it_is(of_linde, hanna):
    quality = actor_of_user(hanna)
    doing = tell_progress(actor=quality, task=of_linde, revision=1, status="doing")
    done = tell_progress(
        actor=quality, task=doing, revision=2, status="done", result="Elke evaluatie noemt wie er was."
    )

    assert (done.status, done.done_on, done.revision) == ("done", TODAY, 3)
    with pytest.raises(Conflict, match="al klaar"):
        tell_progress(actor=quality, task=done, revision=3, status="doing")


def test_done_needs_a_result_and_a_day_that_was(task, coordinator):
    with pytest.raises(ValidationError, match="opgeleverd"):
        tell_progress(actor=coordinator, task=task, revision=1, status="done")
    with pytest.raises(ValidationError, match="al is geweest"):
        tell_progress(
            actor=coordinator, task=task, revision=1, status="done", result="Klaar.", done_on=date(2026, 3, 3)
        )


def test_two_at_once_do_not_overwrite_each_other(task, coordinator):
    tell_progress(actor=coordinator, task=task, revision=1, status="doing")
    with pytest.raises(Conflict, match="intussen gewijzigd"):
        tell_progress(actor=coordinator, task=task, revision=1, status="done", result="Klaar.")


def test_what_comes_back_has_a_next_one_until_the_board_ends(board, panel, coordinator, de_linde):
    take_on(
        actor=coordinator,
        board=board,
        activity=panel,
        owner=board.municipality,
        partners=[de_linde],
        due_on=date(2027, 8, 31),
        repeats_months=18,
        budget=Decimal("2500.00"),
    )
    rounds = []
    for task in iter(lambda: BoardTask.objects.exclude(status="done").first(), None):
        rounds.append((task.due_on, task.budget, [one.pk for one in task.partners.all()]))
        tell_progress(actor=coordinator, task=task, revision=task.revision, status="done", result="Gehouden.")

    # 28 February 2029 plus eighteen months lies behind the board.
    assert rounds == [
        (date(2027, 8, 31), Decimal("2500.00"), [de_linde.pk]),
        (date(2029, 2, 28), Decimal("2500.00"), [de_linde.pk]),
    ]


def test_others_neither_direct_nor_tell(board, panel, task, of_linde, cast_outside):
    for actor in cast_outside:
        with pytest.raises(PermissionDenied):
            take_on(actor=actor, board=board, activity=panel, owner=board.municipality, due_on=DUE)
        with pytest.raises(PermissionDenied):
            decline(actor=actor, board=board, activity=panel, reason="Nee.")
        for one in (task, of_linde):
            if actor.organisation_id != one.owner_id or actor.role != "quality_officer":
                with pytest.raises(PermissionDenied):
                    tell_progress(actor=actor, task=one, revision=1, status="doing")


@pytest.fixture
def cast_outside(request, coordinator, zutphen):
    """All who do not direct this board, among them the coordinator of another municipality."""
    others = [request.getfixturevalue(name) for name in ("zoe", "karin", "petra", "pim", "hanna")]
    return [*(actor_of_user(user) for user in others), replace(coordinator, organisation_id=zutphen.pk)]


def test_a_board_is_the_municipality_s_and_one_at_a_time(board, coordinator, mezzo, karin):
    again = {"edition": mezzo, "name": "Nog een", "starts_on": date(2029, 1, 1)}
    with pytest.raises(ValidationError, match="al een bord"):
        set_up_board(actor=coordinator, **again)
    with pytest.raises(PermissionDenied):
        set_up_board(actor=actor_of_user(karin), **again)


def test_a_task_is_due_while_the_board_holds(board, panel, coordinator):
    with pytest.raises(ValidationError, match="Kies een dag daarin"):
        take_on(actor=coordinator, board=board, activity=panel, owner=board.municipality, due_on=date(2030, 1, 1))


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("informal_care_boardtask_once", {}),
        ("informal_care_boardtask_choosing", {"choosing": "declined", "reason": "x"}),
        ("informal_care_boardtask_choosing", {"owner": None}),
        ("informal_care_boardtask_dates", {"starts_on": date(2027, 1, 1)}),
        ("informal_care_boardtask_done", {"status": "done", "done_on": TODAY}),
        ("informal_care_boardtask_amounts", {"budget": -1}),
    ],
)
def test_the_database_refuses(name, wrong, task):
    other = task.activity.edition.activities.get(code="VER-A-8") if wrong else task.activity
    row = BoardTask(board=task.board, activity=other, choosing="adopted", owner=task.owner, due_on=task.due_on)
    for field, value in wrong.items():
        setattr(row, field, value)
    with pytest.raises(IntegrityError, match=name if wrong else "boardtask"), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("informal_care_board_no_overlap", {}), ("informal_care_board_period_order", {"ends_on": date(2029, 1, 1)})],
)
def test_the_database_refuses_boards(name, wrong, board):
    starts_on = date(2030, 1, 1) if wrong else date(2027, 1, 1)
    row = Board(municipality=board.municipality, edition=board.edition, name="x", starts_on=starts_on, **wrong)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        row.save(force_insert=True)


# Rules --------------------------------------------------------------------------------------------------


standings = st.builds(
    Standing,
    st.sampled_from(["", *Choosing.values]),
    st.sampled_from(TaskStatus.values),
    st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)),
)


@given(st.lists(standings), st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_each_activity_is_counted_once(rows, day):
    found = progress_of(rows, day)

    assert found.total == len(rows) == found.open + found.declined + found.adopted
    assert found.late <= found.to_do + found.doing
    share = found.share_done
    assert (share is None) == (found.adopted == 0)
    assert (share == 100) == (found.adopted > 0 and found.done == found.adopted)


# Pages --------------------------------------------------------------------------------------------------


def test_a_coordinator_takes_on_and_leaves_in_the_browser(client, board, ilse):
    sign_in(client, ilse)
    page = reverse("informal_care:section", args=[board.public_id, "vinden-b"])
    taken = client.post(
        reverse("informal_care:take_on", args=[board.public_id, "VIN-B-1"]),
        {"owner": board.municipality.public_id, "due_on": "2026-06-30", "budget": "1250,50"},
    )
    left = client.post(
        reverse("informal_care:decline", args=[board.public_id, "VIN-B-7"]), {"reason": "Dat doet de regio."}
    )

    assert (taken.status_code, left.status_code, taken["Location"]) == (302, 302, page)
    text = client.get(page).content.decode()
    assert "budget €\xa01.250,50" in text
    assert "Waarom niet: Dat doet de regio." in text
    again = client.post(reverse("informal_care:decline", args=[board.public_id, "VIN-B-7"]), {"reason": "Toch niet."})
    assert "Over deze activiteit is al besloten" in again.content.decode()
    assert "Toch niet." in again.content.decode()


@pytest.mark.usefixtures("of_linde")
def test_a_provider_sees_its_own_tasks_and_no_other(client, task, hanna, mo):
    def page(name, *more):
        return client.get(reverse(f"informal_care:{name}", args=[task.board.public_id, *more]))

    sign_in(client, hanna)
    assert "Kwaliteit van ondersteuning" in page("board").content.decode()
    assert "Een dynamische beleidscyclus" not in page("board").content.decode()
    assert "VLI-B-4" in page("section", "verlichten-b").content.decode()
    assert "VLI-B-3" not in page("section", "verlichten-b").content.decode()
    assert page("section", "versterken-a").status_code == 404
    assert client.get(reverse("informal_care:task", args=[task.public_id])).status_code == 404
    sign_in(client, mo)
    assert page("board").status_code == page("section", "verlichten-b").status_code == 404


@pytest.mark.parametrize("name", ["zoe", "mo", "pim"])
def test_a_board_is_not_there_for_others(client, board, request, name):
    sign_in(client, request.getfixturevalue(name))
    for route, code in (("board", ""), ("section", "vinden-b"), ("take_on", "VIN-B-1"), ("decline", "VIN-B-1")):
        address = reverse(f"informal_care:{route}", args=[board.public_id, *([code] if code else [])])
        assert client.get(address).status_code == 404
        assert client.post(address, {"reason": "Nee."}).status_code in (
            {405} if route in {"board", "section"} else {404}
        )


def test_the_board_asks_the_same_number_of_queries_however_full(client, board, coordinator, ilse):
    sign_in(client, ilse)
    page, counts = reverse("informal_care:board", args=[board.public_id]), []
    activities = list(board.edition.activities.filter(part_of=None))
    for some in (activities[:2], activities[2:30]):
        for activity in some:
            take_on(actor=coordinator, board=board, activity=activity, owner=board.municipality, due_on=DUE)
        with CaptureQueriesContext(connection) as seen:
            client.get(page)
        counts.append(len(seen))
    assert counts[0] == counts[1]
