"""Market consultations: what is asked, what providers say, and what the region answers."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from django.views.generic import DetailView, ListView

from core.clock import now
from core.web.downloads import document_response
from core.web.forms import PageForm
from core.web.service_forms import ServiceFormView
from core.web.views import ScopedMixin, actor_of, allow, scoped_or_404
from products.access import may_answer_consultation, may_react
from products.documents import note_pdf
from products.enums import ConsultationPhase, VersionStatus
from products.forms import AnswerForm, ConsultationForm, ReactionForm
from products.models import ConsultedRequirement, MarketConsultation, Reaction
from products.selectors import differences_of, topics_of
from products.services.consultations import publish_consultation, publish_note
from products.services.reactions import answer_reaction, react, withdraw_reaction
from products.web.actions import VersionForm, sent_revision

CONSULTATIONS = MarketConsultation.objects.select_related("version__variant", "region")


class PublishConsultation(VersionForm):
    """Show a draft to everybody and ask providers to react."""

    form_class = ConsultationForm
    title, submit_label = "Marktconsultatie publiceren", "Publiceren"
    done = "De marktconsultatie is gepubliceerd. Aanbieders krijgen een mail als zij opent."

    def perform(self, form: ConsultationForm) -> MarketConsultation:
        """Publish it."""
        return publish_consultation(actor=self.actor, version=self.version, **form.wish())

    def done_url(self, saved: MarketConsultation) -> str:
        """Its page."""
        return reverse("products:consultation_detail", args=[saved.public_id])


class ConsultationList(ScopedMixin, ListView[MarketConsultation]):
    """All market consultations, the latest first."""

    queryset = CONSULTATIONS
    template_name = "products/consultations.html"
    paginate_by = 50

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add where each of them stands now."""
        context = super().get_context_data(**kwargs)
        moment = now()
        return {**context, "rows": [(one, one.phase_at(moment)) for one in context["object_list"]]}


class ConsultationDetail(ScopedMixin, DetailView[MarketConsultation]):
    """What is asked, with the reactions that the reader sees, and the note once it is there."""

    queryset = CONSULTATIONS
    template_name = "products/consultation.html"
    context_object_name = "consultation"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the requirements, where it stands, and who may do what."""
        one, moment = self.object, now()
        phase = one.phase_at(moment)
        answers = may_answer_consultation(self.actor, one)
        topics = topics_of(one, self.actor)
        return super().get_context_data(
            phase=phase,
            topics=topics,
            reacts=may_react(self.actor, one),
            is_open=phase == ConsultationPhase.OPEN,
            answers=answers,
            may_answer=answers and phase == ConsultationPhase.CLOSED,
            total=sum(topic.number for topic in topics),
            unanswered=sum(not row.answer for topic in topics for row in topic.reactions),
            providers=[row.provider for row in one.invitations.select_related("provider")] if answers else [],
            has_difference=one.version.status in {VersionStatus.ADOPTED, VersionStatus.WITHDRAWN},
            **kwargs,
        )


class ConsultationDifference(ScopedMixin, DetailView[MarketConsultation]):
    """What became of the draft, requirement by requirement."""

    queryset = CONSULTATIONS.filter(version__adopted_at__isnull=False)
    template_name = "products/consultation_difference.html"
    context_object_name = "consultation"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the differences, and how many there are of each kind."""
        found = differences_of(self.object)
        numbers: dict[str, int] = {}
        for one in found:
            numbers[one.fate.label] = numbers.get(one.fate.label, 0) + 1
        return super().get_context_data(differences=found, numbers=numbers, **kwargs)


