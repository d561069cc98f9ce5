"""Every service that writes in a client's file leaves a line in the trail for every row that it touched."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest

import clients.services
from clients.access import may_open_file
from clients.services import (
    add_member,
    allocate,
    assign_treatment,
    change_client,
    change_member,
    change_volume,
    end_allocation,
    end_member,
    end_shield_access,
    end_treatment,
    extend_allocation,
    lift_shield,
    move_client,
    name_person,
    open_file,
    record_death,
    record_start_of_delivery,
    record_stop_of_delivery,
    register_client,
    reopen_file,
    resume_delivery,
    review_opening,
    shield_file,
    take_over,
    undo_death,
)
from clients.services.autosaves import discard_autosave, keep_autosave
from core.actors import Actor
from organisations.enums import Role
from tests import trail
from tests.cast import actor_of_user, member
from tests.clients import test_trail_of_intake as intake
from tests.clients import test_trail_of_rights as rights
from tests.clients.conftest import TODAY
from tests.clients.intake import notify
from tests.factories.clients import ClientFactory, MemberFactory, fictional_bsns
from tests.trail import Act, Case, Story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("terms")]
PERSON: dict[str, Any] = {"initials": "T.", "surname": "Trail", "birth_date": date(1940, 1, 1)}
TYPED: dict[str, Any] = {"form": "plans:change", "target": UUID(int=7), "typed": [("situation", "Half af.")]}
NO_WRITERS = {
    "record_bsn_search",
    "record_list_reading",
    "record_move_list_reading",
    "record_move_reading",
    "record_plan_download",
    "record_printing",
    "record_reading",
    "record_search",
    "record_trail_reading",
    "record_opening_reading",
    "record_openings_reading",
    "record_signals_reading",
    "seek_file",
}
ABOUT_NO_CLIENT = {"review_signal"}
"""Says something of a colleague: tests/clients/test_pages_signals.py looks at what it leaves in the trail."""
READERS = {"contracted_products", "xlsx_template"}
OF_IMPORT = {"start_import", "confirm_import", "restart_import", "cancel_import", "write", "forget_person", "move_run"}
"""About many clients at once: tests/clients/test_import_service.py and test_import_forgetting.py look at the trail."""
PARTS_OF_WRITERS = {
    "add_allocation",
    "allocation_to_change",
    "close",
    "end_open_cases",
    "end_suspension",
    "go",
    "join_team",
    "keep",
    "locked_case",
    "meet_term",
    "open_case",
    "record_change",
    "send_letter",
    "set_due",
    "start_objection",
    "start_term",
}


@pytest.fixture
def story(request: pytest.FixtureRequest) -> Story:
    return Story(request.getfixturevalue)


def _of_member(service: Callable[..., object], **given: Any) -> Case:
    def case(story: Story) -> Act:
        return story.by(story.worker, service, member=MemberFactory.create(client=story.client), **given)

    return case


def _of_client(service: Callable[..., object], **given: Any) -> Case:
    def case(story: Story) -> Act:
        return story.by(story.worker, service, client=story.client, revision=story.client.revision, **given)

    return case


def _of_allocation(service: Callable[..., object], **given: Any) -> Case:
    def case(story: Story) -> Act:
        allocation = story.allocation
        return story.by(story.worker, service, allocation=allocation, revision=allocation.revision, **given)

    return case


def _allocate(story: Story) -> Act:
    person = story.client = ClientFactory.create(municipality=story.client.municipality)
    given = {"starts_on": date(2026, 4, 1), "ends_on": date(2026, 9, 30), "volume": 2}
    product = story.allocation.contracted_product
    return story.by(story.worker, allocate, client=person, contracted_product=product, **given)


def _stop_delivery(story: Story) -> Act:
    started = record_start_of_delivery(actor=story.carer, allocation=story.allocation, on=date(2026, 2, 1))
    return story.by(
        story.carer,
        record_stop_of_delivery,
        allocation=started,
        revision=started.revision,
        on=date(2026, 2, 20),
        reason="21",
    )


def _assign_treatment(story: Story) -> Act:
    colleague = member("Cor Collega", story.allocation.provider, Role.CARE_PROFESSIONAL, team=False)
    planner = actor_of_user(story.fixture("wil"))
    return story.by(planner, assign_treatment, client=story.client, user=colleague, starts_on=TODAY)


def _end_treatment(story: Story) -> Act:
    relation = story.client.treatments.get()
    return story.by(actor_of_user(story.fixture("wil")), end_treatment, relation=relation, ends_on=TODAY)


def _record_death(story: Story) -> Act:
    notify(story.worker, story.client)
    return _of_client(record_death, died_on=TODAY)(story)


def _undo_death(story: Story) -> Act:
    _record_death(story)()
    story.client.refresh_from_db()
    return _of_client(undo_death, reason="De melding ging over een ander.")(story)


def _resume_delivery(story: Story) -> Act:
    paused = _stop_delivery(story)
    paused.given["reason"] = "20"
    allocation = paused()
    given = {"allocation": allocation, "revision": allocation.revision, "on": date(2026, 2, 25)}
    return story.by(story.carer, resume_delivery, **given)


def _move(story: Story) -> Act:
    notify(story.worker, story.client)
    return _of_client(move_client, to_municipality=story.fixture("zutphen"), moved_on=TODAY, has_consent=True)(story)


def _reopen(story: Story) -> Act:
    _move(story)()
    story.client.refresh_from_db()
    return _of_client(reopen_file)(story)


def _take_over(story: Story) -> Act:
    move = _move(story)()
    return story.by(actor_of_user(story.fixture("zoe")), take_over, move=move, question="Ook hier begeleiding.")


EXPLAINED = "Dit is een reden waar een ander iets aan heeft."


def _quality(story: Story) -> Actor:
    return actor_of_user(story.fixture("hanna"))


def _break_the_glass(story: Story) -> Act:
    bo = actor_of_user(story.fixture("bo"))
    return story.by(bo, open_file, client_id=story.client.public_id, reason=EXPLAINED)


def _review(story: Story) -> Act:
    opening = _break_the_glass(story)()
    return story.by(_quality(story), review_opening, opening=opening, verdict="justified", note="")


def _shield(story: Story) -> Act:
    users = [story.fixture("hanna")]
    return story.by(_quality(story), shield_file, client=story.client, reason=EXPLAINED, users=users)


def _of_shield(service: Callable[..., object], **given: Any) -> Case:
    return lambda story: story.by(_quality(story), service, shield=_shield(story)(), **given)


def _name_person(story: Story) -> Act:
    return _of_shield(name_person, user=story.fixture("wil"))(story)


def _end_access(story: Story) -> Act:
    return story.by(_quality(story), end_shield_access, access=_name_person(story)(), ends_on=TODAY)


CASES: dict[str, Case] = {
    "register_client": lambda story: story.by(
        story.worker, register_client, bsn=next(fictional_bsns(90_000)), **PERSON
    ),
    "change_client": _of_client(change_client, surname="Anders"),
    "add_member": lambda story: story.by(
        story.worker, add_member, client=story.client, name="Naaste", relation="16", starts_on=TODAY
    ),
    "change_member": _of_member(change_member, revision=1, name="Anders"),
    "end_member": _of_member(end_member, ends_on=TODAY),
    "allocate": _allocate,
    "end_allocation": _of_allocation(end_allocation, ends_on=date(2026, 6, 30), reason="19"),
    "change_volume": _of_allocation(
        change_volume, from_on=date(2026, 7, 1), ends_on=date(2026, 12, 31), volume=6, frequency="2"
    ),
    "extend_allocation": _of_allocation(extend_allocation, ends_on=date(2027, 3, 31)),
    "record_start_of_delivery": lambda story: story.by(
        story.carer, record_start_of_delivery, allocation=story.allocation, on=TODAY
    ),
    "record_stop_of_delivery": _stop_delivery,
    "assign_treatment": _assign_treatment,
    "end_treatment": _end_treatment,
    "open_file": _break_the_glass,
    "review_opening": _review,
    "shield_file": _shield,
    "name_person": _name_person,
    "end_shield_access": _end_access,
    "lift_shield": _of_shield(lift_shield, ends_on=TODAY),
    "resume_delivery": _resume_delivery,
    "keep_autosave": lambda story: story.by(story.carer, keep_autosave, client=story.client, **TYPED),
    "discard_autosave": lambda story: story.by(
        story.carer,
        discard_autosave,
        autosave=keep_autosave(actor=story.carer, client=story.client, **TYPED),
    ),
    "record_death": _record_death,
    "undo_death": _undo_death,
    "move_client": _move,
    "take_over": _take_over,
    "reopen_file": _reopen,
}


def owners(name: str, story: Story, made: Any) -> set[Any]:
    """Whose file the lines stand in: of a new file its own, and of a file that moved both."""
    if name == "register_client":
        return {made.public_id}
    return {story.client.public_id} | ({made.client.public_id} if name == "take_over" else set())


EXCEPTIONS = NO_WRITERS | PARTS_OF_WRITERS | READERS | OF_IMPORT | ABOUT_NO_CLIENT


def test_every_service_that_writes_has_a_case() -> None:
    writers = trail.services_that_write(clients.services, but=EXCEPTIONS)
    assert writers == set(CASES) | set(intake.CASES) | set(rights.CASES) | rights.IN_A_TEST_OF_ITS_OWN


@pytest.mark.parametrize("name", CASES)
def test_service_leaves_a_line_for_every_row_it_touched(name, story):
    trail.assert_every_row_has_its_line(CASES[name](story), lambda made: owners(name, story, made))


@pytest.mark.parametrize("name", CASES)
def test_service_that_cannot_write_the_trail_writes_nothing(name, story, monkeypatch):
    trail.assert_nothing_without_its_line(CASES[name](story), monkeypatch)


@pytest.mark.parametrize("name", [name for name in CASES if name != "open_file"])
def test_service_refuses_whoever_it_is_not_for(name, story):
    """In the own municipality every case worker may register a client, and shield a file for it.

    Who may open a file with a reason: tests/clients/test_openings.py.
    """
    for_case_workers = name in {"register_client", "shield_file"}
    trail.assert_others_are_refused(
        CASES[name](story),
        story,
        but=lambda other: (
            (for_case_workers and other.role == Role.CASE_WORKER)
            # Whoever sees a file may type in a form about it; what is kept is one's own.
            or (name == "keep_autosave" and may_open_file(other, story.client))
        ),
    )
