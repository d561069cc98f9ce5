"""The intake through its pages: from melding to besluit, and what stands in the way."""

from datetime import date

import pytest
from django.urls import reverse

from audit.enums import AuditEvent
from audit.models import AuditEntry
from clients.enums import CaseStatus, TermKind, Topic
from clients.models import Case, Decision, Telling
from clients.selectors.advice import profile_questions
from core.pdf import pdf_available
from products.models import ProductVariant
from tests.cast import sign_in
from tests.clients.intake import applied, fill_in, fresh, investigate, notify, report
from tests.factories.clients import MemberFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("terms")]

DAY = "2026-03-01"
NOTIFICATION = {
    "notified_on": DAY,
    "channel": "phone",
    "notified_by": "client",
    "question": "Overdag alleen thuis lukt niet meer.",
}
PRESENT = {"present-TOTAL_FORMS": "2", "present-INITIAL_FORMS": "0", "present-0-name": "J. van Dál"} | {
    "present-0-present_as": "client",
    "present-1-name": "Karin Consulent",
    "present-1-present_as": "case_worker",
}
GRANT = {
    "outcome": "granted",
    "form": "in_kind",
    "volume": "4",
    "frequency": "2",
    "starts_on": "2026-03-09",
    "ends_on": "2027-03-08",
    "reason": "Begeleiding in een groep is nodig.",
    "decided_on": DAY,
    "reassess_on": "2026-12-01",
    "channel": "letter",
}


def page_of(name, case, **more):
    return reverse(name, kwargs={"public_id": case.client.public_id, "case_id": case.public_id, **more})


def send(client, name, case, **typed):
    return client.post(page_of(name, case), {"revision": fresh(case).revision, **typed}, follow=True)


@pytest.fixture
def duurzaam(terms):
    """The product whose sheet asks about the client."""
    return ProductVariant.objects.get(code="bg-duurzaam")


@pytest.fixture
def signed_in(client, karin):
    """The browser of Karin."""
    return sign_in(client, karin)


def test_case_goes_from_notification_to_decision_through_its_pages(signed_in, person, duurzaam):
    daughter = MemberFactory.create(client=person, name="Marie van Dál", is_informal_carer=True)
    signed_in.post(reverse("clients:case_new", args=[person.public_id]), NOTIFICATION)
    case = Case.objects.get()

    def next_step():
        return signed_in.get(page_of("clients:case", case)).context["next"].label

    assert next_step() == "Bevestiging versturen"
    send(signed_in, "clients:case_confirm", case, sent_on=DAY, channel="letter")
    assert next_step() == "Voorlichting vastleggen"
    asked = signed_in.get(signed_in.get(page_of("clients:case", case)).context["next"].url).context["form"]
    told = {name: str(asked[name].value()) for name in ("what", "member")}
    assert told == {"what": "carer_support", "member": str(daughter.public_id)}
    send(signed_in, "clients:case_telling", case, told_on=DAY, channel="phone", **told)
    assert next_step() == "Onderzoek starten"
    send(signed_in, "clients:case_start", case, started_on=DAY)
    assert next_step() == "Gesprek vastleggen"
    send(signed_in, "clients:case_conversation", case, conversation_on=DAY, place="Thuis", **PRESENT)
    assert next_step() == "Bevindingen opschrijven"
    texts = {f"finding_{topic.value}": f"Bij {topic.value}." for topic in Topic}
    send(signed_in, "clients:case_findings", case, conclusion="Een groep past.", plan_use="", **texts)
    assert next_step() == "Gesprek met wie zorgt vastleggen"
    talk = {"does": "Kookt.", "can": "Koken lukt.", "needs": "Rust.", "support_offered_on": DAY}
    signed_in.post(
        page_of("clients:case_carer", case, member_id=daughter.public_id),
        talk | {"support_channel": "home", "support_answer": "wanted", "revision": fresh(case).revision},
    )
    assert next_step() == "Identiteit vaststellen"
    send(signed_in, "clients:case_identity", case, identity_checked_on=DAY, identity_document="passport")
    assert next_step() == "Kenmerken invullen"
    answers = {f"answer-{question.trait.replace(':', '-')}": "yes" for question in profile_questions(date(2026, 3, 1))}
    send(signed_in, "clients:case_profile", case, **answers)
    assert next_step() == "Verslag versturen"
    send(signed_in, "clients:case_report", case, sent_on=DAY, channel="letter")
    assert next_step() == "Aanvraag vastleggen"
    send(signed_in, "clients:case_apply", case, applied_on=DAY, channel="desk")
    assert next_step() == "Besluit nemen"
    page = signed_in.get(page_of("clients:case_decide", case))
    assert "Het advies is <strong>Begeleiding Groep Duurzaam</strong>" in page.content.decode()
    advised = page.context["form"]["variant"].value()
    send(signed_in, "clients:case_decide", case, variant=advised, **GRANT)

    assert fresh(case).status == CaseStatus.DECIDED
    assert next_step() == "Product toewijzen"
    assert Decision.objects.get().variant == duurzaam


