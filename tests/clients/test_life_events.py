"""Death, and moving to another municipality of the region: what is open ends, and nothing is lost."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from audit.models import AuditEntry
from clients.enums import CaseEnd, CaseOrigin, CaseStatus, ChangeReason, StopReason, TermKind
from clients.models import Allocation, Case, Client, Move
from clients.services import (
    add_member,
    allocate,
    change_client,
    change_member,
    change_volume,
    end_member,
    extend_allocation,
    move_client,
    record_death,
    record_start_of_delivery,
    record_stop_of_delivery,
    register_notification,
    reopen_file,
    suspend_term,
    take_over,
)
from core.acting import acting
from core.errors import Conflict
from tests.cast import actor_of_user
from tests.clients.conftest import TODAY
from tests.clients.intake import NOTIFICATION, applied, fresh, grant, notify
from tests.factories.clients import AllocationFactory, ClientFactory, MemberFactory
from tests.factories.organisations import MunicipalityFactory, RegionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("terms")]
DIED = date(2026, 2, 20)
NEW_ADDRESS = {"street": "Markt", "house_number": "9", "postcode": "7201 AB", "city": "Zutphen"}


@pytest.fixture
def neighbour(zoe):
    """Zoe of Zutphen as an actor."""
    return actor_of_user(zoe)


@pytest.fixture
def moved(worker, person, zutphen):
    """Move the client to Zutphen, with consent and the new address."""

    def move(**changes):
        given = {"to_municipality": zutphen, "moved_on": TODAY, "has_consent": True, "address": NEW_ADDRESS}
        person.refresh_from_db()
        return move_client(actor=worker, client=person, revision=person.revision, **{**given, **changes})

    return move


def codes(refusal):
    return {error.code for errors in refusal.value.error_dict.values() for error in errors}


def test_death_ends_the_open_case_with_its_suspended_term(worker, person, on_day):
    on_day(date(2026, 2, 2))
    case = notify(worker, person)
    term = case.terms.get(kind=TermKind.INVESTIGATION)
    given: dict[str, Any] = {"starts_on": date(2026, 2, 2), "ground": "consent", "explanation": "Op vakantie."}
    suspend_term(actor=worker, case=case, revision=case.revision, term=term, **given)
    on_day(TODAY)

    record_death(actor=worker, client=person, revision=person.revision, died_on=DIED)

    case = fresh(case)
    assert (case.status, case.end_reason, case.ended_at_step) == (CaseStatus.ENDED, CaseEnd.DEATH, CaseStatus.NOTIFIED)
    assert (case.ended_on, case.question) == (DIED, NOTIFICATION["question"])
    term.refresh_from_db()
    assert term.suspensions.get().ends_on == DIED
    assert term.due_on == date(2026, 4, 7)  # six weeks and 19 days are Saturday 4 April, before Easter Monday


def test_death_ends_what_runs_and_takes_away_what_had_not_begun(worker, carer, person, product, allocation):
    record_start_of_delivery(actor=carer, allocation=allocation, on=date(2026, 1, 5))
    over = AllocationFactory.create(
        client=person, contracted_product=product, starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31)
    )
    coming = AllocationFactory.create(
        client=person, contracted_product=product, starts_on=date(2027, 1, 1), ends_on=date(2027, 12, 31)
    )

    record_death(actor=worker, client=person, revision=person.revision, died_on=DIED)

    ends = {one.pk: (one.ends_on, one.stop_reason, one.change_reason) for one in Allocation.objects.all()}
    assert ends == {
        over.pk: (date(2025, 12, 31), "", ""),
        allocation.pk: (DIED, StopReason.DEATH, ChangeReason.DEATH),
        # iWmo 3.2: "verwijderd" is an end on the first day, with reason 13.
        coming.pk: (date(2027, 1, 1), StopReason.DEATH, ChangeReason.REMOVED),
    }


def test_death_before_the_first_delivery_keeps_what_was_delivered(worker, carer, person, allocation):
    record_start_of_delivery(actor=carer, allocation=allocation, on=date(2026, 2, 25))

    record_death(actor=worker, client=person, revision=person.revision, died_on=DIED)

    allocation.refresh_from_db()
    assert (allocation.ends_on, allocation.change_reason) == (date(2026, 2, 25), ChangeReason.DEATH)


def test_death_leaves_a_decided_case_as_it_was(worker, person, product):
    case = applied(worker, person)
    grant(worker, case, product.variant)

    record_death(actor=worker, client=person, revision=person.revision, died_on=TODAY)

    assert fresh(case).status == CaseStatus.DECIDED


@pytest.mark.parametrize(("day", "code"), [(date(2026, 3, 2), "day_future"), (date(1941, 5, 16), "day_early")])
def test_death_on_an_impossible_day_is_refused(worker, person, day, code):
    with pytest.raises(ValidationError) as refusal:
        record_death(actor=worker, client=person, revision=person.revision, died_on=day)
    assert codes(refusal) == {code}


@pytest.mark.parametrize("event", ["death", "move"])
def test_file_of_who_is_gone_stays_as_it_was(*, worker, carer, person, product, allocation, moved, event):
    member = MemberFactory.create(client=person)
    record_start_of_delivery(actor=carer, allocation=allocation, on=date(2026, 2, 1))
    if event == "death":
        record_death(actor=worker, client=person, revision=person.revision, died_on=TODAY)
    else:
        moved()
    person.refresh_from_db()
    allocation.refresh_from_db()
    of_client = {"client": person, "revision": person.revision}
    of_allocation = {"allocation": allocation, "revision": allocation.revision}
    volume = {"from_on": TODAY, "volume": 6, "frequency": "2", "ends_on": date(2026, 12, 31)}
    for service, given in (
        (change_client, of_client | {"surname": "Anders"}),
        (add_member, {"client": person, "name": "Naaste", "starts_on": TODAY}),
        (change_member, {"member": member, "revision": 1, "name": "Anders"}),
        (register_notification, {"client": person, "notified_on": TODAY, **NOTIFICATION}),
        (allocate, {"client": person, "contracted_product": product, "starts_on": TODAY, "volume": 1}),
        (change_volume, of_allocation | volume),
        (extend_allocation, of_allocation | {"ends_on": date(2026, 12, 31)}),
        (record_death, of_client | {"died_on": TODAY}),
    ):
        with pytest.raises(Conflict) as refusal:
            service(actor=worker, **given)
        assert refusal.value.code == "client_gone", service
    assert person.surname == "Dál"

    # Finishing goes on: who belongs to the client system no longer does, and delivery stopped.
    end_member(actor=worker, member=member, ends_on=TODAY)
    record_stop_of_delivery(actor=carer, **of_allocation, on=TODAY, reason="02")


def test_move_with_consent_leads_to_a_file_of_its_own(*, worker, person, zutphen, moved, neighbour, allocation):
    old_case = notify(worker, person)
    move = moved()

    case = take_over(actor=neighbour, move=move, question="Ook hier begeleiding.")

    new = case.client
    assert (new.municipality, new.bsn, new.surname, new.address) == (
        zutphen,
        person.bsn,
        "Dál",
        "Markt 9, 7201 AB Zutphen",
    )
    assert (case.origin, case.municipality) == (CaseOrigin.MOVE, zutphen)
    # The clock runs in the new municipality as well: the client asks, by way of the former one.
    assert set(case.terms.values_list("kind", flat=True)) == {TermKind.PERSONAL_PLAN, TermKind.INVESTIGATION}
    person.refresh_from_db()
    allocation.refresh_from_db()
    assert (person.moved_on, person.city) == (TODAY, "Apeldoorn")
    assert (allocation.ends_on, allocation.stop_reason, allocation.change_reason) == (TODAY, "31", "07")
    assert (fresh(old_case).status, fresh(old_case).end_reason) == (CaseStatus.ENDED, CaseEnd.MOVED)
    move.refresh_from_db()
    assert (move.person, move.taken_over_by.name) == (None, "Zoe Zutphen")
    # Neither sees the file of the other.
    assert list(Client.objects.visible_to(neighbour)) == [new]
    assert list(Client.objects.visible_to(worker)) == [person]
    assert list(Case.objects.visible_to(neighbour)) == [case]


def test_take_over_works_where_the_database_hides_the_old_file(moved, neighbour, person):
    """On PostgreSQL the new municipality cannot read the old file at all; the trail of that file still has the line."""
    move = moved()
    with acting(neighbour):
        take_over(actor=neighbour, move=move, question="Ook hier begeleiding.")

    line = AuditEntry.objects.get(target=move.public_id, actor=neighbour.user_uuid)
    assert line.client == person.public_id


def test_file_that_exists_is_used_again_and_learns_the_new_address(moved, neighbour, person, zutphen):
    known = ClientFactory.create(municipality=zutphen, bsn=person.bsn, phone="0575", city="Elders")

    case = take_over(actor=neighbour, move=moved(), question="Ook hier begeleiding.")

    known.refresh_from_db()
    assert case.client == known
    assert (known.city, known.phone, known.surname) == ("Zutphen", "0575", "Dál")


def test_who_comes_back_gets_the_old_file_again(worker, moved, neighbour, person, apeldoorn):
    take_over(actor=neighbour, move=moved(), question="Ook hier begeleiding.")
    there = Client.objects.get(municipality__name="Zutphen")
    back = move_client(
        actor=neighbour,
        client=there,
        revision=there.revision,
        to_municipality=apeldoorn,
        moved_on=TODAY,
        has_consent=True,
        address={"street": "Dorpsstraat", "house_number": "2", "postcode": "7311 AB", "city": "Apeldoorn"},
    )

    case = take_over(actor=worker, move=back, question="Terug, en weer alleen thuis.")

    person.refresh_from_db()
    assert case.client == person
    assert (person.moved_on, person.house_number) == (None, "2")
    assert Move.objects.filter(client=person).count() == 1


def test_file_of_who_comes_back_unannounced_is_opened_again(worker, moved, person):
    moved(has_consent=False)
    person.refresh_from_db()
    reopen_file(actor=worker, client=person, revision=person.revision)
    assert notify(worker, person).status == CaseStatus.NOTIFIED

    person.refresh_from_db()
    with pytest.raises(Conflict) as refusal:
        reopen_file(actor=worker, client=person, revision=person.revision)
    assert refusal.value.code == "not_moved"

    record_death(actor=worker, client=person, revision=person.revision, died_on=TODAY)
    person.refresh_from_db()
    with pytest.raises(Conflict) as refusal:
        reopen_file(actor=worker, client=person, revision=person.revision)
    assert refusal.value.code == "client_gone"


def test_move_without_consent_tells_the_new_municipality_nothing(moved, neighbour):
    move = moved(has_consent=False)

    assert move.person is None
    assert not Move.objects.visible_to(neighbour).exists()
    with pytest.raises(PermissionDenied):
        take_over(actor=neighbour, move=move, question="Ook hier begeleiding.")


def test_move_is_taken_over_once(moved, neighbour):
    move = moved()
    take_over(actor=neighbour, move=move, question="Ook hier begeleiding.")
    with pytest.raises(Conflict) as refusal:
        take_over(actor=neighbour, move=move, question="Ook hier begeleiding.")
    assert refusal.value.code == "taken_over"
    assert Case.objects.count() == 1


def test_move_names_all_faults_at_once(moved, apeldoorn):
    with pytest.raises(ValidationError) as refusal:
        moved(to_municipality=apeldoorn, moved_on=date(2026, 3, 2))
    assert codes(refusal) == {"move_nowhere", "day_future"}


def test_move_out_of_the_region_is_refused(moved):
    elsewhere = MunicipalityFactory.create(region=RegionFactory.create(name="Elders"))
    with pytest.raises(ValidationError) as refusal:
        moved(to_municipality=elsewhere)
    assert codes(refusal) == {"other_region"}


def test_old_address_does_not_move_along(moved):
    assert moved(address=None).person["street"] == ""


def test_somebody_without_a_bsn_needs_the_new_address(worker, person, moved):
    change_client(actor=worker, client=person, revision=person.revision, bsn="")
    with pytest.raises(ValidationError) as refusal:
        moved(address=None)
    assert codes(refusal) == {"needed_without_bsn"}
    moved()
