"""Figures about informal care: as plots with their tables, and as a workbook."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from core.clock import today
from core.sheets import XLSX, Table, write_xlsx
from core.web.views import actor_of, allow
from informal_care.access import may_see_care_figures
from informal_care.rules.care_figures import Figure, closed_quarters, told_years
from informal_care.selectors.care_figures import figures_for
from informal_care.selectors.settings import least_people
from organisations.models import Municipality


class CareFigures(TemplateView):
    """The figures of the own municipality in a calendar year, as far as its quarters are over."""

    template_name = "informal_care/care_figures.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The tables, the years that can be chosen, and up to which day it is."""
        municipality, year = asked(self.request)
        return super().get_context_data(
            municipality=municipality,
            year=year,
            years=told_years(today()),
            least=least_people(today()),
            last=closed_quarters(year, today())[-1].last,
            figures=figures_for([municipality.pk], year, today())[municipality.pk],
            **kwargs,
        )


@never_cache
@require_safe
def care_figures_xlsx(request: HttpRequest) -> HttpResponse:
    """The same figures as a workbook; what stays inside on the page stays inside here too."""
    municipality, year = asked(request)
    figures = figures_for([municipality.pk], year, today())[municipality.pk]
    hidden = f"minder dan {least_people(today())}, of te herleiden"
    table = Table("cijfers", ["Cijfer", "Onderdeel", "Aantal", "Eenheid"], lambda: _rows(figures, hidden))
    out = BytesIO()
    write_xlsx(table, out)
    response = HttpResponse(out.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="informele-zorg-{year}.xlsx"'
    return response


def asked(request: HttpRequest) -> tuple[Municipality, int]:
    """The own municipality and the year that is asked for. 404 for a year that has no figures."""
    actor = actor_of(request)
    allow(may=may_see_care_figures(actor))
    years = told_years(today())
    year = request.GET.get("jaar") or str(years[0])
    if not year.isascii() or not year.isdigit() or int(year[:5]) not in years:
        raise Http404
    return get_object_or_404(Municipality, pk=actor.organisation_id), int(year)


def _rows(figures: Iterable[Figure], hidden: str) -> Iterable[list[object]]:
    for figure in figures:
        for line in figure.lines:
            yield [figure.title, line.label, hidden if line.number is None else line.number, figure.unit]
