"""Forms of the investigation: from its first day to the report."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse, QueryDict

from clients.enums import Channel, PresentAs
from clients.forms.investigation import (
    FINDING,
    CarerTalkForm,
    ConversationForm,
    FindingsForm,
    IdentityForm,
    NoCarerForm,
    PresentForm,
    PresentFormSet,
    ProfileForm,
    ReportForm,
    StartInvestigationForm,
)
from clients.models import CarerTalk, Case, ClientSystemMember, Investigation, Letter
from clients.selectors.advice import profile_questions
from clients.services import (
    check_identity,
    explain_no_carer,
    missing_of,
    record_carer_talk,
    record_conversation,
    record_findings,
    record_profile,
    send_report,
    start_investigation,
)
from clients.web.case_base import CaseFormView, DayFormView
from clients.web.case_presenting import Missing, missing_lines
from core.clock import today
from core.web.service_forms import CONFLICT, Part
from core.web.views import scoped_or_404


def investigation_of(case: Case) -> Investigation | None:
    """The investigation of the case as it is stored now."""
    investigation = Investigation.objects.filter(case=case).first()
    if investigation is not None:
        investigation.case = case
    return investigation


class StartInvestigation(DayFormView):
    """Begin."""

    form_class = StartInvestigationForm
    day_field = "started_on"
    title = "Onderzoek starten"
    submit_label = "Onderzoek starten"
    done = "Het onderzoek is begonnen."
    intro = "In het onderzoek zoekt u samen met de cliënt uit welke hulp past."

    def perform(self, form: StartInvestigationForm) -> Investigation:
        """Begin it."""
        return start_investigation(**self.values(form))


class InvestigationFormView(CaseFormView):
    """A form about an investigation that was begun."""

    fields: tuple[str, ...] = ()
    """The columns of the investigation that the form shows under their own names."""

    investigation: Investigation | None

    def load(self) -> None:
        """The investigation too."""
        super().load()
        self.investigation = investigation_of(self.case)

    def stored(self) -> dict[str, Any]:
        """What is stored."""
        if self.investigation is None:
            return super().stored()
        return super().stored() | {name: getattr(self.investigation, name) for name in self.fields}


class RecordConversation(InvestigationFormView):
    """The conversation: when, where, and who."""

    template_name = "clients/cases/conversation.html"
    form_class = ConversationForm
    fields = ("conversation_on", "place")
    title = "Gesprek vastleggen"
    done = "Het gesprek is vastgelegd."
    intro = "Wanneer en waar was het gesprek, en wie waren erbij? Laat regels leeg die u niet nodig heeft."

    def get_initial(self) -> dict[str, Any]:
        """What is stored, or a conversation at home today."""
        stored = self.stored()
        return stored | ({} if stored.get("conversation_on") else {"conversation_on": today()})

    def people(self) -> list[dict[str, str]]:
        """Who were there as it is stored."""
        present = self.investigation.present.all() if self.investigation else ()
        return [{"name": person.name, "present_as": person.present_as} for person in present]

    def expected(self) -> list[dict[str, str]]:
        """Who is there as a rule: the client, those who care, and the case worker."""
        carers = self.client.system.filter(is_informal_carer=True).active_on(today()).order_by("name")
        return [
            {"name": self.client.name, "present_as": PresentAs.CLIENT},
            *({"name": carer.name, "present_as": PresentAs.CARER} for carer in carers),
            {"name": self.actor.user_label, "present_as": PresentAs.CASE_WORKER},
        ]

    def get_parts(self, data: QueryDict | None) -> Sequence[Part]:
        """The people."""
        return [PresentFormSet(data, prefix="present", initial=self.people() or self.expected())]

    def perform(self, form: ConversationForm) -> Investigation:
        """Record it."""
        return record_conversation(**self.values(form), present=self.parts[0].rows)

    def show(self, form: Any, status: int = 200) -> HttpResponse:
        """After a conflict also who stands there now."""
        self.extra_context = {"people_now": self.people() if status == CONFLICT else []}
        return super().show(form, status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the rows, and where to mend what the service says about them."""
        formset = self.parts[0]
        kwargs["form"].target_of = dict.fromkeys(("nobody_present", "present_as"), "id_present-0-name")
        return super().get_context_data(formset=formset, person_fields=PresentForm.base_fields, **kwargs)


class RecordFindings(InvestigationFormView):
    """All seven topics on one page; what is not there yet may stay empty."""

    form_class = FindingsForm
    fields = ("plan_use", "conclusion")
    title = "Bevindingen"
    done = "De bevindingen zijn opgeslagen. U kunt later verdergaan."
    intro = (
        "De wet noemt zeven onderwerpen, a tot en met g. Schrijf bij elk op wat u samen zag. U mag tussendoor "
        "opslaan. Voor het verslag moeten alle onderwerpen er zijn."
    )

    def stored(self) -> dict[str, Any]:
        """The texts by topic too."""
        findings = self.investigation.findings.all() if self.investigation else ()
        return super().stored() | {f"{FINDING}{finding.topic}": finding.text for finding in findings}

    def perform(self, form: FindingsForm) -> Investigation:
        """Record them."""
        given = form.cleaned_data
        return record_findings(
            actor=self.actor,
            case=self.case,
            revision=given["revision"],
            findings=form.findings,
            plan_use=given["plan_use"],
            conclusion=given["conclusion"],
        )


