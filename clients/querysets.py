"""Which rows of client files an actor sees. Who sees a file stands here and nowhere else.

- A municipality sees the files of its own inhabitants.
- A provider sees a client from allocation until some months after its end. Within that, a care professional sees
  those whose treatment team the professional is in, a planner and a quality officer all. A quality officer goes on
  seeing them after that, until they are destroyed.
- Whoever opened one file with a reason (break the glass, supervision, emergency) sees it for as long as that lasts.
- A file that the actor's organisation shields is there for the people who are named in the shield only.
- Anybody else sees nothing.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any, Self

from django.apps import apps
from django.conf import settings
from django.db import connections
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.expressions import RawSQL

from clients.enums import ImportStatus, OpeningGround
from clients.rules import access_since
from core.actors import Actor
from core.clock import now, today
from core.crypto import blind_index
from core.identifiers import normalise_bsn, normalise_postcode, search_key
from core.querysets import DatedScopedQuerySet, M, ScopedQuerySet, holds_on
from organisations.enums import Action, OrganisationKind, Role
from organisations.rules import role_fits, role_may

BSN_CONTEXT = "clients.Client.bsn"

NOTHING = Q(pk__in=[])

NAMED = "SELECT zorgregio_clients_named(%s, %s, %s)"
"""The keys of clients with these words in their name; see the migration `search_at_size`."""

SEES_FEW = {Role.CARE_PROFESSIONAL, Role.SUPERVISOR}
"""Who has so few clients that a search begins with them, and not with the name; and may have opened other files."""


def files_seen_by(actor: Actor, client: str = "") -> Q:
    """The condition on rows that they belong to a file which the actor sees.

    `client` is the way from a row to the client (`allocation__client`); empty when the row is the client.
    """
    key = f"{client}_id" if client else "pk"
    if actor.organisation_id is None:
        # A technical administrator in an emergency; nobody else has such an opening.
        if not actor.is_administrator:
            return NOTHING
        return Q(**{f"{key}__in": openings_of(actor).values("client_id")})
    if not _reads_files(actor):
        return NOTHING
    match actor.organisation_kind:
        case OrganisationKind.MUNICIPALITY:
            own = Q(**{f"{client}__municipality_id" if client else "municipality_id": actor.organisation_id})
        case OrganisationKind.PROVIDER:
            own = Q(**{f"{key}__in": _clients_of_provider(actor)})
        case OrganisationKind.SUPERVISOR:
            return Q(**{f"{key}__in": openings_of(actor).values("client_id")})
        case _:
            return NOTHING
    return own & Q(~Exists(shields_against(actor).filter(client=OuterRef(key))))


def on_own_side(actor: Actor, allocation: str = "") -> Q:
    """The condition that a row stands under an allocation to the actor's provider; others see all of a file.

    `allocation` is the way from a row to the allocation, with `__` at its end.
    """
    is_provider = actor.organisation_kind == OrganisationKind.PROVIDER
    return Q(**{f"{allocation}provider_id": actor.organisation_id}) if is_provider else Q()


def clients_of_provider(provider_id: int, *, since_ever: bool = False) -> Any:
    """Keys of the clients whose file the provider may have open today; `since_ever` also of those of long ago."""
    given = _rows("Allocation").filter(provider_id=provider_id)
    if not since_ever:
        last_days = access_since(today(), settings.FILE_ACCESS_AFTER_END_MONTHS)
        given = given.filter(Q(ends_on=None) | Q(ends_on__gte=last_days))
    return given.values("client_id")


def openings_of(actor: Actor) -> Any:
    """What the actor opened with a reason, on behalf of this organisation, and has open now."""
    return _rows("FileOpening").filter(
        user_id=actor.user_id, organisation_id=actor.organisation_id, expires_at__gt=now(), opened_at__lte=now()
    )


def shields_against(actor: Actor) -> Any:
    """The shields that today keep this actor, on behalf of this organisation, away from a file."""
    named = _rows("ShieldAccess").filter(holds_on(today()), shield=OuterRef("pk"), user_id=actor.user_id)
    return _rows("FileShield").filter(holds_on(today()), ~Exists(named), organisation_id=actor.organisation_id)


def _reads_files(actor: Actor) -> bool:
    return (
        actor.organisation_id is not None
        and role_may(actor.role, Action.READ_FILES)
        and role_fits(actor.role, actor.organisation_kind)
    )


def _clients_of_provider(actor: Actor) -> Any:
    provider_id = actor.organisation_id
    if provider_id is None:
        return []
    clients = clients_of_provider(provider_id, since_ever=actor.role == Role.QUALITY_OFFICER)
    if actor.role != Role.CARE_PROFESSIONAL:
        return clients
    own = _rows("TreatmentRelation").filter(holds_on(today()), user_id=actor.user_id, provider_id=provider_id)
    treated = own.filter(Exists(clients.filter(client_id=OuterRef("client_id")))).values("client_id")
    # A union and not two conditions: so the database begins at the few clients of one person, whatever their number.
    return treated.union(openings_of(actor).values("client_id"))


def _named(actor: Actor, text: str, most: int | None) -> list[Any]:
    return [actor.organisation_id, search_key(text).split(), most]


def _rows(model: str) -> Any:
    # Models stand above query sets, so they are looked up by name.
    return apps.get_model("clients", model)._default_manager.order_by()


class ClientQuerySet(ScopedQuerySet[M]):
    """Clients."""

    def visible_to(self, actor: Actor) -> Self:
        """Those whose file the actor may open; none for roles that open no files."""
        return self.filter(files_seen_by(actor))

    def by_bsn(self, bsn: str) -> Self:
        """The client with this BSN, through the blind index; the number itself is never compared."""
        return self.filter(bsn_index=blind_index(normalise_bsn(bsn), BSN_CONTEXT))

    def named(self, text: str) -> Self:
        """Those whose name holds every word of the text, without regard to case or accents."""
        rows = self
        for word in search_key(text).split():
            rows = rows.filter(search_name__contains=word)
        return rows

    def named_for(self, actor: Actor, text: str) -> Self:
        """As `named`, for what this actor sees: on PostgreSQL quick among a million."""
        if connections[self.db].vendor != "postgresql" or actor.role in SEES_FEW or not actor.organisation_id:
            return self.named(text)
        return self.filter(pk__in=RawSQL(NAMED, _named(actor, text, None)))  # noqa: S611

    def first_named_for(self, actor: Actor, text: str, most: int) -> tuple[Self, bool]:
        """As `named_for`; of a municipality at most so many, the first by name, and whether there are more.

        On other databases than PostgreSQL, and for everybody else, it is all of them: what a role leaves out of the
        files of an organisation is left out afterwards, so of the first some would be missed.
        """
        is_cut = actor.organisation_kind == OrganisationKind.MUNICIPALITY
        if connections[self.db].vendor != "postgresql" or not is_cut:
            return self.named_for(actor, text), False
        with connections[self.db].cursor() as cursor:
            cursor.execute(NAMED, _named(actor, text, most + 1))
            ids = [row[0] for row in cursor.fetchall()]
        return self.filter(pk__in=ids[:most]), len(ids) > most

    def in_postcode(self, text: str) -> Self:
        """Those in this postcode, or in all that begin with these digits."""
        return self.filter(postcode__begins=normalise_postcode(text))

    def with_allocation(self, actor: Actor, condition: Q, *, wanted: bool = True) -> Self:
        """Of clients that the actor sees: those with (or without) an allocation on the own side that fits."""
        rows = _rows("Allocation").filter(on_own_side(actor), condition, client=OuterRef("pk"))
        return self.filter(Exists(rows) if wanted else ~Exists(rows))


class ClientPartQuerySet(DatedScopedQuerySet[M]):
    """Parts of a client's file; they follow the scope of the client."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the clients that the actor sees."""
        return self.filter(files_seen_by(actor, "client"))


