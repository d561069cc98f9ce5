"""Who sees a file: municipality, provider and its roles, during care, after it, and long after."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from clients.models import Allocation, Client, ClientSystemMember
from clients.rules import access_since
from clients.services import record_start_of_delivery
from core.calendar import add_months
from tests.cast import actor_of_user, sign_in
from tests.factories.clients import AllocationFactory, ClientFactory, MemberFactory, join

END = date(2026, 8, 31)
LAST_DAY = date(2027, 2, 28)
"""Six calendar months after 31 August: the last day of February."""

AT_PROVIDER = ("petra", "wil", "hanna")


@pytest.fixture
def ended(person, product, petra):
    return AllocationFactory.create(client=person, contracted_product=product, ends_on=END)


def who_sees(request, names, model=Client):
    return {name for name in names if model.objects.visible_to(actor_of_user(request.getfixturevalue(name))).exists()}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "seen_by"),
    [
        (date(2025, 6, 1), set(AT_PROVIDER)),  # allocated, to begin next year
        (END, set(AT_PROVIDER)),
        (END + timedelta(days=1), set(AT_PROVIDER)),
        (LAST_DAY, set(AT_PROVIDER)),
        (LAST_DAY + timedelta(days=1), {"hanna"}),
        (date(2035, 1, 1), {"hanna"}),
    ],
)
def test_provider_sees_a_client_until_six_months_after_the_end(day, seen_by, request, ended, on_day):
    MemberFactory.create(client=ended.client)
    on_day(day)

    for model in (Client, Allocation, ClientSystemMember):
        assert who_sees(request, AT_PROVIDER, model) == seen_by


@pytest.mark.django_db
def test_window_is_a_setting(request, ended, on_day, settings):
    settings.FILE_ACCESS_AFTER_END_MONTHS = 1
    on_day(date(2026, 9, 30))
    assert who_sees(request, AT_PROVIDER) == set(AT_PROVIDER)

    on_day(date(2026, 10, 1))
    assert who_sees(request, AT_PROVIDER) == {"hanna"}


@pytest.mark.django_db
def test_new_allocation_opens_the_file_again(request, ended, product, on_day):
    on_day(date(2030, 1, 1))
    AllocationFactory.create(
        client=ended.client, contracted_product=product, starts_on=date(2030, 1, 1), ends_on=date(2030, 12, 31)
    )

    assert who_sees(request, AT_PROVIDER) == set(AT_PROVIDER)
    assert Allocation.objects.visible_to(actor_of_user(request.getfixturevalue("petra"))).count() == 2


@pytest.mark.django_db
def test_municipality_sees_its_inhabitants_and_managers_see_none(request, person, allocation):
    names = ("karin", "ruud", "zoe", "maud", "vera", "ilse", "pim", "tess", "ada", "nobody", "bo", "lars", "mo")

    assert who_sees(request, names) == {"karin", "ruud"}
    assert who_sees(request, names, Allocation) == {"karin", "ruud"}


@pytest.mark.django_db
def test_relation_without_an_allocation_opens_nothing(person, allocation, het_anker, mo):
    join(Allocation(client=person, provider=het_anker), mo)

    assert not Client.objects.visible_to(actor_of_user(mo)).exists()


@pytest.mark.django_db
def test_relation_at_another_provider_opens_nothing_here(person, allocation, het_anker, petra, mo):
    """Somebody who works for two providers sees a client on behalf of the one that treats the client."""
    other = AllocationFactory.create(
        client=ClientFactory.create(), contracted_product__contract__provider=het_anker, team=[petra]
    )

    assert list(Client.objects.visible_to(actor_of_user(petra))) == [person]
    assert not Client.objects.visible_to(actor_of_user(mo)).filter(pk=other.client_id).exists()


@pytest.mark.django_db
def test_provider_only_reads_after_the_end(client, petra, ended, on_day):
    on_day(END + timedelta(days=1))
    start = reverse("clients:allocation_start", args=[ended.client.public_id, ended.public_id])

    assert sign_in(client, petra).get(reverse("clients:allocations", args=[ended.client.public_id])).status_code == 200
    assert client.get(start).status_code == 403
    with pytest.raises(PermissionDenied):
        record_start_of_delivery(actor=actor_of_user(petra), allocation=ended, on=END)


@given(end=st.dates(date(2020, 1, 1), date(2040, 12, 31)), months=st.integers(0, 24), late=st.integers(-70, 70))
def test_window_is_open_exactly_until_the_same_day_months_later(end, months, late):
    today = add_months(end, months) + timedelta(days=late)

    assert (end >= access_since(today, months)) == (today <= add_months(end, months))


@pytest.mark.django_db
def test_list_of_a_professional_takes_the_same_queries_for_one_and_three(queries_of, client, petra, product, apeldoorn):
    sign_in(client, petra)
    counts = []
    for number in (1, 2):
        for person in ClientFactory.create_batch(number, municipality=apeldoorn):
            AllocationFactory.create(client=person, contracted_product=product)
        counts.append(queries_of(reverse("clients:list")))

    assert len(set(counts)) == 1
