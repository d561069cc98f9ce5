"""What the page of a case shows: the steps, the clocks, what is missing, and what to do now."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.urls import reverse

from clients.enums import CaseOrigin, CaseStatus, DecisionKind, Information, LetterKind, TermKind
from clients.models import Case, CaseTerm, ClientSystemMember, Decision, Suspension
from clients.rules.intake import untold
from clients.selectors.cases import WholeCase, standing_still, waits_for_allocation
from clients.services.case_clock import SUSPENDABLE
from clients.web.case_base import case_url

SOON_DAYS = 7
STATUS_KINDS = {
    CaseStatus.NOTIFIED: "info",
    CaseStatus.INVESTIGATION: "info",
    CaseStatus.REPORTED: "info",
    CaseStatus.APPLIED: "wait",
    CaseStatus.DECIDED: "ok",
    CaseStatus.ENDED: "neutral",
}
STEPS = (
    CaseStatus.NOTIFIED,
    CaseStatus.INVESTIGATION,
    CaseStatus.REPORTED,
    CaseStatus.APPLIED,
    CaseStatus.DECIDED,
)
PAGES = {
    "conversation_missing": ("clients:case_conversation", ""),
    "nobody_present": ("clients:case_conversation", "id_present-0-name"),
    "plan_unused": ("clients:case_findings", "id_plan_use"),
    "conclusion_missing": ("clients:case_findings", "id_conclusion"),
    "identity_missing": ("clients:case_identity", ""),
    "profile_incomplete": ("clients:case_profile", ""),
    "carer_unknown": ("clients:case_no_carer", ""),
}
"""Where to mend what is missing, by its code: the page, and the field on it."""

NEXT = {
    "clients:case_conversation": "Gesprek vastleggen",
    "clients:case_findings": "Bevindingen opschrijven",
    "clients:case_identity": "Identiteit vaststellen",
    "clients:case_profile": "Kenmerken invullen",
    "clients:case_no_carer": "Vastleggen wie er zorgt",
    "clients:case_carer": "Gesprek met wie zorgt vastleggen",
}


START = ("Onderzoek starten", "clients:case_start")
NEXT_OF = {
    CaseStatus.INVESTIGATION: ("Verslag versturen", "clients:case_report"),
    CaseStatus.REPORTED: ("Aanvraag vastleggen", "clients:case_apply"),
    CaseStatus.APPLIED: ("Besluit nemen", "clients:case_decide"),
}


@dataclass(frozen=True, slots=True)
class Badge:
    """A short label with a kind: ok, wait, no, info or neutral."""

    label: str
    kind: str


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that is missing, and the page on which to fill it in; no page for who may not."""

    text: str
    url: str
    page: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do now."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the law: done, now, todo, skipped or stopped."""

    label: str
    state: str
    word: str


@dataclass(frozen=True, slots=True)
class Clock:
    """A term with how it stands, and where to stop it or let it run."""

    term: CaseTerm
    badge: Badge
    suspension: Suspension | None
    past: Sequence[Suspension]
    suspend_url: str
    resume_url: str


def status_badge(case: Case) -> Badge:
    """How far the case is."""
    return Badge(str(case.get_status_display()), STATUS_KINDS[CaseStatus(case.status)])


def days_badge(days: int) -> Badge:
    """How many days are left."""
    if days < 0:
        return Badge("1 dag te laat" if days == -1 else f"{-days} dagen te laat", "no")
    if days == 0:
        return Badge("Vandaag de laatste dag", "wait")
    return Badge("Nog 1 dag" if days == 1 else f"Nog {days} dagen", "wait" if days <= SOON_DAYS else "info")


