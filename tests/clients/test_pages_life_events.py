"""Who a notification is of; death and moving; the personal plan as a file; and the work list of the intake."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from audit.enums import AuditEvent
from audit.models import AuditEntry
from clients.enums import CaseOrigin, CaseStatus, CaseWork
from clients.models import Case, Client, Move
from clients.selectors.case_work import SHOWN, case_work, moves_to_take_over
from clients.services import allocate, record_start_of_delivery, record_stop_of_delivery
from products.models import ProductVariant
from tests.cast import actor_of_user, sign_in
from tests.clients.intake import applied, fill_in, fresh, grant, investigate, notify
from tests.factories.clients import ClientFactory
from tests.factories.contracts import ContractedProductFactory
from tests.factories.organisations import PDF

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("terms")]

TODAY = date(2026, 3, 1)
ADDRESS = {"street": "Nieuwstraat", "house_number": "2", "postcode": "7201ab", "city": "Zutphen"}


@pytest.fixture
def signed_in(client, karin):
    """The browser of Karin."""
    return sign_in(client, karin)


def kinds(actor):
    return [block.kind for block in case_work(actor, TODAY)]


# Who it is of ----------------------------------------------------------------------------------------------


def test_notification_finds_an_existing_file_by_name(signed_in, person):
    page = signed_in.post(reverse("clients:notify"), {"person-name": "dal", "person-birth_date": "1941-05-17"})

    assert reverse("clients:case_new", args=[person.public_id]) in page.content.decode()
    entry = AuditEntry.objects.get(event=AuditEvent.SEARCHED)
    assert entry.fields == [{"name": "naam"}, {"name": "geboortedatum"}]


def test_notification_by_bsn_says_why_and_goes_to_the_file(signed_in, person):
    url = reverse("clients:notify")

    refused = signed_in.post(url, {"bsn-bsn": "999900006", "bsn-reason": ""})
    answer = signed_in.post(url, {"bsn-bsn": "999900006", "bsn-reason": "notification"})

    assert "reason" in refused.context["bsn_form"].errors
    assert answer["Location"] == reverse("clients:case_new", args=[person.public_id])
    assert AuditEntry.objects.get(event=AuditEvent.SEARCHED).client == person.public_id


def test_new_file_begins_with_what_was_searched_for_and_needs_no_bsn(signed_in):
    signed_in.post(reverse("clients:notify"), {"person-name": "Onbekend", "person-birth_date": "1950-02-03"})
    url = reverse("clients:notify_new")

    form = signed_in.get(url).context["form"]
    typed = {"surname": "Onbekend", "birth_date": "1950-02-03", "initials": "O.", "sex": "0"}
    refused = signed_in.post(url, typed)
    answer = signed_in.post(url, typed | {"given_names": "Olga", "postcode": "7311 AB", "house_number": "3"})

    assert (form["surname"].value(), str(form["birth_date"].value())) == ("Onbekend", "1950-02-03")
    assert {"given_names", "postcode", "house_number"} <= set(refused.context["form"].errors)
    made = Client.objects.get(surname="Onbekend")
    assert answer["Location"] == reverse("clients:case_new", args=[made.public_id])
    assert "BSN onbekend" in signed_in.get(reverse("clients:file", args=[made.public_id])).content.decode()


def test_provider_takes_no_notification(client, petra):
    assert sign_in(client, petra).get(reverse("clients:notify")).status_code == 403


# The personal plan -----------------------------------------------------------------------------------------


def test_personal_plan_is_checked_by_content_and_fetched_through_the_case(signed_in, worker, person):
    case = notify(worker, person)
    ids = {"public_id": person.public_id, "case_id": case.public_id}
    url = reverse("clients:case_plan", kwargs=ids)

    def send(content):
        file = SimpleUploadedFile("Mijn plan.pdf", content, "application/pdf")
        typed = {"received_on": "2026-03-01", "summary": "", "revision": fresh(case).revision}
        return signed_in.post(url, typed | {"file": file})

    empty = signed_in.post(url, {"received_on": "2026-03-01", "summary": "", "revision": case.revision})
    wrong = send(b"MZ is no plan")
    send(PDF)
    download = signed_in.get(reverse("clients:case_plan_file", kwargs=ids))

    assert "summary" in empty.context["form"].errors
    assert "Dit soort bestand kan niet" in wrong.content.decode()
    assert b"".join(download.streaming_content) == PDF
    assert download["Content-Type"] == "application/pdf"
    assert download["X-Content-Type-Options"] == "nosniff"
    assert AuditEntry.objects.get(event=AuditEvent.EXPORTED).client == person.public_id


# Death and moving ------------------------------------------------------------------------------------------


def test_death_ends_what_is_open_and_stands_at_the_top_of_the_file(signed_in, worker, person):
    case = notify(worker, person)
    url = reverse("clients:death", args=[person.public_id])

    late = signed_in.post(url, {"died_on": "2026-03-02", "revision": 1})
    signed_in.post(url, {"died_on": "2026-03-01", "revision": 1})
    page = signed_in.get(reverse("clients:cases", args=[person.public_id])).content.decode()

    assert "died_on" in late.context["form"].errors
    assert fresh(case).status == CaseStatus.ENDED
    assert "is overleden</strong> op 1 maart 2026" in page
    assert "Nieuwe melding" not in page


def test_move_needs_consent_and_address_before_the_other_municipality_knows(*, client, signed_in, person, zoe, zutphen):
    url = reverse("clients:move", args=[person.public_id])
    typed = {"to_municipality": str(zutphen.public_id), "moved_on": "2026-03-01", "revision": 1, "has_consent": "on"}

    refused = signed_in.post(url, typed)
    signed_in.post(url, typed | ADDRESS)

    assert set(refused.context["form"].errors) == {"street", "house_number", "postcode", "city"}
    move = Move.objects.get()
    assert move.person is not None
    assert move.person["postcode"] == "7201 AB"
    assert "is verhuisd" in signed_in.get(reverse("clients:file", args=[person.public_id])).content.decode()

    sign_in(client, zoe)
    assert "van Dál" in client.get(reverse("clients:moves")).content.decode()
    assert AuditEntry.objects.filter(event="read", target_label="clients.move").count() == 1
    take_over = reverse("clients:take_over", args=[move.public_id])
    assert "Nieuwstraat 2, 7201 AB Zutphen" in client.get(take_over).content.decode()
    assert AuditEntry.objects.filter(event="read", target=move.public_id).count() == 1
    answer = client.post(take_over, {"question": "Kan ik hier naar een groep?"})
    case = Case.objects.get(origin=CaseOrigin.MOVE)
    assert answer["Location"].endswith(str(case.public_id))
    assert case.client.municipality == zutphen
    again = client.post(take_over, {"question": "Kan ik hier naar een groep?"})
    assert again.status_code == 409
    assert "al overgenomen" in again.content.decode()


def test_file_of_who_comes_back_is_opened_again(signed_in, person, zutphen):
    url = reverse("clients:move", args=[person.public_id])
    signed_in.post(url, {"to_municipality": str(zutphen.public_id), "moved_on": "2026-03-01", "revision": 1})
    file, back = (reverse(f"clients:{name}", args=[person.public_id]) for name in ("file", "reopen"))
    person.refresh_from_db()
    assert back in signed_in.get(file).content.decode()

    old = signed_in.post(back, {"revision": 1})
    answer = signed_in.post(back, {"revision": person.revision}, follow=True)

    assert old.status_code == 409
    assert "is verhuisd" not in answer.content.decode()
    assert "Het dossier is weer open." in answer.content.decode()


def test_move_without_consent_is_nobodys_business(*, client, signed_in, person, zoe, zutphen):
    url = reverse("clients:move", args=[person.public_id])
    signed_in.post(url, {"to_municipality": str(zutphen.public_id), "moved_on": "2026-03-01", "revision": 1})

    assert Move.objects.get().person is None
    assert not moves_to_take_over(actor_of_user(zoe)).exists()
    assert (
        sign_in(client, zoe).get(reverse("clients:take_over", args=[Move.objects.get().public_id])).status_code == 404
    )


# The work list ---------------------------------------------------------------------------------------------


def test_work_list_follows_a_case(worker, person):
    case = notify(worker, person)
    assert kinds(worker) == [CaseWork.TERM, CaseWork.RECEIPT]
    case = investigate(worker, case)
    assert kinds(worker) == [CaseWork.TERM]
    fill_in(worker, case)
    assert kinds(worker) == [CaseWork.TERM, CaseWork.REPORT]


def test_work_list_asks_for_a_decision_and_then_for_an_allocation_and_a_reassessment(
    *, worker, person, region, de_linde
):
    duurzaam = ProductVariant.objects.get(code="bg-duurzaam")
    case = applied(worker, person)
    assert kinds(worker) == [CaseWork.TERM, CaseWork.DECISION]
    decision = grant(worker, case, duurzaam, reassess_on=TODAY + timedelta(weeks=6))
    assert kinds(worker) == [CaseWork.TO_ALLOCATE, CaseWork.REASSESSMENT]
    product = ContractedProductFactory.create(
        contract__framework__region=region, contract__provider=de_linde, variant=duurzaam
    )
    allocate(
        actor=worker,
        client=person,
        contracted_product=product,
        starts_on=decision.starts_on,  # type: ignore[arg-type]  # it was granted
        ends_on=decision.ends_on,
        volume=4,
        decision=decision,
    )
    assert kinds(worker) == [CaseWork.REASSESSMENT]
    notify(worker, person, origin=CaseOrigin.REASSESSMENT)
    assert CaseWork.REASSESSMENT not in kinds(worker)


def test_work_list_names_an_allocation_that_is_delivered_no_more(worker, carer, allocation):
    record_start_of_delivery(actor=carer, allocation=allocation, on=date(2026, 1, 5))
    assert kinds(worker) == []
    allocation.refresh_from_db()
    record_stop_of_delivery(
        actor=carer, allocation=allocation, revision=allocation.revision, on=date(2026, 2, 20), reason="21"
    )

    assert kinds(worker) == [CaseWork.STOPPED]


def test_work_list_is_for_case_workers(*, client, karin, ruud, petra, ilse, worker, person):
    notify(worker, person)

    for user in (ruud, petra, ilse):
        assert case_work(actor_of_user(user), TODAY) == []
    page = sign_in(client, karin).get("/").content.decode()
    assert "Termijnen van lopende aanvragen (2)" in page
    assert "Meldingen nog te bevestigen (1)" in page


def test_work_list_needs_the_same_queries_for_one_and_three(signed_in, worker, apeldoorn, queries_of):
    def one_of_each():
        notify(worker, ClientFactory.create(municipality=apeldoorn))
        fill_in(worker, investigate(worker, notify(worker, ClientFactory.create(municipality=apeldoorn))))
        applied(worker, ClientFactory.create(municipality=apeldoorn))

    one_of_each()
    one = queries_of("/")
    one_of_each()
    one_of_each()

    assert queries_of("/") == one


def test_work_list_shows_so_many_rows_and_counts_the_rest(worker, apeldoorn, monkeypatch):
    monkeypatch.setattr("clients.selectors.case_work.SHOWN", 2)
    for _ in range(3):
        notify(worker, ClientFactory.create(municipality=apeldoorn))

    receipts = next(block for block in case_work(worker, TODAY) if block.kind == CaseWork.RECEIPT)

    assert (len(receipts.items), receipts.total) == (2, 3)
    assert SHOWN == 50


def test_reassessment_opens_a_case_without_a_clock(signed_in, person):
    url = reverse("clients:case_reassess", args=[person.public_id])
    question = signed_in.get(url).context["form"]["question"].value()

    signed_in.post(url, {"notified_on": "2026-03-01", "channel": "letter", "question": question})

    case = Case.objects.get()
    assert case.origin == CaseOrigin.REASSESSMENT
    assert not case.terms.exists()
