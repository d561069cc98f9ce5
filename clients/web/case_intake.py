"""Forms from notification to personal plan, and the clock and the end of a case."""

from typing import Any
from uuid import UUID

from django.http import Http404

from clients.access import may_notify, may_read_cases
from clients.enums import CaseOrigin, Notifier
from clients.forms.intake import (
    EndCaseForm,
    NotificationForm,
    PersonalPlanForm,
    ReassessmentForm,
    ReceiptForm,
    ResumeForm,
    SuspensionForm,
    TellingForm,
)
from clients.models import Case, CaseTerm, Letter, PersonalPlan, Suspension, Telling
from clients.services import (
    confirm_receipt,
    end_case,
    receive_personal_plan,
    record_telling,
    register_notification,
    resume_term,
    suspend_term,
)
from clients.web.case_base import TAB, CaseFormView, DayFormView, case_url
from clients.web.files import FileFormView
from core.clock import today
from core.web.views import scoped_or_404


class NewCase(FileFormView):
    """A notification of somebody who has a file."""

    template_name = "clients/cases/new.html"
    form_class: Any = NotificationForm
    tab = TAB
    tab_label = "Aanvragen"
    back = "clients:cases"
    title = "Nieuwe melding"
    submit_label = "Melding vastleggen"
    done = "De melding is vastgelegd als zaak {.number}. De termijnen lopen nu."

    def may(self) -> bool:
        """Who takes notifications; for who does not read the intake the page does not exist."""
        if not may_read_cases(self.actor, self.client):
            raise Http404
        return may_notify(self.actor, self.client)

    def get_initial(self) -> dict[str, Any]:
        """Today."""
        return {"notified_on": today()}

    def perform(self, form: Any) -> Case:
        """Open the case."""
        return register_notification(actor=self.actor, client=self.client, **form.cleaned_data)

    def done_url(self, saved: Case) -> str:
        """The new case."""
        return case_url("clients:case", saved)


class NewReassessment(NewCase):
    """The municipality looks again (Wmo 2015 art. 2.3.9)."""

    template_name = "clients/cases/reassessment.html"
    form_class = ReassessmentForm
    title = "Heronderzoek beginnen"
    submit_label = "Heronderzoek beginnen"
    done = "Het heronderzoek is begonnen als zaak {.number}."

    def get_initial(self) -> dict[str, Any]:
        """The question is the same for everybody."""
        return super().get_initial() | {"question": "Past de hulp nog bij wat de cliënt nodig heeft?"}

    def perform(self, form: ReassessmentForm) -> Case:
        """Open the case."""
        return register_notification(
            actor=self.actor,
            client=self.client,
            origin=CaseOrigin.REASSESSMENT,
            notified_by=Notifier.MUNICIPALITY,
            **form.cleaned_data,
        )


class ConfirmReceipt(DayFormView):
    """Confirm the notification."""

    form_class = ReceiptForm
    day_field = "sent_on"
    title = "Bevestiging versturen"
    submit_label = "Brief maken"
    done = "De bevestiging is gemaakt. U vindt de brief bij ‘Brieven’."
    intro = (
        "De cliënt krijgt een brief: wij hebben uw melding ontvangen. In de brief staat ook dat de cliënt een "
        "persoonlijk plan mag geven, en dat gratis cliëntondersteuning er is."
    )

    def perform(self, form: ReceiptForm) -> Letter:
        """Write the letter."""
        return confirm_receipt(**self.values(form))


class RecordTelling(DayFormView):
    """Write down what somebody was told."""

    form_class = TellingForm
    day_field = "told_on"
    title = "Voorlichting vastleggen"
    done = "De voorlichting is vastgelegd."
    intro = "Schrijf op wat u vertelde, wanneer en hoe. De wet vraagt dat u dit doet."

    def members(self) -> Any:
        """The client system of today."""
        return self.client.system.active_on(today()).order_by("name")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Add whom one can have told."""
        return super().get_form_kwargs() | {"members": self.members()}

    def get_initial(self) -> dict[str, Any]:
        """What a link asks for."""
        asked = {name: self.request.GET.get(name, "") for name in ("what", "member")}
        return super().get_initial() | asked

    def perform(self, form: TellingForm) -> Telling:
        """Record it."""
        return record_telling(**self.values(form))


class ReceivePlan(DayFormView):
    """The personal plan of the client."""

    form_class = PersonalPlanForm
    day_field = "received_on"
    title = "Persoonlijk plan"
    done = "Het persoonlijk plan is opgeslagen."
    intro = "In een persoonlijk plan schrijft de cliënt zelf welke hulp past. U gebruikt het in het onderzoek."

    def stored(self) -> dict[str, Any]:
        """The plan that is there; without one, nothing."""
        plan = PersonalPlan.objects.filter(case=self.case).first()
        there = {"received_on": plan.received_on, "summary": plan.summary} if plan else {}
        return super().stored() | there

    def get_initial(self) -> dict[str, Any]:
        """What is there."""
        return super().get_initial() | self.stored()

    def perform(self, form: PersonalPlanForm) -> PersonalPlan:
        """Keep it."""
        return receive_personal_plan(**self.values(form))


class TermFormView(CaseFormView):
    """A form about one term."""

    term: CaseTerm

    def load(self) -> None:
        """The term too."""
        super().load()
        term_id: UUID = self.kwargs["term_id"]
        self.term = scoped_or_404(CaseTerm.objects.filter(case=self.case), self.actor, public_id=term_id)

    def values(self, form: Any) -> dict[str, Any]:
        """Add the term."""
        return super().values(form) | {"term": self.term}


class SuspendTerm(TermFormView):
    """Let the clock stand still."""

    form_class = SuspensionForm
    title = "Termijn stilzetten"
    submit_label = "Stilzetten"
    done = "De termijn staat nu stil. Zet hem weer aan zodra u verder kunt."
    intro = "Een termijn mag alleen stilstaan op een grond uit de wet (Algemene wet bestuursrecht, artikel 4:15)."

    def get_initial(self) -> dict[str, Any]:
        """Today."""
        return super().get_initial() | {"starts_on": today()}

    def perform(self, form: SuspensionForm) -> Suspension:
        """Suspend it."""
        return suspend_term(**self.values(form))


class ResumeTerm(TermFormView):
    """Let the clock run again."""

    form_class = ResumeForm
    title = "Termijn weer laten lopen"
    submit_label = "Weer laten lopen"
    done = "De termijn loopt weer. De uiterste dag is opgeschoven met de dagen dat hij stilstond."

    def get_initial(self) -> dict[str, Any]:
        """Today."""
        return super().get_initial() | {"resumes_on": today()}

    def perform(self, form: ResumeForm) -> CaseTerm:
        """Resume it."""
        return resume_term(**self.values(form))


class EndCase(DayFormView):
    """End a case before a decision."""

    form_class = EndCaseForm
    day_field = "ended_on"
    title = "Aanvraag beëindigen"
    submit_label = "Beëindigen"
    done = "De aanvraag is beëindigd. Wat er stond, blijft bewaard."
    intro = "De cliënt gaat niet verder, of vraagt na het onderzoek niets aan. Er komt dan geen besluit."

    def perform(self, form: EndCaseForm) -> Case:
        """End it."""
        return end_case(**self.values(form))
