"""Revising and withdrawing, becoming urgent, undoing a death, and a pause of delivery, on pages."""

from datetime import date

import pytest
from django.urls import reverse

from clients.models import Amendment, Case, Decision
from clients.services import record_death, record_start_of_delivery, record_stop_of_delivery
from core.pdf import pdf_available
from tests.cast import sign_in
from tests.clients.intake import applied, fresh, grant, notify
from tests.factories.clients import AllocationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("terms")]
ABOUT = {
    "ground": "b",
    "from_on": "2026-06-01",
    "reason": "Het gaat veel beter.",
    "decided_on": "2026-03-01",
    "channel": "letter",
}


@pytest.fixture
def signed_in(client, karin):
    """The browser of Karin."""
    return sign_in(client, karin)


@pytest.fixture
def decision(worker, person, product):
    """Four dagdelen per week in kind, with an allocation."""
    made = grant(
        worker,
        applied(worker, person),
        product.variant,
        starts_on=date(2026, 3, 2),
        ends_on=date(2026, 12, 31),
    )
    AllocationFactory.create(
        client=person, contracted_product=product, decision=made, starts_on=made.starts_on, ends_on=made.ends_on
    )
    return made


def page_of(name, case, **more):
    return reverse(name, kwargs={"public_id": case.client.public_id, "case_id": case.public_id, **more})


def test_withdrawal_stands_on_the_page_with_its_letter_beside_what_was_decided(signed_in, decision):
    case = fresh(decision.case)
    url = page_of("clients:case_withdraw", case, decision_id=decision.public_id)
    case_page = page_of("clients:case", case)
    assert f'href="{url}"' in signed_in.get(case_page).content.decode()
    assert "Deze toewijzingen eindigen mee." in signed_in.get(url).content.decode()

    refused = signed_in.post(url, ABOUT | {"revision": case.revision, "from_on": "2027-06-01"})
    page = signed_in.post(url, ABOUT | {"revision": case.revision}, follow=True).content.decode()

    assert list(refused.context["form"].errors) == ["from_on"]
    assert "Het gaat veel beter." in refused.content.decode()
    assert "Ingetrokken vanaf 1 juni 2026" in page
    assert "4 dagdelen per week" in page
    assert "Intrekking van het besluit (PDF)" in page
    assert f'href="{url}"' not in page
    if pdf_available():
        letter = case.letters.get(kind="withdrawal")
        answer = signed_in.get(page_of("clients:case_letter", case, letter_id=letter.public_id))
        assert answer["Content-Type"] == "application/pdf"


def test_two_case_workers_at_once_notice_each_other_and_lose_nothing(signed_in, decision):
    case = fresh(decision.case)
    url = page_of("clients:case_withdraw", case, decision_id=decision.public_id)
    Case.objects.filter(pk=case.pk).update(revision=case.revision + 1)

    late = signed_in.post(url, ABOUT | {"revision": case.revision})

    assert late.status_code == 409
    assert "Het gaat veel beter." in late.content.decode()
    assert not Amendment.objects.exists()
    assert signed_in.post(url, ABOUT | {"revision": case.revision + 1}).status_code == 302
    assert signed_in.post(url, ABOUT | {"revision": case.revision + 2}).status_code == 409


def test_revision_begins_with_what_was_decided_and_leads_to_a_new_allocation(signed_in, decision):
    case = fresh(decision.case)
    url = page_of("clients:case_revise", case, decision_id=decision.public_id)
    form = signed_in.get(url).context["form"]
    shown = {name: form[name].value() for name in ("form", "volume", "frequency", "ends_on", "variant")}
    typed = ABOUT | {"revision": case.revision, "reassess_on": "2026-11-01", "form": "in_kind", "volume": "6"}
    typed |= {"frequency": "2", "ends_on": "2026-12-31", "variant": str(decision.variant.public_id)}

    refused = signed_in.post(url, typed | {"ends_on": "", "volume": "0"})
    page = signed_in.post(url, typed, follow=True).content.decode()

    assert (shown["form"], shown["volume"], shown["frequency"]) == ("in_kind", 4, "2")
    assert shown["variant"] == decision.variant.public_id
    assert {"volume"} <= set(refused.context["form"].errors)
    new = Decision.objects.get(kind="revised")
    assert "Herzien vanaf 1 juni 2026" in page
    assert "In plaats van" in page
    assert "Herziening van het besluit (PDF)" in page
    assert reverse("clients:allocation_decided", args=[case.client.public_id, new.public_id]) in page


def test_another_clients_decision_and_a_refusal_do_not_exist_here(signed_in, decision, worker, person):
    case = applied(worker, person)
    assert signed_in.get(page_of("clients:case_withdraw", case, decision_id=decision.public_id)).status_code == 404
    refused = grant(
        worker,
        case,
        None,
        outcome="refused",
        form="",
        volume=None,
        frequency="",
        starts_on=None,
        ends_on=None,
        reassess_on=None,
        deviation_reason="",
    )
    assert signed_in.get(page_of("clients:case_withdraw", case, decision_id=refused.public_id)).status_code == 404


