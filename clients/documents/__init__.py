"""What the clients room prints, by subject."""

from clients.documents.letters import (
    amendment_document,
    decision_document,
    letter_pdf,
    receipt_document,
    report_document,
)

__all__ = ["amendment_document", "decision_document", "letter_pdf", "receipt_document", "report_document"]
