"""Pages of one task on a board: what was agreed, how far it is, and what shows that."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST
from django.views.generic import DetailView

from core.clock import today
from core.templatetags.pages import Crumb
from core.web.views import ScopedMixin, actor_of, allow, scoped_or_404
from informal_care.access import may_direct, may_see_boards, may_work_on
from informal_care.enums import Choosing, TaskStatus
from informal_care.forms.boards import ChangeTaskForm, ProgressForm
from informal_care.models import BoardTask
from informal_care.selectors.figures import in_words
from informal_care.services.boards import change_task, reconsider, tell_progress
from informal_care.web.boards import LIST, BoardFormView, section_url

TASKS = BoardTask.objects.select_related(
    "board__municipality", "board__edition", "activity__choice", "activity__task_group", "owner", "owner_person"
)


class TaskDetail(ScopedMixin, DetailView[BoardTask]):
    """One task: what was agreed, with whom, and what came of it."""

    queryset = TASKS
    template_name = "informal_care/task.html"
    context_object_name = "task"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add where it stands and what the actor may do."""
        allow(may=may_see_boards(self.actor))
        task = self.object
        is_open = task.choosing == Choosing.ADOPTED and task.status != TaskStatus.DONE
        return super().get_context_data(
            partners=list(task.partners.all()),
            crumbs=crumbs_to(task),
            day=today(),
            may_tell=is_open and may_work_on(self.actor, task),
            may_change=is_open and may_direct(self.actor, task.board),
            may_show=task.choosing == Choosing.ADOPTED and may_work_on(self.actor, task),
            evidence=in_words(task.evidence.all()),
            **kwargs,
        )


def crumbs_to(task: BoardTask) -> list[Crumb]:
    """The pages above that of a task, and its own name."""
    place = task.activity.choice or task.activity.task_group
    return [
        Crumb(LIST[0], reverse(LIST[1])),
        Crumb(task.board.name, reverse("informal_care:board", args=[task.board.public_id])),
        Crumb(place.name if place else "", section_url(task)),
        Crumb(task.activity.code, ""),
    ]


class TaskFormView(BoardFormView):
    """A form about one task."""

    task: BoardTask

    def load(self) -> None:
        """The task with its board, for who may."""
        self.task = scoped_or_404(TASKS, self.actor, public_id=self.kwargs["public_id"])
        allow(may=self.is_allowed())
        self.board = self.task.board
        self.about = f"{self.task.activity.code}: {self.task.activity.text}"

    def is_allowed(self) -> bool:
        """Who does it, or who directs."""
        return may_work_on(self.actor, self.task)

    def back_url(self) -> str:
        """The page of the task."""
        return reverse("informal_care:task", args=[self.task.public_id])

    def path(self) -> list[tuple[str, str]]:
        """Under the task."""
        *above, last = crumbs_to(self.task)
        return [*((crumb.label, crumb.url) for crumb in above), (last.label, self.back_url())]


class TellProgress(TaskFormView):
    """Tell how far a task is: who does it, or who directs."""

    form_class = ProgressForm
    title, done = "Hoe ver is deze taak?", "De taak is bijgewerkt."

    def stored(self) -> dict[str, Any]:
        """How far it is now."""
        task = self.task
        return {"status": task.status, "result": task.result, "done_on": task.done_on, "revision": task.revision}

    def perform(self, form: ProgressForm) -> BoardTask:
        """Tell it."""
        return tell_progress(actor=self.actor, task=self.task, **form.cleaned_data)


class ChangeTask(TaskFormView):
    """Agree otherwise about a task: who directs the board."""

    form_class = ChangeTaskForm
    title, done = "Taak wijzigen", "De afspraken over de taak zijn gewijzigd."

    def is_allowed(self) -> bool:
        """Who directs."""
        return may_direct(self.actor, self.task.board)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Who can do it follows from the board and the activity."""
        return super().get_form_kwargs() | {"board": self.board, "activity": self.task.activity}

    def stored(self) -> dict[str, Any]:
        """What was agreed."""
        task = self.task
        return {
            "owner": task.owner.public_id if task.owner else None,
            "owner_person": task.owner_person.public_id if task.owner_person else None,
            "partners": [one.public_id for one in task.partners.all()],
            **{name: getattr(task, name) for name in ("starts_on", "due_on", "repeats_months", "budget", "reason")},
            "revision": task.revision,
        }

    def perform(self, form: ChangeTaskForm) -> BoardTask:
        """Agree it."""
        return change_task(actor=self.actor, task=self.task, **form.cleaned_data)


@require_POST
def take_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """Choose again about an activity that was left."""
    actor = actor_of(request)
    task = scoped_or_404(TASKS, actor, public_id=public_id)
    reconsider(actor=actor, task=task, revision=task.revision)
    messages.success(request, "U kunt opnieuw kiezen.")
    return redirect(section_url(task))