def term_badge(term: CaseTerm, case: Case, day: date) -> Badge:
    """How it stands with a term: met, standing still, or how many days are left."""
    if term.met_on is not None:
        is_late = term.due_on is not None and term.met_on > term.due_on
        return Badge("Te laat gehaald", "no") if is_late else Badge("Gehaald", "ok")
    if term.due_on is None:
        return Badge("Staat stil", "wait") if case.is_open else Badge("Gestopt", "neutral")
    days = (term.due_on - day).days
    if term.kind == TermKind.OBJECTION:
        return Badge(f"Bezwaar kan nog {days} dagen", "neutral") if days > 0 else Badge("Voorbij", "neutral")
    if not case.is_open or (term.kind == TermKind.PERSONAL_PLAN and days < 0):
        return Badge("Voorbij", "neutral")
    return days_badge(days)


def clocks(whole: WholeCase, day: date, *, may_write: bool) -> Iterator[Clock]:
    """The terms of the case, in the order in which they began."""
    case = whole.case
    for term in whole.terms:
        suspension = standing_still(term) if case.is_open else None
        may_stop = may_write and case.is_open and term.is_open and term.kind in SUSPENDABLE
        yield Clock(
            term=term,
            badge=term_badge(term, case, day),
            suspension=suspension,
            past=[one for one in term.suspensions.all() if one.ends_on is not None],
            suspend_url=_of_term("clients:case_suspend", term, case) if may_stop and suspension is None else "",
            resume_url=_of_term("clients:case_resume", term, case) if may_stop and suspension is not None else "",
        )


def steps(whole: WholeCase) -> list[Step]:
    """The steps of the law and where the case stands."""
    case = whole.case
    is_ended = case.status == CaseStatus.ENDED
    at = STEPS.index(CaseStatus(case.ended_at_step if is_ended else case.status))
    without_report = at >= STEPS.index(CaseStatus.APPLIED) and not _is_reported(whole)
    shown = []
    for number, step in enumerate(STEPS):
        state, word = "todo", "komt nog"
        if number < at or case.status == CaseStatus.DECIDED:
            is_skipped = without_report and step == CaseStatus.REPORTED
            state, word = ("skipped", "overgeslagen") if is_skipped else ("done", "gedaan")
        elif number == at:
            state, word = ("stopped", "hier gestopt") if is_ended else ("now", "hier bent u nu")
        elif is_ended:
            state, word = "skipped", "niet meer"
        shown.append(Step(str(step.label), state, word))
    return shown


def missing_lines(
    case: Case, faults: Iterable[ValidationError], *, may_write: bool, unheard: Sequence[str] = ()
) -> list[Missing]:
    """What a service says is missing, each with the place to mend it. `unheard` are public ids of carers."""
    lines = []
    for fault in faults:
        page, anchor = PAGES.get(str(fault.code), ("clients:case_findings", ""))
        more = {}
        if fault.code == "topic_missing":
            anchor = f"id_finding_{(fault.params or {})['topic']}"
        if fault.code == "carer_unheard":
            page = "clients:case_carer" if unheard else "clients:case_no_carer"
            more = {"member_id": unheard[0]} if unheard else {}
        url = case_url(page, case, **more) + (f"#{anchor}" if anchor else "") if may_write else ""
        lines.append(Missing(fault.messages[0], url, page))
    return lines


def unheard_carers(whole: WholeCase) -> list[str]:
    """The public ids of the carers with whom there was no talk yet."""
    heard = {talk.member_id for talk in whole.talks}
    return [str(carer.public_id) for carer in whole.carers if carer.pk not in heard]


def untold_lines(whole: WholeCase, *, may_write: bool) -> list[Missing]:
    """What must be told before the investigation begins."""
    lines = []
    if not whole.has_letter(LetterKind.RECEIPT):
        url = case_url("clients:case_confirm", whole.case) if may_write else ""
        lines.append(Missing("De bevestiging van de melding is nog niet verstuurd.", url, "clients:case_confirm"))
    page = case_url("clients:case_telling", whole.case)
    for what in untold(whole.told):
        url = f"{page}?what={what.value}" if may_write else ""
        lines.append(Missing(f"Dit is nog niet vastgelegd: {_lower(what)}.", url, "clients:case_telling"))
    for carer in untold_carers(whole):
        url = f"{page}?what={Information.CARER_SUPPORT.value}&member={carer.public_id}" if may_write else ""
        text = f"Dit is nog niet vastgelegd: gratis cliëntondersteuning aangeboden aan {carer.name}."
        lines.append(Missing(text, url, "clients:case_telling"))
    return lines


