"""Reads over organisations and professionals."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils.crypto import constant_time_compare

from accounts.enums import ProvenBy
from accounts.models import User
from accounts.selectors import has_second_factor
from core.actors import Actor, Origin
from core.crypto import blind_index
from organisations.access import must_set_second_step
from organisations.enums import Level, ProofState, Role
from organisations.models import (
    ApiClient,
    ApiToken,
    CalendarFeed,
    Employment,
    Membership,
    PersonalCareCompetence,
    Professional,
    Qualification,
    TargetGroupExperience,
)
from organisations.querysets import ProfessionalQuerySet
from organisations.rules import levels_from, proof_state, rank, role_fits

FEED_CONTEXT: Final = "organisations.CalendarFeed"
TOKEN_CONTEXT: Final = "organisations.ApiToken"  # noqa: S105 - the name of a field
NO_FINGERPRINT: Final = "0" * 64
"""Of no secret: what is compared with when there is no feed."""


def memberships_of(user: User, day: date) -> list[Membership]:
    """The memberships that hold on `day`, with their organisation, in a fixed order.

    One whose role does not fit the kind of organisation counts for nothing: the database cannot refuse it,
    for the two stand in different tables, and scopes follow from role and kind together.
    """
    rows = Membership.objects.active_on(day).filter(user=user).select_related("organisation").order_by()
    # Sorted here: they are few, and every request asks for them; ORDER BY would make the query a third dearer.
    ordered = sorted(rows, key=lambda row: (row.organisation.name, row.pk))
    return [row for row in ordered if role_fits(row.role, row.organisation.kind)]


def care_professionals_of(provider_id: int, day: date) -> QuerySet[User]:
    """The accounts that act for the provider as a care professional on `day`, by name."""
    return members_of(provider_id, [Role.CARE_PROFESSIONAL], day)


def members_of(organisation_id: int, roles: Iterable[Role], day: date) -> QuerySet[User]:
    """The accounts that act for the organisation in one of these roles on `day`, by name."""
    memberships = Membership.objects.active_on(day).filter(
        user=OuterRef("pk"), organisation_id=organisation_id, role__in=list(roles)
    )
    return User.objects.filter(Exists(memberships), is_active=True).order_by("name", "pk")


def current_membership(memberships: Sequence[Membership], chosen: str) -> Membership | None:
    """The membership with the public id `chosen`, or else the first; None when there is none."""
    first = next(iter(memberships), None)
    return next((row for row in memberships if str(row.public_id) == chosen), first)


def actor_for(user: User, membership: Membership | None, origin: Origin) -> Actor:
    """The actor that a user is with this membership; without one an actor that sees no client."""
    return Actor(
        user_id=user.pk,
        user_uuid=user.public_id,
        user_label=user.name,
        organisation_id=membership.organisation_id if membership else None,
        organisation_uuid=membership.organisation.public_id if membership else None,
        organisation_label=membership.organisation.name if membership else "",
        organisation_kind=membership.organisation.kind if membership else "",
        role=membership.role if membership else "",
        is_administrator=user.is_superuser,
        origin=origin,
    )


def fingerprint_of(secret: str) -> str:
    """The keyed hash by which the secret of a calendar is known; there is no way back from it."""
    return blind_index(secret, FEED_CONTEXT)


def feed_with(public_id: UUID, secret: str) -> CalendarFeed | None:
    """The feed with this id, when this is its secret. As much work is done for an id that nobody has."""
    feed = CalendarFeed.objects.select_related("user").filter(public_id=public_id).first()
    known = feed.fingerprint if feed is not None else NO_FINGERPRINT
    return feed if constant_time_compare(fingerprint_of(secret), known) else None


def actors_of_feed(feed: CalendarFeed, day: date, origin: Origin) -> list[Actor]:
    """As whom a calendar is filled on `day`: its user under each membership, never as an administrator.

    Nobody when the user was switched off or has no membership left. Where a second step is demanded, nobody either
    when the address was made without one, or when its app was taken away since.
    """
    user = feed.user
    if not user.is_active:
        return []
    actors = [
        replace(actor_for(user, membership, origin), is_administrator=False) for membership in memberships_of(user, day)
    ]
    if settings.SECOND_FACTOR != "required" or _still_proven(feed):
        return actors
    return [actor for actor in actors if not must_set_second_step(actor, is_staff=user.is_staff)]


def _still_proven(feed: CalendarFeed) -> bool:
    match feed.proven_by:
        case ProvenBy.NOTHING:
            return False
        case ProvenBy.SINGLE_SIGN_ON:
            return True
        case _:
            return has_second_factor(feed.user)


def proven_level(professional: Professional, day: date) -> str | None:
    """The highest level with a verified diploma that is valid on `day`; None when nothing is proven."""
    levels = Qualification.objects.proven_on(day).filter(professional=professional).values_list("level", flat=True)
    return max(levels, key=rank, default=None)


def proven_levels(professionals: Iterable[Professional], day: date) -> dict[int, str]:
    """The highest proven level on `day` by primary key, in one query; who has none proven is not in it."""
    rows = professionals if isinstance(professionals, QuerySet) else list(professionals)
    levels: dict[int, str] = {}
    proven = Qualification.objects.proven_on(day).filter(professional__in=rows)
    for professional_id, level in proven.values_list("professional_id", "level"):
        levels[professional_id] = max(level, levels.get(professional_id, level), key=rank)
    return levels


def professionals_with_level(provider_id: int, level: str, day: date) -> ProfessionalQuerySet[Professional]:
    """Those employed by the provider on `day` with a level proven at or above the demanded one."""
    proof = Qualification.objects.proven_on(day).filter(professional=OuterRef("pk"), level__in=levels_from(level))
    return Professional.objects.employed_by(provider_id, day).filter(Exists(proof))


def employment_covers(professional: Professional, provider_id: int, day: date) -> bool:
    """Whether the professional works for the provider on `day`."""
    return Employment.objects.active_on(day).filter(professional=professional, provider_id=provider_id).exists()


@dataclass(frozen=True, slots=True)
class ProfessionalRow:
    """One line of the list of professionals."""

    professional: Professional
    level: str
    """In words; empty when no level is proven."""
    has_unproven: bool
    """Whether there are diplomas that do not count now."""
    target_groups: Sequence[str]
    has_competence: bool
    employment: Employment | None
    """The one of today, or else the latest."""


def with_file(professionals: ProfessionalQuerySet[Professional], actor: Actor) -> ProfessionalQuerySet[Professional]:
    """The professionals with all that the list and the page show, in a fixed number of queries."""
    latest = ("-starts_on", "-pk")
    employments = Employment.objects.visible_to(actor).select_related("provider").order_by(*latest)
    qualifications = Qualification.objects.select_related("verified_by").order_by(*latest)
    experience = TargetGroupExperience.objects.select_related("target_group").order_by(*latest)
    return (
        professionals.select_related("user")
        .prefetch_related(Prefetch("employments", employments))
        .prefetch_related(Prefetch("qualifications", qualifications))
        .prefetch_related(Prefetch("experience", experience))
        .prefetch_related(Prefetch("competences", PersonalCareCompetence.objects.order_by(*latest)))
    )


def professional_row(professional: Professional, day: date) -> ProfessionalRow:
    """What the list says of somebody on `day`; the professional comes from `with_file`."""
    proofs = qualification_rows(professional, day)
    best = max((row.qualification.level for row in proofs if row.counts), key=rank, default=None)
    employments = list(professional.employments.all())
    now = (employment for employment in employments if employment.period.contains(day))
    return ProfessionalRow(
        professional=professional,
        level=Level(best).label if best else "",
        has_unproven=any(not row.counts for row in proofs),
        target_groups=sorted({experience.target_group.name for experience in professional.experience.all()}),
        has_competence=any(competence.period.contains(day) for competence in professional.competences.all()),
        employment=next(now, next(iter(employments), None)),
    )


@dataclass(frozen=True, slots=True)
class QualificationRow:
    """A diploma with the answer to whether it counts on a day."""

    qualification: Qualification
    state: ProofState

    @property
    def counts(self) -> bool:
        """Whether it proves its level on that day."""
        return self.state == ProofState.PROVEN


def qualification_rows(professional: Professional, day: date) -> list[QualificationRow]:
    """The diplomas of a professional from `with_file`, each with its state on `day`."""
    return [
        QualificationRow(
            qualification,
            proof_state(
                qualification.starts_on,
                qualification.ends_on,
                qualification.verified_on,
                has_evidence=bool(qualification.evidence),
                day=day,
            ),
        )
        for qualification in professional.qualifications.all()
    ]


def token_digest(token: str) -> str:
    """The keyed hash by which a token of an API client is known; there is no way back from it."""
    return blind_index(token, TOKEN_CONTEXT)


def token_with(secret: str, moment: datetime) -> ApiToken | None:
    """The token with this text, with its client and organisation, when it still works at this moment."""
    rows = ApiToken.objects.select_related("client__organisation")
    return rows.filter(digest=token_digest(secret), expires_at__gt=moment, client__blocked_at=None).first()


def client_of_outside(outside_id: str) -> ApiClient | None:
    """The client that another issuer of tokens knows under this name, unless it is blocked."""
    rows = ApiClient.objects.select_related("organisation")
    return rows.filter(outside_id=outside_id, blocked_at=None).first() if outside_id else None


def actor_of_client(client: ApiClient, origin: Origin, role: str = Role.API_CLIENT) -> Actor:
    """The actor that an API client is in this role: no user, on behalf of its organisation, for its purpose."""
    organisation = client.organisation
    return Actor(
        user_uuid=client.public_id,
        user_label=f"API-client {client.name}",
        organisation_id=organisation.pk,
        organisation_uuid=organisation.public_id,
        organisation_label=organisation.name,
        organisation_kind=organisation.kind,
        role=role,
        purpose=client.purpose,
        origin=origin,
    )
