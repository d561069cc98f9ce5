"""Reads of the intake: the cases of a client, and everything that belongs to one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from clients.enums import CaseStatus, DeliveryForm, TermKind
from clients.models import (
    Application,
    CarerTalk,
    Case,
    CaseTerm,
    Client,
    ClientSystemMember,
    Decision,
    Investigation,
    Letter,
    PersonalPlan,
    Suspension,
    Telling,
)
from clients.querysets import CaseQuerySet
from core.actors import Actor

CLOCK_OF = {
    CaseStatus.NOTIFIED: TermKind.INVESTIGATION,
    CaseStatus.INVESTIGATION: TermKind.INVESTIGATION,
    CaseStatus.APPLIED: TermKind.DECISION,
}
"""The term that presses while a case stands at a step."""

DECISION_PARTS = ("variant", "advised_variant", "decided_by", "amendment__decided_by", "revises__decision")
"""What the page of a case shows of its decisions."""

SUSPENSIONS = Prefetch("suspensions", queryset=Suspension.objects.order_by("starts_on", "pk"))


def cases_of(client: Client, actor: Actor) -> CaseQuerySet[Case]:
    """The cases of the client that the actor sees, the newest first, with their terms. Three queries."""
    terms = CaseTerm.objects.prefetch_related(SUSPENSIONS)
    return (
        Case.objects.visible_to(actor)
        .filter(client=client)
        .select_related("worker")
        .prefetch_related(Prefetch("terms", queryset=terms))
    )


def pressing_term(case: Case, terms: Sequence[CaseTerm]) -> CaseTerm | None:
    """The term that must be met at the step where the case stands; None when no clock runs."""
    kind = CLOCK_OF.get(CaseStatus(case.status))
    urgent = next((term for term in terms if term.kind == TermKind.URGENT and term.is_open), None)
    if urgent is not None and case.is_open:
        return urgent
    return next((term for term in terms if term.kind == kind and term.is_open), None)


def standing_still(term: CaseTerm) -> Suspension | None:
    """The suspension that holds the term now; None when it runs."""
    return next((one for one in term.suspensions.all() if one.ends_on is None), None)


@dataclass(frozen=True, slots=True)
class WholeCase:
    """A case with all its parts."""

    case: Case
    terms: Sequence[CaseTerm]
    tellings: Sequence[Telling]
    plan: PersonalPlan | None
    investigation: Investigation | None
    carers: Sequence[ClientSystemMember]
    """The carers in the client system of today."""
    talks: Sequence[CarerTalk]
    application: Application | None
    decisions: Sequence[Decision]
    letters: Sequence[Letter]

    @property
    def told(self) -> set[str]:
        """What was told already."""
        return {telling.what for telling in self.tellings}

    def has_letter(self, kind: str) -> bool:
        """Whether a letter of this kind was sent."""
        return any(letter.kind == kind for letter in self.letters)


def whole_case(case: Case, day: date) -> WholeCase:
    """Everything of one case, in a fixed number of queries. The words of the letters stay where they are."""
    investigation = Investigation.objects.filter(case=case).prefetch_related("present", "findings", "profile").first()
    if investigation is not None:
        investigation.case = case
    talks = CarerTalk.objects.filter(investigation=investigation).select_related("member") if investigation else ()
    return WholeCase(
        case=case,
        terms=list(case.terms.prefetch_related(SUSPENSIONS)),
        tellings=list(case.tellings.select_related("member")),
        plan=PersonalPlan.objects.filter(case=case).first(),
        investigation=investigation,
        carers=list(case.client.system.filter(is_informal_carer=True).active_on(day).order_by("name")),
        talks=list(talks),
        application=Application.objects.filter(case=case).first(),
        decisions=list(case.decisions.select_related(*DECISION_PARTS)),
        letters=list(case.letters.defer("document")),
    )


def waits_for_allocation(decision: Decision) -> bool:
    """Whether the decision grants care in kind for which nobody was asked to deliver it yet."""
    if decision.amended is not None:
        return False
    return decision.is_grant and decision.form == DeliveryForm.IN_KIND and not decision.allocations.exists()