def untold_carers(whole: WholeCase) -> list[ClientSystemMember]:
    """Who cares for the client and was not told of independent support yet (art. 2.3.2 par. 3)."""
    told = {telling.member_id for telling in whole.tellings if telling.what == Information.CARER_SUPPORT}
    return [carer for carer in whole.carers if carer.pk not in told]


def is_investigated(whole: WholeCase) -> bool:
    """Whether the investigation goes on: it was begun, and the report was not sent."""
    found = whole.investigation
    return whole.case.is_open and found is not None and found.reported_on is None


def next_action(whole: WholeCase, missing: Sequence[Missing]) -> Action | None:
    """The one thing that brings the case further; None when nothing is left to do."""
    case = whole.case
    if case.is_urgent and not _is_urgently_decided(whole) and case.status in {"notified", "investigation"}:
        return _action("Spoedbesluit nemen", "clients:case_decide_urgently", case)
    if case.status == CaseStatus.NOTIFIED:
        return _from_notification(whole, missing)
    if case.status == CaseStatus.INVESTIGATION and missing:
        return Action(NEXT[missing[0].page], missing[0].url)
    if case.status in NEXT_OF:
        return _action(*NEXT_OF[CaseStatus(case.status)], case)
    waiting = next((one for one in whole.decisions if waits_for_allocation(one)), None)
    return Action("Product toewijzen", allocation_url(case, waiting)) if waiting else None


def allocation_url(case: Case, decision: Decision) -> str:
    """Where to allocate what the decision grants."""
    keys = {"public_id": case.client.public_id, "decision_id": decision.public_id}
    return reverse("clients:allocation_decided", kwargs=keys)


def other_actions(whole: WholeCase, day: date) -> Iterator[Action]:
    """What one may do as well, beside the next step."""
    case = whole.case
    if not case.is_open:
        return
    if case.is_urgent and not _is_urgently_decided(whole) and case.status in {"reported", "applied"}:
        yield _action("Spoedbesluit nemen", "clients:case_decide_urgently", case)
    if case.status in {"notified", "investigation"}:
        kind = TermKind.INVESTIGATION
        term = next((term for term in whole.terms if term.kind == kind and term.is_open), None)
        if case.origin == CaseOrigin.NOTIFICATION and term and term.due_on and term.due_on < day:
            yield _action("Aanvraag zonder verslag vastleggen", "clients:case_apply", case)
    if case.status == CaseStatus.APPLIED and not _is_reported(whole):  # the term had passed: it still has to be done
        step = ("Verslag versturen", "clients:case_report") if whole.investigation else START
        yield _action(*step, case)
    if not case.is_urgent:
        yield _action("Er is nu spoed", "clients:case_urgent", case)
    yield _action("Aanvraag beëindigen", "clients:case_end", case)


def _from_notification(whole: WholeCase, missing: Sequence[Missing]) -> Action:
    if not whole.has_letter(LetterKind.RECEIPT):
        return _action("Bevestiging versturen", "clients:case_confirm", whole.case)
    if missing:
        return Action("Voorlichting vastleggen", missing[0].url)
    return _action(*START, whole.case)


def _action(label: str, page: str, case: Case) -> Action:
    return Action(label, case_url(page, case))


def _of_term(page: str, term: CaseTerm, case: Case) -> str:
    return case_url(page, case, term_id=term.public_id)


def _is_reported(whole: WholeCase) -> bool:
    return whole.investigation is not None and whole.investigation.reported_on is not None


def _is_urgently_decided(whole: WholeCase) -> bool:
    return any(decision.kind == DecisionKind.URGENT for decision in whole.decisions)


def _lower(what: Information) -> str:
    label = str(what.label)
    return label[0].lower() + label[1:]
