"""Letters to the client as plain values, and the PDF of each: confirmation, report and decision.

A letter keeps every word that is printed, so it can be printed again the same whatever changed in the file.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from clients.enums import LetterKind, TermKind
from clients.models import Case, Client, Decision, Investigation
from clients.selectors.terms import due_of_legal_term, legal_term
from core.documents import Document, document_hash, iso, with_dates
from core.pdf import render_pdf

FORMAT = 1
"""Number of the shape of a letter; a stored one keeps its own."""

TEMPLATES = {
    LetterKind.RECEIPT: "pdf/letter_receipt.html",
    LetterKind.REPORT: "pdf/letter_report.html",
    LetterKind.DECISION: "pdf/letter_decision.html",
}


def receipt_document(case: Case, sent_on: date) -> Document:
    """The letter that confirms the notification, with the terms that run from it (Wmo 2015 art. 2.3.2 par. 1-3)."""
    terms = {term.kind: term for term in case.terms.all()}
    plan, investigation = terms.get(TermKind.PERSONAL_PLAN), terms.get(TermKind.INVESTIGATION)
    return {
        **_heading(case, sent_on),
        "notified_on": iso(case.notified_on),
        "notified_by": case.get_notified_by_display(),
        "question": case.question,
        "is_urgent": case.is_urgent,
        "personal_plan_due_on": iso(plan.due_on) if plan else None,
        "investigation_due_on": iso(investigation.due_on) if investigation else None,
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
    }


def decision_document(case: Case, decision: Decision, sent_on: date) -> Document:
    """The decision with its reasons and the term to object (Awb art. 3:45, 6:7 and 6:8)."""
    objection = legal_term(TermKind.OBJECTION, sent_on)
    return {
        **_heading(case, sent_on),
        "kind": decision.kind,
        "kind_label": decision.get_kind_display(),
        "applied_on": iso(case.application.applied_on) if hasattr(case, "application") else None,
        "outcome": decision.outcome,
        "product": decision.variant.name if decision.variant else "",
        "form": decision.form,
        "form_label": decision.get_form_display() if decision.form else "",
        "volume": decision.volume_text,
        "starts_on": iso(decision.starts_on),
        "ends_on": iso(decision.ends_on),
        "reason": decision.reason,
        "decided_on": iso(decision.decided_on),
        "reassess_on": iso(decision.reassess_on),
        "objection_weeks": objection.length,
        "objection_until_on": iso(due_of_legal_term(TermKind.OBJECTION, sent_on)),
        "is_fictional": "fictief" in decision.variant.name.lower() if decision.variant else False,
    }


def letter_pdf(kind: str, document: Mapping[str, Any]) -> bytes:
    """The PDF of a letter; the same document gives the same bytes. Raises `core.pdf.PdfUnavailable`."""
    return render_pdf(
        TEMPLATES[LetterKind(kind)],
        {
            "document": with_dates(document),
            "organisation": f"Gemeente {document['municipality']}",
            "author": f"Gemeente {document['municipality']}",
            "is_fictional": document.get("is_fictional", False),
            "fingerprint": document_hash(document),
        },
    )


def _heading(case: Case, sent_on: date) -> Document:
    return {
        "format": FORMAT,
        "municipality": case.municipality.name,
        "number": case.number,
        "sent_on": iso(sent_on),
        "worker": case.worker.name,
        "client": _addressee(case.client),
    }


def _addressee(client: Client) -> Document:
    return {
        "name": client.name,
        "birth_date": iso(client.birth_date),
        "street": f"{client.street} {client.house_number}".strip(),
        "city": f"{client.postcode} {client.city}".strip(),
    }
