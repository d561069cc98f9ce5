"""The cases of a client, and one case with everything in it."""

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from clients.access import may_decide, may_handle_case, may_notify
from clients.documents import letter_pdf
from clients.enums import CaseStatus
from clients.models import Case, Letter, PersonalPlan
from clients.selectors.advice import label_of
from clients.selectors.cases import cases_of, pressing_term, standing_still, whole_case
from clients.services import missing_of
from clients.services.reading import record_plan_download, record_printing
from clients.web.case_base import CasesPage
from clients.web.case_presenting import (
    Missing,
    clocks,
    is_investigated,
    missing_lines,
    next_action,
    other_actions,
    status_badge,
    steps,
    term_badge,
    unheard_carers,
    untold_lines,
)
from core.clock import today
from core.pdf import PdfUnavailable
from core.web.downloads import stored_file
from core.web.views import actor_of, scoped_or_404

UNAVAILABLE = 503


class Cases(CasesPage):
    """All cases of the client, with the term that presses."""

    template_name = "clients/cases/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        day, rows = today(), []
        for case in cases_of(self.object, self.actor):
            terms = list(case.terms.all())
            term = pressing_term(case, terms)
            rows.append(
                {
                    "case": case,
                    "badge": status_badge(case),
                    "term": term,
                    "term_badge": term_badge(term, case, day) if term else None,
                    "suspension": standing_still(term) if term else None,
                }
            )
        may_begin = may_notify(self.actor, self.object) and not _is_gone(self.object)
        return super().get_context_data(rows=rows, may_notify=may_begin, **kwargs)


class CasePage(CasesPage):
    """One case: the steps, the clocks, what is missing, the next step, and all that was written down."""

    template_name = "clients/cases/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Case.objects.filter(client=self.object).select_related("worker", "municipality")
        case = scoped_or_404(rows, self.actor, public_id=self.kwargs["case_id"])
        case.client = self.object
        whole, day = whole_case(case, today()), today()
        may_write = may_handle_case(self.actor, case)
        missing: list[Missing] = []
        if case.status == CaseStatus.NOTIFIED:
            missing = untold_lines(whole, may_write=may_write)
        elif is_investigated(whole) and whole.investigation is not None:
            unheard = unheard_carers(whole)
            missing = missing_lines(case, missing_of(whole.investigation), may_write=may_write, unheard=unheard)
        profile = whole.investigation.profile.all() if whole.investigation else ()
        heard = {talk.member_id for talk in whole.talks}
        return super().get_context_data(
            case=case,
            whole=whole,
            badge=status_badge(case),
            steps=steps(whole),
            clocks=list(clocks(whole, day, may_write=may_write)),
            missing=missing,
            next=next_action(whole, missing) if may_write else None,
            others=list(other_actions(whole, day)) if may_write else [],
            may_write=may_write and case.is_open,
            may_amend=may_decide(self.actor, case) and not _is_gone(self.object),
            may_investigate=may_write and is_investigated(whole),
            profile=[(label_of(item.trait), item) for item in profile],
            unheard=[carer for carer in whole.carers if carer.pk not in heard],
            **kwargs,
        )


@require_safe
@never_cache
def download_plan(request: HttpRequest, public_id: UUID, case_id: UUID) -> FileResponse:
    """Hand over the personal plan to those who may see the case; it has no public address."""
    rows = PersonalPlan.objects.filter(case__client__public_id=public_id, case__public_id=case_id)
    plan = scoped_or_404(rows.select_related("case__client"), actor_of(request))
    response = stored_file(plan.file, plan.file_name or "persoonlijk-plan")
    record_plan_download(actor=actor_of(request), plan=plan)
    return response


@require_safe
@never_cache
def print_letter(request: HttpRequest, public_id: UUID, case_id: UUID, letter_id: UUID) -> HttpResponse:
    """The PDF of a letter, with the words with which it was sent."""
    rows = Letter.objects.filter(case__client__public_id=public_id, case__public_id=case_id)
    letter = scoped_or_404(rows.select_related("case__client"), actor_of(request), public_id=letter_id)
    try:
        content = letter_pdf(letter.kind, letter.document)
    except PdfUnavailable as unavailable:
        context = {"explanation": str(unavailable)}
        return render(request, "clients/pdf_unavailable.html", context, status=UNAVAILABLE)
    record_printing(actor=actor_of(request), letter=letter)
    name = f"{letter.get_kind_display().lower().replace(' ', '-')}-zaak-{letter.case.number}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _is_gone(client: Any) -> bool:
    return client.died_on is not None or client.moved_on is not None
