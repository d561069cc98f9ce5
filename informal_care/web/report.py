"""The report about a board for the council: a page and a PDF, as of a day."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.generic import DetailView

from core.clock import today
from core.templatetags.pages import Crumb
from core.web.downloads import document_response
from core.web.views import ScopedMixin, actor_of, allow, scoped_or_404
from informal_care.access import may_read_report
from informal_care.documents.council_report import council_report_pdf
from informal_care.forms.report import ReportDayForm
from informal_care.models import Board
from informal_care.selectors.report import council_report
from informal_care.web.boards import LIST

BOARDS = Board.objects.select_related("municipality", "edition")


class CouncilReportPage(ScopedMixin, DetailView[Board]):
    """What was promised, done and decided, as it was on a day."""

    queryset = BOARDS
    template_name = "informal_care/report.html"
    context_object_name = "board"

    @cached_property
    def days(self) -> ReportDayForm:
        """The choice of a day."""
        return ReportDayForm(self.request.GET if "peildatum" in self.request.GET else {"peildatum": today()})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the report."""
        board = self.object
        allow(may=may_read_report(self.actor, board))
        day = chosen_day(self.days)
        crumbs = [
            Crumb(LIST[0], reverse(LIST[1])),
            Crumb(board.name, reverse("informal_care:board", args=[board.public_id])),
            Crumb("Verslag voor de raad", ""),
        ]
        return super().get_context_data(
            report=council_report(board, day), day=day, days_form=self.days, crumbs=crumbs, **kwargs
        )


@require_safe
@never_cache
def report_pdf(request: HttpRequest, public_id: str) -> HttpResponse:
    """The report as PDF."""
    actor = actor_of(request)
    board = scoped_or_404(BOARDS, actor, public_id=public_id)
    allow(may=may_read_report(actor, board))
    report = council_report(board, chosen_day(ReportDayForm(request.GET)))
    name = f"verslag-informele-zorg-{report.day:%Y-%m-%d}.pdf"
    return document_response(request, lambda: council_report_pdf(report), name)


def chosen_day(form: ReportDayForm) -> date:
    """The day that was chosen, or today when there is none or it is no day that has been."""
    form.is_valid()
    day: date | None = form.cleaned_data.get("peildatum")
    return day or today()
