"""The letters of the intake, read back from their PDFs."""

import json
from datetime import date
from io import BytesIO
from itertools import pairwise
from typing import Any

import pytest
from pypdf import PdfReader

from clients.documents import letter_pdf
from clients.enums import CaseOrigin, DecisionKind, DeliveryForm, LetterKind, Notifier, Outcome
from clients.models import Letter
from clients.services import (
    decide_urgently,
    receive_personal_plan,
    record_findings,
    revise_decision,
    withdraw_decision,
)
from core.documents import document_hash
from core.templatetags.pages import nl_date
from organisations.models import Municipality
from products.models import ProductVariant
from tests.clients import intake
from tests.factories.clients import MemberFactory
from tests.marks import needs_pdf
from tests.pdf import elements_of, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("terms"), needs_pdf]

CONTACT = {
    "postal_address": "Postbus 1",
    "postal_postcode": "7300 AA",
    "postal_city": "Apeldoorn",
    "phone": "055 000 00 01",
    "website": "www.apeldoorn.example",
    "objection_to": "Commissie bezwaarschriften",
    "objection_website": "www.apeldoorn.example/bezwaar",
    "support_name": "Cliëntondersteuning Voorbeeld",
    "support_phone": "0800 000 00 00",
}
NOT_PRINTED = {"format", "kind", "outcome", "form", "notified_by", "origin", "kind_label", "salutation"}
"""Keys that steer the words, or that are printed as part of a heading or with another first letter."""


@pytest.fixture
def municipality(apeldoorn):
    """Apeldoorn, with where it is reached."""
    Municipality.objects.filter(pk=apeldoorn.pk).update(**CONTACT)
    apeldoorn.refresh_from_db()
    return apeldoorn


@pytest.fixture
def case(worker, person, municipality):
    """A case that waits for its decision, with a carer and a personal plan."""
    MemberFactory.create(client=person, name="Sanne van Dál", is_informal_carer=True)
    case = intake.notify(worker, person)
    receive_personal_plan(
        actor=worker,
        case=case,
        revision=case.revision,
        received_on=date(2026, 3, 1),
        summary="Twee dagen naar een groep.",
    )
    case = intake.investigate(worker, intake.fresh(case))
    case = intake.fill_in(worker, case)
    record_findings(
        actor=worker,
        case=case,
        revision=case.revision,
        findings={},
        conclusion="Begeleiding in een groep past het best.",
        plan_use="We namen de twee dagen over.",
    )
    return intake.apply(worker, intake.report(worker, intake.fresh(case)))


@pytest.fixture
def duurzaam():
    """A product whose sheet is public."""
    return ProductVariant.objects.get(code="bg-duurzaam")


def amend(worker, decision, *, to=None):
    """Revise the decision to two dagdelen, or withdraw it when there is nothing to revise it to."""
    given = {
        "decision": decision,
        "revision": intake.fresh(decision.case).revision,
        "ground": "a",
        "from_on": decision.starts_on,
        "reason": "Uw dochter helpt u twee dagen per week. Dat wisten wij niet.",
        "decided_on": decision.decided_on,
    }
    if to is None:
        return withdraw_decision(actor=worker, **given)
    changed = {"form": "in_kind", "variant": to, "volume": 2, "frequency": "2", "ends_on": date(2026, 12, 31)}
    return revise_decision(actor=worker, **given, **changed, reassess_on=date(2026, 11, 1))


@pytest.fixture
def letters(worker, case, duurzaam):
    """The letters of one case, by kind; what was granted was revised, and the revision withdrawn."""
    amend(worker, amend(worker, intake.grant(worker, case, duurzaam), to=duurzaam))
    return {letter.kind: letter for letter in Letter.objects.filter(case=case)}


def printed(letter: Letter) -> str:
    """What stands on the letter."""
    return text_of(letter_pdf(letter.kind, letter.document))


def words_of(value: Any, name: str = "") -> list[str]:
    """Every piece of data of a document as it is printed."""
    if name in NOT_PRINTED or value in (None, "") or isinstance(value, bool):
        return []
    if isinstance(value, dict):
        return [word for key, part in value.items() for word in words_of(part, key)]
    if isinstance(value, list):
        return [word for part in value for word in words_of(part)]
    if name.endswith("_on") or name == "birth_date":
        return [nl_date(date.fromisoformat(value))]
    if name == "support_answer":
        return [value.lower()]
    return [str(value)]


@pytest.mark.parametrize("kind", LetterKind.values)
def test_letter_prints_all_data_of_its_document(kind, letters):
    text = printed(letters[kind]).replace("- ", "-")

    missing = [word for word in words_of(letters[kind].document) if word.replace("- ", "-") not in text]
    assert missing == []


