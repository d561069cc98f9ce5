"""The tab "Rechten", the list of files to be destroyed, and what stands in the trail of both."""

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from audit.models import AuditEntry, DestructionCertificate
from audit.services import record
from clients.models import Client, Destruction, RightsRequest
from core.pdf import PdfUnavailable
from tests.audit_flush import drop_guard, restore_guard
from tests.cast import sign_in
from tests.factories.clients import ClientFactory, MemberFactory
from tests.marks import needs_pdf

TYPED = {"kind": "copy", "received_on": "2026-03-01", "requested_by": "client", "member": "", "text": ""}
LATER = date(2043, 1, 5)

pytestmark = pytest.mark.usefixtures("terms")


def url_of(person, rest=""):
    return f"/clienten/{person.public_id}/rechten{rest}"


def changed(person, year):
    """The data of this client were changed last in this year."""
    record_created(person)
    drop_guard()
    AuditEntry.objects.filter(client=person.public_id).update(at=datetime(year, 5, 1, tzinfo=UTC))
    restore_guard()


def record_created(person):
    from audit.enums import AuditEvent
    from core.actors import Actor

    record(actor=Actor.system("proef"), event=AuditEvent.CREATED, target=person, client=person.public_id)


def registered(browser, person, **typed):
    answer = browser.post(url_of(person, "/nieuw"), TYPED | typed)
    assert answer.status_code == 302, answer.content.decode()
    return RightsRequest.objects.latest("pk")


def decided(browser, person, asked, outcome="granted", **typed):
    given = {"outcome": outcome, "ground": "", "explanation": "", "revision": asked.revision} | typed
    answer = browser.post(url_of(person, f"/{asked.public_id}/besluit"), given)
    assert answer.status_code == 302, answer.content.decode()
    asked.refresh_from_db()
    return asked


@pytest.mark.parametrize(
    ("name", "status"),
    [("karin", 200), ("vera", 200), ("ruud", 404), ("petra", 404), ("maud", 404), ("zoe", 404), ("ada", 404)],
)
def test_rights_are_for_those_who_answer_them(*, request, client, name, status, person, allocation):
    sign_in(client, request.getfixturevalue(name))

    assert client.get(url_of(person)).status_code == status
    assert client.get(url_of(person, "/nieuw")).status_code == status
    assert client.post(url_of(person, "/vernietigen")).status_code == (302 if status == 200 else 404)


def test_privacy_officer_sees_no_other_page_of_the_file(client, vera, person):
    page = sign_in(client, vera).get(url_of(person)).content.decode()

    assert f'href="/clienten/{person.public_id}"' not in page
    assert "/toewijzingen" not in page
    assert client.get(f"/clienten/{person.public_id}").status_code == 404


def test_file_says_until_when_it_is_kept(client, karin, person):
    sign_in(client, karin)
    assert "Daarom bewaren we het" in client.get(url_of(person)).content.decode()
    changed(person, 2026)

    assert "Wordt vernietigd na 1 mei 2041" in client.get(url_of(person)).content.decode()


def test_request_goes_from_form_to_letter_to_done(client, karin, person):
    sign_in(client, karin)
    asked = registered(client, person, kind="correction", text="Het huisnummer is 12.")
    assert "Nog 31 dagen" in client.get(url_of(person)).content.decode()
    decided(client, person, asked, "refused", ground="data_correct", explanation="In de BRP staat 1.")

    page = client.get(url_of(person)).content.decode()

    assert "Afgewezen" in page
    assert "In de BRP staat 1." in page
    assert "brief.pdf" in page
    assert "/uitgevoerd" not in page


def test_form_keeps_what_was_typed_and_says_what_is_wrong(client, karin, person):
    page = (
        sign_in(client, karin)
        .post(url_of(person, "/nieuw"), TYPED | {"kind": "correction", "requested_by": "representative"})
        .content.decode()
    )

    assert "Schrijf op welke gegevens anders moeten, en hoe" in page
    assert "Kies welke vertegenwoordiger het vraagt" in page
    assert 'href="#id_text"' in page
    assert 'href="#id_member"' in page


def test_representative_of_the_file_can_be_chosen(client, karin, person):
    member = MemberFactory.create(client=person, representation="08")
    MemberFactory.create(client=person, name="Geen vertegenwoordiger")
    sign_in(client, karin)

    assert "Geen vertegenwoordiger" not in client.get(url_of(person, "/nieuw")).content.decode()
    asked = registered(client, person, requested_by="representative", member=str(member.public_id))

    assert asked.member == member


def test_second_of_two_case_workers_loses_no_words(client, karin, vera, person):
    sign_in(client, karin)
    asked = registered(client, person)
    decided(client, person, asked)

    answer = client.post(
        url_of(person, f"/{asked.public_id}/besluit"),
        {"outcome": "refused", "ground": "too_young", "explanation": "Lange uitleg.", "revision": 1},
    )

    assert answer.status_code == 409
    assert "Lange uitleg." in answer.content.decode()
    assert "Nu opgeslagen: Toegewezen" in answer.content.decode()


