"""Who is in the treatment team, and who says so."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from audit.models import AuditEntry
from clients.models import Client, TreatmentRelation
from clients.services import assign_treatment, end_treatment, join_team
from core.errors import Conflict
from organisations.enums import Role
from tests.cast import actor_of_user, member, sign_in
from tests.clients.conftest import TODAY
from tests.factories.clients import AllocationFactory, ClientFactory, TreatmentFactory

pytestmark = pytest.mark.django_db
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def planner(wil):
    return actor_of_user(wil)


@pytest.fixture
def relation(allocation, bo):
    return TreatmentFactory.create(client=allocation.client, provider=allocation.provider, user=bo)


def sees(user):
    return list(Client.objects.visible_to(actor_of_user(user)))


def test_professional_sees_the_file_from_the_first_day_in_the_team_to_the_last(planner, allocation, bo, on_day):
    last = TOMORROW + timedelta(days=2)
    assign_treatment(actor=planner, client=allocation.client, user=bo, starts_on=TOMORROW, ends_on=last)

    assert sees(bo) == []
    for day, found in ((TOMORROW, [allocation.client]), (last, [allocation.client]), (last + timedelta(days=1), [])):
        on_day(day)
        assert sees(bo) == found


@pytest.mark.parametrize("name", ["mo", "wil", "karin", "lars"])
def test_team_can_only_hold_care_professionals_of_the_provider(name, planner, allocation, request):
    with pytest.raises(ValidationError) as refused:
        assign_treatment(actor=planner, client=allocation.client, user=request.getfixturevalue(name), starts_on=TODAY)
    assert refused.value.error_dict["user"][0].code == "not_of_provider"


def test_relation_does_not_reach_back(planner, allocation, bo):
    with pytest.raises(ValidationError) as refused:
        assign_treatment(actor=planner, client=allocation.client, user=bo, starts_on=TODAY - timedelta(days=1))

    assert refused.value.error_dict["starts_on"][0].code == "treatment_in_past"


def test_same_professional_is_in_a_team_once(planner, relation, bo):
    with pytest.raises(ValidationError) as refused:
        assign_treatment(actor=planner, client=relation.client, user=bo, starts_on=TODAY)

    assert [fault.code for fault in refused.value.error_dict["__all__"]] == ["treatment_overlap"]


def test_database_refuses_two_relations_on_one_day_and_one_that_ends_before_it_begins(relation, bo):
    """clients_treatment_no_overlap and clients_treatment_period_order, behind the service's back."""
    whose = {"client": relation.client, "provider": relation.provider}
    for fields in (
        {"user": bo, "starts_on": TODAY},
        {"user": bo, "starts_on": date(2019, 1, 2), "ends_on": date(2019, 1, 1)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            TreatmentRelation.objects.bulk_create([TreatmentRelation(**whose, **fields)])


@pytest.mark.parametrize("name", ["petra", "bo", "karin", "mo", "ada", "vera", "tess"])
def test_nobody_but_planner_and_quality_officer_says_who_treats(name, request, allocation, bo):
    with pytest.raises(PermissionDenied):
        assign_treatment(
            actor=actor_of_user(request.getfixturevalue(name)), client=allocation.client, user=bo, starts_on=TODAY
        )


def test_planner_of_another_provider_says_nothing_about_this_client(allocation, relation, het_anker, mo):
    stranger = actor_of_user(member("Wies Anker", het_anker, Role.PLANNER))

    with pytest.raises(PermissionDenied):
        assign_treatment(actor=stranger, client=allocation.client, user=mo, starts_on=TODAY)
    with pytest.raises(PermissionDenied):
        end_treatment(actor=stranger, relation=relation, ends_on=TODAY)


def test_planner_of_a_second_provider_of_the_client_leaves_the_first_team_alone(allocation, relation, het_anker):
    AllocationFactory.create(client=allocation.client, contracted_product__contract__provider=het_anker)
    wies = actor_of_user(member("Wies Anker", het_anker, Role.PLANNER))

    assert Client.objects.visible_to(wies).exists()
    assert not TreatmentRelation.objects.visible_to(wies).exists()
    with pytest.raises(PermissionDenied):
        end_treatment(actor=wies, relation=relation, ends_on=TODAY)


def test_end_is_refused_when_somebody_else_was_first_or_the_day_has_passed(planner, relation):
    with pytest.raises(Conflict):
        end_treatment(actor=planner, relation=relation, ends_on=TODAY, revision=7)
    with pytest.raises(ValidationError):
        end_treatment(actor=planner, relation=relation, ends_on=TODAY - timedelta(days=1))

    end_treatment(actor=planner, relation=relation, ends_on=TODAY, revision=1)

    with pytest.raises(ValidationError):
        end_treatment(actor=planner, relation=relation, ends_on=TOMORROW)


def test_who_becomes_responsible_joins_once_and_stops_before_a_later_relation(planner, allocation, bo):
    TreatmentFactory.create(
        client=allocation.client, provider=allocation.provider, user=bo, starts_on=TODAY + timedelta(days=10)
    )

    joined = join_team(actor=planner, allocation=allocation, user_id=bo.pk, from_on=date(2026, 1, 1))

    assert joined is not None
    assert (joined.starts_on, joined.ends_on) == (TODAY, TODAY + timedelta(days=9))
    assert join_team(actor=planner, allocation=allocation, user_id=bo.pk, from_on=TODAY) is None
    assert join_team(actor=planner, allocation=allocation, user_id=None, from_on=TODAY) is None


def test_planner_builds_and_ends_a_team_on_the_page(client, wil, allocation, bo):
    browser, at = sign_in(client, wil), {"public_id": allocation.client.public_id}
    browser.post(reverse("clients:team_add", kwargs=at), {"user": str(bo.public_id), "starts_on": TODAY})

    relation = TreatmentRelation.objects.get(user=bo)
    page = browser.get(reverse("clients:team", kwargs=at))
    assert "Bo Linde" in page.content.decode()
    end = reverse("clients:team_end", kwargs=at | {"relation_id": relation.public_id})
    browser.post(end, {"ends_on": TODAY, "revision": relation.revision})

    relation.refresh_from_db()
    assert relation.ends_on == TODAY
    assert AuditEntry.objects.filter(target=relation.public_id).count() == 2


@pytest.mark.usefixtures("lars", "hanna")
def test_form_offers_own_professionals_only(*, client, wil, allocation, petra, bo, mo):
    address = reverse("clients:team_add", args=[allocation.client.public_id])
    page = sign_in(client, wil).get(address)

    assert list(page.context["form"].fields["user"].queryset) == [bo, petra]
    for other in (mo.public_id, "geen-kenmerk"):
        answer = client.post(address, {"user": str(other), "starts_on": TODAY})
        assert "Kies iemand uit de lijst." in answer.content.decode()


def test_team_page_takes_the_same_queries_for_one_and_three(queries_of, client, wil, allocation, bo):
    sign_in(client, wil)
    address = reverse("clients:team", args=[allocation.client.public_id])
    TreatmentFactory.create(client=allocation.client, provider=allocation.provider, user=bo)
    one = queries_of(address)
    for number in range(2):
        join_me = member(f"Nog{number} Een", allocation.provider, Role.CARE_PROFESSIONAL, team=False)
        TreatmentFactory.create(client=allocation.client, provider=allocation.provider, user=join_me)

    assert queries_of(address) == one


def test_planner_sees_on_the_work_list_who_has_nobody_yet(client, wil, petra, product, apeldoorn):
    for team in ([], [petra]):
        person = ClientFactory.create(municipality=apeldoorn)
        AllocationFactory.create(client=person, contracted_product=product, team=team)
    left_alone = Client.objects.order_by("pk")[0]

    page = sign_in(client, wil).get(reverse("home"))

    (block,) = page.context["blocks"]
    assert [row.item.client_uuid for row in block.rows] == [left_alone.public_id]
    assert block.rows[0].url == reverse("clients:team", args=[left_alone.public_id])
