"""Market consultations: a draft is published, providers are asked, and the answers come in a note of information.

A market consultation comes before a tender (Aanbestedingswet 2012 art. 2.25): whoever is asked hears the same, and what
one asks is answered to all, without a name.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse

from audit.enums import AuditEvent
from audit.services import Act, record, record_many, snapshot
from core.actors import Actor
from core.calendar import ONE_DAY
from core.clock import AMSTERDAM, end_of, now, today
from core.documents import document_hash
from core.errors import Conflict
from core.storing import store
from organisations.enums import Action
from organisations.models import CareProvider, Mail, Region
from organisations.rules import roles_that_may
from organisations.selectors import members_of
from organisations.services import post_mails
from products.access import may_answer_consultation, may_manage_products
from products.documents import note_document
from products.enums import VersionStatus
from products.models import ConsultedRequirement, Invitation, MarketConsultation, ProductVersion, Reaction
from products.rules.consultation import check_window, names_in
from products.selectors import contracted_providers
from products.services.versions import check_step, locked_version


@transaction.atomic
def publish_consultation(
    *,
    actor: Actor,
    version: ProductVersion,
    opens_at: datetime,
    closes_at: datetime,
    providers: Iterable[CareProvider] | None = None,
    introduction: str = "",
) -> MarketConsultation:
    """Show a draft to everybody and ask providers to react from `opens_at` up to `closes_at`.

    Asked are these `providers`, or all that have a contract in the region; each gets a mail when it opens. Raises
    PermissionDenied, Conflict when it is no draft any more, and ValidationError: `no_requirements`, `nobody_invited`,
    or by field as of `products.rules.consultation.check_window`.
    """
    version = locked_version(version)
    region = _region_of(actor)
    check_step(version, VersionStatus.CONSULTATION)
    check_window(opens_at, closes_at, day_begins=end_of(today() - ONE_DAY), now=now())
    before = snapshot(version)
    version.status = VersionStatus.CONSULTATION
    consultation = MarketConsultation(
        version=version, region=region, opens_at=opens_at, closes_at=closes_at, introduction=introduction.strip()
    )
    version.consultation_starts_on = opens_at.astimezone(AMSTERDAM).date()
    version.consultation_ends_on = (closes_at - timedelta(microseconds=1)).astimezone(AMSTERDAM).date()
    store(version, "status", "consultation_starts_on", "consultation_ends_on")
    record(actor=actor, event=AuditEvent.CHANGED, target=version, before=before)
    return _begin(actor, consultation, providers)


@transaction.atomic
def record_known_consultation(
    *, actor: Actor, version: ProductVersion, providers: Iterable[CareProvider] | None = None, introduction: str = ""
) -> MarketConsultation:
    """The consultation that the sheet of a version tells of, held over whole days, with the text of that version.

    Raises PermissionDenied, and ValidationError: `no_consultation` when the sheet tells of none, or as of
    `publish_consultation`.
    """
    version = locked_version(version)
    region = _region_of(actor)
    if version.consultation_starts_on is None or version.consultation_ends_on is None:
        raise ValidationError("Bij deze versie staat geen marktconsultatie.", code="no_consultation")
    consultation = MarketConsultation(
        version=version,
        region=region,
        opens_at=end_of(version.consultation_starts_on - ONE_DAY),
        closes_at=end_of(version.consultation_ends_on),
        introduction=introduction.strip(),
        has_fictional_reactions=True,
    )
    return _begin(actor, consultation, providers)


@transaction.atomic
def publish_note(*, actor: Actor, consultation: MarketConsultation) -> MarketConsultation:
    """Publish the note of information: every reaction with its answer, without names. It never changes after this.

    Raises PermissionDenied, Conflict when it was published already, and ValidationError: `consultation_open`,
    `unanswered`, or one `names_in_note` for each text in which a provider or a writer is named.
    """
    consultation = locked_consultation(actor, consultation)
    reactions = list(consultation.reactions.select_related("about", "written_by"))
    check_answered(reactions)
    check_anonymous(consultation, reactions)
    before = snapshot(consultation)
    consultation.note_published_at = now()
    consultation.note_document = note_document(consultation, reactions)
    consultation.note_sha256 = document_hash(consultation.note_document)
    store(consultation, "note_published_at", "note_document", "note_sha256")
    record(actor=actor, event=AuditEvent.CHANGED, target=consultation, before=before)
    _tell(consultation, "nota", "Nota van inlichtingen", "products/consultation_note", now())
    return consultation


def locked_consultation(actor: Actor, consultation: MarketConsultation) -> MarketConsultation:
    """The consultation as it is now, for who answers it. Raises as of `publish_note`."""
    fresh = (
        MarketConsultation.objects.select_for_update(of=("self",))
        .select_related("version__variant", "region")
        .get(pk=consultation.pk)
    )
    if not may_answer_consultation(actor, fresh):
        raise PermissionDenied
    if now() < fresh.closes_at:
        raise ValidationError(
            f"Aanbieders kunnen reageren {fresh.closes}. Dit kan pas daarna.", code="consultation_open"
        )
    if fresh.note_published_at is not None:
        raise Conflict("De nota van inlichtingen is al gepubliceerd en verandert niet meer.", code="note_published")
    return fresh


def check_answered(reactions: Iterable[Reaction]) -> None:
    """Every reaction has an answer. Raises ValidationError `unanswered`."""
    number = sum(not reaction.answer for reaction in reactions)
    if number:
        words = "1 reactie heeft" if number == 1 else f"{number} reacties hebben"
        raise ValidationError(f"{words} nog geen antwoord. Beantwoord eerst alle reacties.", code="unanswered")


def check_anonymous(consultation: MarketConsultation, reactions: Iterable[Reaction]) -> None:
    """No text names a provider or who wrote it. Raises ValidationError with one `names_in_note` for each that does."""
    reactions = list(reactions)
    names = [*CareProvider.objects.values_list("name", flat=True)]
    names += sorted({reaction.written_by.name for reaction in reactions})
    faults = [
        ValidationError(
            f"{reaction}: in {where} staat ‘{found[0]}’. Haal de naam weg; in de nota staan geen namen.",
            code="names_in_note",
        )
        for reaction in reactions
        for where, text in (("de reactie", reaction.in_note), ("het antwoord", reaction.answer))
        if (found := names_in(text, names))
    ]
    if faults:
        raise ValidationError(faults)


def _region_of(actor: Actor) -> Region:
    """The region for which the actor manages products."""
    if not may_manage_products(actor) or actor.organisation_id is None:
        raise PermissionDenied
    return Region.objects.get(pk=actor.organisation_id)


def _begin(
    actor: Actor, consultation: MarketConsultation, providers: Iterable[CareProvider] | None
) -> MarketConsultation:
    version = consultation.version
    requirements = list(version.requirements.all())
    if not requirements:
        raise ValidationError("Deze versie heeft nog geen eisen. Voeg die eerst toe.", code="no_requirements")
    asked = list(contracted_providers(consultation.region) if providers is None else providers)
    if not asked:
        raise ValidationError("Er is geen aanbieder om te vragen. Kies minstens één aanbieder.", code="nobody_invited")
    consultation.published_at = now()
    store(consultation)
    record(actor=actor, event=AuditEvent.CREATED, target=consultation)
    texts = [
        ConsultedRequirement(
            consultation=consultation,
            code=one.code,
            category=one.category,
            statement=one.statement,
            rule=one.rule_sentence,
            position=one.position,
        )
        for one in requirements
    ]
    ConsultedRequirement.objects.bulk_create(texts)
    invitations = [Invitation(consultation=consultation, provider=provider) for provider in asked]
    Invitation.objects.bulk_create(invitations)
    record_many(actor=actor, event=AuditEvent.CREATED, acts=[Act(target=row) for row in (*texts, *invitations)])
    _tell(consultation, "opening", "Marktconsultatie", "products/consultation_opens", max(now(), consultation.opens_at))
    return consultation


def _tell(consultation: MarketConsultation, what: str, subject: str, template: str, moment: datetime) -> None:
    """Mail who may react for a provider that was asked; each once."""
    roles = roles_that_may(Action.REACT_TO_CONSULTATIONS)
    product = consultation.version.variant.name
    context = {
        "product": product,
        "window": consultation.window,
        "path": reverse("products:consultation_detail", args=[consultation.public_id]),
    }
    users = {
        user.pk
        for invitation in consultation.invitations.all()
        for user in members_of(invitation.provider_id, roles, today())
    }
    post_mails(
        [
            Mail(
                user_id=user,
                key=f"marktconsultatie:{consultation.public_id}:{what}:{user}",
                template=template,
                subject=f"{subject} {product}",
                context=context,
                not_before=moment,
            )
            for user in sorted(users)
        ]
    )
