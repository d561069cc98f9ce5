"""Pages of the board: what a municipality takes on for informal care, who does it, and how far it is."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import DetailView, ListView

from core.clock import today
from core.templatetags.pages import Crumb
from core.web.service_forms import ServiceFormView
from core.web.views import ScopedMixin, allow, scoped_or_404
from informal_care.access import may_direct, may_direct_boards, may_read_report, may_see_boards, may_see_care_figures
from informal_care.forms.boards import BoardForm, DeclineForm, TakeOnForm
from informal_care.models import Activity, Board, BoardTask
from informal_care.selectors.boards import picture_of
from informal_care.services.boards import decline, set_up_board, take_on

LIST = ("Borden informele zorg", "informal_care:boards")


class BoardList(ScopedMixin, ListView[Board]):
    """The boards of the own municipality, or on which the own organisation does something."""

    queryset = Board.objects.select_related("municipality", "edition")
    template_name = "informal_care/boards.html"
    context_object_name = "boards"
    paginate_by = 50

    def get_queryset(self) -> Any:
        """Those that the actor sees, the latest first."""
        allow(may=may_see_boards(self.actor))
        return super().get_queryset().order_by("-starts_on", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whether the actor may set one up, and see the figures."""
        may_add, may_see_figures = may_direct_boards(self.actor), may_see_care_figures(self.actor)
        return super().get_context_data(may_add=may_add, may_see_figures=may_see_figures, **kwargs)


class BoardDetail(ScopedMixin, DetailView[Board]):
    """The whole board at a glance, and activity by activity."""

    queryset = Board.objects.select_related("municipality", "edition")
    template_name = "informal_care/board.html"
    context_object_name = "board"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the aims with their sections, and what the actor may do."""
        allow(may=may_see_boards(self.actor))
        is_own = self.actor.organisation_id == self.object.municipality_id
        return super().get_context_data(
            aims=picture_of(self.object, self.actor, today(), whole=is_own),
            is_own=is_own,
            may_report=may_read_report(self.actor, self.object),
            **kwargs,
        )


class BoardSection(ScopedMixin, DetailView[Board]):
    """The activities of one choice or task group, each with what was chosen and how far it is."""

    queryset = Board.objects.select_related("municipality", "edition")
    template_name = "informal_care/section.html"
    context_object_name = "board"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the section. 404 for one that is not there, or where the actor does nothing."""
        allow(may=may_see_boards(self.actor))
        board, day = self.object, today()
        is_own = self.actor.organisation_id == board.municipality_id
        for picture in picture_of(board, self.actor, day, whole=is_own):
            for section in picture.sections:
                if section.code == self.kwargs["code"]:
                    crumbs = [
                        Crumb(LIST[0], reverse(LIST[1])),
                        Crumb(board.name, reverse("informal_care:board", args=[board.public_id])),
                        Crumb(section.name, ""),
                    ]
                    found = {"aim": picture.aim, "section": section, "crumbs": crumbs}
                    may = {"may_direct": may_direct(self.actor, board), "is_own": is_own, "day": day}
                    return super().get_context_data(**found, **may, **kwargs)
        raise Http404


class BoardFormView(ServiceFormView):
    """A form about one board, for who directs it."""

    template_name = "form.html"
    board: Board
    about = ""

    def load(self) -> None:
        """The board, for its coordinator."""
        rows = Board.objects.select_related("municipality", "edition")
        self.board = scoped_or_404(rows, self.actor, public_id=self.kwargs["public_id"])
        allow(may=may_direct(self.actor, self.board))

    def back_url(self) -> str:
        """The board."""
        return reverse("informal_care:board", args=[self.board.public_id])

    def path(self) -> list[tuple[str, str]]:
        """The pages above this one."""
        return [(LIST[0], reverse(LIST[1])), (self.board.name, self.back_url())]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add where the form stands and what it is about."""
        crumbs = [*(Crumb(label, url) for label, url in self.path()), Crumb(self.title, "")]
        return super().get_context_data(crumbs=crumbs, about=self.about, **kwargs)


class NewBoard(BoardFormView):
    """Set up a board."""

    form_class = BoardForm
    title, submit_label = "Nieuw bord", "Inrichten"
    done = "Het bord staat klaar. Kies nu wat u oppakt."

    def load(self) -> None:
        """For coordinators."""
        allow(may=may_direct_boards(self.actor))

    def back_url(self) -> str:
        """The list."""
        return reverse(LIST[1])

    def path(self) -> list[tuple[str, str]]:
        """Under the list."""
        return [(LIST[0], reverse(LIST[1]))]

    def perform(self, form: BoardForm) -> Board:
        """Set it up."""
        return set_up_board(actor=self.actor, **form.cleaned_data)

    def done_url(self, saved: Board) -> str:
        """The board."""
        return reverse("informal_care:board", args=[saved.public_id])


class ActivityFormView(BoardFormView):
    """A form about one activity on the board."""

    activity: Activity

    def load(self) -> None:
        """The board and the activity of its edition."""
        super().load()
        rows = Activity.objects.filter(edition=self.board.edition, part_of=None).select_related("task_group")
        self.activity = get_object_or_404(rows, code=self.kwargs["code"])
        self.about = f"{self.activity.code}: {self.activity.text} (bladzijde {self.activity.page} van de bron)"

    def done_url(self, saved: BoardTask) -> str:
        """Where the activity stands."""
        return section_url(saved)


class TakeOn(ActivityFormView):
    """Take an activity on."""

    form_class = TakeOnForm
    title, submit_label, done = "Activiteit oppakken", "Oppakken", "De taak staat op het bord."

    def get_form_kwargs(self) -> dict[str, Any]:
        """Who can do it follows from the board and the activity."""
        return super().get_form_kwargs() | {"board": self.board, "activity": self.activity}

    def perform(self, form: TakeOnForm) -> BoardTask:
        """Take it on."""
        return take_on(actor=self.actor, board=self.board, activity=self.activity, **form.cleaned_data)


class Decline(ActivityFormView):
    """Leave an activity, with the reason."""

    form_class = DeclineForm
    title, submit_label, done = "Activiteit niet doen", "Vastleggen", "Het staat op het bord, met uw reden."

    def perform(self, form: DeclineForm) -> BoardTask:
        """Leave it."""
        return decline(actor=self.actor, board=self.board, activity=self.activity, **form.cleaned_data)


def section_url(task: BoardTask) -> str:
    """The page of the choice or task group in which the activity stands."""
    place = task.activity.choice or task.activity.task_group
    return reverse("informal_care:section", args=[task.board.public_id, place.code if place else ""])
