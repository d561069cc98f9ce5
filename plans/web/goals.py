"""Pages on which the goals of a draft are written, one by one."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from core.web.views import actor_of
from plans.forms import ActivityForm, ActivityFormSet, GoalForm, RevisionForm
from plans.models import Goal
from plans.services.goals import add_goal, change_goal, remove_goal
from plans.web.scoping import writable_goal
from plans.web.service_page import ServicePage


class AddGoal(ServicePage):
    """A new goal."""

    template_name = "plans/goal_form.html"
    title = "Nieuw doel"
    submit_label = "Doel opslaan"
    done = "Het doel staat in het plan."

    def form(self, data: Any = None) -> GoalForm:
        """An empty goal, or what was typed."""
        return GoalForm(data, initial={"revision": self.version.revision})

    def rows(self, data: Any = None) -> Any:
        """Room for activities."""
        return ActivityFormSet(data, prefix="activities")

    def stored(self) -> dict[str, Any]:
        """Only the revision: nothing of the goal is stored yet."""
        return {"revision": self.version.revision}

    def save(self, form: GoalForm, rows: Any) -> Goal:
        """Add the goal."""
        values = dict(form.cleaned_data)
        revision = values.pop("revision")
        return add_goal(
            actor=actor_of(self.request),
            version=self.version,
            revision=revision,
            values=values,
            activities=rows.rows,
        )


class ChangeGoal(ServicePage):
    """A goal that is in the draft."""

    template_name = "plans/goal_form.html"
    title = "Doel wijzigen"
    submit_label = "Doel opslaan"
    goal: Goal

    def load(self, request: HttpRequest, public_id: UUID) -> None:
        """Get the goal with its version."""
        self.goal = writable_goal(request, public_id)
        self.version = self.goal.version

    def form(self, data: Any = None) -> GoalForm:
        """The form with what is stored."""
        return GoalForm(data, initial=self.stored())

    def rows(self, data: Any = None) -> Any:
        """The activities, and room for more."""
        initial = [ActivityForm.initial_of(activity) for activity in self.goal.activities.all()]
        return ActivityFormSet(data, prefix="activities", initial=initial)

    def stored(self) -> dict[str, Any]:
        """What is stored, by field."""
        return GoalForm.initial_of(self.goal)

    def save(self, form: GoalForm, rows: Any) -> Goal:
        """Change the goal."""
        values = dict(form.cleaned_data)
        revision = values.pop("revision")
        return change_goal(
            actor=actor_of(self.request),
            goal=self.goal,
            revision=revision,
            values=values,
            activities=rows.rows,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The goal itself too, for the link that removes it."""
        return super().get_context_data(goal=self.goal, **kwargs)


class RemoveGoal(ChangeGoal):
    """Ask before a goal goes."""

    template_name = "plans/goal_remove.html"
    title = "Doel verwijderen"
    submit_label = "Doel verwijderen"
    done = "Het doel is uit het plan verwijderd."

    def form(self, data: Any = None) -> RevisionForm:  # type: ignore[override]
        """Only the revision that was shown."""
        return RevisionForm(data, initial={"revision": self.version.revision})

    def rows(self, data: Any = None) -> None:
        """Nothing else to fill in."""

    def save(self, form: Any, rows: Any) -> None:  # type: ignore[override]
        """Remove the goal."""
        remove_goal(actor=actor_of(self.request), goal=self.goal, revision=form.cleaned_data["revision"])
