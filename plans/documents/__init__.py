"""What the plans room prints and hands over, by subject."""

from plans.documents.fhir import plan_bundle
from plans.documents.printed import (
    evaluation_document,
    evaluation_pdf,
    plan_document,
    plan_pdf,
    questions_document,
    questions_pdf,
)
from plans.documents.printing import name_of_pdf, pdf_of, zip_of
from plans.documents.readable import pictures_of, pictures_pdf, readable_context, readable_document, readable_pdf

__all__ = [
    "evaluation_document",
    "evaluation_pdf",
    "name_of_pdf",
    "pdf_of",
    "pictures_of",
    "pictures_pdf",
    "plan_bundle",
    "plan_document",
    "plan_pdf",
    "questions_document",
    "questions_pdf",
    "readable_context",
    "readable_document",
    "readable_pdf",
    "zip_of",
]