@needs_pdf
def test_copy_is_given_on_a_granted_request_and_stands_in_the_trail(client, karin, person, allocation):
    sign_in(client, karin)
    asked = registered(client, person)
    urls = [url_of(person, f"/{asked.public_id}/dossier.{kind}") for kind in ("pdf", "zip")]
    assert [client.get(url).status_code for url in urls] == [404, 404]
    decided(client, person, asked)

    answers = [client.get(url) for url in urls]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert [answer["Content-Type"] for answer in answers] == ["application/pdf", "application/zip"]
    assert "no-store" in answers[0]["Cache-Control"]
    entries = AuditEntry.objects.filter(event="exported").order_by("pk")
    assert [(entry.client, entry.fields) for entry in entries] == [
        (person.public_id, [{"name": "pdf"}]),
        (person.public_id, [{"name": "zip"}]),
    ]


@needs_pdf
def test_letter_says_what_was_decided_and_how_to_object(client, karin, person):
    sign_in(client, karin)
    asked = registered(client, person, kind="destruction")
    assert client.get(url_of(person, f"/{asked.public_id}/brief.pdf")).status_code == 404
    decided(client, person, asked, "refused", ground="interest_of_other", explanation="Uw dochter heeft dit nodig.")

    answer = client.get(url_of(person, f"/{asked.public_id}/brief.pdf"))

    text = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages).split())
    for words in ("Wij doen niet wat u vroeg", "Uw dochter heeft dit nodig.", "binnen 6 weken", "artikel 5.3.5"):
        assert words in text
    assert AuditEntry.objects.filter(event="printed", client=person.public_id).count() == 1


def test_without_pdf_the_page_says_what_to_do_and_nothing_is_recorded(client, karin, person, monkeypatch):
    def refuse(*_):
        raise PdfUnavailable

    sign_in(client, karin)
    asked = decided(client, person, registered(client, person))
    monkeypatch.setattr("clients.documents.file_copy.render_pdf", refuse)

    answer = client.get(url_of(person, f"/{asked.public_id}/dossier.pdf"))

    assert answer.status_code == 503
    assert not AuditEntry.objects.filter(event="exported").exists()


def test_destruction_takes_two_people_and_leaves_a_certificate(client, vera, maud, person, on_day):
    changed(person, 2026)
    on_day(LATER)
    sign_in(client, vera)
    assert person.name in client.get("/vernietiging").content.decode()
    client.post(url_of(person, "/vernietigen"))
    proposal = Destruction.objects.get()
    one = f"/vernietiging/{proposal.public_id}"
    sure = {"is_sure": "on", "revision": 1}
    assert "U stelde dit zelf voor" in client.get(one).content.decode()
    assert client.post(one, sure).status_code == 403
    sign_in(client, maud)
    assert "Zet hier een vinkje" in client.post(one, {"revision": 1}).content.decode()

    done = client.post(one, sure, follow=True).content.decode()

    assert "Verklaring 1 staat hieronder" in done
    assert person.surname not in done
    assert not Client.objects.exists()
    assert client.get(one).status_code == 404
    assert DestructionCertificate.objects.get().total >= 2


def test_proposal_can_be_withdrawn(client, vera, maud, person, on_day):
    changed(person, 2026)
    on_day(LATER)
    sign_in(client, vera).post(url_of(person, "/vernietigen"))
    proposal = Destruction.objects.get()

    answer = sign_in(client, maud).post(f"/vernietiging/{proposal.public_id}/intrekken", follow=True)

    assert "Het dossier blijft bewaard" in answer.content.decode()
    assert Client.objects.filter(pk=person.pk).exists()


def test_proposal_too_early_is_refused_with_the_date(client, karin, person):
    changed(person, 2026)

    page = sign_in(client, karin).post(url_of(person, "/vernietigen"), follow=True).content.decode()

    assert "Dit dossier moet bewaard blijven tot en met 1 mei 2041" in page


@pytest.mark.parametrize(
    ("name", "status"), [("vera", 200), ("maud", 200), ("karin", 403), ("ruud", 403), ("zoe", 403), ("pim", 403)]
)
def test_list_of_destruction_is_for_privacy_officer_and_manager(request, client, name, status):
    assert sign_in(client, request.getfixturevalue(name)).get("/vernietiging").status_code == status


def test_list_of_destruction_needs_the_same_queries_for_one_and_three(client, vera, person, on_day, queries_of):
    changed(person, 2020)
    on_day(LATER)
    sign_in(client, vera)
    one = queries_of("/vernietiging")
    for other in ClientFactory.create_batch(2, municipality=person.municipality):
        changed(other, 2021)

    assert queries_of("/vernietiging") == one


def test_looking_at_the_list_stands_in_the_trail(client, vera, person, on_day):
    changed(person, 2026)
    on_day(LATER)
    sign_in(client, vera).get("/vernietiging")

    assert AuditEntry.objects.filter(event="read", fields=[{"name": "vernietiging"}]).count() == 1


def test_rights_need_the_same_queries_for_one_and_three(client, karin, person, queries_of):
    sign_in(client, karin)
    registered(client, person)
    one = queries_of(url_of(person))
    for _ in range(2):
        registered(client, person)

    assert queries_of(url_of(person)) == one
