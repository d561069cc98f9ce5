"""The note of information of a market consultation: what was asked and answered, without the name of anybody."""

from collections.abc import Iterable

from core.clock import AMSTERDAM
from core.documents import Document, with_dates
from core.pdf import render_pdf
from products.models import MarketConsultation, Reaction


def note_document(consultation: MarketConsultation, reactions: Iterable[Reaction]) -> Document:
    """Every word that the note prints, with the date on which it is published; nothing in it names a provider.

    Per requirement the questions stand in the order of their own text, so that their order tells nothing of who asked.
    """
    questions: dict[int | None, list[dict[str, str]]] = {}
    for one in sorted(reactions, key=lambda row: row.in_note.casefold()):
        questions.setdefault(one.about_id, []).append({"question": one.in_note, "answer": one.answer})
    published_at = consultation.note_published_at
    assert published_at is not None  # noqa: S101 - the service has just set it
    version = consultation.version
    return {
        "product": version.variant.name,
        "number": version.number,
        "region": consultation.region.name,
        "window": consultation.window,
        "introduction": consultation.introduction,
        "published_on": published_at.astimezone(AMSTERDAM).date().isoformat(),
        "is_fictional": version.is_fictional or consultation.has_fictional_reactions,
        "general": questions.get(None, []),
        "requirements": [
            {"code": one.code, "statement": one.statement, "rule": one.rule, "questions": questions[one.pk]}
            for one in consultation.requirements.all()
            if one.pk in questions
        ],
    }


def note_pdf(document: Document) -> bytes:
    """The note as PDF; the same document gives the same bytes. Raises `core.pdf.PdfUnavailable`."""
    context = with_dates(document)
    return render_pdf(
        "pdf/consultation_note.html", {**context, "organisation": document["region"], "author": document["region"]}
    )
