from datetime import datetime
from typing import Any, Self

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, Subquery

from clients.querysets import files_seen_by, on_own_side
from compliance.enums import ANSWERS, Basis, Ruling, StepKind
from core.actors import Actor
from core.querysets import M, ScopedQuerySet
from delivery.querysets import GroupQuerySet
from organisations.enums import Action, OrganisationKind
from organisations.querysets import REGIONS_OF_PROVIDER
from organisations.rules import role_fits, role_may

NOTHING = Q(pk__in=[])


def providers_watched_by(actor: Actor) -> Q:
    """The condition on care providers that the actor sees how they comply.

    A provider sees itself, a municipality where it allocated care, a region whom it contracted, and a supervisor whom
    its region contracted (Wmo 2015 art. 6.1).
    """
    if not (role_may(actor.role, Action.SEE_COMPLIANCE) and role_fits(actor.role, actor.organisation_kind)):
        return NOTHING
    match actor.organisation_kind:
        case OrganisationKind.PROVIDER:
            return Q(pk=actor.organisation_id)
        case OrganisationKind.MUNICIPALITY:
            allocations = apps.get_model("clients", "Allocation")._default_manager.order_by()
            own = Q(municipality=actor.organisation_id, provider=OuterRef("pk"))
            return Q(Exists(allocations.filter(own)))
        case OrganisationKind.REGION:
            contracted = _providers().filter(**{REGIONS_OF_PROVIDER: actor.organisation_id})
            return Q(pk__in=contracted.values("pk"))
        case OrganisationKind.SUPERVISOR:
            overseen = _providers().filter(contracts__framework__region__supervisors=actor.organisation_id)
            return Q(pk__in=overseen.values("pk"))
    return NOTHING


class OutcomeQuerySet(GroupQuerySet[M]):
    """What checks say of dagdelen: for who sees the group."""

    path = "session__group__"

    def current(self) -> Self:
        """What stands now."""
        return self.filter(superseded_at__isnull=True)

    def known_at(self, moment: datetime) -> Self:
        """What stood at that moment."""
        return self.filter(computed_at__lte=moment).exclude(superseded_at__lte=moment)

    def realised(self) -> Self:
        """How it went, and not how it was planned."""
        return self.filter(basis=Basis.REALISED)


class FindingQuerySet(ScopedQuerySet[M]):
    """What was found not to be met. About a group it is about nobody; about a file it names no person."""

    path = ""
    """The way from a row to its finding."""

    def visible_to(self, actor: Actor) -> Self:
        """A provider sees its own, a municipality those about its inhabitants; others only those about groups."""
        watched = Q(**{f"{self.path}provider__in": _providers().filter(providers_watched_by(actor)).values("pk")})
        match actor.organisation_kind:
            case OrganisationKind.PROVIDER:
                return self.filter(watched)
            case OrganisationKind.MUNICIPALITY:
                involved = apps.get_model("compliance", "Involved")._default_manager
                own = involved.filter(municipality=actor.organisation_id).order_by().values("finding")
                return self.filter(watched, **{f"{self.path}pk__in": own})
        return self.filter(watched, **{f"{self.path}allocation__isnull": True})

    def standing(self) -> Self:
        """Those of which the requirement is still not met."""
        return self.filter(met_again_on__isnull=True, withdrawn_at__isnull=True)

    def with_answers(self) -> Self:
        """With `is_answered`: whether the provider wrote something."""
        return self.annotate(is_answered=Exists(_steps().filter(kind__in=ANSWERS)))

    def to_answer(self) -> Self:
        """Those of which the provider said nothing yet, or has no plan although a municipality wants one."""
        wants_plan = Q(Exists(_steps().filter(ruling=Ruling.IMPROVE)))
        has_plan = Q(Exists(_steps().filter(kind=StepKind.IMPROVEMENT)))
        unsaid = ~Q(Exists(_steps().filter(kind__in=ANSWERS)))
        return self.filter(unsaid | wants_plan & ~has_plan, withdrawn_at__isnull=True)

    def to_judge(self, municipality: int | None) -> Self:
        """Those of which the provider wrote something since this municipality judged last; None is any of them."""
        said = _steps().filter(kind__in=ANSWERS).order_by("-pk").values("pk")
        judged = _steps().filter(kind=StepKind.JUDGEMENT, pk__gt=OuterRef("last_answer"))
        if municipality is not None:
            judged = judged.filter(municipality=municipality)
        rows = self.annotate(last_answer=Subquery(said[:1])).filter(withdrawn_at__isnull=True)
        return rows.filter(~Exists(judged), last_answer__isnull=False)


class OfFindingQuerySet(FindingQuerySet[M]):
    """What belongs to a finding."""

    path = "finding__"


class JudgementQuerySet(ScopedQuerySet[M]):
    """Judgements on a provider, or on a group of it. They are about nobody's file."""

    def visible_to(self, actor: Actor) -> Self:
        """Those on providers of which the actor sees how they comply, whoever judged."""
        return self.filter(provider__in=_providers().filter(providers_watched_by(actor)).values("pk"))


class FileJudgementQuerySet(ScopedQuerySet[M]):
    """Judgements on what is in a file follow the scope of the file and of the allocation, as plans do."""

    def visible_to(self, actor: Actor) -> Self:
        """Those in files that the actor sees; for a provider those under allocations that it received."""
        if not role_may(actor.role, Action.SEE_COMPLIANCE):
            return self.none()
        return self.filter(files_seen_by(actor, "allocation__client"), on_own_side(actor, "allocation__"))


def _providers() -> Any:
    # Found by name: models stand above query sets.
    return apps.get_model("organisations", "CareProvider")._default_manager.order_by()


def _steps() -> Any:
    """What was written about the finding of the query around it."""
    steps = apps.get_model("compliance", "Step")._default_manager.order_by()
    return steps.filter(finding=OuterRef("pk"))