def test_reader_sees_what_became_of_a_decision_but_changes_nothing(client, ruud, decision):
    page = sign_in(client, ruud).get(page_of("clients:case", decision.case)).content.decode()
    assert "Besluit intrekken" not in page


def test_case_becomes_urgent_on_its_page(signed_in, worker, person):
    case = notify(worker, person)
    url = page_of("clients:case_urgent", case)
    assert f'href="{url}"' in signed_in.get(page_of("clients:case", case)).content.decode()

    refused = signed_in.post(url, {"revision": "1", "urgent_on": "2026-03-02", "urgent_reason": "Valt vaak."})
    page = signed_in.post(url, {"revision": "1", "urgent_on": "2026-03-01", "urgent_reason": "Valt vaak."}, follow=True)

    assert list(refused.context["form"].errors) == ["urgent_on"]
    text = page.content.decode()
    assert "Spoed sinds" in text
    assert "Met spoed besluiten" in text
    assert "Spoedbesluit nemen" in text
    assert f'href="{url}"' not in text


def test_undoing_a_death_says_before_and_after_what_is_open_again(signed_in, worker, carer, person, allocation):
    case = notify(worker, person)
    record_start_of_delivery(actor=carer, allocation=allocation, on=date(2026, 1, 5))
    record_death(actor=worker, client=person, revision=person.revision, died_on=date(2026, 2, 20))
    allocation.refresh_from_db()
    record_stop_of_delivery(
        actor=carer, allocation=allocation, revision=allocation.revision, on=date(2026, 2, 20), reason="02"
    )
    overview, url = (reverse(f"clients:{name}", args=[person.public_id]) for name in ("file", "death_undo"))
    assert f'href="{url}"' in signed_in.get(overview).content.decode()

    before = signed_in.get(url).content.decode()
    person.refresh_from_db()
    unexplained = signed_in.post(url, {"revision": person.revision, "reason": ""})
    stale = signed_in.post(url, {"revision": person.revision - 1, "reason": "Een vergissing."})
    after = signed_in.post(url, {"revision": person.revision, "reason": "Een vergissing."}, follow=True)

    assert f"Zaak {case.number}" in before
    assert "de aanbieder meldde na het overlijden het einde van de levering (20 februari 2026)" in before
    assert list(unexplained.context["form"].errors) == ["reason"]
    assert stale.status_code == 409
    text = after.content.decode()
    assert "Het overlijden is teruggedraaid." in text
    assert "Dit bleef beëindigd:" in text
    assert f"Toewijzing {allocation.number} " in text
    assert "is overleden" not in text
    assert fresh(case).is_open
    assert signed_in.get(url).status_code == 200
    assert signed_in.post(url, {"revision": person.revision + 1, "reason": "Nog eens."}).status_code == 409


def test_provider_does_not_read_why_a_death_was_undone(client, petra, worker, person, allocation):
    dead = record_death(actor=worker, client=person, revision=person.revision, died_on=date(2026, 2, 20))
    person.refresh_from_db()
    from_clients = reverse("clients:death_undo", args=[person.public_id])
    sign_in(client, petra)
    assert client.get(from_clients).status_code == 403
    assert "terugdraaien" not in client.get(reverse("clients:file", args=[dead.public_id])).content.decode()


def test_delivery_pauses_resumes_and_stops_for_good_on_pages(client, petra, carer, allocation):
    record_start_of_delivery(actor=carer, allocation=allocation, on=date(2026, 1, 5))
    url = f"/clienten/{allocation.client.public_id}/toewijzingen/{allocation.public_id}"
    listed = f"/clienten/{allocation.client.public_id}/toewijzingen"
    sign_in(client, petra)
    assert client.post(f"{url}/hervatten", {"on": "2026-02-20", "revision": "2"}).status_code == 409
    client.post(f"{url}/stop", {"on": "2026-02-10", "reason": "20", "revision": "2"})

    paused = client.get(listed).content.decode()
    early = client.post(f"{url}/hervatten", {"on": "2026-02-10", "revision": "3"})
    stale = client.post(f"{url}/hervatten", {"on": "2026-02-20", "revision": "2"})
    resumed = client.post(f"{url}/hervatten", {"on": "2026-02-20", "revision": "3"}, follow=True).content.decode()

    assert f'href="{url}/hervatten"' in paused
    assert f'href="{url}/stop"' in paused  # a pause may turn out to be the end
    assert "WMO588 code 20" in paused
    assert list(early.context["form"].errors) == ["on"]
    assert stale.status_code == 409
    assert "Levering hervat" in resumed
    assert "20 februari 2026" in resumed
    assert f'href="{url}/hervatten"' not in resumed
    allocation.refresh_from_db()
    assert (allocation.delivery_started_on, allocation.delivery_stop_reason) == (date(2026, 1, 5), "")


def test_start_of_delivery_notices_that_the_allocation_changed(client, petra, allocation):
    url = f"/clienten/{allocation.client.public_id}/toewijzingen/{allocation.public_id}/start"
    sign_in(client, petra)
    stale = client.post(url, {"on": "2026-01-05", "revision": "0"})
    assert stale.status_code == 409
    assert client.post(url, {"on": "2026-01-05", "revision": "1"}).status_code == 302
