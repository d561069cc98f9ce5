"""Letters to the client as plain values, and the PDF of each: confirmation, report, decision, and its end.

A letter keeps every word that is printed, so it can be printed again the same whatever changed in the file.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from clients.enums import AmendmentGround, LetterKind, Notifier, Sex, TermKind
from clients.models import Amendment, Case, Client, Decision, Investigation
from clients.selectors.terms import due_of_legal_term, legal_term
from core.documents import Document, document_hash, iso, with_dates
from core.pdf import render_pdf
from organisations.models import Municipality
from products.selectors import version_in_force

FORMAT = 1
"""Number of the shape of a letter; a stored one keeps its own."""

TITLES = {Sex.MALE: "heer", Sex.FEMALE: "mevrouw", Sex.UNKNOWN: "heer of mevrouw"}

TEMPLATES = {
    LetterKind.RECEIPT: "pdf/letter_receipt.html",
    LetterKind.REPORT: "pdf/letter_report.html",
    LetterKind.DECISION: "pdf/letter_decision.html",
    LetterKind.REVISION: "pdf/letter_amendment.html",
    LetterKind.WITHDRAWAL: "pdf/letter_amendment.html",
}

GROUNDS = {
    AmendmentGround.WRONG_INFORMATION: (
        "U gaf ons gegevens die niet klopten of niet volledig waren. Met de juiste gegevens hadden wij iets anders "
        "besloten."
    ),
    AmendmentGround.NOT_NEEDED: "U heeft deze ondersteuning niet langer nodig.",
    AmendmentGround.INSUFFICIENT: "Deze ondersteuning is niet meer genoeg voor wat u nodig heeft.",
    AmendmentGround.CONDITIONS: "U voldoet niet aan de voorwaarden die bij deze ondersteuning horen.",
    AmendmentGround.NOT_USED: "U gebruikt deze ondersteuning niet, of u gebruikt haar voor iets anders.",
}
"""The grounds of Wmo 2015 art. 2.3.10 par. 1, as the client reads them."""


def receipt_document(case: Case, sent_on: date) -> Document:
    """The letter that confirms the notification, with the terms that run from it (Wmo 2015 art. 2.3.2 par. 1-3)."""
    terms = {term.kind: term for term in case.terms.all()}
    plan, investigation = terms.get(TermKind.PERSONAL_PLAN), terms.get(TermKind.INVESTIGATION)
    return {
        **_heading(case, sent_on),
        "notified_on": iso(case.notified_on),
        "notified_by": case.notified_by,
        "notified_by_label": "" if case.notified_by == Notifier.CLIENT else case.get_notified_by_display(),
        "origin": case.origin,
        "question": case.question,
        "is_urgent": case.is_urgent,
        "personal_plan_due_on": iso(plan.due_on) if plan else None,
        "investigation_due_on": iso(investigation.due_on) if investigation else None,
        "decision_term": _length_of(TermKind.DECISION, sent_on),
        "support": _of(case.municipality, "support_name", "support_phone"),
    }


def report_document(case: Case, investigation: Investigation, sent_on: date) -> Document:
    """The written outcome of the investigation (art. 2.3.2 par. 8)."""
    return {
        **_heading(case, sent_on),
        "notified_on": iso(case.notified_on),
        "question": case.question,
        "conversation_on": iso(investigation.conversation_on),
        "place": investigation.place,
        "present": [
            {"name": person.name, "present_as": person.get_present_as_display()}
            for person in investigation.present.all()
        ],
        "findings": [
            {"topic": finding.topic, "label": finding.get_topic_display(), "text": finding.text}
            for finding in investigation.findings.order_by("topic")
        ],
        "plan_use": investigation.plan_use,
        "carers": [
            {
                "name": talk.member.name,
                "does": talk.does,
                "can": talk.can,
                "needs": talk.needs,
                "support_offered_on": iso(talk.support_offered_on),
                "support_answer": talk.get_support_answer_display(),
            }
            for talk in investigation.carer_talks.select_related("member")
        ],
        "no_carer_reason": investigation.no_carer_reason,
        "identity_checked_on": iso(investigation.identity_checked_on),
        "conclusion": investigation.conclusion,
        "decision_term": _length_of(TermKind.DECISION, sent_on),
    }


def decision_document(case: Case, decision: Decision, sent_on: date) -> Document:
    """The decision with its reasons and the term to object (Awb art. 3:45, 6:7 and 6:8)."""
    heading = _heading(case, sent_on)
    return {
        **heading,
        "is_fictional": heading["is_fictional"] or _is_of_fictional_product(decision),
        **_objection(case.municipality, sent_on),
        "kind": decision.kind,
        "kind_label": decision.get_kind_display(),
        "applied_on": iso(case.application.applied_on) if hasattr(case, "application") else None,
        "outcome": decision.outcome,
        **_grant(decision),
        "reason": decision.reason,
        "decided_on": iso(decision.decided_on),
        "decided_by": decision.decided_by.name,
        "reassess_on": iso(decision.reassess_on),
    }


def amendment_document(case: Case, amendment: Amendment, sent_on: date) -> Document:
    """That a decision is revised or withdrawn, from when, on what ground and why, and the term to object.

    Wmo 2015 art. 2.3.10; Awb art. 3:45, 6:7 and 6:8.
    """
    heading, old, new = _heading(case, sent_on), amendment.decision, amendment.successor
    of_fictional_product = any(_is_of_fictional_product(one) for one in (old, new) if one is not None)
    return {
        **heading,
        "is_fictional": heading["is_fictional"] or of_fictional_product,
        **_objection(case.municipality, sent_on),
        "ground": amendment.ground,
        "ground_text": GROUNDS[AmendmentGround(amendment.ground)],
        "from_on": iso(amendment.from_on),
        "reason": amendment.reason,
        "decided_on": iso(amendment.decided_on),
        "decided_by": amendment.decided_by.name,
        "old": {"decided_on": iso(old.decided_on), **_grant(old)},
        "new": {"reassess_on": iso(new.reassess_on), **_grant(new)} if new else None,
    }


def letter_pdf(kind: str, document: Mapping[str, Any]) -> bytes:
    """The PDF of a letter; the same document gives the same bytes. Raises `core.pdf.PdfUnavailable`."""
    return render_pdf(
        TEMPLATES[LetterKind(kind)],
        {
            "document": with_dates(document),
            "organisation": f"Gemeente {document['municipality']}",
            "author": f"Gemeente {document['municipality']}",
            "is_fictional": document["is_fictional"],
            "fingerprint": document_hash(document),
        },
    )


def _grant(decision: Decision) -> Document:
    """What a decision gives; empty for a refusal."""
    return {
        "product": decision.variant.name if decision.variant else "",
        "form": decision.form,
        "form_label": decision.get_form_display() if decision.form else "",
        "volume": decision.volume_text,
        "starts_on": iso(decision.starts_on),
        "ends_on": iso(decision.ends_on),
    }


def _objection(municipality: Municipality, sent_on: date) -> Document:
    """How long and where one can object, and who helps with that."""
    return {
        "objection_term": _length_of(TermKind.OBJECTION, sent_on),
        "objection_until_on": iso(due_of_legal_term(TermKind.OBJECTION, sent_on)),
        "objection": _of(municipality, "objection_to", "objection_website"),
        "support": _of(municipality, "support_name", "support_phone"),
    }


def _heading(case: Case, sent_on: date) -> Document:
    """What stands on each letter: from whom, to whom, about what. Never the BSN."""
    sender = case.municipality
    return {
        "format": FORMAT,
        "municipality": sender.name,
        "sender": _of(sender, "postal_address", "postal_postcode", "postal_city", "phone", "website"),
        "is_fictional": sender.has_fictional_contact,
        "number": case.number,
        "sent_on": iso(sent_on),
        "worker": case.worker.name,
        "client": _addressee(case.client),
    }


def _of(municipality: Municipality, *names: str) -> Document:
    """These contact details."""
    return {name: getattr(municipality, name) for name in names}


def _addressee(client: Client) -> Document:
    return {
        "name": client.name,
        "salutation": f"Geachte {TITLES[Sex(client.sex)]} {_name_after_a_title(client)}",
        "birth_date": iso(client.birth_date),
        "street": f"{client.street} {client.house_number}".strip(),
        "city": f"{client.postcode} {client.city}".strip(),
    }


def _name_after_a_title(client: Client) -> str:
    """The surname as it follows a title: "Van Dam", with a capital for the prefix."""
    name = f"{client.prefix} {client.surname}".strip()
    return name[:1].upper() + name[1:]


def _length_of(kind: TermKind, day: date) -> str:
    """How long a term of the law is, in words: "6 weken"."""
    term = legal_term(kind, day)
    return f"{term.length} {term.get_unit_display()}"


def _is_of_fictional_product(decision: Decision) -> bool:
    """Whether the requirements of the product were made up for the demonstration."""
    if decision.variant is None or decision.starts_on is None:
        return False
    return version_in_force(decision.variant, decision.starts_on).is_fictional