class RecordCarerTalk(InvestigationFormView):
    """The talk with somebody who cares for the client."""

    template_name = "clients/cases/carer.html"
    form_class = CarerTalkForm
    title = "Gesprek met wie zorgt"
    done = "Het gesprek is vastgelegd."
    member: ClientSystemMember

    def load(self) -> None:
        """The person too."""
        super().load()
        rows = ClientSystemMember.objects.filter(client=self.client)
        self.member = scoped_or_404(rows, self.actor, public_id=self.kwargs["member_id"])
        self.title = f"Gesprek met {self.member.name}"

    def stored(self) -> dict[str, Any]:
        """What was written down before."""
        talk = CarerTalk.objects.filter(investigation=self.investigation, member=self.member).first()
        names = [name for name in CarerTalkForm.base_fields if name != "revision"]
        return super().stored() | ({name: getattr(talk, name) for name in names} if talk else {})

    def get_initial(self) -> dict[str, Any]:
        """Today, at home."""
        return {"support_offered_on": today(), "support_channel": Channel.HOME} | self.stored()

    def perform(self, form: CarerTalkForm) -> CarerTalk:
        """Record it."""
        return record_carer_talk(**self.values(form), member=self.member)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add who it is."""
        return super().get_context_data(member=self.member, **kwargs)


class ExplainNoCarer(InvestigationFormView):
    """Why nobody was heard."""

    form_class = NoCarerForm
    title = "Niemand gesproken die zorgt"
    done = "De reden is opgeslagen."
    intro = (
        "Staat er iemand in het cliëntsysteem die zorgt? Spreek die persoon dan als het kan. Lukt dat niet, "
        "schrijf hier op waarom."
    )

    def stored(self) -> dict[str, Any]:
        """The reason that is stored."""
        reason = {"reason": self.investigation.no_carer_reason} if self.investigation else {}
        return super().stored() | reason

    def perform(self, form: NoCarerForm) -> Investigation:
        """Record it."""
        return explain_no_carer(**self.values(form))


class CheckIdentity(InvestigationFormView):
    """The document that was shown."""

    form_class = IdentityForm
    fields = ("identity_checked_on", "identity_document")
    title = "Identiteit vaststellen"
    done = "De identiteit is vastgelegd."
    intro = "Bekijk het document zelf. Schrijf het nummer niet op en maak geen kopie."

    def get_initial(self) -> dict[str, Any]:
        """Today when nothing is stored yet."""
        stored = self.stored()
        return stored | ({} if stored.get("identity_checked_on") else {"identity_checked_on": today()})

    def perform(self, form: IdentityForm) -> Investigation:
        """Record it."""
        given = form.cleaned_data
        return check_identity(
            actor=self.actor,
            case=self.case,
            revision=given["revision"],
            checked_on=given["identity_checked_on"],
            document=given["identity_document"],
        )


class RecordProfile(InvestigationFormView):
    """The traits that the products ask about."""

    form_class = ProfileForm
    title = "Kenmerken van de cliënt"
    done = "De kenmerken zijn opgeslagen."
    intro = (
        "Kies per kenmerk wat u zag: ja, nee, of weet ik niet. Het systeem legt daarna uit welk product past. "
        "U beslist zelf."
    )

    def get_form_kwargs(self) -> dict[str, Any]:
        """Add what to ask today."""
        return super().get_form_kwargs() | {"questions": profile_questions(today())}

    def stored(self) -> dict[str, Any]:
        """The answers."""
        items = self.investigation.profile.all() if self.investigation else ()
        answers = {item.trait: (item.answer, item.explanation) for item in items}
        return super().stored() | ProfileForm.initial_of(answers)

    def perform(self, form: ProfileForm) -> Investigation:
        """Record them."""
        return record_profile(
            actor=self.actor, case=self.case, revision=form.cleaned_data["revision"], answers=form.answers
        )


class SendReport(InvestigationFormView):
    """Send the report, once nothing is missing."""

    template_name = "clients/cases/report.html"
    form_class = ReportForm
    title = "Verslag versturen"
    submit_label = "Verslag maken"
    done = "Het verslag is gemaakt. U vindt de brief bij ‘Brieven’."

    def get_initial(self) -> dict[str, Any]:
        """Today."""
        return self.stored() | {"sent_on": today()}

    def perform(self, form: ReportForm) -> Letter:
        """Send it."""
        return send_report(**self.values(form))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what is missing, and where to mend it."""
        missing: list[Missing] = []
        if self.investigation is not None and self.case.is_open:
            missing = missing_lines(self.case, missing_of(self.investigation), may_write=True)
        return super().get_context_data(missing=missing, **kwargs)