class AllocationQuerySet(DatedScopedQuerySet[M]):
    """Allocations: a municipality sees its own, a provider those given to it, and no other provider's."""

    def visible_to(self, actor: Actor) -> Self:
        """Those in files that the actor sees; for a provider those that it received."""
        return self.filter(files_seen_by(actor, "client"), on_own_side(actor))


class CaseQuerySet(ScopedQuerySet[M]):
    """Cases: only the client's own municipality, for those who do or read the intake; never a provider."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the clients that the actor sees."""
        if not role_may(actor.role, Action.READ_INTAKE):
            return self.none()
        path: str = self.model.client_path  # type: ignore[attr-defined]
        return self.filter(files_seen_by(actor, path))


class CasePartQuerySet(CaseQuerySet[M]):
    """Parts of a case; they follow its scope."""


class DecisionQuerySet(CasePartQuerySet[M]):
    """Decisions."""

    def still_holding(self, day: date) -> Self:
        """Without those that were revised or withdrawn from `day` or before, or from their own first day."""
        gone = Q(amendment__from_on__lte=day) | Q(amendment__from_on__lte=F("starts_on"))
        return self.exclude(gone)


class MoveQuerySet(ScopedQuerySet[M]):
    """Moves: the municipality that somebody left, and the one that somebody came to, when the client agreed."""

    def visible_to(self, actor: Actor) -> Self:
        """Those from or to the actor's municipality, for who does the intake."""
        if not role_may(actor.role, Action.DO_INTAKE) or actor.organisation_kind != OrganisationKind.MUNICIPALITY:
            return self.none()
        # Not a join: row security keeps the old file from the new municipality, and the move with it.
        own = _rows("Client").filter(files_seen_by(actor)).values("pk")
        return self.filter(Q(client_id__in=own) | Q(to_municipality=actor.organisation_id, has_consent=True))


