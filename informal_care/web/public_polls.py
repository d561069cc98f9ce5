"""Pages for the panel and for everybody: answering a poll through a link, leaving, and what came of it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from core.acting import acting
from core.clock import today
from informal_care.forms.public import LeaveForm, PollAnswerForm
from informal_care.models import CouncilVacancy, Poll, PollInvitation
from informal_care.selectors.polls import result_of
from informal_care.services.links import fingerprint_of
from informal_care.services.panel import leave_panel
from informal_care.services.polls import answer_poll
from informal_care.web.guarding import is_accepted, nothing_here, open_to_all, show_form, standing_for, visitor
from organisations.models import Municipality

FORM = require_http_methods(["GET", "HEAD", "POST"])


@FORM
@open_to_all
def poll_answer(request: HttpRequest, public_id: UUID, secret: str) -> HttpResponse:
    """The questions, for whoever has a link that was not used yet."""
    poll = Poll.objects.select_related("municipality").filter(public_id=public_id).first()
    fingerprint = fingerprint_of(secret)
    if poll is None:
        return nothing_here(request)
    with acting(standing_for(poll.municipality_id)):
        is_known = PollInvitation.objects.filter(poll=poll, fingerprint=fingerprint, is_used=False).exists()
        if not is_known or not poll.is_open(today()):
            return nothing_here(request)
        form = PollAnswerForm(request.POST or None, poll=poll)
        if request.method == "POST" and form.is_from_a_program:
            return redirect("informal_care:poll_thanks")
        if request.method == "POST" and is_accepted(request, form):
            remark = form.cleaned_data.get("remark", "")
            if not answer_poll(poll=poll, secret=secret, chosen=form.chosen, remark=remark):
                return nothing_here(request)
            return redirect("informal_care:poll_thanks")
        return show_form(request, "informal_care/public/poll.html", form, poll=poll, secret=secret)


@FORM
@open_to_all
def panel_leave(request: HttpRequest, public_id: UUID, secret: str) -> HttpResponse:
    """Leave the panel. The page and the answer are the same for a link that does not exist."""
    poll = Poll.objects.filter(public_id=public_id).first()
    form = LeaveForm(request.POST or None)
    if request.method == "POST" and (form.is_from_a_program or is_accepted(request, form)):
        if poll is not None and not form.is_from_a_program:
            with acting(standing_for(poll.municipality_id)):
                leave_panel(actor=visitor(request), secret=secret)
        return redirect("informal_care:panel_left")
    return show_form(request, "informal_care/public/leave.html", form)


@require_safe
@open_to_all
def poll_thanks(request: HttpRequest) -> HttpResponse:
    """The answer counted. The link is not in this address any more."""
    return render(request, "informal_care/public/thanks.html")


@require_safe
@open_to_all
def panel_left(request: HttpRequest) -> HttpResponse:
    """Whoever was in the panel is not any more."""
    return render(request, "informal_care/public/left.html")


@require_safe
@open_to_all
def have_a_say(request: HttpRequest, cbs_code: str) -> HttpResponse:
    """What a municipality asked, what came of it, and which councils look for members."""
    municipality = get_object_or_404(Municipality, cbs_code=cbs_code)
    day = today()
    vacancies = CouncilVacancy.objects.filter(municipality=municipality).active_on(day)
    polls = Poll.objects.filter(municipality=municipality, closes_on__lt=day)[:20]
    shown = {"municipality": municipality, "vacancies": vacancies, "polls": polls}
    return render(request, "informal_care/public/have_a_say.html", shown)


@require_safe
@open_to_all
def poll_results(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What a poll gave, once it is closed. Before that there is nothing here."""
    poll = get_object_or_404(Poll.objects.select_related("municipality"), public_id=public_id)
    result = result_of(poll, today())
    if result is None:
        raise Http404
    return render(request, "informal_care/public/results.html", {"poll": poll, "result": result})
