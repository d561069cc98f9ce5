"""Opening a file with a reason: break the glass, supervision, emergency; and the review afterwards."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from audit.models import AuditEntry
from clients.enums import OpeningGround, Verdict
from clients.models import Allocation, Client, FileOpening
from clients.services import Sought, open_file, review_opening, seek_file
from core.clock import now
from core.errors import Conflict
from organisations.models import Organisation
from tests.cast import actor_of_user, sign_in
from tests.factories.clients import AllocationFactory, ClientFactory, OpeningFactory

pytestmark = pytest.mark.django_db
REASON = "Mevrouw viel en haar eigen begeleider is er vandaag niet."
SEARCH, OPEN = reverse("clients:open_search"), reverse("clients:open")


@pytest.fixture
def opened(allocation, bo):
    """Bo broke the glass."""
    return open_file(actor=actor_of_user(bo), client_id=allocation.client.public_id, reason=REASON)


def sees(user):
    return list(Client.objects.visible_to(actor_of_user(user)))


def test_professional_finds_that_there_is_a_file_gives_a_reason_and_reads(client, allocation, bo, person):
    browser = sign_in(client, bo)
    assert browser.get(reverse("clients:file", args=[person.public_id])).status_code == 404

    answer = browser.post(SEARCH, {"surname": "van dal", "birth_date": "1941-05-17"})
    assert answer["Location"] == OPEN
    told = browser.get(OPEN).content.decode()
    assert "Er is een dossier" in told
    assert "Dál" not in told
    assert "1941" not in told
    assert browser.get(reverse("clients:file", args=[person.public_id])).status_code == 404
    answer = browser.post(OPEN, {"reason": REASON})

    assert answer["Location"] == reverse("clients:file", args=[person.public_id])
    assert browser.get(answer["Location"]).status_code == 200
    line = AuditEntry.objects.get(event="broke_glass")
    assert (line.client, line.actor, line.fields) == (person.public_id, bo.public_id, [{"name": "break_glass"}])
    assert REASON not in str(list(AuditEntry.objects.values("fields")))


def test_opening_lasts_as_long_as_is_set_and_no_longer(opened, bo, settings):
    assert opened.expires_at - opened.opened_at == timedelta(hours=settings.FILE_OPENING_HOURS)
    with time_machine.travel(opened.expires_at - timedelta(seconds=1), tick=False):
        assert sees(bo)
    with time_machine.travel(opened.expires_at, tick=False):
        assert not sees(bo)


def test_opening_is_only_for_who_gave_the_reason_and_on_that_behalf(opened, bo, lars, mo, ada):
    assert sees(bo) == [opened.client]
    for other in (lars, mo, ada):
        assert not sees(other)
    assert not Client.objects.visible_to(actor_of_user(bo).without_organisation()).exists()


@pytest.mark.parametrize("reason", ["", "controle", "a " * 12, " " * 60])
def test_reason_says_something_and_stays_typed_when_it_does_not(client, allocation, bo, reason):
    browser = sign_in(client, bo)
    browser.post(SEARCH, {"number": allocation.number})

    answer = browser.post(OPEN, {"reason": reason})

    assert answer.status_code == 200
    assert reason.strip() in answer.content.decode()
    assert not FileOpening.objects.exists()


def test_search_finds_only_clients_of_the_own_provider_and_only_one(allocation, bo, mo, person):
    by_name = Sought(surname="Dál", birth_date=date(1941, 5, 17))
    assert seek_file(actor=actor_of_user(bo), sought=by_name) == person.public_id
    assert seek_file(actor=actor_of_user(mo), sought=by_name) is None
    assert seek_file(actor=actor_of_user(bo), sought=Sought(surname="Dá", birth_date=date(1941, 5, 17))) is None
    assert seek_file(actor=actor_of_user(bo), sought=Sought(surname="Dál", birth_date=date(1941, 5, 18))) is None
    twin = ClientFactory.create(municipality=person.municipality, surname="Dal", prefix="van")
    AllocationFactory.create(client=twin, contracted_product=allocation.contracted_product)
    assert seek_file(actor=actor_of_user(bo), sought=by_name) is None
    searches = AuditEntry.objects.filter(event="searched")
    assert searches.count() == 5
    assert "Dal" not in str(list(searches.values("fields")))


def test_file_of_another_provider_cannot_be_opened_by_its_id(allocation, mo, person):
    with pytest.raises(PermissionDenied):
        open_file(actor=actor_of_user(mo), client_id=person.public_id, reason=REASON)


def test_provider_opens_nothing_after_its_window(allocation, bo, person, on_day):
    on_day(date(2027, 7, 1))

    with pytest.raises(PermissionDenied):
        open_file(actor=actor_of_user(bo), client_id=person.public_id, reason=REASON)


@pytest.mark.parametrize("name", ["karin", "ruud", "wil", "hanna", "vera", "maud", "pim", "ilse", "nobody", "lars"])
def test_other_roles_open_nothing_with_a_reason(name, request, allocation, person):
    actor = actor_of_user(request.getfixturevalue(name))

    with pytest.raises(PermissionDenied):
        seek_file(actor=actor, sought=Sought(number=allocation.number))
    with pytest.raises(PermissionDenied):
        open_file(actor=actor, client_id=person.public_id, reason=REASON)


@pytest.mark.parametrize(("name", "ground"), [("tess", "supervision"), ("ada", "emergency")])
def test_who_comes_from_outside_reads_after_a_reason_and_writes_nothing(client, request, allocation, name, ground):
    user, person = request.getfixturevalue(name), allocation.client
    browser, at = sign_in(client, user), [person.public_id]
    assert not sees(user)
    number = {"number": allocation.number, "municipality": "0200"}
    assert browser.post(SEARCH, number)["Location"] == OPEN
    browser.post(OPEN, {"reason": REASON})

    assert sees(user) == [person]
    assert Allocation.objects.visible_to(actor_of_user(user)).get() == allocation
    assert FileOpening.objects.get().ground == ground
    for route in ("clients:file", "clients:system", "clients:allocations", "plans:of_client"):
        assert browser.get(reverse(route, args=at)).status_code == 200
    for route in ("clients:change", "clients:member_new", "clients:allocation_new", "clients:team", "clients:shield"):
        assert browser.get(reverse(route, args=at)).status_code == 403


@pytest.mark.leaks_on_purpose("shows that a BSN in an address opens nothing")
def test_supervisor_searches_by_bsn_and_never_in_a_url(client, tess, person):
    answer = sign_in(client, tess).post(SEARCH, {"bsn": "999900006"})

    assert answer["Location"] == OPEN
    assert "999900006" not in str(list(client.session.items()))
    assert client.get(SEARCH, {"bsn": "999900006"}).context["form"].is_bound is False


def test_search_of_one_organisation_is_forgotten_on_behalf_of_another(client, bo, allocation, het_anker):
    from tests.factories.organisations import MembershipFactory

    browser = sign_in(client, bo)
    browser.post(SEARCH, {"number": allocation.number})
    other = MembershipFactory.create(user=bo, organisation=het_anker)
    browser.post(reverse("organisations:act_as"), {"membership": str(other.public_id)})

    assert browser.get(OPEN)["Location"] == SEARCH


def test_quality_officer_finds_it_on_the_work_list_and_reviews(client, opened, hanna):
    browser = sign_in(client, hanna)
    assert browser.get(reverse("home")).context["openings"] == 1
    page = browser.get(reverse("clients:openings")).content.decode()
    assert "Bo Linde" in page
    review = reverse("clients:opening_review", args=[opened.public_id])
    assert REASON in browser.get(review).content.decode()

    refused = browser.post(review, {"verdict": Verdict.UNJUSTIFIED, "note": ""})
    assert "Vul in wat er niet klopt" in refused.content.decode()
    browser.post(review, {"verdict": Verdict.UNJUSTIFIED, "note": "Er was geen reden; besproken."})

    opened.refresh_from_db()
    assert (opened.verdict, opened.reviewed_by) == (Verdict.UNJUSTIFIED, hanna)
    assert browser.get(reverse("home")).context["openings"] == 0
    assert AuditEntry.objects.filter(target=opened.public_id, event="read").exists()


def test_opening_is_reviewed_once_by_the_right_officer(opened, hanna, vera, mo, bo):
    for other in (vera, mo, bo):
        with pytest.raises(PermissionDenied):
            review_opening(actor=actor_of_user(other), opening=opened, verdict=Verdict.JUSTIFIED, note="")
    review_opening(actor=actor_of_user(hanna), opening=opened, verdict=Verdict.JUSTIFIED, note="")

    with pytest.raises(Conflict):
        review_opening(actor=actor_of_user(hanna), opening=opened, verdict=Verdict.UNJUSTIFIED, note="Toch niet.")


def test_privacy_officer_reviews_supervision_and_emergency_of_the_own_municipality(
    *, allocation, opened, vera, hanna, tess, ada, zutphen
):
    supervision = open_file(actor=actor_of_user(tess), client_id=allocation.client.public_id, reason=REASON)
    emergency = open_file(actor=actor_of_user(ada), client_id=allocation.client.public_id, reason=REASON)
    OpeningFactory.create(client=ClientFactory.create(municipality=zutphen), user=ada)

    assert set(FileOpening.objects.visible_to(actor_of_user(vera))) == {supervision, emergency}
    assert set(FileOpening.objects.visible_to(actor_of_user(hanna))) == {opened}
    review_opening(actor=actor_of_user(vera), opening=emergency, verdict=Verdict.JUSTIFIED, note="")


def test_list_of_openings_takes_the_same_queries_for_one_and_three(*, queries_of, client, hanna, opened, bo, de_linde):
    sign_in(client, hanna)
    one = queries_of(reverse("clients:openings"))
    for _ in range(2):
        OpeningFactory.create(
            client=ClientFactory.create(municipality=opened.client.municipality),
            user=bo,
            ground=OpeningGround.BREAK_GLASS,
            organisation=Organisation.objects.get(pk=de_linde.pk),
        )

    assert queries_of(reverse("clients:openings")) == one


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("clients_opening_time", {"expires_at": date(2020, 1, 1)}),
        ("clients_opening_ground", {"ground": "break_glass"}),
        ("clients_opening_ground", {"ground": "curiosity"}),
        ("clients_opening_reason", {"reason": ""}),
        ("clients_opening_review", {"verdict": "justified"}),
        ("clients_opening_reviewed_by_another", {"verdict": "justified", "own": True}),
    ],
)
def test_database_refuses_an_opening_that_cannot_be(code, fields, ada, person):
    opening = OpeningFactory.build(client=person, municipality=person.municipality, user=ada)
    if "expires_at" in fields:
        fields = {"expires_at": opening.opened_at - timedelta(hours=1)}
    if fields.pop("own", False):
        fields |= {"reviewed_by": ada, "reviewed_at": now()}
    for name, value in fields.items():
        setattr(opening, name, value)

    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        FileOpening.objects.bulk_create([opening])
    assert code in str(refused.value)
    with pytest.raises(ValidationError):
        opening.validate_constraints()