class TreatmentQuerySet(DatedScopedQuerySet[M]):
    """Who treats whom. A treatment team is the business of its own provider, and of nobody else's."""

    def visible_to(self, actor: Actor) -> Self:
        """Those at the actor's provider, of the clients that the actor sees."""
        if actor.organisation_kind != OrganisationKind.PROVIDER:
            return self.none()
        return self.filter(files_seen_by(actor, "client"), provider_id=actor.organisation_id)


class AutosaveQuerySet(ScopedQuerySet[M]):
    """What people typed and did not save yet: the business of who typed it, and of nobody else."""

    def visible_to(self, actor: Actor) -> Self:
        """The actor's own on behalf of this organisation, about clients whose file the actor still sees."""
        if actor.user_id is None or actor.organisation_id is None:
            return self.none()
        own = {"user_id": actor.user_id, "organisation_id": actor.organisation_id}
        return self.filter(files_seen_by(actor, "client"), **own)

    def fresh(self) -> Self:
        """Those that are not too old, whether or not somebody cleaned up."""
        return self.filter(saved_at__gte=now() - timedelta(days=settings.AUTOSAVE_DAYS))


class SheetRunQuerySet(ScopedQuerySet[M]):
    """Sheets on their way in. The file itself stays in the database until somebody needs it."""

    def with_old_files(self, before: datetime) -> Self:
        """Those that still hold a file that was sent before this moment."""
        return self.filter(content__isnull=False, uploaded_at__lt=before)

    def stalled(self, before: datetime) -> Self:
        """Those that a worker took before this moment and never finished, and those that nobody took."""
        working = Q(status__in=[ImportStatus.CHECKING, ImportStatus.IMPORTING], claimed_at__lt=before)
        waiting = Q(status__in=[ImportStatus.UPLOADED, ImportStatus.CONFIRMED], moved_at__lt=before)
        return self.filter(working | waiting)


