"""Who can do something about signals, and for whom they are."""

from datetime import date

from django.db.models import QuerySet

from accounts.models import User
from contracts.models import Contract
from core.actors import Actor
from informal_care.models import FindingPlace
from organisations.enums import Action, OrganisationKind
from organisations.models import Municipality
from organisations.rules import roles_that_may
from organisations.selectors import members_of


def colleagues_with_carers(municipality_id: int, day: date) -> QuerySet[User]:
    """Who works with carers for this municipality on `day`: they can take a signal up."""
    return members_of(municipality_id, roles_that_may(Action.KEEP_CARERS), day)


def municipalities_to_tell(actor: Actor) -> QuerySet[Municipality]:
    """The municipalities that the actor can tell of a carer: the own one, those that the partner works with, or those
    of the regions that have a contract with the care provider.
    """
    rows = Municipality.objects.order_by("name")
    match actor.organisation_kind:
        case OrganisationKind.MUNICIPALITY:
            return rows.filter(pk=actor.organisation_id or 0)
        case OrganisationKind.PARTNER:
            return rows.filter(partners=actor.organisation_id)
        case OrganisationKind.PROVIDER:
            contracts = Contract.objects.filter(provider=actor.organisation_id)
            return rows.filter(region__in=contracts.values("framework__region"))
    return rows.none()


def place_of_partner(organisation_id: int | None, municipality: Municipality) -> FindingPlace | None:
    """The finding place that this organisation is in the municipality; None when it is none."""
    if organisation_id is None:
        return None
    return FindingPlace.objects.filter(partner=organisation_id, municipality=municipality, ended_on=None).first()