@pytest.mark.parametrize("kind", LetterKind.values)
def test_letter_is_tagged_in_dutch_with_a_title_and_one_chain_of_headings(kind, letters):
    pdf = letter_pdf(kind, letters[kind].document)
    reader = PdfReader(BytesIO(pdf))
    root: Any = reader.root_object

    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "nl"
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert reader.metadata is not None
    assert f"zaaknummer {letters[kind].document['number']}" in (reader.metadata.title or "")
    assert reader.metadata.author == "Gemeente Apeldoorn"
    levels = [int(one["/S"][2]) for one in elements_of(pdf) if one["/S"] in {"/H1", "/H2", "/H3", "/H4"}]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("kind", LetterKind.values)
def test_letter_prints_the_same_bytes_from_what_was_kept(kind, letters, person, municipality, on_day):
    letter = letters[kind]
    first = letter_pdf(kind, letter.document)
    person.surname = "Anders"
    person.save()
    Municipality.objects.update(phone="055 999 99 99")
    on_day(date(2031, 7, 1))

    letter.refresh_from_db()

    assert letter_pdf(kind, json.loads(json.dumps(letter.document))) == first
    assert letter.document_sha256 == document_hash(letter.document)
    assert letter.document_sha256 in text_of(first).replace(" ", "")


@pytest.mark.parametrize("kind", LetterKind.values)
def test_letter_never_holds_the_bsn(kind, letters, person):
    assert person.bsn
    assert person.bsn not in json.dumps(letters[kind].document)
    assert person.bsn not in printed(letters[kind])


@pytest.mark.parametrize("kind", LetterKind.values)
def test_addressee_and_nothing_else_stands_in_the_window_of_the_envelope(kind, letters):
    lines = places_of_text(letter_pdf(kind, letters[kind].document))

    in_window = sorted((from_top, from_left) for from_left, from_top in lines if from_left < 110 and 45 < from_top < 80)
    assert len(in_window) == 3  # name, street, place
    assert all(from_left == pytest.approx(25, abs=0.5) for _, from_left in in_window)
    assert 50 < in_window[0][0] < 56


def places_of_text(pdf: bytes) -> list[tuple[float, float]]:
    """Where each piece of text of the first page begins: millimetres from the left and from the top."""
    found = []

    def note(operator: bytes, _operands: Any, cm: Any, tm: Any) -> None:
        if operator in {b"Tj", b"TJ"}:
            x, y = tm[4], tm[5]
            left, up = cm[0] * x + cm[2] * y + cm[4], cm[1] * x + cm[3] * y + cm[5]
            found.append((left / 72 * 25.4, 297 - up / 72 * 25.4))

    PdfReader(BytesIO(pdf)).pages[0].extract_text(visitor_operand_before=note)
    return found


# The words ----------------------------------------------------------------------------------------------


def test_receipt_says_what_happens_when_and_whom_to_call(letters):
    text = printed(letters["receipt"])

    assert "Geachte heer of mevrouw Van Dál," in text
    assert "Op 1 maart 2026 meldde u dat u ondersteuning nodig heeft." in text
    assert "U kunt het plan inleveren tot en met 9 maart 2026." in text  # the 8th is a Sunday
    assert "uiterlijk op 13 april 2026 klaar" in text  # 12 April is a Sunday
    assert "Wij besluiten binnen 2 weken na uw aanvraag." in text
    assert "Ook die persoon kan deze hulp gratis krijgen." in text
    assert "Bel hiervoor Cliëntondersteuning Voorbeeld: 0800 000 00 00." in text
    assert "Bel ons op 055 000 00 01 en vraag naar" in text


def test_receipt_of_somebody_elses_urgent_notification_says_so(worker, person, municipality):
    case = intake.notify(
        worker, person, notified_by=Notifier.PROFESSIONAL, is_urgent=True, urgent_reason="Mantelzorger viel uit."
    )
    intake.investigate(worker, case)

    text = printed(Letter.objects.get(case=case))

    assert "Wie deed de melding? Huisarts of andere professional." in text
    assert "Er is haast bij." in text
    assert "Mantelzorger viel uit." not in text


def test_receipt_of_a_reassessment_speaks_of_no_notification(worker, person, municipality):
    case = intake.notify(worker, person, origin=CaseOrigin.REASSESSMENT)
    intake.investigate(worker, case)

    text = printed(Letter.objects.get(case=case))

    assert "Daarin bekijken we samen met u of de ondersteuning nog bij u past." in text
    assert "melding" not in text
    assert "Geef het plan voor het gesprek aan ons." in text


