"""Who may see how providers comply, and who judges."""

from clients.access import may_open_file
from clients.models import Allocation
from compliance.models import Finding
from compliance.querysets import providers_watched_by
from core.actors import Actor
from organisations.access import actor_may
from organisations.enums import Action, OrganisationKind
from organisations.models import CareProvider


def may_see_compliance(actor: Actor) -> bool:
    """The quality officer of a provider, who manages contracts, a purchaser, and a supervisor."""
    return actor_may(actor, Action.SEE_COMPLIANCE)


def may_see_compliance_of(actor: Actor, provider: CareProvider) -> bool:
    """A provider its own; a municipality, a region or a supervisor that of whom it buys from or watches."""
    watched = CareProvider.objects.filter(providers_watched_by(actor), pk=provider.pk)
    return may_see_compliance(actor) and watched.exists()


def may_judge(actor: Actor) -> bool:
    """A contract manager and a supervisor judge what no machine can."""
    return actor.user_id is not None and actor_may(actor, Action.JUDGE_COMPLIANCE)


def may_judge_provider(actor: Actor, provider: CareProvider) -> bool:
    """A contract manager where the municipality allocated care, a supervisor everywhere."""
    return may_judge(actor) and may_see_compliance_of(actor, provider)


def may_judge_file(actor: Actor, allocation: Allocation) -> bool:
    """Only who has the file open: a supervisor with a reason. A contract manager opens no files."""
    return may_judge(actor) and may_open_file(actor, allocation.client)


def may_answer(actor: Actor) -> bool:
    """Who guards quality at a provider, and who makes its rosters."""
    is_provider = actor.organisation_kind == OrganisationKind.PROVIDER
    return is_provider and actor.user_id is not None and actor_may(actor, Action.ANSWER_FINDINGS)


def may_answer_finding(actor: Actor, finding: Finding) -> bool:
    """Those of the provider that it is about."""
    return may_answer(actor) and finding.provider_id == actor.organisation_id


def may_judge_finding(actor: Actor, finding: Finding) -> bool:
    """A contract manager of a municipality whose inhabitants it is about."""
    is_municipality = actor.organisation_kind == OrganisationKind.MUNICIPALITY
    involved = finding.involved.filter(municipality=actor.organisation_id)
    return may_judge(actor) and is_municipality and involved.exists()