class ImportRunQuerySet(SheetRunQuerySet[M]):
    """Imports of a municipality."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the municipality, for who may import there."""
        fits = role_may(actor.role, Action.IMPORT_CLIENTS) and role_fits(actor.role, actor.organisation_kind)
        if not fits or actor.organisation_id is None:
            return self.none()
        return self.filter(municipality_id=actor.organisation_id).defer("content")


class OpeningQuerySet(ScopedQuerySet[M]):
    """Openings of files with a reason: for who reviews them, which is not who opened."""

    def visible_to(self, actor: Actor) -> Self:
        """Of a provider its own; of a municipality those in files of its inhabitants from outside the care."""
        if not role_may(actor.role, Action.REVIEW_OPENINGS) or actor.organisation_id is None:
            return self.none()
        if actor.organisation_kind == OrganisationKind.PROVIDER:
            return self.filter(organisation_id=actor.organisation_id)
        if actor.organisation_kind == OrganisationKind.MUNICIPALITY:
            return self.filter(municipality_id=actor.organisation_id).exclude(ground=OpeningGround.BREAK_GLASS)
        return self.none()

    def to_review(self) -> Self:
        """Those of which nobody said yet whether they were justified."""
        return self.filter(reviewed_at=None)


class ShieldQuerySet(DatedScopedQuerySet[M]):
    """Shields of files, and who is named in them: known to who sees the file on behalf of that organisation."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the actor's organisation, in files that the actor sees."""
        path: str = self.model.client_path  # type: ignore[attr-defined]
        own = path.removesuffix("client") + "organisation_id"
        return self.filter(files_seen_by(actor, path), **{own: actor.organisation_id})


class SignalReviewQuerySet(ScopedQuerySet[M]):
    """What was said of conspicuous access: known to the privacy officer of the municipality."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the actor's municipality."""
        fits = role_may(actor.role, Action.SEE_CONSPICUOUS_ACCESS) and role_fits(actor.role, actor.organisation_kind)
        if not fits or actor.organisation_id is None:
            return self.none()
        return self.filter(municipality_id=actor.organisation_id)


class RightsQuerySet(ScopedQuerySet[M]):
    """Requests about a file: those who handle them at the client's own municipality."""

    def visible_to(self, actor: Actor) -> Self:
        """Those about the files of the actor's municipality."""
        return self.filter(files_of_municipality(actor, {Action.HANDLE_RIGHTS_REQUESTS}, "client"))


class DestructionQuerySet(ScopedQuerySet[M]):
    """Proposals to destroy a file: those who propose or approve at the client's own municipality."""

    def visible_to(self, actor: Actor) -> Self:
        """Those about the files of the actor's municipality."""
        actions = {Action.HANDLE_RIGHTS_REQUESTS, Action.APPROVE_DESTRUCTION}
        return self.filter(files_of_municipality(actor, actions, "client"))


class DestructionPartQuerySet(ScopedQuerySet[M]):
    """Parts of a proposal; they follow its scope."""

    def visible_to(self, actor: Actor) -> Self:
        """Those about the files of the actor's municipality."""
        actions = {Action.HANDLE_RIGHTS_REQUESTS, Action.APPROVE_DESTRUCTION}
        return self.filter(files_of_municipality(actor, actions, "destruction__client"))


def files_of_municipality(actor: Actor, actions: Collection[Action], client: str = "") -> Q:
    """The condition that a row belongs to a file of the actor's municipality, for who may do one of `actions`.

    Wider than `files_seen_by` for a role that opens no files: a privacy officer does not read along, but does
    handle what is asked about a file. Whoever opens files gets none here that stays closed otherwise.
    """
    if not any(role_may(actor.role, action) for action in actions):
        return NOTHING
    if _reads_files(actor):
        return files_seen_by(actor, client)
    if actor.organisation_id is None or actor.organisation_kind != OrganisationKind.MUNICIPALITY:
        return NOTHING
    return Q(**{f"{client}__municipality_id" if client else "municipality_id": actor.organisation_id})
