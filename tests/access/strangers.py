"""Strangers: a municipality and a provider of the same region with a client of their own, and a whole other region.

A municipality rightfully sees what its region contracted, also with providers that it sends nobody to. So only those of
the other region are strangers to contracts.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Model

from accounts.models import User
from clients.models import Case, Client, ClientSystemMember, Investigation
from core.models import PublicModel, ReferenceModel
from organisations.enums import OrganisationKind, Role
from organisations.models import CareProvider, Organisation, Region
from organisations.rules import KIND_OF_ROLE
from products.models import ProductVariant
from tests.access.voice import voice_of
from tests.access.world_carers import carers_of
from tests.access.world_informal import finding_of
from tests.access.world_of_boards import board_of
from tests.access.world_volunteers import volunteers_of
from tests.cast import member
from tests.factories import intake
from tests.factories.clients import (
    AllocationFactory,
    ClientFactory,
    ImportRunFactory,
    MemberFactory,
    OpeningFactory,
    ShieldAccessFactory,
    ShieldFactory,
)
from tests.factories.contracts import ContractedProductFactory
from tests.factories.organisations import (
    CareProviderFactory,
    LocationFactory,
    MunicipalityFactory,
    PartnerFactory,
    PersonalCareCompetenceFactory,
    ProfessionalFactory,
    QualificationFactory,
    SupervisorFactory,
    TargetGroupExperienceFactory,
)

Key = tuple[str, int]
"""A row: the label of its model and its key."""

KNOWN_TO_ALL = (Organisation, Region, ReferenceModel)
"""Which organisations there are is no secret."""


def secret_models() -> list[type[PublicModel]]:
    """The models whose rows belong to somebody. The product book is public."""
    return [
        model
        for model in apps.get_models()
        if issubclass(model, PublicModel)
        and not issubclass(model, KNOWN_TO_ALL)
        and model._meta.app_label != "products"
        and model._meta.label != "organisations.TargetGroup"
    ]


def all_there_is() -> dict[Key, UUID]:
    """The public id of every row of a secret model."""
    return {
        (model._meta.label, pk): public_id
        for model in secret_models()
        for pk, public_id in model._base_manager.values_list("pk", "public_id")
    }


def key_of(row: Model) -> Key:
    """A row, by its model and its key."""
    return row._meta.label, row.pk


@dataclass(frozen=True)
class Stranger:
    """Somebody elsewhere, in which role, and whether in the region of the story or in another one."""

    role: Role
    user: User
    is_near: bool

    @property
    def buys_in_region(self) -> bool:
        """Whether what the region of the story contracted is rightfully shown."""
        return self.is_near and KIND_OF_ROLE[self.role] == OrganisationKind.MUNICIPALITY

    def is_asked(self, namespace: str) -> bool:
        """Whether there is something to find out here. All that is not about contracts, those nearby are asked."""
        if namespace == "contracts":
            return not self.buys_in_region
        return self.is_near or KIND_OF_ROLE[self.role] not in NEAR

    def __str__(self) -> str:
        return f"{self.role} {'nearby' if self.is_near else 'far away'}"


@dataclass(frozen=True)
class Elsewhere:
    """Everybody elsewhere, with the client, the carers and all else of informal care of those nearby."""

    people: tuple[Stranger, ...]
    client: Client
    informal_care: dict[str, dict[str, Any]]
    """What the routes of informal care may point at there, by route."""


NEAR = (OrganisationKind.MUNICIPALITY, OrganisationKind.PROVIDER)
"""There are more of these in a region. A supervisor and the purchasers of another region are always far away."""


def fill_case(case: Case, carer: ClientSystemMember) -> None:
    """Put a row of every part of the intake in a case that has none yet."""
    if not Investigation.objects.filter(case=case).exists():
        intake.TellingFactory.create(case=case)
        intake.PersonalPlanFactory.create(case=case)
        intake.LetterFactory.create(case=case)
        intake.CaseTermFactory.create(case=case)
        intake.InvestigationFactory.create(case=case)
    investigation = Investigation.objects.get(case=case)
    intake.PresentFactory.create(investigation=investigation)
    intake.FindingFactory.create(investigation=investigation)
    intake.CarerTalkFactory.create(investigation=investigation, member=carer)
    intake.ProfileItemFactory.create(investigation=investigation)
    intake.ApplicationFactory.create(case=case)
    intake.SuspensionFactory.create(term=case.terms.order_by("pk")[0])


def everybody_of(places: dict[OrganisationKind, Organisation], surname: str, *, is_near: bool) -> Iterator[Stranger]:
    """Somebody in every role that these organisations have."""
    for number, role in enumerate(Role):
        if place := places.get(OrganisationKind(KIND_OF_ROLE[role])):
            yield Stranger(role, member(f"{surname}{number} {surname}", place, role), is_near)


def staff_of(provider: CareProvider, user: User) -> None:
    """A professional who is this user, with everything that is kept of one, and a location."""
    professional = ProfessionalFactory.create(name=user.name, user=user, provider=provider)
    QualificationFactory.create(professional=professional, verified=True)
    TargetGroupExperienceFactory.create(professional=professional)
    PersonalCareCompetenceFactory.create(professional=professional)
    LocationFactory.create(provider=provider)


def far_away(variant: ProductVariant) -> Iterator[Stranger]:
    """Another region with its municipality, supervisor and a provider under contract."""
    region = Region.objects.create(kind=OrganisationKind.REGION, name="Zorgregio Elders")
    provider = CareProviderFactory.create(name="Verhof", agb_code="98000178", kvk_number="99000178")
    places: dict[OrganisationKind, Organisation] = {
        OrganisationKind.MUNICIPALITY: MunicipalityFactory.create(name="Urk", cbs_code="0184", region=region),
        OrganisationKind.PROVIDER: provider,
        OrganisationKind.SUPERVISOR: SupervisorFactory.create(region=region),
        OrganisationKind.REGION: region,
    }
    people = list(everybody_of(places, "Verhof", is_near=False))
    staff_of(provider, in_role(people, Role.CARE_PROFESSIONAL))
    ContractedProductFactory.create(contract__provider=provider, contract__framework__region=region, variant=variant)
    yield from people


def in_role(people: Iterable[Stranger], role: Role) -> User:
    """The first of them in this role."""
    return next(stranger.user for stranger in people if stranger.role == role)


def elsewhere(region: Region, variant: ProductVariant) -> Elsewhere:
    """Epe and De Wilg nearby, with a client and everybody in every role, and the other region."""
    epe = MunicipalityFactory.create(name="Epe", cbs_code="0232", region=region)
    wilg = CareProviderFactory.create(name="De Wilg", agb_code="98000177", kvk_number="99000177")
    places: dict[OrganisationKind, Organisation] = {OrganisationKind.MUNICIPALITY: epe, OrganisationKind.PROVIDER: wilg}
    people = list(everybody_of(places, "Wilgen", is_near=True))
    worker, carer_user = (in_role(people, role) for role in (Role.CASE_WORKER, Role.CARE_PROFESSIONAL))
    staff_of(wilg, carer_user)
    client = ClientFactory.create(municipality=epe, given_names="Wilhelmina", surname="Wilgenroos")
    product = ContractedProductFactory.create(
        contract__provider=wilg, contract__framework__region=region, variant=variant
    )
    AllocationFactory.create(client=client, contracted_product=product, team=[carer_user])
    carer = MemberFactory.create(client=client, is_informal_carer=True)
    fill_case(intake.CaseFactory.create(client=client, worker=worker), carer)
    intake.DecisionFactory.create(case__client=client, case__worker=worker, variant=variant, starts_on=date(2026, 1, 1))
    OpeningFactory.create(client=client, user=worker)
    shield = ShieldFactory.create(
        client=client,
        organisation=Organisation.objects.get(pk=wilg.pk),
        set_by=in_role(people, Role.QUALITY_OFFICER),
    )
    for role in (Role.CARE_PROFESSIONAL, Role.PLANNER, Role.QUALITY_OFFICER):
        ShieldAccessFactory.create(shield=shield, user=in_role(people, role))
    ImportRunFactory.create(municipality=epe, user=worker)
    around = informal_care_of(in_role(people, Role.INFORMAL_CARE_COORDINATOR), client, wilg, variant)
    return Elsewhere((*people, *far_away(variant)), client, around)


def informal_care_of(
    coordinator: User, client: Client, provider: CareProvider, variant: ProductVariant
) -> dict[str, dict[str, Any]]:
    """The same as in the story, of the municipality of this client: carers, volunteers, signals, a panel, a board."""
    partner = PartnerFactory.create(name="Steunpunt Wilgen", municipalities=[client.municipality])
    return {
        **finding_of(coordinator, coordinator, client.municipality),
        **voice_of(coordinator),
        **carers_of(coordinator, client, provider),
        **board_of(coordinator, provider, partner, variant.versions.order_by("number")[0]),
        **volunteers_of(coordinator, client.public_id, carer_name="Ria Wilgenroos"),
    }