def test_case_page_shows_clock_steps_and_what_is_missing(*, client, karin, worker, person, on_day):
    case = investigate(worker, notify(worker, person))
    on_day(date(2026, 4, 20))

    page = sign_in(client, karin).get(page_of("clients:case", case)).content.decode()

    assert "7 dagen te laat" in page  # 12 April is a Sunday: the term ran on to Monday 13 April
    assert "Wmo 2015 art. 2.3.2 lid 1" in page
    assert 'aria-current="step"><span class="zr-stepper__label">Onderzoek' in page
    for topic in Topic:
        assert f"{page_of('clients:case_findings', case)}#id_finding_{topic.value}" in page
    assert "Aanvraag zonder verslag vastleggen" in page


def test_who_applied_without_a_report_is_investigated_still(*, client, karin, worker, person, on_day):
    case = investigate(worker, notify(worker, person))
    on_day(date(2026, 4, 20))
    sign_in(client, karin)
    send(client, "clients:case_apply", case, applied_on="2026-04-20", channel="desk")

    page = client.get(page_of("clients:case", case))

    assert page.context["next"].label == "Besluit nemen"
    assert "Verslag versturen" in [other.label for other in page.context["others"]]
    assert page.context["may_investigate"]
    assert "overgeslagen" in page.content.decode()


def test_reader_reads_a_case_and_is_offered_nothing_to_do(client, ruud, worker, person):
    case = investigate(worker, notify(worker, person))

    page = sign_in(client, ruud).get(page_of("clients:case", case)).content.decode()

    assert "Onderzoek: het gesprek" in page
    assert "Gesprek vastleggen" not in page
    assert page_of("clients:case_findings", case) not in page


def test_second_case_worker_gets_a_conflict_and_keeps_the_text(signed_in, worker, person):
    case = investigate(worker, notify(worker, person))
    old = case.revision
    fill_in(worker, case)
    typed = {"finding_a": "Mijn lange tekst.", "conclusion": "Iets anders.", "plan_use": "", "revision": old}

    answer = signed_in.post(page_of("clients:case_findings", case), typed)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Iemand anders heeft deze aanvraag veranderd" in page
    assert "Mijn lange tekst." in page
    assert "Nu opgeslagen: Begeleiding in een groep past het best." in page
    again = signed_in.post(
        page_of("clients:case_findings", case), typed | {"revision": answer.context["form"]["revision"].value()}
    )
    assert again.status_code == 302
    assert case.investigation.findings.get(topic="a").text == "Mijn lange tekst."


def test_conflict_over_the_conversation_says_who_stands_there(signed_in, worker, person):
    case = investigate(worker, notify(worker, person))
    old = case.revision
    fill_in(worker, case)
    typed = PRESENT | {"present-0-name": "Wie ik typte", "conversation_on": DAY, "place": "Elders", "revision": old}

    page = signed_in.post(page_of("clients:case_conversation", case), typed).content.decode()

    assert 'value="Wie ik typte"' in page
    assert "Nu opgeslagen als aanwezig: J. van Dál, Karin Consulent." in page


def test_conversation_begins_with_client_carers_and_case_worker(signed_in, worker, person):
    MemberFactory.create(client=person, name="Marie van Dál", is_informal_carer=True)
    case = investigate(worker, notify(worker, person))

    page = signed_in.get(page_of("clients:case_conversation", case)).content.decode()

    for name in ("J. van Dál", "Marie van Dál", "Karin Consulent"):
        assert f'value="{name}"' in page


def test_conversation_without_anybody_is_refused_at_the_rows(signed_in, worker, person):
    case = investigate(worker, notify(worker, person))
    nobody = {"present-TOTAL_FORMS": "1", "present-INITIAL_FORMS": "1", "present-0-DELETE": "on"}

    page = send(signed_in, "clients:case_conversation", case, conversation_on="2026-04-01", place="Thuis", **nobody)

    text = page.content.decode()
    assert "Vul minstens één aanwezige in." in text
    assert 'href="#id_present-0-name"' in text
    assert "Deze dag moet nog komen" in text


