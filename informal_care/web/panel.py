"""Pages of the coordinator around the panel: who is in it, what it is asked, and councils that look for members."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST
from django.views.generic import DetailView, ListView

from audit.enums import AuditEvent
from audit.services import record
from core.clock import today
from core.pdf import pdf_available
from core.templatetags.pages import Crumb
from core.web.downloads import document_response
from core.web.service_forms import ServiceFormView
from core.web.views import ScopedMixin, actor_of, allow, scoped_or_404
from informal_care.access import may_ask_carers, may_ask_for
from informal_care.documents.polls import invitations_pdf
from informal_care.forms.panel import FollowUpForm, JoinPanelForm, MemberForm, PollForm, VacancyForm
from informal_care.models import Carer, CouncilVacancy, PanelMember, Poll
from informal_care.selectors.polls import result_of
from informal_care.services.carer_reading import record_carer_reading
from informal_care.services.panel import join_panel, take_out
from informal_care.services.polls import change_poll, invite_panel, make_poll, tell_follow_up
from informal_care.services.vacancies import change_vacancy, open_vacancy
from informal_care.web.carers import LIST as CARERS
from informal_care.web.carers import carer_url
from organisations.models import Municipality

LIST = ("Panel en meepraten", "informal_care:panel")


class Panel(ScopedMixin, ListView[PanelMember]):
    """Who is in the panel, what it was asked, and the councils that look for members."""

    queryset = PanelMember.objects.select_related("carer")
    template_name = "informal_care/panel.html"
    context_object_name = "members"
    paginate_by = 50

    def get_queryset(self) -> Any:
        """Those who take part; that their names were read stands in the trail."""
        allow(may=may_ask_carers(self.actor))
        record(actor=self.actor, event=AuditEvent.READ, target=PanelMember, fields=["panel"])
        return super().get_queryset().filter(left_on=None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the polls and the councils."""
        return super().get_context_data(
            polls=Poll.objects.visible_to(self.actor)[:20],
            vacancies=CouncilVacancy.objects.visible_to(self.actor)[:20],
            municipality=Municipality.objects.get(pk=self.actor.organisation_id or 0),
            day=today(),
            **kwargs,
        )


