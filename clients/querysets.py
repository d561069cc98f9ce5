from collections.abc import Callable
from typing import Self

from django.db.models import Exists, OuterRef, Q

from core.actors import Actor
from core.crypto import blind_index
from core.identifiers import normalise_bsn, normalise_postcode, search_key
from core.querysets import DatedScopedQuerySet, M, ScopedQuerySet
from organisations.enums import OrganisationKind, Role

BSN_CONTEXT = "clients.Client.bsn"
READS_FILES = {Role.CASE_WORKER, Role.MUNICIPAL_READER, Role.CARE_PROFESSIONAL}
READS_INTAKE = {Role.CASE_WORKER, Role.MUNICIPAL_READER}

NOTHING = Q(pk__in=[])


class ClientQuerySet(ScopedQuerySet[M]):
    """Clients: a municipality sees its inhabitants, a provider those allocated to it."""

    def visible_to(self, actor: Actor) -> Self:
        """Those whose file the actor may open; none for roles that open no files."""
        return self.filter(_scope(actor, of_provider=self._given_to))

    def _given_to(self, provider_id: int) -> Q:
        allocations = self.model._meta.get_field("allocations").related_model
        given = allocations._default_manager.filter(  # type: ignore[union-attr]
            client=OuterRef("pk"), provider_id=provider_id
        )
        return Q(Exists(given))

    def by_bsn(self, bsn: str) -> Self:
        """The client with this BSN, through the blind index; the number itself is never compared."""
        return self.filter(bsn_index=blind_index(normalise_bsn(bsn), BSN_CONTEXT))

    def named(self, text: str) -> Self:
        """Those whose name holds every word of the text, without regard to case or accents."""
        rows = self
        for word in search_key(text).split():
            rows = rows.filter(search_name__contains=word)
        return rows

    def in_postcode(self, text: str) -> Self:
        """Those in this postcode, or in all that begin with these digits."""
        return self.filter(postcode__startswith=normalise_postcode(text))

    def with_allocation(self, actor: Actor, condition: Q, *, wanted: bool = True) -> Self:
        """Those with (or without) an allocation that the actor sees and that meets the condition."""
        allocations = self.model._meta.get_field("allocations").related_model
        rows = allocations._default_manager.all().visible_to(actor)  # type: ignore[union-attr]
        found = Exists(rows.filter(condition, client=OuterRef("pk")))
        return self.filter(found if wanted else ~found)


class ClientPartQuerySet(DatedScopedQuerySet[M]):
    """Parts of a client's file; they follow the scope of the client."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the clients that the actor sees."""
        clients = self.model._meta.get_field("client").related_model
        return self.filter(client__in=clients._default_manager.all().visible_to(actor))  # type: ignore[union-attr]


class AllocationQuerySet(DatedScopedQuerySet[M]):
    """Allocations: a municipality sees its own, a provider those given to it, and no other provider's."""

    def visible_to(self, actor: Actor) -> Self:
        """Those that the actor's organisation gave or received."""
        return self.filter(_scope(actor, of_provider=lambda provider_id: Q(provider_id=provider_id)))


def _scope(actor: Actor, *, of_provider: Callable[[int], Q]) -> Q:
    """A municipality its own, a provider what `of_provider` says, nothing for roles that open no files."""
    if actor.role in READS_FILES and actor.organisation_id is not None:
        if actor.organisation_kind == OrganisationKind.MUNICIPALITY:
            return Q(municipality_id=actor.organisation_id)
        if actor.organisation_kind == OrganisationKind.PROVIDER:
            return of_provider(actor.organisation_id)
    return NOTHING


class CaseQuerySet(ScopedQuerySet[M]):
    """Cases: only the client's own municipality, for those who do or read the intake; never a provider."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the clients that the actor sees."""
        if actor.role not in READS_INTAKE or actor.organisation_kind != OrganisationKind.MUNICIPALITY:
            return self.none()
        path: str = self.model.client_path  # type: ignore[attr-defined]
        clients = self.model._meta.apps.get_model("clients.client")
        return self.filter(**{f"{path}__in": clients.objects.visible_to(actor)})


class CasePartQuerySet(CaseQuerySet[M]):
    """Parts of a case; they follow its scope."""


class MoveQuerySet(ScopedQuerySet[M]):
    """Moves: the municipality that somebody left, and the one that somebody came to, when the client agreed."""

    def visible_to(self, actor: Actor) -> Self:
        """Those from or to the actor's municipality, for case workers."""
        if actor.role != Role.CASE_WORKER or actor.organisation_kind != OrganisationKind.MUNICIPALITY:
            return self.none()
        here = actor.organisation_id
        return self.filter(Q(from_municipality=here) | Q(to_municipality=here, has_consent=True))
