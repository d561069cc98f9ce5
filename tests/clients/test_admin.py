from datetime import timedelta

import pytest

from audit.models import AuditEntry
from tests.cast import sign_in
from tests.factories.clients import MemberFactory, OpeningFactory

BASE = "/beheer/clients"


def test_admin_lists_without_names(client, ada, person, allocation):
    sign_in(client, ada)
    OpeningFactory.create(client=person, user=ada)
    MemberFactory.create(client=person, name="Piet Naaste")

    for model in ("client", "clientsystemmember", "allocation"):
        page = client.get(f"{BASE}/{model}/").content.decode()
        assert "Dál" not in page
        assert "Piet" not in page


@pytest.mark.parametrize("model", ["client", "clientsystemmember", "allocation"])
def test_admin_that_opens_a_file_is_recorded_and_sees_no_bsn(client, ada, person, allocation, model):
    rows = {"client": person, "allocation": allocation, "clientsystemmember": MemberFactory.create(client=person)}
    url = f"{BASE}/{model}/{rows[model].pk}/change/"
    OpeningFactory.create(client=person, user=ada)

    page = sign_in(client, ada).get(url)

    assert page.status_code == 200
    assert "999900006" not in page.content.decode()
    entry = AuditEntry.objects.get(event="read")
    assert (entry.client, entry.actor) == (person.public_id, ada.public_id)


@pytest.mark.parametrize("model", ["client", "clientsystemmember", "allocation"])
def test_admin_is_read_only(client, ada, model):
    assert sign_in(client, ada).get(f"{BASE}/{model}/add/").status_code == 403


@pytest.mark.parametrize("model", ["frameworkagreement", "contract", "contractedproduct", "rate"])
def test_admin_of_contracts_shows_and_finds(client, ada, product, model):
    sign_in(client, ada)

    assert client.post(f"/beheer/contracts/{model}/", {"q": "a"}, follow=True).status_code == 200
    assert client.get(f"/beheer/contracts/{model}/add/").status_code == 403


def test_admin_names_the_masked_number_in_dutch(client, ada, person):
    OpeningFactory.create(client=person, user=ada)
    page = sign_in(client, ada).get(f"{BASE}/client/{person.pk}/change/").content.decode()

    assert "<label>BSN:</label>" in page
    assert person.masked_bsn in page


@pytest.mark.parametrize("model", ["client", "clientsystemmember", "allocation"])
def test_administrator_without_an_emergency_finds_no_row(client, ada, person, allocation, model):
    member = MemberFactory.create(client=person)
    row = {"client": person, "allocation": allocation, "clientsystemmember": member}[model]
    opening = OpeningFactory.create(client=person, user=ada)
    sign_in(client, ada)
    assert len(client.get(f"{BASE}/{model}/").context["cl"].result_list) == 1

    type(opening).objects.update(
        opened_at=opening.opened_at - timedelta(hours=9), expires_at=opening.opened_at - timedelta(hours=1)
    )

    assert not client.get(f"{BASE}/{model}/").context["cl"].result_list
    assert client.get(f"{BASE}/{model}/{row.pk}/change/").status_code == 302
