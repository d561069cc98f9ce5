"""Who may take an activity on: organisations of the kinds that the model names, and people who work there."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from audit.models import AuditEntry
from core.errors import Conflict
from informal_care.enums import ActorKind
from informal_care.rules import kinds_that_fit
from informal_care.selectors.owners import actor_kind_of, organisations_around, people_at
from informal_care.services.boards import change_task, decline, take_on, tell_progress
from organisations.enums import PartnerKind
from tests.cast import actor_of_user, sign_in
from tests.factories.organisations import PartnerFactory

DUE = date(2026, 6, 30)


@pytest.fixture
def employer(apeldoorn):
    """Who employs people that care for somebody."""
    return PartnerFactory.create(name="Drukkerij", partner_kind=PartnerKind.EMPLOYER, municipalities=[apeldoorn])


@pytest.fixture
def partners(practice, gijs, employer):
    """The practice where gijs works, and an employer."""
    return SimpleNamespace(practice=practice, gijs=gijs, employer=employer)


@pytest.fixture
def take(board, coordinator):
    """Take the activity with this code on."""

    def take(code, owner, **more):
        activity = board.edition.activities.get(code=code)
        return take_on(actor=coordinator, board=board, activity=activity, owner=owner, due_on=DUE, **more)

    return take


def test_generalists_are_all_who_carry_out():
    fitting = kinds_that_fit([ActorKind.GENERALIST])
    assert fitting == {"generalist", "municipality", "provider", "employer"}
    assert kinds_that_fit(["carer_support"], on_behalf_of="municipality") == {"carer_support", "municipality"}
    assert kinds_that_fit(["provider"]) == {"provider"}


@pytest.mark.parametrize(
    ("code", "fits"),
    [
        ("VRB-B-1", {"practice", "employer", "de_linde", "apeldoorn"}),
        ("TG2-1", {"employer", "de_linde"}),
        ("TG3-1", set()),
        ("TG4-1", {"apeldoorn"}),
        ("VER-A-7", {"apeldoorn"}),
    ],
)
def test_an_owner_is_of_a_kind_that_the_model_names(request, take, code, fits, employer):
    for name in ("practice", "employer", "de_linde", "apeldoorn"):
        owner = request.getfixturevalue(name)
        if name in fits:
            take(code, owner).delete()
        else:
            with pytest.raises(ValidationError) as refused:
                take(code, owner)
            assert refused.value.error_dict["owner"][0].code == "owner_kind"
            assert owner.name in refused.value.messages[0]


def test_a_contact_works_on_boards_for_the_owner(take, practice, gijs, petra, de_linde):
    with pytest.raises(ValidationError) as refused:
        take("VRB-B-1", practice, owner_person=petra)
    assert refused.value.error_dict["owner_person"][0].code == "owner_person"
    with pytest.raises(ValidationError, match="werkt niet op borden"):
        take("VRB-B-1", de_linde, owner_person=petra)  # a professional reads no boards
    assert take("VRB-B-1", practice, owner_person=gijs).owner_person == gijs


def test_who_is_around_works_with_the_municipality(board, partners, zutphen, hanna):
    elsewhere = PartnerFactory.create(municipalities=[zutphen])
    around = organisations_around(board)

    assert {(one.name, actor_kind_of(one)) for one in around} == {
        (board.municipality.name, "municipality"),
        (partners.practice.name, "generalist"),
        (partners.employer.name, "employer"),
    }
    assert elsewhere not in around
    assert {(one.name, vars(one)["works_at"]) for one in people_at(around)} == {
        ("Ilse Informeel", board.municipality.name),
        (partners.gijs.name, partners.practice.name),
    }


def test_what_was_agreed_can_be_agreed_otherwise(take, coordinator, partners, apeldoorn):
    task = take("VRB-B-1", partners.practice, owner_person=partners.gijs, partners=[partners.employer])
    words = {"owner": apeldoorn, "due_on": date(2026, 9, 1), "budget": Decimal("900.00"), "reason": " Samen. "}

    changed = change_task(actor=coordinator, task=task, revision=1, **words)

    assert (changed.owner_id, changed.owner_person, changed.budget) == (apeldoorn.pk, None, Decimal("900.00"))
    assert (changed.reason, changed.revision, changed.partners.count()) == ("Samen.", 2, 0)
    assert AuditEntry.objects.filter(event="changed", target=task.public_id).exists()
    with pytest.raises(Conflict, match="intussen gewijzigd"):
        change_task(actor=coordinator, task=task, revision=1, **words)
    with pytest.raises(ValidationError) as refused:
        change_task(
            actor=coordinator,
            task=task,
            revision=2,
            owner=partners.employer,
            owner_person=partners.gijs,
            due_on=date(2035, 1, 1),
        )
    assert set(refused.value.error_dict) == {"due_on", "owner_person"}


def test_what_is_done_or_left_is_not_agreed_otherwise(take, board, coordinator, apeldoorn, cast_outside):
    task = take("VER-A-7", apeldoorn)
    for actor in cast_outside:
        with pytest.raises(PermissionDenied):
            change_task(actor=actor, task=task, revision=1, owner=apeldoorn, due_on=DUE)
    tell_progress(actor=coordinator, task=task, revision=1, status="done", result="Klaar.")
    with pytest.raises(Conflict, match="al klaar"):
        change_task(actor=coordinator, task=task, revision=2, owner=apeldoorn, due_on=DUE)
    activity = board.edition.activities.get(code="VIN-A-1")
    left = decline(actor=coordinator, board=board, activity=activity, reason="Nee.")
    with pytest.raises(ValidationError, match="doet dit niet"):
        change_task(actor=coordinator, task=left, revision=1, owner=apeldoorn, due_on=DUE)


@pytest.fixture
def cast_outside(request, coordinator, zutphen):
    """All who do not direct this board, among them the coordinator of another municipality."""
    others = [request.getfixturevalue(name) for name in ("zoe", "karin", "gijs", "pim", "hanna", "maud")]
    return [*(actor_of_user(user) for user in others), replace(coordinator, organisation_id=zutphen.pk)]


def test_a_contact_who_left_is_not_asked_again(take, coordinator, practice, gijs):
    task = take("VRB-B-1", practice, owner_person=gijs, repeats_months=6)
    gijs.memberships.update(ends_on=date(2026, 1, 1))
    tell_progress(actor=coordinator, task=task, revision=1, status="done", result="Klaar.")

    assert task.next.owner_person is None


# Pages --------------------------------------------------------------------------------------------------


def test_the_form_offers_who_fits_and_says_why_another_does_not(client, board, ilse, partners):
    sign_in(client, ilse)
    page = reverse("informal_care:take_on", args=[board.public_id, "TG3-1"])
    form = client.get(page).context["form"]
    assert [label for _, label in form.fields["owner"].choices] == ["Kies"]

    page = reverse("informal_care:take_on", args=[board.public_id, "TG2-1"])
    form = client.get(page).context["form"]
    assert [label for _, label in form.fields["owner"].choices] == ["Kies", partners.employer.name]
    assert form.initial["owner"] == partners.employer.public_id

    answer = client.post(page, {"owner": partners.practice.public_id, "due_on": "2026-06-30", "reason": "Blijft staan"})
    assert "Deze activiteit is voor: zorgaanbieder of werkgever" in answer.content.decode()
    assert "Blijft staan" in answer.content.decode()


def test_a_partner_tells_how_far_its_own_task_is(client, take, partners, apeldoorn):
    own, other = take("VRB-B-1", partners.practice), take("VER-A-7", apeldoorn)
    sign_in(client, partners.gijs)

    assert "VRB-B-1" in client.get(reverse("informal_care:task", args=[own.public_id])).content.decode()
    told = client.post(reverse("informal_care:progress", args=[own.public_id]), {"status": "doing", "revision": 1})
    own.refresh_from_db()
    assert (told.status_code, own.status) == (302, "doing")
    for name in ("task", "progress", "task_change"):
        assert client.get(reverse(f"informal_care:{name}", args=[other.public_id])).status_code == 404
    assert client.get(reverse("informal_care:task_change", args=[own.public_id])).status_code == 403


def test_a_change_by_another_lies_beside_what_was_typed(client, take, partners, ilse, coordinator):
    task = take("VRB-B-1", partners.practice, owner_person=partners.gijs)
    sign_in(client, ilse)
    page = reverse("informal_care:task_change", args=[task.public_id])
    form = client.get(page).context["form"]
    assert form.initial["owner_person"] == partners.gijs.public_id
    change_task(actor=coordinator, task=task, revision=1, owner=partners.practice, due_on=date(2026, 7, 1))

    typed = {"owner": partners.practice.public_id, "due_on": "2026-08-01", "reason": "Mijn reden", "revision": 1}
    answer = client.post(page, typed)

    assert answer.status_code == 409
    assert "Mijn reden" in answer.content.decode()
    assert client.post(page, typed | {"revision": 2}).status_code == 302