def test_report_says_what_the_client_can_do_and_what_the_carer_needs(letters):
    text = printed(letters["report"])

    assert text.index("Onze conclusie") < text.index("Wat kunt u nu doen?") < text.index("Het gesprek")
    assert "Wilt u ondersteuning aanvragen?" in text
    assert "Twee dagen per week rust." in text
    assert "Aangeboden op 1 maart 2026. Antwoord: wil dat graag." in text
    assert "We namen de twee dagen over." in text
    for letter in "abcdefg":
        assert f" {letter}. " in text


def test_report_without_carer_says_why(worker, person, municipality):
    case = intake.report(worker, intake.fill_in(worker, intake.investigate(worker, intake.notify(worker, person))))

    assert "Wij spraken geen mantelzorger. Er is niemand in de buurt." in printed(
        Letter.objects.get(case=case, kind="report")
    )


def test_decision_grants_in_its_first_sentence_and_tells_how_to_object(letters):
    text = printed(letters["decision"])

    opening = text.partition("Van Dál, ")[2]
    assert opening.startswith("U krijgt Begeleiding Groep Duurzaam: 4 dagdelen per week.")
    assert "Van 8 maart 2026 tot en met 7 maart 2027" in text
    assert "Zorg in natura" in text
    assert "binnen 6 weken: uiterlijk op 13 april 2026" in text
    assert "Commissie bezwaarschriften, Postbus 1, 7300 AA Apeldoorn." in text
    assert "Met DigiD kan het ook op www.apeldoorn.example/bezwaar." in text
    assert "Het CAK berekent die" in text
    assert "€" not in text
    assert "fictief" not in text


def test_refusal_says_so_first_and_speaks_of_no_contribution(worker, case):
    nothing = dict.fromkeys(("volume", "starts_on", "ends_on", "reassess_on"))
    intake.grant(worker, case, None, outcome=Outcome.REFUSED, form="", frequency="", **nothing)

    text = printed(Letter.objects.get(case=case, kind="decision"))

    assert text.partition("Van Dál, ")[2].startswith("U krijgt geen ondersteuning van ons: wij wijzen uw aanvraag af.")
    assert "eigen bijdrage" not in text
    assert "uiterlijk op 13 april 2026" in text


def test_personal_budget_says_who_pays(worker, case, duurzaam):
    intake.grant(worker, case, duurzaam, form=DeliveryForm.PERSONAL_BUDGET)

    text = printed(Letter.objects.get(case=case, kind="decision"))

    assert "De Sociale Verzekeringsbank (SVB) betaalt" in text
    assert "Wij kiezen met u een zorgaanbieder" not in text


def test_urgent_decision_says_that_it_is_temporary_and_what_follows(worker, person, municipality, duurzaam):
    case = intake.notify(worker, person, is_urgent=True, urgent_reason="Mantelzorger viel uit.")
    decide_urgently(
        actor=worker,
        case=case,
        revision=intake.fresh(case).revision,
        form=DeliveryForm.IN_KIND,
        variant=duurzaam,
        volume=4,
        frequency="2",
        starts_on=date(2026, 3, 2),
        ends_on=date(2026, 4, 30),
        reason="Er is nu niemand thuis.",
        decided_on=date(2026, 3, 1),
        reassess_on=date(2026, 4, 15),
    )
    letter = Letter.objects.get(case=case)

    text = printed(letter)

    assert letter.document["kind"] == DecisionKind.URGENT
    assert "U krijgt tijdelijk Begeleiding Groep Duurzaam: 4 dagdelen per week, tot en met 30 april 2026." in text
    assert "Daarover krijgt u een nieuw besluit. Dat kan anders zijn dan dit besluit." in text
    assert "uiterlijk op 13 april 2026" in text


def test_made_up_product_or_contact_is_marked(worker, case):
    Municipality.objects.update(has_fictional_contact=True)
    intake.grant(worker, case, ProductVariant.objects.get(code="bg-licht"))
    receipt, decision = (Letter.objects.get(case=case, kind=kind) for kind in ("receipt", "decision"))

    assert "fictief" not in printed(receipt).lower()  # sent before
    assert printed(decision).lower().count("fictief") >= 2


def test_letter_of_a_municipality_without_details_still_says_whom_to_ask(worker, person):
    case = intake.applied(worker, person)
    intake.grant(worker, case, ProductVariant.objects.get(code="bg-duurzaam"))

    receipt, decision = (printed(Letter.objects.get(case=case, kind=kind)) for kind in ("receipt", "decision"))

    assert "Bel ons. Wij vertellen u wie u kunt bellen." in receipt
    assert "Stuur een brief aan het college van burgemeester en wethouders van Apeldoorn." in decision
