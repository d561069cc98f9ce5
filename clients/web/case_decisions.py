"""Forms of the application and of the decision, with the product advice beside it."""

from typing import Any

from clients.access import may_decide
from clients.enums import ProfileAnswer, ProfileFit
from clients.forms.decisions import ApplicationForm, DecisionForm, UrgentDecisionForm
from clients.models import Application, Decision
from clients.selectors.advice import Advice, advice_for, advise
from clients.services import decide, decide_urgently, record_application
from clients.web.case_base import DayFormView
from clients.web.case_investigation import investigation_of
from core.clock import today

FIT_KINDS = {
    ProfileFit.FITS: "ok",
    ProfileFit.PARTLY: "wait",
    ProfileFit.UNKNOWN: "info",
    ProfileFit.NOT: "no",
    ProfileFit.NO_PROFILE: "neutral",
}
ANSWER_KINDS = {ProfileAnswer.YES: "ok", ProfileAnswer.NO: "no", ProfileAnswer.UNKNOWN: "info"}
ANSWER_WORDS = {ProfileAnswer.YES: "Ja", ProfileAnswer.NO: "Nee", ProfileAnswer.UNKNOWN: "Onbekend"}


class RecordApplication(DayFormView):
    """The application."""

    form_class = ApplicationForm
    day_field = "applied_on"
    title = "Aanvraag vastleggen"
    done = "De aanvraag is vastgelegd. De termijn om te besluiten loopt nu."
    intro = "De cliënt vraagt na het verslag ondersteuning aan. Een ondertekend verslag telt ook als aanvraag."

    def perform(self, form: ApplicationForm) -> Application:
        """Record it."""
        return record_application(**self.values(form))


class DecisionFormView(DayFormView):
    """A decision, with the advice of the client's profile."""

    template_name = "clients/cases/decision.html"
    day_field = "decided_on"
    submit_label = "Besluit nemen"
    advice: Advice

    def may(self) -> bool:
        """Who takes decisions."""
        return may_decide(self.actor, self.case)

    def load(self) -> None:
        """The advice too."""
        super().load()
        investigation = investigation_of(self.case)
        self.advice = advise(investigation, today()) if investigation else advice_for({}, today())

    def get_form_kwargs(self) -> dict[str, Any]:
        """Add the products of today."""
        return super().get_form_kwargs() | {"variants": [row.variant for row in self.advice.rows]}

    def get_initial(self) -> dict[str, Any]:
        """The advised product."""
        advised = {"variant": self.advice.advised.public_id} if self.advice.advised else {}
        return super().get_initial() | advised

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the advice, requirement by requirement."""
        return super().get_context_data(
            advice=self.advice,
            advice_rows=[
                {
                    "row": row,
                    "kind": FIT_KINDS[row.fit.verdict],
                    "wishes": [
                        (one.wish, ANSWER_WORDS[one.answer], ANSWER_KINDS[one.answer]) for one in row.fit.weighed
                    ],
                }
                for row in self.advice.rows
            ],
            **kwargs,
        )


class Decide(DecisionFormView):
    """The decision on the application."""

    form_class = DecisionForm
    title = "Besluit nemen"
    done = "Het besluit is genomen. U vindt de brief bij ‘Brieven’."
    intro = "U beslist. Het systeem legt uit welk product past bij de kenmerken, en waarom."

    def perform(self, form: DecisionForm) -> Decision:
        """Decide."""
        return decide(**self.values(form))


class DecideUrgently(DecisionFormView):
    """The temporary decision of the urgent route."""

    form_class = UrgentDecisionForm
    title = "Spoedbesluit nemen"
    done = "Het tijdelijke besluit is genomen. Het onderzoek gaat gewoon door."
    intro = (
        "Bij spoed geeft u meteen tijdelijk hulp, tot het onderzoek klaar is (Wmo 2015, artikel 2.3.3). Vul altijd "
        "een einddatum in."
    )

    def perform(self, form: UrgentDecisionForm) -> Decision:
        """Decide."""
        return decide_urgently(**self.values(form))
