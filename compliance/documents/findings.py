"""Findings as tables. Nobody has a name in them: a file is the number of its allocation."""

from collections.abc import Iterator

from django.db.models import QuerySet

from compliance.enums import FindingState
from compliance.models import Finding, Step
from core.sheets import Table

AT_ONCE = 500
HEADINGS = (
    *("Kenmerk", "Eis", "Uitspraak", "Product", "Fictief", "Gevolg", "Zorgaanbieder", "Waar", "Stand"),
    *("Niet voldaan vanaf", "Laatste keer", "Weer voldaan op", "Vervallen op", "Antwoord voor", "Dagdelen"),
    *("Minuten te weinig", "Ergste dagdeel", "Gemeten", "Gevraagd"),
)
STEPS = ("Bevinding", "Eis", "Soort", "Oordeel", "Tekst", "Klaar op", "Geschreven door", "Namens", "Geschreven op")


def findings_table(findings: QuerySet[Finding]) -> Table:
    """These findings, which the reader sees, with everything that stands at each."""
    return Table("bevindingen", HEADINGS, lambda: _findings(findings))


def steps_table(findings: QuerySet[Finding]) -> Table:
    """All that people wrote about these findings, which the reader sees."""
    return Table("stappen", STEPS, lambda: _steps(findings))


def where(finding: Finding) -> str:
    """The group by its name, or a file by the number of its allocation."""
    if finding.allocation is not None:
        return f"toewijzing {finding.allocation.number}"
    return finding.group.name if finding.group is not None else ""


def state_of(finding: Finding) -> FindingState:
    """How it stands."""
    if finding.withdrawn_at is not None:
        return FindingState.WITHDRAWN
    return FindingState.OPEN if finding.met_again_on is None else FindingState.MET_AGAIN


def _findings(findings: QuerySet[Finding]) -> Iterator[tuple[object, ...]]:
    related = ("provider", "group", "allocation", "worst_session", "requirement__version__variant")
    for one in findings.select_related(*related).iterator(chunk_size=AT_ONCE):
        yield (
            str(one.public_id),
            one.code,
            one.requirement.statement,
            str(one.requirement.version),
            "ja" if one.requirement.version.is_fictional else "nee",
            one.get_severity_display(),
            one.provider.name,
            where(one),
            str(state_of(one).label),
            one.opened_on,
            one.last_on,
            one.met_again_on,
            one.withdrawn_at,
            one.answer_before,
            one.sessions,
            one.short_minutes,
            one.worst_session.held_on if one.worst_session is not None else None,
            one.measured,
            one.demanded,
        )


def _steps(findings: QuerySet[Finding]) -> Iterator[tuple[object, ...]]:
    rows = Step.objects.filter(finding__in=findings.order_by().values("pk")).order_by("finding", "pk")
    related = rows.select_related("finding__provider", "municipality", "written_by")
    for one in related.iterator(chunk_size=AT_ONCE):
        on_behalf = one.municipality.name if one.municipality is not None else one.finding.provider.name
        yield (
            str(one.finding.public_id),
            one.finding.code,
            one.get_kind_display(),
            one.get_ruling_display() if one.ruling else "",
            one.text,
            one.due_on,
            one.written_by.name,
            on_behalf,
            one.written_at,
        )