class ReactionFormView(ServiceFormView):
    """React to a requirement, or to the whole; or change what the own provider said about it."""

    form_class = ReactionForm
    template_name = "products/reaction.html"
    submit_label = "Reactie opslaan"
    done = "Uw reactie is opgeslagen."
    consultation: MarketConsultation
    about: ConsultedRequirement | None = None
    reaction: Reaction | None = None

    def load(self) -> None:
        """The consultation, for who may react; the window is for the service, so that nothing typed is lost."""
        if "requirement_id" in self.kwargs:
            rows = ConsultedRequirement.objects.select_related("consultation__version__variant")
            self.about = scoped_or_404(rows, self.actor, public_id=self.kwargs["requirement_id"])
            self.consultation = self.about.consultation
        else:
            self.consultation = scoped_or_404(CONSULTATIONS, self.actor, public_id=self.kwargs["public_id"])
        allow(may=may_react(self.actor, self.consultation))
        own = self.consultation.reactions.filter(provider_id=self.actor.organisation_id, about=self.about)
        self.reaction = own.first()
        self.title = f"Reageren op {self.about.code}" if self.about else "In het algemeen reageren"

    def stored(self) -> dict[str, Any]:
        """What the own provider said, or nothing yet."""
        found = self.reaction
        return {"text": found.text if found else "", "revision": found.revision if found else 0}

    def perform(self, form: ReactionForm) -> Reaction:
        """Keep it."""
        return react(
            actor=self.actor,
            consultation=self.consultation,
            about=self.about,
            text=form.cleaned_data["text"],
            revision=form.cleaned_data["revision"],
        )

    def back_url(self) -> str:
        """The consultation, at the place of this requirement."""
        place = self.about.code if self.about else "algemeen"
        return f"{reverse('products:consultation_detail', args=[self.consultation.public_id])}#{place}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what it is about, and whether one may react now."""
        return super().get_context_data(
            consultation=self.consultation,
            about=self.about,
            phase=self.consultation.phase_at(now()),
            is_open=self.consultation.is_open_at(now()),
            **kwargs,
        )


class AnswerFormView(ServiceFormView):
    """Answer a reaction."""

    form_class = AnswerForm
    template_name = "products/answer.html"
    title, submit_label = "Reactie beantwoorden", "Antwoord opslaan"
    done = "Het antwoord is opgeslagen. Aanbieders zien het als u de nota publiceert."
    reaction: Reaction

    def load(self) -> None:
        """The reaction, for who answers it."""
        rows = Reaction.objects.select_related("consultation__version__variant", "about", "provider")
        self.reaction = scoped_or_404(rows, self.actor, public_id=self.kwargs["reaction_id"])
        allow(may=may_answer_consultation(self.actor, self.reaction.consultation))

    def stored(self) -> dict[str, Any]:
        """The answer as it is stored."""
        row = self.reaction
        return {"answer": row.answer, "note_text": row.in_note, "revision": row.revision}

    def perform(self, form: AnswerForm) -> Reaction:
        """Keep it."""
        return answer_reaction(actor=self.actor, reaction=self.reaction, **form.cleaned_data)

    def back_url(self) -> str:
        """The consultation, at the place of this requirement."""
        place = self.reaction.about.code if self.reaction.about else "algemeen"
        return f"{reverse('products:consultation_detail', args=[self.reaction.consultation.public_id])}#{place}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the reaction."""
        return super().get_context_data(reaction=self.reaction, consultation=self.reaction.consultation, **kwargs)


class PublishNote(ServiceFormView):
    """Look at the note as it would be, and publish it."""

    form_class = PageForm
    template_name = "products/note.html"
    title, submit_label = "Nota van inlichtingen publiceren", "Nota publiceren"
    done = "De nota van inlichtingen is gepubliceerd. Aanbieders krijgen een mail."
    consultation: MarketConsultation

    def load(self) -> None:
        """The consultation, for who answers it."""
        self.consultation = scoped_or_404(CONSULTATIONS, self.actor, public_id=self.kwargs["public_id"])
        allow(may=may_answer_consultation(self.actor, self.consultation))

    def perform(self, form: PageForm) -> MarketConsultation:
        """Publish it."""
        return publish_note(actor=self.actor, consultation=self.consultation)

    def back_url(self) -> str:
        """The consultation."""
        return reverse("products:consultation_detail", args=[self.consultation.public_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the note would hold."""
        topics = [topic for topic in topics_of(self.consultation, self.actor) if topic.reactions]
        phase = self.consultation.phase_at(now())
        return super().get_context_data(consultation=self.consultation, topics=topics, phase=phase, **kwargs)


@require_POST
def withdraw(request: HttpRequest, reaction_id: str) -> HttpResponse:
    """Take back a reaction of the own provider."""
    actor = actor_of(request)
    reaction = scoped_or_404(Reaction.objects.select_related("consultation"), actor, public_id=reaction_id)
    address = reverse("products:consultation_detail", args=[reaction.consultation.public_id])
    withdraw_reaction(actor=actor, reaction=reaction, revision=sent_revision(request))
    messages.success(request, "Uw reactie is ingetrokken.")
    return redirect(address)


@require_GET
def note(request: HttpRequest, public_id: str) -> HttpResponse:
    """The note of information as PDF."""
    found = scoped_or_404(MarketConsultation.objects.all(), actor_of(request), public_id=public_id)
    if found.note_document is None:
        raise Http404
    document = found.note_document
    return document_response(request, lambda: note_pdf(document), "nota-van-inlichtingen.pdf")