def test_findings_are_saved_in_parts(signed_in, worker, person):
    case = investigate(worker, notify(worker, person))

    send(signed_in, "clients:case_findings", case, finding_c="De buurvrouw helpt.", plan_use="", conclusion="")

    assert [(one.topic, one.text) for one in case.investigation.findings.all()] == [("c", "De buurvrouw helpt.")]


def test_profile_keeps_no_explanation_without_an_answer(signed_in, worker, person):
    case = investigate(worker, notify(worker, person))
    trait = profile_questions(date(2026, 3, 1))[0].trait.replace(":", "-")

    page = send(signed_in, "clients:case_profile", case, **{f"explanation-{trait}": "Weet het niet zeker."})

    assert "Kies ja, nee of weet ik niet." in page.content.decode()
    assert not case.investigation.profile.exists()


def test_report_page_lists_what_is_missing_instead_of_a_form(signed_in, worker, person):
    case = investigate(worker, notify(worker, person))

    page = signed_in.get(page_of("clients:case_report", case)).content.decode()
    refused = send(signed_in, "clients:case_report", case, sent_on=DAY, channel="letter").content.decode()

    assert f'href="{page_of("clients:case_identity", case)}"' in page
    assert "Verslag maken" not in page
    assert "Stel de identiteit van de cliënt vast." in refused


def test_urgent_notification_leads_to_an_urgent_decision_first(signed_in, worker, person, duurzaam):
    url = reverse("clients:case_new", args=[person.public_id])
    refused = signed_in.post(url, NOTIFICATION | {"is_urgent": "on"})
    assert refused.context["form"].errors["urgent_reason"] == ["Schrijf op waarom er spoed is."]
    signed_in.post(url, NOTIFICATION | {"is_urgent": "on", "urgent_reason": "De mantelzorger ligt in het ziekenhuis."})
    case = Case.objects.get()
    assert signed_in.get(page_of("clients:case", case)).context["next"].label == "Spoedbesluit nemen"
    typed = {**GRANT, "variant": str(duurzaam.public_id), "ends_on": ""}

    late = send(signed_in, "clients:case_decide_urgently", case, **typed)
    send(signed_in, "clients:case_decide_urgently", case, **typed | {"ends_on": "2026-05-31"})

    assert "ends_on" in late.context["form"].errors
    assert Decision.objects.get().kind == "urgent"
    assert signed_in.get(page_of("clients:case", case)).context["next"].label == "Bevestiging versturen"


def test_grant_says_everything_that_it_needs_at_once(signed_in, worker, person, duurzaam):
    case = applied(worker, person)
    empty = {"outcome": "granted", "reason": "", "decided_on": DAY, "channel": "letter", "frequency": "2"}

    form = send(signed_in, "clients:case_decide", case, **empty).context["form"]

    assert set(form.errors) == {"form", "variant", "volume", "starts_on", "reassess_on", "reason"}


def test_refusal_has_no_product(signed_in, worker, person, duurzaam):
    case = applied(worker, person)
    refusal = {"outcome": "refused", "reason": "Familie helpt.", "decided_on": DAY, "channel": "letter"}

    filled = send(signed_in, "clients:case_decide", case, frequency="2", volume="4", **refusal)
    send(signed_in, "clients:case_decide", case, frequency="2", **refusal)

    assert filled.context["form"].errors["volume"] == ["Laat dit leeg bij een afwijzing."]
    assert Decision.objects.get().outcome == "refused"
    assert signed_in.get(page_of("clients:case", case)).context["next"] is None


def test_advice_is_shown_requirement_by_requirement(signed_in, worker, person, duurzaam):
    case = applied(worker, person)

    page = signed_in.get(page_of("clients:case_decide", case))

    rows = page.context["advice_rows"]
    text = page.content.decode()
    assert {row["row"].variant.code for row in rows if not row["wishes"]}
    assert "Dit product stelt geen eisen aan de cliënt." in text
    wishes = next(row["wishes"] for row in rows if row["row"].variant == duurzaam)
    assert len(wishes) > 5
    assert all(wish.statement in text for wish, _, _ in wishes)
    assert "fictief" in text


