"""How long people wait: who says so, when, and who sees it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from audit.models import AuditEntry
from contracts.models import WaitingTime
from contracts.selectors import providers_to_choose
from contracts.services import report_waiting_time
from core.constraints import as_validation_error
from tests.cast import actor_of_user, sign_in
from tests.factories.contracts import ContractedProductFactory
from tests.factories.organisations import LocationFactory

TODAY = date(2026, 3, 1)


@pytest.fixture(autouse=True)
def _today(on_day):
    on_day(TODAY)


@pytest.fixture
def product(region, de_linde):
    return ContractedProductFactory.create(contract__framework__region=region, contract__provider=de_linde)


def report(user, product, weeks=3, reported_on=TODAY, source="Planner, per telefoon"):
    return report_waiting_time(
        actor=actor_of_user(user), contracted_product=product, weeks=weeks, reported_on=reported_on, source=source
    )


@pytest.mark.parametrize("name", ["pim", "petra", "wil"])
def test_purchaser_and_provider_report_and_it_stands_in_the_trail(request, name, product):
    waiting = report(request.getfixturevalue(name), product)

    assert (waiting.weeks, waiting.reported_on) == (3, TODAY)
    assert AuditEntry.objects.get(target=waiting.public_id).event == "created"


@pytest.mark.parametrize("name", ["karin", "mo", "zoe", "ilse", "ada", "hanna", "nobody"])
def test_nobody_else_reports(request, name, product):
    with pytest.raises(PermissionDenied):
        report(request.getfixturevalue(name), product)

    assert not WaitingTime.objects.exists()


@pytest.mark.parametrize(
    ("given", "field", "code"),
    [
        ({"reported_on": TODAY + timedelta(days=1)}, "reported_on", "reported_in_future"),
        ({"weeks": 261}, "__all__", "waiting_weeks"),
        ({"source": ""}, "source", "blank"),
    ],
)
def test_report_that_cannot_be_is_refused(pim, product, given, field, code):
    with pytest.raises(ValidationError) as refused:
        report(pim, product, **given)

    assert [fault.code for fault in refused.value.error_dict[field]] == [code]


@pytest.mark.parametrize(("fields", "code"), [({"weeks": 261}, "waiting_weeks"), ({"source": ""}, "waiting_source")])
def test_constraints_hold_in_the_database(pim, product, fields, code):
    report(pim, product)

    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        WaitingTime.objects.update(**fields)

    explained = as_validation_error(refusal.value)
    assert explained is not None
    assert explained.code == code


def test_choice_shows_the_last_report_of_then_with_its_age(pim, apeldoorn, product, de_linde):
    LocationFactory.create(provider=de_linde, name="Theehuis")
    report(pim, product, weeks=9, reported_on=TODAY - timedelta(days=40))
    report(pim, product, weeks=2, reported_on=TODAY - timedelta(days=5))
    report(pim, product, weeks=4, reported_on=TODAY)

    (now,) = providers_to_choose(apeldoorn, TODAY, as_of=TODAY)
    (before,) = providers_to_choose(apeldoorn, TODAY, as_of=TODAY - timedelta(days=1))
    (long_ago,) = providers_to_choose(apeldoorn, TODAY, as_of=TODAY - timedelta(days=100))

    assert [place.name for place in now.locations] == ["Theehuis"]
    assert now.waiting is not None
    assert before.waiting is not None
    assert (now.waiting.weeks, now.waiting_age_days) == (4, 0)
    assert (before.waiting.weeks, before.waiting_age_days) == (2, 4)
    assert (long_ago.waiting, long_ago.waiting_age_days) == (None, None)


@pytest.mark.parametrize("number", [1, 3])
def test_choice_needs_three_queries_however_many_providers(number, apeldoorn, region, pim, django_assert_num_queries):
    for _ in range(number):
        product = ContractedProductFactory.create(contract__framework__region=region)
        LocationFactory.create(provider=product.contract.provider)
        report(pim, product)

    with django_assert_num_queries(3):
        assert len(providers_to_choose(apeldoorn, TODAY, as_of=TODAY)) == number


def test_page_reports_and_shows_it_on_the_list_of_contracts(client, petra, product):
    url = f"/contracten/producten/{product.public_id}/wachttijd"
    sign_in(client, petra)
    assert "Wachttijd: niet bekend" in client.get("/contracten").content.decode()

    refused = client.post(url, {"weeks": "drie", "reported_on": "2026-03-09", "source": "Planner"}).content.decode()
    late = client.post(url, {"weeks": "3", "reported_on": "2026-03-09", "source": "Planner"}).content.decode()
    listed = client.post(url, {"weeks": "1", "reported_on": "2026-02-20", "source": "Planner"}, follow=True)

    assert "Vul een heel aantal weken in" in refused
    assert 'value="drie"' in refused
    assert "Deze dag moet nog komen" in late
    assert "De wachttijd is vastgelegd." in listed.content.decode()
    assert "20-2-2026 door Planner" in listed.content.decode()
    assert "Wachttijd: 1 week (gemeld op 20-2-2026)" in client.get("/contracten").content.decode()
    assert "1 week, gemeld op 20 februari 2026: Planner" in client.get(url).content.decode()


def test_planner_reports_from_a_page_without_rates(client, wil, product):
    """A planner needs no rates for that, and so gets none: the page of contracts stays shut."""
    product.rates.update(amount=Decimal("43.21"))
    sign_in(client, wil)
    url = f"/contracten/producten/{product.public_id}/wachttijd"

    listed = client.get("/wachttijden").content.decode()
    answer = client.post(url, {"weeks": "2", "reported_on": "2026-02-20", "source": "Planner"}, follow=True)

    assert f'href="{url}"' in listed
    assert answer.redirect_chain[-1][0] == "/wachttijden"
    assert "20-2-2026 door Planner" in answer.content.decode()
    assert client.get("/contracten").status_code == 403
    for page in (listed, answer.content.decode(), client.get(url).content.decode()):
        assert "43,21" not in page
        assert "€" not in page


def test_planner_sees_products_of_the_own_provider_only(client, wil, product, region, het_anker):
    other = ContractedProductFactory.create(contract__framework__region=region, contract__provider=het_anker)

    page = sign_in(client, wil).get("/wachttijden").content.decode()

    assert "Het Anker" not in page
    assert client.get(f"/contracten/producten/{other.public_id}/wachttijd").status_code == 404


def test_list_of_waiting_times_needs_the_same_queries_for_one_and_three(*, client, wil, region, de_linde, pim):
    sign_in(client, wil)
    counts = []
    for number in (1, 2):
        for _ in range(number):
            added = ContractedProductFactory.create(contract__framework__region=region, contract__provider=de_linde)
            report(pim, added)
        client.get("/wachttijden")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/wachttijden").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
