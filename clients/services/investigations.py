"""The investigation (onderzoek) with client and carer (Wmo 2015 art. 2.3.2 par. 1 to 8, art. 2.3.4)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction

from audit.enums import AuditEvent
from audit.services import record, snapshot
from clients.documents import report_document
from clients.enums import CaseStatus, Channel, Information, LetterKind, TermKind, Topic
from clients.models import (
    CarerTalk,
    Case,
    ClientSystemMember,
    Finding,
    Investigation,
    Letter,
    Present,
    ProfileItem,
)
from clients.rules.intake import Findings, check_day, check_told, missing_for_report
from clients.selectors.advice import profile_questions
from clients.services.case_steps import go, keep, meet_term, open_case, record_change, touch
from clients.services.checking import refuse_all_at_once, refuse_unknown
from clients.services.letters import send_letter
from core.actors import Actor
from core.clock import today
from core.errors import Conflict
from core.storing import store


class PresentDetails(TypedDict):
    """Somebody at the conversation."""

    name: str
    present_as: str


class CarerDetails(TypedDict):
    """What a carer said."""

    does: str
    can: str
    needs: str
    support_offered_on: date
    support_channel: str
    support_answer: str


class TraitAnswer(TypedDict):
    """The answer about one trait."""

    answer: str
    explanation: str


@transaction.atomic
def start_investigation(*, actor: Actor, case: Case, revision: int, started_on: date) -> Investigation:
    """Begin the investigation, once client and carers were told of the personal plan and of independent support.

    Who applied when the term had passed without a report (art. 2.3.2 par. 9) is investigated as well.
    Raises PermissionDenied, Conflict (`case_changed`, `case_closed`, `case_step`), ValidationError with one
    `not_told` for each thing that was not told, or `day_…`.
    """
    case = open_case(actor, case, revision)
    investigation = Investigation(case=case, started_on=started_on)
    told = set(case.tellings.values_list("what", flat=True))
    carers = ClientSystemMember.objects.filter(client=case.client_id, is_informal_carer=True).active_on(today())
    heard_of = case.tellings.filter(what=Information.CARER_SUPPORT).values("member")
    untold_carers = list(carers.exclude(pk__in=heard_of).values_list("name", flat=True))
    refuse_all_at_once(
        investigation,
        ("started_on", lambda: check_day(started_on, today=today(), since=case.notified_on)),
        ("__all__", lambda: check_told(told, untold_carers)),
    )
    if case.status == CaseStatus.APPLIED:  # the client applied when the term had passed; it still has to be done
        touch(case)
    else:
        go(actor, case, CaseStatus.INVESTIGATION)
    keep(actor, case, investigation)
    return investigation


@transaction.atomic
def record_conversation(
    *,
    actor: Actor,
    case: Case,
    revision: int,
    conversation_on: date,
    place: str,
    present: Sequence[PresentDetails],
) -> Investigation:
    """Write down when and where the conversation at the kitchen table was, and who were there.

    The given people take the place of those that were written down. Raises as `record_findings`, and
    ValidationError by field: `day_…`, `place`, `nobody_present`, `present_as`.
    """
    case, investigation = _at_work(actor, case, revision)
    before = snapshot(investigation)
    investigation.conversation_on, investigation.place = conversation_on, place
    people = [Present(investigation=investigation, **details) for details in present]
    refuse_all_at_once(
        investigation,
        ("conversation_on", lambda: check_day(conversation_on, today=today(), since=case.notified_on)),
        ("place", lambda: _filled(place, "Vul in waar het gesprek was.", "place")),
        ("present", lambda: _filled(people, "Vul minstens één aanwezige in.", "nobody_present")),
        ("present", lambda: _check_people(people)),
    )
    store(investigation)
    record_change(actor, case, investigation, before)
    _replace(actor, case, list(investigation.present.all()), people)
    touch(case)
    return investigation


@transaction.atomic
def record_findings(
    *, actor: Actor, case: Case, revision: int, findings: Mapping[str, str], plan_use: str = "", conclusion: str = ""
) -> Investigation:
    """Write down what was found, by topic a to g; an empty text takes a finding away.

    Also how the personal plan was used, and the outcome. Raises PermissionDenied, Conflict (`case_changed`,
    `case_closed`, `case_step`, `no_investigation`), ValidationError `finding_topic`.
    """
    case, investigation = _at_work(actor, case, revision)
    if unknown := set(findings) - set(Topic.values):
        raise ValidationError(f"Dit onderwerp bestaat niet: {', '.join(sorted(unknown))}.", code="finding_topic")
    _set(actor, case, investigation, plan_use=plan_use, conclusion=conclusion)
    written = {finding.topic: finding for finding in investigation.findings.all()}
    for topic, text in findings.items():
        finding = written.get(topic)
        if not text.strip():
            if finding is not None:
                record(actor=actor, event=AuditEvent.DELETED, target=finding, client=case.client.public_id)
                finding.delete()
        elif finding is None:
            keep(actor, case, Finding(investigation=investigation, topic=topic, text=text))
        elif finding.text != text:
            before = snapshot(finding)
            finding.text = text
            keep(actor, case, finding, before)
    touch(case)
    return investigation


@transaction.atomic
def record_carer_talk(
    *, actor: Actor, case: Case, revision: int, member: ClientSystemMember, **details: Unpack[CarerDetails]
) -> CarerTalk:
    """Write down what a carer does, can do and needs, and the support that was offered (art. 2.3.2 par. 3, 4 c, d).

    A second talk with the same person takes the place of the first. Raises as `record_findings`, and
    ValidationError by field: `other_client`, `day_…`.
    """
    case, investigation = _at_work(actor, case, revision)
    refuse_unknown(details, CarerDetails)
    if member.client_id != case.client_id:
        raise ValidationError({"member": ValidationError("Kies iemand uit dit cliëntsysteem.", code="other_client")})
    talk = investigation.carer_talks.filter(member=member).first() or CarerTalk(
        investigation=investigation, member=member
    )
    before = snapshot(talk) if talk.pk else None
    for name, value in details.items():
        setattr(talk, name, value)
    refuse_all_at_once(talk, ("support_offered_on", lambda: check_day(details["support_offered_on"], today=today())))
    keep(actor, case, talk, before)
    touch(case)
    return talk


@transaction.atomic
def explain_no_carer(*, actor: Actor, case: Case, revision: int, reason: str) -> Investigation:
    """Write down why no carer was heard; empty when one was. Raises as `record_findings`."""
    case, investigation = _at_work(actor, case, revision)
    _set(actor, case, investigation, no_carer_reason=reason)
    touch(case)
    return investigation


@transaction.atomic
def check_identity(*, actor: Actor, case: Case, revision: int, checked_on: date, document: str) -> Investigation:
    """Write down with which document the client's identity was checked; never its number (art. 2.3.4).

    Raises as `record_findings`, and ValidationError by field: `day_future`, `identity`.
    """
    case, investigation = _at_work(actor, case, revision)
    before = snapshot(investigation)
    investigation.identity_checked_on, investigation.identity_document = checked_on, document
    refuse_all_at_once(investigation, ("identity_checked_on", lambda: check_day(checked_on, today=today())))
    store(investigation)
    record_change(actor, case, investigation, before)
    touch(case)
    return investigation


@transaction.atomic
def record_profile(*, actor: Actor, case: Case, revision: int, answers: Mapping[str, TraitAnswer]) -> Investigation:
    """Write down which traits of the client profiles are there; the product advice follows from them.

    Raises as `record_findings`, and ValidationError `profile_trait` for a trait that no product asks about.
    """
    case, investigation = _at_work(actor, case, revision)
    asked = {question.trait for question in profile_questions(today())}
    if unknown := set(answers) - asked:
        raise ValidationError(f"Dit kenmerk bestaat niet: {', '.join(sorted(unknown))}.", code="profile_trait")
    written = {item.trait: item for item in investigation.profile.all()}
    for trait, given in answers.items():
        item = written.get(trait)
        if item is None:
            keep(actor, case, ProfileItem(investigation=investigation, trait=trait, **given))
        elif (item.answer, item.explanation) != (given["answer"], given["explanation"]):
            before = snapshot(item)
            item.answer, item.explanation = given["answer"], given["explanation"]
            keep(actor, case, item, before)
    touch(case)
    return investigation


@transaction.atomic
def send_report(*, actor: Actor, case: Case, revision: int, sent_on: date, channel: str = Channel.LETTER) -> Letter:
    """Send the report of the investigation to the client, and stop its clock (art. 2.3.2 par. 8).

    Raises as `record_findings`, and ValidationError with one error for each thing that is missing (codes of
    `clients.rules.intake.missing_for_report`) or `day_…`.
    """
    case, investigation = _at_work(actor, case, revision)
    faults = missing_of(investigation)
    try:
        check_day(sent_on, today=today(), since=investigation.conversation_on)
    except ValidationError as error:
        faults += error.error_list
    if faults:
        raise ValidationError(faults)
    before = snapshot(investigation)
    investigation.reported_on = sent_on
    store(investigation, "reported_on")
    record_change(actor, case, investigation, before)
    letter = send_letter(
        actor, case, LetterKind.REPORT, report_document(case, investigation, sent_on), sent_on=sent_on, channel=channel
    )
    meet_term(actor, case, TermKind.INVESTIGATION, sent_on)
    if case.status == CaseStatus.APPLIED:
        touch(case)
    else:
        go(actor, case, CaseStatus.REPORTED)
    return letter


def missing_of(investigation: Investigation) -> list[ValidationError]:
    """What is missing before the report can go to the client; empty when it can."""
    case = investigation.case
    carers = ClientSystemMember.objects.filter(client=case.client_id, is_informal_carer=True).active_on(today())
    return list(
        missing_for_report(
            Findings(
                conversation_on=investigation.conversation_on,
                place=investigation.place,
                present=investigation.present.count(),
                topics=set(investigation.findings.values_list("topic", flat=True)),
                has_personal_plan=hasattr(case, "personal_plan"),
                plan_use=investigation.plan_use,
                carers=set(carers.values_list("pk", flat=True)),
                carers_heard=set(investigation.carer_talks.values_list("member_id", flat=True)),
                no_carer_reason=investigation.no_carer_reason,
                identity_checked_on=investigation.identity_checked_on,
                traits={question.trait for question in profile_questions(today())},
                traits_answered=set(investigation.profile.values_list("trait", flat=True)),
                conclusion=investigation.conclusion,
            )
        )
    )


def _at_work(actor: Actor, case: Case, revision: int) -> tuple[Case, Investigation]:
    """The case and its investigation, while the report was not sent."""
    case = open_case(actor, case, revision)
    investigation = Investigation.objects.filter(case=case).first()
    if investigation is None:
        raise Conflict("Het onderzoek is nog niet begonnen. Start eerst het onderzoek.", code="no_investigation")
    if investigation.reported_on is not None:
        raise Conflict("Het verslag is al verstuurd. Het onderzoek kan niet meer veranderen.", code="case_step")
    investigation.case = case
    return case, investigation


def _set(actor: Actor, case: Case, investigation: Investigation, **values: str) -> None:
    before = snapshot(investigation)
    for name, value in values.items():
        setattr(investigation, name, value)
    store(investigation, *values)
    record_change(actor, case, investigation, before)


def _replace(actor: Actor, case: Case, old: Sequence[Present], new: Sequence[Present]) -> None:
    if [(one.name, one.present_as) for one in old] == [(one.name, one.present_as) for one in new]:
        return
    for person in old:
        record(actor=actor, event=AuditEvent.DELETED, target=person, client=case.client.public_id)
        person.delete()
    for person in new:
        keep(actor, case, person)


def _check_people(people: Sequence[Present]) -> None:
    faults = []
    for person in people:
        try:
            person.full_clean(exclude=["investigation"])
        except ValidationError as error:
            faults += [fault for errors in error.error_dict.values() for fault in errors]
    if faults:
        raise ValidationError(faults)


def _filled(value: object, message: str, code: str) -> None:
    if not value:
        raise ValidationError(message, code=code)
