"""The intake as a story: each function brings a case one step further, with what an ordinary case needs."""

from datetime import date, timedelta
from typing import Any

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
    Topic,
)
from clients.models import Case, Client, ClientSystemMember, Decision, Telling
from clients.selectors.advice import profile_questions
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
)
from clients.services.investigations import PresentDetails
from core.actors import Actor
from core.clock import today
from products.models import ProductVariant

NOTIFICATION = {
    "notified_by": Notifier.CLIENT,
    "channel": Channel.PHONE,
    "question": "Overdag alleen thuis lukt niet meer.",
}


def notify(actor: Actor, client: Client, **changes: Any) -> Case:
    """A notification of today."""
    return register_notification(actor=actor, client=client, **{"notified_on": today(), **NOTIFICATION, **changes})


def fresh(case: Case) -> Case:
    """The case as it is stored now."""
    return Case.objects.select_related("client__municipality").get(pk=case.pk)


def tell_carer(actor: Actor, case: Case, member: ClientSystemMember) -> Telling:
    """Tell a carer of independent support, today."""
    return record_telling(
        actor=actor,
        case=case,
        revision=fresh(case).revision,
        what=Information.CARER_SUPPORT,
        told_on=today(),
        channel=Channel.PHONE,
        member=member,
    )


def investigate(actor: Actor, case: Case) -> Case:
    """Confirm receipt, tell the carers of independent support and start the investigation, today."""
    confirm_receipt(actor=actor, case=case, revision=fresh(case).revision, sent_on=today())
    for member in case.client.system.filter(is_informal_carer=True):
        tell_carer(actor, case, member)
    start_investigation(actor=actor, case=case, revision=fresh(case).revision, started_on=today())
    return fresh(case)


def fill_in(actor: Actor, case: Case, *, answer: str = ProfileAnswer.YES) -> Case:
    """Write down all that the report needs: conversation, topics a to g, carers, identity and profile."""
    people: list[PresentDetails] = [
        {"name": case.client.name, "present_as": PresentAs.CLIENT},
        {"name": actor.user_label, "present_as": PresentAs.CASE_WORKER},
    ]
    record_conversation(
        actor=actor,
        case=case,
        revision=fresh(case).revision,
        conversation_on=today(),
        place="Bij de cliënt thuis",
        present=people,
    )
    record_findings(
        actor=actor,
        case=case,
        revision=fresh(case).revision,
        findings={topic.value: f"Bevinding over {topic.label.lower()}." for topic in Topic},
        conclusion="Begeleiding in een groep past het best.",
    )
    carers = case.client.system.filter(is_informal_carer=True)
    for member in carers:
        record_carer_talk(
            actor=actor,
            case=case,
            revision=fresh(case).revision,
            member=member,
            does="Kookt en helpt bij het wassen.",
            can="Koken lukt nog, wassen niet meer.",
            needs="Twee dagen per week rust.",
            support_offered_on=today(),
            support_channel=Channel.HOME,
            support_answer=SupportAnswer.WANTED,
        )
    if not carers:
        explain_no_carer(actor=actor, case=case, revision=fresh(case).revision, reason="Er is niemand in de buurt.")
    check_identity(
        actor=actor,
        case=case,
        revision=fresh(case).revision,
        checked_on=today(),
        document=IdentityDocument.IDENTITY_CARD,
    )
    record_profile(
        actor=actor,
        case=case,
        revision=fresh(case).revision,
        answers={question.trait: {"answer": answer, "explanation": ""} for question in profile_questions(today())},
    )
    return fresh(case)


def report(actor: Actor, case: Case) -> Case:
    """Send the report, today."""
    send_report(actor=actor, case=case, revision=fresh(case).revision, sent_on=today())
    return fresh(case)


def apply(actor: Actor, case: Case) -> Case:
    """Record the application, today."""
    record_application(
        actor=actor, case=case, revision=fresh(case).revision, applied_on=today(), channel=Channel.LETTER
    )
    return fresh(case)


def grant(actor: Actor, case: Case, variant: ProductVariant | None, **changes: Any) -> Decision:
    """Grant four dagdelen per week in kind for a year, from next week."""
    starts_on = today() + timedelta(days=7)
    details: dict[str, Any] = {
        "outcome": Outcome.GRANTED,
        "form": DeliveryForm.IN_KIND,
        "variant": variant,
        "volume": 4,
        "frequency": Frequency.WEEK,
        "starts_on": starts_on,
        "ends_on": starts_on + timedelta(days=364),
        "reason": "Het onderzoek laat zien dat begeleiding in een groep nodig is.",
        "deviation_reason": "De cliënt kent deze groep.",
        "decided_on": today(),
        "reassess_on": date(2026, 12, 1),
        **changes,
    }
    return decide(actor=actor, case=case, revision=fresh(case).revision, **details)


def applied(actor: Actor, client: Client) -> Case:
    """A case that waits for its decision."""
    return apply(actor, report(actor, fill_in(actor, investigate(actor, notify(actor, client)))))
