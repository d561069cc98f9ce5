"""Terms of the law on a day, and the terms that run in a case."""

from datetime import date

from django.core.exceptions import ValidationError

from clients.enums import TermKind
from clients.models import CaseTerm, EquatedDay, LegalTerm
from clients.rules.terms import due_on
from core.periods import Period, in_words


def legal_term(kind: TermKind, day: date) -> LegalTerm:
    """The term of the law that holds on `day`. Raises ValidationError `no_legal_term` when none is loaded."""
    term = LegalTerm.objects.active_on(day).filter(kind=kind).first()
    if term is None:
        raise ValidationError(
            f"De wettelijke termijn '{kind.label}' is op {in_words(day)} niet bekend. Vraag de beheerder om de "
            "termijnen te laden (manage.py load_terms).",
            code="no_legal_term",
        )
    return term


def equated_days() -> frozenset[date]:
    """The days that decrees put on a par with a holiday."""
    return frozenset(EquatedDay.objects.values_list("day", flat=True))


def due_of_legal_term(kind: TermKind, start: date) -> date:
    """The last day of a term of this kind that begins with an event on `start`."""
    last = due_on(start, legal_term(kind, start).term, equated_days())
    assert last is not None  # noqa: S101 - nothing is suspended
    return last


def due_of(term: CaseTerm) -> date | None:
    """The due date of a term with its suspensions; None while it stands still."""
    suspended = [Period(*days) for days in term.suspensions.values_list("starts_on", "ends_on")]
    return due_on(term.starts_on, legal_term(TermKind(term.kind), term.starts_on).term, equated_days(), suspended)
