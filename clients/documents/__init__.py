"""What the clients room prints, by subject."""

from clients.documents.letters import decision_document, letter_pdf, receipt_document, report_document

__all__ = ["decision_document", "letter_pdf", "receipt_document", "report_document"]
