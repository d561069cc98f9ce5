"""The letter with the new rates of a provider."""

from typing import Any

from contracts.models import IndexationRun
from contracts.selectors.indexing import lines_of
from core.pdf import render_pdf
from organisations.models import CareProvider


def rates_letter_context(run: IndexationRun, provider: CareProvider) -> dict[str, Any]:
    """What the letter about an approved indexation prints for this provider; the same run gives the same letter."""
    lines = [line for line in lines_of(run) if line.rate.contracted_product.contract.provider_id == provider.pk]
    indices = run.indices
    region = run.framework.region.name
    return {
        "run": run,
        "provider": provider,
        "lines": lines,
        "formulas": [indices.formula(is_first_year=first) for first in sorted({line.is_first_year for line in lines})],
        "has_first_year": any(line.is_first_year for line in lines),
        "organisation": region,
        "author": region,
        "is_fictional": run.is_fictional or any(line.rate.is_fictional for line in lines),
    }


def rates_letter_pdf(run: IndexationRun, provider: CareProvider) -> bytes:
    """The letter. Raises `core.pdf.PdfUnavailable`."""
    return render_pdf("pdf/rates_letter.html", rates_letter_context(run, provider))
