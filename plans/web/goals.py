"""Pages on which the goals of a draft are written, one by one."""

from collections.abc import Sequence
from typing import Any

from django.http import QueryDict

from core.web.service_forms import Part
from plans.enums import GoalDomain
from plans.forms import ActivityForm, ActivityFormSet, GoalForm, RevisionForm
from plans.models import Goal
from plans.selectors import advice_on, results_of
from plans.services.goals import add_goal, change_goal, remove_goal
from plans.web.base import VersionFormView
from plans.web.scoping import writable_goal


class AddGoal(VersionFormView):
    """A new goal, with room for its activities."""

    form_class: Any = GoalForm
    template_name = "plans/goal_form.html"
    title = "Nieuw doel"
    autosaves = True
    submit_label = "Doel opslaan"
    done = "Het doel staat in het plan."

    def stored(self) -> dict[str, Any]:
        """Only the revision: nothing of the goal is stored yet."""
        return {"revision": self.version.revision}

    def get_initial(self) -> dict[str, Any]:
        """What is stored, and the domain or the agreed result for which the plan page asked a goal."""
        asked = self.request.GET.get("leefgebied")
        chosen: dict[str, Any] = {"domain": asked} if asked in GoalDomain.values else {}
        agreed = self.request.GET.get("afspraak")
        for result in results_of(self.version.plan):
            if str(result.public_id) == agreed:
                chosen = {"result": result, "domain": result.domain, "statement": result.text}
        return self.stored() | chosen

    def get_form(self, form_class: Any = None) -> Any:
        """With the results that were agreed to choose from."""
        form = super().get_form(form_class)
        if isinstance(form, GoalForm):
            form.offer(results_of(self.version.plan))
        return form

    def get_parts(self, data: QueryDict | None) -> Sequence[Part]:
        """Empty activities."""
        return [ActivityFormSet(data, prefix="activities")]

    def perform(self, form: Any) -> object:
        """Add the goal."""
        return add_goal(version=self.version, **self.given(form))

    def given(self, form: GoalForm) -> dict[str, Any]:
        """Who writes what over which revision."""
        [activities] = self.parts
        revision = form.cleaned_data["revision"]
        return {"actor": self.actor, "revision": revision, "values": form.values, "activities": activities.rows}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the activities."""
        return super().get_context_data(formset=next(iter(self.parts), None), **kwargs)


class ChangeGoal(AddGoal):
    """A goal that is in the draft."""

    title = "Doel wijzigen"
    done = "Opgeslagen."
    goal: Goal

    def load(self) -> None:
        """The goal with its version, for who may write the plan."""
        self.goal = writable_goal(self.request, self.kwargs["public_id"])
        self.version = self.goal.version

    def stored(self) -> dict[str, Any]:
        """What is stored, by field."""
        return GoalForm.initial_of(self.goal)

    def get_initial(self) -> dict[str, Any]:
        """What is stored."""
        return self.stored()

    def get_form(self, form_class: Any = None) -> Any:
        """With advice on what is stored; what comes back with errors has enough to read."""
        form = super().get_form(form_class)
        if isinstance(form, GoalForm) and not form.is_bound:
            form.advise(advice_on(self.goal))
        return form

    def get_parts(self, data: QueryDict | None) -> Sequence[Part]:
        """The activities, and room for more."""
        initial = [ActivityForm.initial_of(activity) for activity in self.goal.activities.all()]
        return [ActivityFormSet(data, prefix="activities", initial=initial)]

    def perform(self, form: Any) -> object:
        """Change the goal."""
        return change_goal(goal=self.goal, **self.given(form))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The goal itself too, for the link that removes it."""
        return super().get_context_data(goal=self.goal, **kwargs)


class RemoveGoal(ChangeGoal):
    """Ask before a goal goes; only the revision that was shown is sent."""

    form_class = RevisionForm
    template_name = "plans/goal_remove.html"
    title = submit_label = "Doel verwijderen"
    autosaves = False
    done = "Het doel is uit het plan verwijderd."

    def get_parts(self, data: QueryDict | None) -> Sequence[Part]:
        """Nothing else to fill in."""
        return ()

    def perform(self, form: Any) -> None:
        """Remove the goal."""
        remove_goal(actor=self.actor, goal=self.goal, revision=form.cleaned_data["revision"])
