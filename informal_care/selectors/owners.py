"""Who can do what stands on a board: organisations around the municipality, and people there."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from contracts.models import Contract
from core.clock import today
from informal_care.models import Activity, Board
from informal_care.rules import kinds_that_fit
from organisations.enums import Action, OrganisationKind
from organisations.models import Membership, Organisation
from organisations.rules import KIND_OF_ROLE, roles_that_may


def organisations_around(board: Board) -> QuerySet[Organisation]:
    """The municipality, the providers that its region contracted, and the partners that work with it; by name.

    Each with `actor_kind`: what it is among the actors of the model.
    """
    contracted = Contract.objects.filter(framework__region__municipalities=board.municipality_id).values("provider")
    here = Q(pk=board.municipality_id) | Q(pk__in=contracted) | Q(as_partner__municipalities=board.municipality_id)
    # The kinds of organisations and of partners have the values of the kinds of actors.
    kind = Coalesce("as_partner__partner_kind", "kind")
    return Organisation.objects.filter(here).annotate(actor_kind=kind).distinct().order_by("kind", "name")


def owner_kinds(activity: Activity) -> frozenset[str]:
    """Of which kinds an organisation may be that takes this activity on."""
    group = activity.task_group
    return kinds_that_fit([one.kind for one in activity.actors.all()], group.on_behalf_of if group else "")


def actor_kind_of(organisation: Organisation) -> str:
    """What an organisation is among the actors of the model; a kind that is none of them for a region or supervisor."""
    if organisation.kind == OrganisationKind.PARTNER:
        return organisation.as_partner.partner_kind
    return organisation.kind


def people_at(organisations: QuerySet[Organisation]) -> QuerySet[User]:
    """The active members of these organisations who may work on boards today, by name; each with `works_at`."""
    members = members_who_work(today()).filter(
        user=OuterRef("pk"), organisation__in=organisations.order_by().values("pk")
    )
    works_at = Subquery(members.order_by("organisation__name").values("organisation__name")[:1])
    return User.objects.filter(Exists(members), is_active=True).annotate(works_at=works_at).order_by("name", "pk")


def members_who_work(day: date) -> QuerySet[Membership]:
    """Memberships that let somebody work on boards on `day`."""
    fitting = Q(pk__in=[])
    for role in roles_that_may(Action.WORK_ON_BOARDS):
        fitting |= Q(role=role, organisation__kind=KIND_OF_ROLE[role])
    return Membership.objects.active_on(day).filter(fitting)


def works_for(person: User, organisation: Organisation) -> bool:
    """Whether this person may work on boards for the organisation today."""
    return person.is_active and members_who_work(today()).filter(user=person, organisation=organisation).exists()
