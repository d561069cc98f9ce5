"""The demo's cases: each told from notification up to its own step, on days of its own."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from clients.enums import (
    Channel,
    DeliveryForm,
    Frequency,
    IdentityDocument,
    Information,
    Notifier,
    Outcome,
    PresentAs,
    ProfileAnswer,
    SupportAnswer,
    SuspensionGround,
    TermKind,
    Topic,
)
from clients.models import Case, Client, Decision
from clients.selectors.advice import advise, profile_questions
from clients.services import (
    check_identity,
    confirm_receipt,
    decide,
    explain_no_carer,
    record_application,
    record_carer_talk,
    record_conversation,
    record_findings,
    record_profile,
    record_telling,
    register_notification,
    send_report,
    start_investigation,
    suspend_term,
)
from core.actors import Actor
from core.clock import pretend
from products.models import ProductVariant

STEPS: Final = ["notified", "confirmed", "talked", "reported", "applied", "decided"]


def tell_case(
    story: Mapping[str, Any], person: Mapping[str, Any], client: Client, worker: Actor, today: date
) -> Decision | None:
    """Write the case of one client as far as `person` says; the decision, when it comes to one."""
    row = person["case"]
    step, notified_on = STEPS.index(row["step"]), today + timedelta(days=row["notified"])
    with pretend(notified_on):
        case = register_notification(
            actor=worker,
            client=client,
            notified_on=notified_on,
            notified_by=Notifier.MEMBER if row.get("by") else Notifier.CLIENT,
            notifier_name=row.get("by", ""),
            channel=Channel.PHONE,
            question=row["question"],
        )
    if step >= STEPS.index("confirmed"):
        day = min(notified_on + timedelta(days=1), today)
        with pretend(day):
            confirm_receipt(actor=worker, case=case, revision=_revision(case), sent_on=day)
            for carer in client.system.filter(is_informal_carer=True):
                record_telling(
                    actor=worker,
                    case=case,
                    revision=_revision(case),
                    what=Information.CARER_SUPPORT,
                    told_on=day,
                    channel=Channel.PHONE,
                    member=carer,
                )
            start_investigation(actor=worker, case=case, revision=_revision(case), started_on=day)
    if "suspended" in row:
        day = today + timedelta(days=row["suspended"])
        with pretend(day):
            suspend_term(
                actor=worker,
                case=case,
                revision=_revision(case),
                term=case.terms.get(kind=TermKind.INVESTIGATION),
                starts_on=day,
                ground=SuspensionGround.CONSENT,
                explanation=row["waits_for"],
            )
    if step >= STEPS.index("talked"):
        day = min(notified_on + timedelta(days=14), today)
        with pretend(day):
            _investigate(story["investigation"], case, worker, day, is_complete=step > STEPS.index("talked"))
    if step >= STEPS.index("reported"):
        day = min(notified_on + timedelta(days=21), today)
        with pretend(day):
            send_report(actor=worker, case=case, revision=_revision(case), sent_on=day)
    if step >= STEPS.index("applied"):
        day = min(notified_on + timedelta(days=24), today)
        with pretend(day):
            record_application(
                actor=worker, case=case, revision=_revision(case), applied_on=day, channel=Channel.LETTER
            )
    if step >= STEPS.index("decided"):
        day = min(notified_on + timedelta(days=30), today)
        with pretend(day):
            return _decide(person, case, worker, day, today)
    return None


def _revision(case: Case) -> int:
    case.refresh_from_db(fields=["revision"])
    return case.revision


def _investigate(texts: Mapping[str, Any], case: Case, worker: Actor, day: date, *, is_complete: bool) -> None:
    carers = list(case.client.system.filter(is_informal_carer=True))
    people = [
        {"name": case.client.name, "present_as": PresentAs.CLIENT},
        *({"name": carer.name, "present_as": PresentAs.CARER} for carer in carers),
        {"name": worker.user_label, "present_as": PresentAs.CASE_WORKER},
    ]
    record_conversation(
        actor=worker,
        case=case,
        revision=_revision(case),
        conversation_on=day,
        place="Bij de cliënt thuis",
        present=people,  # type: ignore[arg-type]  # a list of the same keys
    )
    topics = list(Topic) if is_complete else list(Topic)[:4]
    record_findings(
        actor=worker,
        case=case,
        revision=_revision(case),
        findings={topic.value: texts["findings"][topic.value] for topic in topics},
        conclusion=texts["conclusion"] if is_complete else "",
    )
    if not is_complete:
        return
    for carer in carers:
        record_carer_talk(
            actor=worker,
            case=case,
            revision=_revision(case),
            member=carer,
            **texts["carer"],
            support_offered_on=day,
            support_channel=Channel.HOME,
            support_answer=SupportAnswer.WANTED,
        )
    if not carers:
        explain_no_carer(actor=worker, case=case, revision=_revision(case), reason="Er is niemand in de buurt.")
    check_identity(
        actor=worker, case=case, revision=_revision(case), checked_on=day, document=IdentityDocument.IDENTITY_CARD
    )
    answers = {question.trait: {"answer": ProfileAnswer.YES, "explanation": ""} for question in profile_questions(day)}
    record_profile(actor=worker, case=case, revision=_revision(case), answers=answers)  # type: ignore[arg-type]


def _decide(person: Mapping[str, Any], case: Case, worker: Actor, day: date, today: date) -> Decision:
    """Grant what is going to be allocated."""
    starts_on = today + timedelta(days=person["from"])
    variant = ProductVariant.objects.get(code=person["product"])
    advised = advise(case.investigation, day).advised
    return decide(
        actor=worker,
        case=case,
        revision=_revision(case),
        outcome=Outcome.GRANTED,
        form=DeliveryForm.IN_KIND,
        variant=variant,
        volume=person["volume"],
        frequency=Frequency.WEEK,
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=person["days"]),
        reason=person["case"]["reason"],
        deviation_reason="" if advised == variant else "De cliënt kent deze groep al.",
        decided_on=day,
        reassess_on=starts_on + timedelta(days=person["case"]["reassess_after"]),
    )
