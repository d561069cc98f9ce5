"""Other professionals around the client: who they are, what may be shared with them, and what was agreed."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from clients.enums import Relation
from clients.models import ClientSystemMember
from core.errors import Conflict
from core.periods import Period
from plans.models import CareContact, CoordinationNote, Plan, PlanVersion
from plans.services.coordination import add_contact, change_contact, record_coordination, state_nobody_else
from tests.cast import actor_of_user, sign_in
from tests.factories.clients import MemberFactory, join
from tests.plans.story import CONTACT, TODAY, allocate, coordinate, draft_of
from tests.plans.test_constraints import refused_by

pytestmark = pytest.mark.django_db
VALUES = CONTACT | {"consent_on": TODAY, "starts_on": date(2026, 1, 1)}


def adds(user: User, version: PlanVersion, **changes: Any) -> CareContact:
    return add_contact(actor=actor_of_user(user), plan=version.plan, values=VALUES | changes)


def discusses(user: User, version: PlanVersion, **changes: Any) -> CoordinationNote:
    given: dict[str, Any] = {"held_on": TODAY, "discussed": "De pijn in de knie."} | changes
    return record_coordination(actor=actor_of_user(user), plan=version.plan, **given)


def codes(refusal: Any) -> dict[str, list[str]]:
    return {name: [error.code for error in errors] for name, errors in refusal.value.error_dict.items()}


def at(name: str, row: Any) -> str:
    return reverse(f"plans:{name}", args=[row.public_id])


@pytest.mark.parametrize("fixture", ["draft", "running"])
def test_contact_and_note_stand_on_the_page_and_on_the_plan(client, petra, karin, fixture, request):
    version = request.getfixturevalue(fixture)
    discusses(petra, version, contact=adds(petra, version), agreed="Elke week wegen.", with_others="de dochter")

    for user in (petra, karin):
        page = sign_in(client, user).get(at("coordination", version)).text
        for text in ("Dokter Haan", "Praktijk Zuid", "Toestemming", "De pijn in de knie.", "Elke week wegen."):
            assert text in page
        assert "met de dochter" in page
        assert "Vastgelegd door Petra Linde." in page
        assert "Dokter Haan" in client.get(at("detail", version)).text


@pytest.mark.parametrize(
    "values",
    [
        {"sharing": "consent", "consent_on": None},
        {"sharing": "consent", "sharing_reason": "Voor de zorg."},
        {"sharing": "needed", "consent_on": None, "sharing_reason": ""},
        {"sharing": "needed", "sharing_reason": "Voor de zorg."},
        {"sharing": "none"},
        {"sharing": "none", "consent_on": None, "sharing_reason": "Voor de zorg."},
        {"sharing": "iets"},
    ],
)
def test_sharing_has_the_ground_that_belongs_to_it(petra, draft, values):
    with pytest.raises(ValidationError):
        adds(petra, draft, **values)
    contact = adds(petra, draft)

    refused_by("plans_contact_sharing", CareContact.objects.filter(pk=contact.pk).update, **values)


@pytest.mark.parametrize("values", [{"name": ""}, {"function": ""}])
def test_contact_has_a_name_and_a_function(petra, draft, values):
    adds(petra, draft)

    refused_by("plans_contact_named", CareContact.objects.update, **values)


def test_contact_does_not_end_before_it_begins(petra, draft):
    adds(petra, draft)

    refused_by("plans_contact_period_order", CareContact.objects.update, ends_on=date(2025, 12, 31))


@pytest.mark.parametrize("values", [{"discussed": ""}, {"contact": None}])
def test_note_says_with_whom_and_what(petra, draft, values):
    coordinate(petra, draft.plan)

    refused_by("plans_note_complete", CoordinationNote.objects.update, **values)


def test_note_is_about_a_contact_or_a_member_and_not_both(petra, draft):
    coordinate(petra, draft.plan)
    mentor = MemberFactory.create(client=draft.plan.allocation.client)

    refused_by("plans_note_complete", CoordinationNote.objects.update, member=mentor)


def test_nothing_is_discussed_with_somebody_without_consent(petra, draft):
    contact = adds(petra, draft, sharing="none", consent_on=None)

    with pytest.raises(ValidationError) as refusal:
        discusses(petra, draft, contact=contact)

    assert codes(refusal) == {"contact": ["contact_without_consent"]}


@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2026, 2, 1)])
def test_nothing_was_discussed_with_somebody_who_was_not_involved(petra, draft, day):
    contact = adds(petra, draft, ends_on=date(2026, 1, 31))

    with pytest.raises(ValidationError) as refusal:
        discusses(petra, draft, contact=contact, held_on=day)

    assert codes(refusal) == {"contact": ["contact_not_involved"]}


def test_note_is_not_of_tomorrow(petra, draft):
    with pytest.raises(ValidationError) as refusal:
        discusses(petra, draft, contact=adds(petra, draft), held_on=TODAY + timedelta(days=1))

    assert codes(refusal)["held_on"] == ["held_in_future"]


def mentor_of(version: PlanVersion, **values: Any) -> ClientSystemMember:
    given = {"client": version.plan.allocation.client, "relation": Relation.MENTOR, "name": "Marjan Smit"}
    return MemberFactory.create(**given | values)


def test_mentor_of_the_client_system_is_not_entered_twice(client, petra, draft):
    note = discusses(petra, draft, member=mentor_of(draft))

    assert note.with_whom == "Marjan Smit, mentor"
    page = sign_in(client, petra).get(at("add_note", draft)).text
    assert "Marjan Smit, mentor" in page


@pytest.mark.parametrize("who", ["daughter", "stranger", "nobody", "both"])
def test_note_is_with_a_professional_of_this_client(petra, draft, who):
    people: dict[str, dict[str, Any]] = {
        "daughter": {"member": mentor_of(draft, relation=Relation.CHILD)},
        "stranger": {"member": MemberFactory.create(relation=Relation.MENTOR)},
        "nobody": {},
        "both": {"member": mentor_of(draft), "contact": adds(petra, draft)},
    }
    with pytest.raises(ValidationError) as refusal:
        discusses(petra, draft, **people[who])

    assert codes(refusal) == {"contact": ["contact_unknown"]}


def test_contact_of_another_plan_is_nobody_here(petra, draft, other_draft):
    with pytest.raises(ValidationError) as refusal:
        discusses(petra, draft, contact=adds(petra, other_draft))

    assert codes(refusal) == {"contact": ["contact_unknown"]}


@pytest.fixture
def other_draft(petra, draft, apeldoorn, de_linde):
    """The plan of somebody else."""
    allocation = allocate(apeldoorn, de_linde, surname="Elders")
    join(allocation, petra)
    return draft_of(petra, allocation)


def test_contact_changes_and_ends_and_stays_in_sight(client, petra, draft):
    contact = adds(petra, draft)
    address = at("change_contact", contact)
    typed = {name: "" if value is None else value for name, value in VALUES.items()}

    client = sign_in(client, petra)
    client.post(address, typed | {"revision": 1, "phone": "06 11 22 33 44", "ends_on": "2026-03-01"})

    contact.refresh_from_db()
    assert (contact.phone, contact.ends_on, contact.revision) == ("06 11 22 33 44", date(2026, 3, 1), 2)
    page = client.get(at("coordination", draft)).text
    assert "Eerder betrokken" in page

    stale = client.post(address, typed | {"revision": 1, "phone": "06 99 99 99 99"})
    assert stale.status_code == 409
    assert "06 99 99 99 99" in stale.text
    assert "06 11 22 33 44" in stale.text


def test_stale_change_is_a_conflict(petra, draft):
    contact = adds(petra, draft)
    given: dict[str, Any] = {"actor": actor_of_user(petra), "contact": contact, "revision": 1, "values": {"phone": "1"}}
    change_contact(**given)

    with pytest.raises(Conflict) as refusal:
        change_contact(**given)

    assert refusal.value.code == "contact_changed"


@pytest.mark.parametrize("person", ["mo", "karin", "wil", "hanna"])
def test_coordination_is_recorded_by_who_writes_the_plan(person, petra, draft, request):
    user, contact = request.getfixturevalue(person), adds(petra, draft)
    for act in (
        lambda: adds(user, draft),
        lambda: discusses(user, draft, contact=contact),
        lambda: change_contact(actor=actor_of_user(user), contact=contact, revision=1, values={"phone": "1"}),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_page_adds_a_contact_and_a_note(client, petra, draft):
    typed = {name: "" if value is None else value for name, value in VALUES.items()}
    client = sign_in(client, petra)
    refused = client.post(at("add_contact", draft), typed | {"consent_on": ""})
    assert "Gaf de cliënt toestemming?" in refused.text
    client.post(at("add_contact", draft), typed)
    contact = draft.plan.contacts.get()
    given = {"with_whom": str(contact.public_id), "held_on": "2026-03-02", "discussed": "De pijn in de knie."}

    answer = client.post(at("add_note", draft), given)

    assert answer.headers["Location"] == at("coordination", draft)
    assert draft.plan.coordination_notes.get().recorded_by == petra


def test_number_of_queries_does_not_grow(client: Browser, petra, draft):
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(at("coordination", draft)).status_code == 200
        return len(found)

    client = sign_in(client, petra)
    coordinate(petra, draft.plan)
    queries()
    first = queries()
    for _ in range(2):
        coordinate(petra, draft.plan)

    assert queries() == first


def says_nobody(user: User, version: PlanVersion) -> Any:
    return state_nobody_else(actor=actor_of_user(user), plan=version.plan)


def test_that_there_is_nobody_else_is_said_once_and_holds_until_somebody_comes(petra, draft, on_day):
    says_nobody(petra, draft)
    on_day(date(2026, 3, 9))
    assert says_nobody(petra, draft).nobody_else == Period(TODAY, None)

    contact = adds(petra, draft, starts_on=date(2026, 3, 6))
    draft.plan.refresh_from_db()
    assert draft.plan.nobody_else == Period(TODAY, date(2026, 3, 5))

    with pytest.raises(ValidationError) as refusal:
        says_nobody(petra, draft)
    assert refusal.value.code == "somebody_involved"
    given: dict[str, Any] = {"actor": actor_of_user(petra), "contact": contact, "revision": 1}
    change_contact(**given, values={"ends_on": date(2026, 3, 8)})
    assert says_nobody(petra, draft).nobody_else == Period(date(2026, 3, 9), None)


def test_somebody_who_was_there_all_along_leaves_one_day(petra, draft):
    says_nobody(petra, draft)
    adds(petra, draft, starts_on=date(2026, 1, 1))

    draft.plan.refresh_from_db()
    assert draft.plan.nobody_else == Period(TODAY, TODAY)


def test_who_stands_in_the_client_system_by_office_is_somebody(petra, draft):
    mentor_of(draft)

    with pytest.raises(ValidationError) as refusal:
        says_nobody(petra, draft)

    assert refusal.value.code == "somebody_involved"


@pytest.mark.parametrize("person", ["mo", "karin", "wil", "hanna"])
def test_that_there_is_nobody_is_said_by_who_writes_the_plan(person, draft, request):
    with pytest.raises(PermissionDenied):
        says_nobody(request.getfixturevalue(person), draft)


def test_page_asks_whether_there_is_anybody_and_says_what_was_answered(client, petra, karin, draft):
    question = "Er zijn geen andere professionals"
    assert question not in sign_in(client, karin).get(at("coordination", draft)).text
    assert question in sign_in(client, petra).get(at("coordination", draft)).text

    answer = client.post(at("nobody_else", draft), follow=True).text

    assert "Sinds 2 maart 2026 staat vast dat er geen andere professionals betrokken zijn." in answer
    assert question not in answer
    adds(petra, draft)
    assert "Er staan al professionals in het dossier." in client.post(at("nobody_else", draft), follow=True).text


def test_nobody_does_not_end_before_it_began(draft):
    values = {"nobody_else_from": TODAY, "nobody_else_until": date(2026, 3, 1)}
    refused_by("plans_plan_nobody_else", Plan.objects.update, **values)
    refused_by("plans_plan_nobody_else", Plan.objects.update, nobody_else_until=TODAY)
