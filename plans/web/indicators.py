"""The page on which is said what is needed when a plan begins."""

from typing import Any

from plans.forms import StartScoresForm
from plans.selectors import scores_before, start_need, start_scores
from plans.services.indicators import score_start
from plans.web.base import VersionFormView


class ScoreStart(VersionFormView):
    """How much supervision and proximity is needed at the start of a version."""

    form_class = StartScoresForm
    template_name = "plans/scores_form.html"
    title = "Toezicht en nabijheid bij het begin"
    done = "Wat nodig is, is opgeslagen."

    def stored(self) -> dict[str, Any]:
        """What was scored; at first what was scored last under this plan."""
        scores = start_scores(self.version) or scores_before(self.version.plan)
        return {"revision": self.version.revision} | {name: str(score) for name, score in scores.items()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say when nobody looked at the answers yet."""
        return super().get_context_data(is_carried_over=start_need(self.version).is_carried_over, **kwargs)

    def perform(self, form: StartScoresForm) -> object:
        """Keep the scores."""
        return score_start(
            actor=self.actor, version=self.version, revision=form.cleaned_data["revision"], scores=form.scores
        )