class PanelFormView(ServiceFormView):
    """A form under the page of the panel."""

    template_name = "form.html"
    about = ""

    def load(self) -> None:
        """For who asks carers something."""
        allow(may=may_ask_carers(self.actor))

    def back_url(self) -> str:
        """The panel."""
        return reverse(LIST[1])

    def path(self) -> list[tuple[str, str]]:
        """The pages above this one."""
        return [(LIST[0], reverse(LIST[1]))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add where the form stands and what it is about."""
        crumbs = [*(Crumb(label, url) for label, url in self.path()), Crumb(self.title, "")]
        return super().get_context_data(crumbs=crumbs, about=self.about, **kwargs)


class NewMember(PanelFormView):
    """Put somebody into the panel."""

    form_class = MemberForm
    title, submit_label, done = "Lid van het panel toevoegen", "Toevoegen", "Deze persoon doet nu mee."

    def perform(self, form: MemberForm) -> PanelMember:
        """Put them in."""
        return join_panel(actor=self.actor, **form.values)


class JoinPanel(PanelFormView):
    """Put a carer who said yes into the panel, from their own page. Opening it stands in the trail."""

    form_class = JoinPanelForm
    title, submit_label, done = "In het panel opnemen", "Opnemen", "Deze persoon doet nu mee met het panel."
    carer: Carer

    def load(self) -> None:
        """A carer of the own municipality who still cares."""
        rows = Carer.objects.filter(ended_on=None)
        self.carer = scoped_or_404(rows, self.actor, public_id=self.kwargs["public_id"])
        super().load()
        self.about = f"{self.carer.name} krijgt nu en dan een paar korte vragen, en kan daar altijd mee stoppen."

    def record_reading(self) -> None:
        """The form shows an address."""
        record_carer_reading(actor=self.actor, carer=self.carer, parts=["formulier"])

    def get_initial(self) -> dict[str, Any]:
        """The address that is known."""
        return {"email": self.carer.email}

    def back_url(self) -> str:
        """The page of the carer."""
        return carer_url(self.carer)

    def path(self) -> list[tuple[str, str]]:
        """The pages above this one."""
        return [(CARERS[0], reverse(CARERS[1])), (self.carer.name, self.back_url())]

    def perform(self, form: JoinPanelForm) -> PanelMember:
        """Put them in."""
        email = form.cleaned_data["email"]
        return join_panel(actor=self.actor, name=self.carer.name, email=email, carer=self.carer)


class NewPoll(PanelFormView):
    """Make a poll."""

    form_class = PollForm
    title, submit_label, done = "Nieuwe peiling", "Klaarzetten", "De peiling staat klaar. Nodig nu het panel uit."

    def perform(self, form: PollForm) -> Poll:
        """Make it."""
        return make_poll(actor=self.actor, asked=form.asked, **form.about)

    def done_url(self, saved: Poll) -> str:
        """The poll."""
        return reverse("informal_care:poll", args=[saved.public_id])


class PollFormView(PanelFormView):
    """A form about one poll."""

    poll: Poll

    def load(self) -> None:
        """The poll, for its municipality."""
        self.poll = scoped_or_404(
            Poll.objects.select_related("municipality"), self.actor, public_id=self.kwargs["public_id"]
        )
        allow(may=may_ask_for(self.actor, self.poll))

    def back_url(self) -> str:
        """The poll."""
        return reverse("informal_care:poll", args=[self.poll.public_id])

    def path(self) -> list[tuple[str, str]]:
        """Under the poll."""
        return [(LIST[0], reverse(LIST[1])), (self.poll.title, self.back_url())]


class ChangePoll(PollFormView):
    """Change a poll that nobody was invited for yet."""

    form_class = PollForm
    title, done = "Peiling wijzigen", "De peiling is gewijzigd."

    def stored(self) -> dict[str, Any]:
        """The poll with its questions; of a scale the answers are fixed."""
        names = ("title", "introduction", "opens_on", "closes_on", "asks_remark", "revision")
        values = {name: getattr(self.poll, name) for name in names}
        for question in self.poll.questions.prefetch_related("options"):
            values[f"question_{question.position}"] = question.text
            lines = [option.text for option in question.options.all()] if question.kind == "choice" else []
            values[f"options_{question.position}"] = "\n".join(lines)
        return values

    def perform(self, form: PollForm) -> Poll:
        """Change it."""
        revision = form.cleaned_data["revision"] or 0
        return change_poll(actor=self.actor, poll=self.poll, revision=revision, asked=form.asked, **form.about)


class FollowUp(PollFormView):
    """Tell what is done with a poll."""

    form_class = FollowUpForm
    title, done = "Wat doet de gemeente ermee?", "Het staat nu bij de uitslag."

    def stored(self) -> dict[str, Any]:
        """What is told now."""
        return {"follow_up": self.poll.follow_up, "revision": self.poll.revision}

    def perform(self, form: FollowUpForm) -> Poll:
        """Tell it."""
        return tell_follow_up(actor=self.actor, poll=self.poll, **form.cleaned_data)


class PollDetail(ScopedMixin, DetailView[Poll]):
    """A poll: its questions, and once it is closed what came of it."""

    queryset = Poll.objects.select_related("municipality")
    template_name = "informal_care/poll.html"
    context_object_name = "poll"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the outcome and how many were invited."""
        allow(may=may_ask_for(self.actor, self.object))
        day = today()
        invited = self.object.invitations.count()
        return super().get_context_data(
            result=result_of(self.object, day),
            questions=self.object.questions.prefetch_related("options"),
            invited=invited,
            is_open=self.object.is_open(day),
            is_over=self.object.is_over(day),
            **kwargs,
        )


@require_POST
def member_out(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take somebody out of the panel who asked for it."""
    actor = actor_of(request)
    member = scoped_or_404(PanelMember.objects.all(), actor, public_id=public_id)
    take_out(actor=actor, member=member)
    messages.success(request, "Deze persoon doet niet meer mee. Naam en adres zijn weggehaald.")
    return redirect(LIST[1])


@require_POST
def poll_invite(request: HttpRequest, public_id: str) -> HttpResponse:
    """Invite who was not invited yet, or with `again` everybody who did not answer: by mail, or a letter in one PDF."""
    actor = actor_of(request)
    poll = scoped_or_404(Poll.objects.select_related("municipality"), actor, public_id=public_id)
    allow(may=may_ask_for(actor, poll))
    if not pdf_available() and PanelMember.objects.visible_to(actor).filter(left_on=None, email="").exists():
        # Before the links are made: nobody can read them again.
        return document_response(request, lambda: invitations_pdf(poll, [], today()), "brieven.pdf")
    invited = invite_panel(actor=actor, poll=poll, again=bool(request.POST.get("again")))
    if invited.mails:
        who = "1 lid krijgt" if invited.mails == 1 else f"{invited.mails} leden krijgen"
        messages.success(request, f"{who} een mail met een eigen link.")
    if invited.letters:
        return document_response(
            request, lambda: invitations_pdf(poll, invited.letters, today()), "brieven-peiling.pdf"
        )
    if not invited.mails:
        messages.info(request, "Iedereen in het panel is al uitgenodigd.")
    return redirect("informal_care:poll", public_id=poll.public_id)


class NewVacancy(PanelFormView):
    """Tell that a council looks for members."""

    form_class = VacancyForm
    title, done = "Oproep voor een adviesraad", "De oproep staat klaar."

    def get_initial(self) -> dict[str, Any]:
        """From today on."""
        return {"starts_on": today()}

    def perform(self, form: VacancyForm) -> CouncilVacancy:
        """Tell it."""
        return open_vacancy(actor=self.actor, **form.values)


class ChangeVacancy(PanelFormView):
    """Change what is told, or end it."""

    form_class = VacancyForm
    title, done = "Oproep wijzigen", "De oproep is gewijzigd."
    vacancy: CouncilVacancy

    def load(self) -> None:
        """The vacancy, for its municipality."""
        self.vacancy = scoped_or_404(CouncilVacancy.objects.all(), self.actor, public_id=self.kwargs["public_id"])
        allow(may=may_ask_for(self.actor, self.vacancy))

    def stored(self) -> dict[str, Any]:
        """What is told now."""
        names = ("council", "text", "contact", "starts_on", "ends_on", "revision")
        return {name: getattr(self.vacancy, name) for name in names}

    def perform(self, form: VacancyForm) -> CouncilVacancy:
        """Change it."""
        revision = form.cleaned_data["revision"] or 0
        return change_vacancy(actor=self.actor, vacancy=self.vacancy, revision=revision, **form.values)