def test_deviation_from_the_advice_needs_a_reason(signed_in, worker, person, duurzaam):
    case = applied(worker, person)
    other = next(
        row["row"].variant
        for row in signed_in.get(page_of("clients:case_decide", case)).context["advice_rows"]
        if row["row"].variant != duurzaam
    )

    form = send(signed_in, "clients:case_decide", case, variant=str(other.public_id), **GRANT).context["form"]

    assert form.errors["deviation_reason"] == ["U kiest een ander product dan het advies. Schrijf op waarom."]


def test_suspended_term_stands_still_on_the_page_until_it_is_resumed(*, signed_in, karin, worker, person, on_day):
    case = investigate(worker, notify(worker, person))
    term = case.terms.get(kind=TermKind.INVESTIGATION)
    still = {"starts_on": DAY, "ground": "consent", "explanation": "De zoon is op vakantie."}

    signed_in.post(page_of("clients:case_suspend", case, term_id=term.public_id), still | {"revision": case.revision})
    page = signed_in.get(page_of("clients:case", case)).content.decode()
    listed = signed_in.get(reverse("clients:cases", args=[person.public_id])).content.decode()
    on_day(date(2026, 3, 11))
    sign_in(signed_in, karin)
    resume = page_of("clients:case_resume", case, term_id=term.public_id)
    signed_in.post(resume, {"resumes_on": "2026-03-11", "revision": fresh(case).revision})

    assert "Staat stil sinds 1 maart 2026" in page
    assert "De zoon is op vakantie." in page
    assert "Staat stil" in listed
    term.refresh_from_db()
    assert term.due_on == date(2026, 4, 22)  # six weeks and ten days after 1 March


def test_telling_to_a_carer_asks_which_one(signed_in, worker, person):
    case = notify(worker, person)
    member = MemberFactory.create(client=person, is_informal_carer=True)
    told = {"what": "carer_support", "told_on": DAY, "channel": "phone"}

    refused = send(signed_in, "clients:case_telling", case, **told).context["form"]
    send(signed_in, "clients:case_telling", case, member=str(member.public_id), **told)

    assert refused.errors["member"] == ["Kies aan welke mantelzorger u dit vertelde."]
    assert Telling.objects.get().member == member


def test_case_that_is_ended_offers_nothing_more(signed_in, worker, person):
    case = notify(worker, person)

    ended = {"ended_on": DAY, "reason": "withdrawn", "explanation": "Mijn zus helpt nu."}
    page = send(signed_in, "clients:case_end", case, **ended).content.decode()

    assert "Mijn zus helpt nu." in page
    assert "hier gestopt" in page
    assert "Voorlichting vastleggen" not in page


def test_letter_is_printed_as_it_was_sent_and_that_stands_in_the_trail(signed_in, worker, person, monkeypatch):
    case = investigate(worker, notify(worker, person))
    letter = case.letters.get()
    monkeypatch.setattr("clients.web.cases.letter_pdf", lambda kind, document: b"%PDF-1.7 " + kind.encode())

    answer = signed_in.get(page_of("clients:case_letter", case, letter_id=letter.public_id))

    assert answer.content == b"%PDF-1.7 receipt"
    assert answer["Content-Type"] == "application/pdf"
    entry = AuditEntry.objects.get(event=AuditEvent.PRINTED)
    assert (entry.target, entry.client) == (letter.public_id, person.public_id)


@pytest.mark.skipif(pdf_available(), reason="only where PDFs cannot be made")
def test_letter_without_pdf_explains_itself(signed_in, worker, person):
    case = investigate(worker, notify(worker, person))

    answer = signed_in.get(page_of("clients:case_letter", case, letter_id=case.letters.get().public_id))

    assert answer.status_code == 503


def test_cases_of_a_client_need_the_same_queries_for_one_and_three(signed_in, worker, person, queries_of):
    url = reverse("clients:cases", args=[person.public_id])
    notify(worker, person)
    one = queries_of(url)
    notify(worker, person)
    notify(worker, person)

    assert queries_of(url) == one


def test_case_page_needs_the_same_queries_for_one_and_three_of_everything(signed_in, worker, person, queries_of):
    MemberFactory.create(client=person, is_informal_carer=True)
    few = report(worker, fill_in(worker, investigate(worker, notify(worker, person))))
    one = queries_of(page_of("clients:case", few))
    MemberFactory.create_batch(2, client=person, is_informal_carer=True)
    many = report(worker, fill_in(worker, investigate(worker, notify(worker, person))))

    assert queries_of(page_of("clients:case", many)) == one
