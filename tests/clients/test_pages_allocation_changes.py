"""Another volume, a later end, and the stop of delivery, on pages."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from clients.models import Allocation
from core.constraints import as_validation_error
from tests.cast import sign_in
from tests.factories.decisions import DecisionFactory


@pytest.fixture
def url(allocation):
    """The pages of the allocation begin so."""
    return f"/clienten/{allocation.client.public_id}/toewijzingen/{allocation.public_id}"


CHANGE = {"from_on": "2026-04-01", "volume": "6", "frequency": "2", "ends_on": "2026-12-31", "decision": ""}


def test_change_of_volume_ends_the_old_one_and_links_the_two(client, karin, url, allocation):
    sign_in(client, karin)

    page = client.post(f"{url}/omvang", CHANGE | {"revision": "1"}, follow=True).content.decode()

    allocation.refresh_from_db()
    new = Allocation.objects.get(replaces=allocation)
    assert str(allocation.ends_on) == "2026-03-31"
    assert (new.volume, str(new.starts_on)) == (6, "2026-04-01")
    assert f"Toewijzing {new.number} neemt het over." in page
    assert "Komt na" in page
    assert "Gaat verder als" in page
    assert "WMO588 code 36" in page
    assert "WMO002 code 05" in page


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"from_on": "2026-01-01"}, "from_on"),
        ({"from_on": "2027-01-01"}, "from_on"),
        ({"ends_on": ""}, "ends_on"),
        ({"ends_on": "2026-03-15"}, "ends_on"),
        ({"volume": "0"}, "volume"),
        ({"decision": "x"}, "decision"),
    ],
)
def test_change_of_volume_that_cannot_be_is_refused_at_its_field(*, client, karin, url, allocation, fields, field):
    answer = sign_in(client, karin).post(f"{url}/omvang", CHANGE | {"revision": "1"} | fields)

    assert list(answer.context["form"].errors) == [field]
    allocation.refresh_from_db()
    assert str(allocation.ends_on) == "2026-12-31"
    assert Allocation.objects.count() == 1


def test_change_follows_from_another_decision_of_the_same_product(client, karin, url, allocation):
    decision = DecisionFactory.create(case__client=allocation.client, variant=allocation.variant, volume=5)
    sign_in(client, karin)
    sent = CHANGE | {"revision": "1", "decision": str(decision.public_id)}

    refused = client.post(f"{url}/omvang", sent)
    client.post(f"{url}/omvang", sent | {"volume": "5"})

    assert "Het besluit geeft 5 dagdelen per week." in str(refused.context["form"].errors["volume"])
    assert Allocation.objects.get(replaces=allocation).decision == decision


def test_extension_keeps_the_number(client, karin, url, allocation):
    sign_in(client, karin)

    early = client.post(f"{url}/verlengen", {"ends_on": "2026-06-30", "revision": "1"})
    page = client.post(f"{url}/verlengen", {"ends_on": "2027-06-30", "revision": "1"}, follow=True).content.decode()

    assert "ends_on" in early.context["form"].errors
    assert f"Toewijzing {allocation.number} is verlengd." in page
    assert "Verlenging" in page
    assert "WMO002 code 04" in page
    allocation.refresh_from_db()
    assert str(allocation.ends_on) == "2027-06-30"


@pytest.mark.parametrize(
    ("act", "sent"), [("omvang", CHANGE), ("verlengen", {"ends_on": "2027-06-30", "decision": ""})]
)
def test_second_of_two_case_workers_gets_a_conflict_and_loses_nothing(*, client, karin, url, allocation, act, sent):
    sign_in(client, karin)
    Allocation.objects.update(revision=2, ends_on=date(2026, 11, 30))

    answer = client.post(f"{url}/{act}", sent | {"revision": "1"})

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Nu opgeslagen: 30 november 2026" in page
    assert f'value="{sent["ends_on"]}"' in page
    assert answer.context["form"]["revision"].value() == "2"
    assert Allocation.objects.count() == 1


def test_stop_of_delivery_is_for_the_provider_with_an_official_reason(client, karin, petra, url, allocation):
    Allocation.objects.update(delivery_started_on=date(2026, 1, 5))
    assert sign_in(client, karin).get(f"{url}/stop").status_code == 403
    sign_in(client, petra)
    assert f'href="{url}/stop"' in client.get(url.rsplit("/", 1)[0]).content.decode()

    early = client.post(f"{url}/stop", {"on": "2026-01-01", "reason": "22", "revision": "1"})
    wrong = client.post(f"{url}/stop", {"on": "2026-02-27", "reason": "01", "revision": "1"})
    done = client.post(f"{url}/stop", {"on": "2026-02-27", "reason": "22", "revision": "1"}, follow=True)
    again = client.post(f"{url}/stop", {"on": "2026-02-27", "reason": "22", "revision": "2"})

    assert "on" in early.context["form"].errors
    assert "reason" in wrong.context["form"].errors
    assert "27 februari 2026: Op verzoek van de aanbieder" in done.content.decode()
    assert "WMO588 code 22" in done.content.decode()
    assert again.status_code == 409


def test_form_of_reasons_shows_the_codes(client, karin, url):
    assert "Volgens plan (code 19)" in sign_in(client, karin).get(f"{url}/einde").content.decode()


@pytest.mark.parametrize(("name", "status"), [("ruud", 403), ("petra", 403), ("zoe", 404), ("mo", 404), ("pim", 404)])
@pytest.mark.parametrize("act", ["omvang", "verlengen"])
def test_changes_are_for_case_workers(*, request, client, name, status, url, act):
    assert sign_in(client, request.getfixturevalue(name)).post(f"{url}/{act}", CHANGE).status_code == status


@pytest.mark.parametrize("code", ["chosen_by", "decision_and_reason"])
def test_grounds_hold_in_the_database(allocation, code):
    decision = DecisionFactory.create(case__client=allocation.client, variant=allocation.variant)
    tried: dict[str, dict[str, Any]] = {
        "chosen_by": {"chosen_by": "nobody"},
        "decision_and_reason": {"decision": decision, "without_decision_reason": "Op papier."},
    }

    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        Allocation.objects.filter(pk=allocation.pk).update(**tried[code])

    explained = as_validation_error(refusal.value)
    assert explained is not None
    assert explained.code == code
