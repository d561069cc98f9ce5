"""Pages of the policy cycle of a board."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import DetailView

from core.templatetags.pages import Crumb
from core.web.views import ScopedMixin, allow, scoped_or_404
from informal_care.access import may_direct, may_see_boards
from informal_care.enums import StatementKind
from informal_care.forms.policy import ChangeDecisionForm, ChangeMomentForm, DecisionForm, MomentForm, VisionForm
from informal_care.models import Board, PolicyDecision, PolicyMoment, Statement, VisionAnswer
from informal_care.selectors.policy import cycle_of
from informal_care.services.policy import answer_vision, change_decision, change_moment, hold_moment, keep_decision
from informal_care.web.boards import LIST, BoardFormView


class PolicyCycle(ScopedMixin, DetailView[Board]):
    """The vision, and step by step the moments and decisions."""

    queryset = Board.objects.select_related("municipality", "edition")
    template_name = "informal_care/policy.html"
    context_object_name = "board"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the cycle, and whether the actor writes it."""
        allow(may=may_see_boards(self.actor))
        board = self.object
        crumbs = [
            Crumb(LIST[0], reverse(LIST[1])),
            Crumb(board.name, reverse("informal_care:board", args=[board.public_id])),
            Crumb("Beleid", ""),
        ]
        may = may_direct(self.actor, board)
        return super().get_context_data(cycle=cycle_of(board), may_direct=may, crumbs=crumbs, **kwargs)


class PolicyFormView(BoardFormView):
    """A form about the policy cycle, for who directs."""

    def back_url(self) -> str:
        """The policy cycle."""
        return reverse("informal_care:policy", args=[self.board.public_id])

    def path(self) -> list[tuple[str, str]]:
        """Under the policy cycle of the board."""
        board = reverse("informal_care:board", args=[self.board.public_id])
        return [(LIST[0], reverse(LIST[1])), (self.board.name, board), ("Beleid", self.back_url())]


class AnswerVision(PolicyFormView):
    """Answer one question for the vision."""

    form_class = VisionForm
    title, done = "Visie", "Het antwoord is bewaard."
    question: Statement
    answer: VisionAnswer | None

    def load(self) -> None:
        """The question and its answer, if any."""
        super().load()
        rows = Statement.objects.filter(edition=self.board.edition, kind=StatementKind.VISION)
        self.question = get_object_or_404(rows, code=self.kwargs["code"])
        self.answer = VisionAnswer.objects.filter(board=self.board, question=self.question).first()
        self.about = f"{self.question.text} (bladzijde {self.question.page} van de bron)"

    def stored(self) -> dict[str, Any]:
        """The answer there is."""
        return {
            "text": self.answer.text if self.answer else "",
            "revision": self.answer.revision if self.answer else 0,
        }

    def perform(self, form: VisionForm) -> VisionAnswer:
        """Keep it."""
        return answer_vision(actor=self.actor, board=self.board, question=self.question, **form.cleaned_data)


class NewMoment(PolicyFormView):
    """Write down a moment."""

    form_class = MomentForm
    title, submit_label, done = "Moment toevoegen", "Toevoegen", "Het moment staat bij het beleid."

    def perform(self, form: MomentForm) -> PolicyMoment:
        """Write it down."""
        return hold_moment(actor=self.actor, board=self.board, **form.wish())


class ChangeMoment(PolicyFormView):
    """Write a moment down otherwise."""

    form_class = ChangeMomentForm
    title, done = "Moment wijzigen", "Het moment is gewijzigd."
    moment: PolicyMoment

    def load(self) -> None:
        """The moment with its board, for who directs."""
        rows = PolicyMoment.objects.select_related("board__municipality", "board__edition")
        self.moment = scoped_or_404(rows, self.actor, public_id=self.kwargs["public_id"])
        self.board = self.moment.board
        allow(may=may_direct(self.actor, self.board))

    def stored(self) -> dict[str, Any]:
        """The moment as it stands."""
        moment = self.moment
        found = {name: getattr(moment, name) for name in ("phase", "held_on", "subject", "discussed", "revision")}
        for row in moment.participants.all():
            found |= {f"{row.group}_number": row.number, f"{row.group}_way": row.way}
        return found

    def perform(self, form: ChangeMomentForm) -> PolicyMoment:
        """Change it."""
        return change_moment(actor=self.actor, moment=self.moment, **form.wish())


class NewDecision(PolicyFormView):
    """Write down a decision."""

    form_class = DecisionForm
    title, submit_label, done = "Besluit toevoegen", "Toevoegen", "Het besluit staat bij het beleid."

    def get_form_kwargs(self) -> dict[str, Any]:
        """What it can be about follows from the board."""
        return super().get_form_kwargs() | {"board": self.board}

    def perform(self, form: DecisionForm) -> PolicyDecision:
        """Write it down."""
        return keep_decision(actor=self.actor, board=self.board, **form.cleaned_data)


class ChangeDecision(NewDecision):
    """Write a decision down otherwise."""

    form_class = ChangeDecisionForm
    title, submit_label, done = "Besluit wijzigen", "Opslaan", "Het besluit is gewijzigd."
    decision: PolicyDecision

    def load(self) -> None:
        """The decision with its board, for who directs."""
        rows = PolicyDecision.objects.select_related("board__municipality", "board__edition", "moment")
        self.decision = scoped_or_404(rows, self.actor, public_id=self.kwargs["public_id"])
        self.board = self.decision.board
        allow(may=may_direct(self.actor, self.board))

    def stored(self) -> dict[str, Any]:
        """The decision as it stands."""
        row = self.decision
        return {
            **{name: getattr(row, name) for name in ("text", "decided_by", "decided_on", "revision")},
            "moment": row.moment.public_id if row.moment else None,
            "aims": [one.public_id for one in row.aims.all()],
            "activities": [one.public_id for one in row.activities.all()],
        }

    def perform(self, form: DecisionForm) -> PolicyDecision:
        """Change it."""
        return change_decision(actor=self.actor, decision=self.decision, **form.cleaned_data)
