"""A second municipality, provider, supervisor and region with a client of their own, who know nothing of the first."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.apps import apps
from django.db.models import Model

from accounts.models import User
from clients.models import Case, Client, ClientSystemMember, Investigation
from core.models import PublicModel, ReferenceModel
from organisations.enums import OrganisationKind, Role
from organisations.models import Organisation, Region
from organisations.rules import KIND_OF_ROLE
from products.models import ProductVariant
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
class Elsewhere:
    """The other organisations, who works there in which role, and the client of theirs."""

    people: dict[Role, User]
    client: Client


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


def elsewhere(region: Region, variant: ProductVariant) -> Elsewhere:
    """Epe, De Wilg, a supervisor and a region of their own, with a client and everybody in every role."""
    epe = MunicipalityFactory.create(name="Epe", cbs_code="0232", region=region)
    wilg = CareProviderFactory.create(name="De Wilg", agb_code="98000177", kvk_number="99000177")
    other_region = Region.objects.create(kind=OrganisationKind.REGION, name="Zorgregio Elders")
    places: dict[OrganisationKind, Organisation] = {
        OrganisationKind.MUNICIPALITY: epe,
        OrganisationKind.PROVIDER: wilg,
        OrganisationKind.SUPERVISOR: SupervisorFactory.create(region=other_region),
        OrganisationKind.REGION: other_region,
    }
    people = {
        role: member(f"Elders{number} Wilgen", places[OrganisationKind(KIND_OF_ROLE[role])], role)
        for number, role in enumerate(Role)
    }
    carer_user = people[Role.CARE_PROFESSIONAL]
    professional = ProfessionalFactory.create(name=carer_user.name, user=carer_user, provider=wilg)
    QualificationFactory.create(professional=professional, verified=True)
    TargetGroupExperienceFactory.create(professional=professional)
    PersonalCareCompetenceFactory.create(professional=professional)
    LocationFactory.create(provider=wilg)
    client = ClientFactory.create(municipality=epe, given_names="Wilhelmina", surname="Wilgenroos")
    product = ContractedProductFactory.create(contract__provider=wilg, variant=variant)
    AllocationFactory.create(client=client, contracted_product=product, team=[carer_user])
    carer = MemberFactory.create(client=client, is_informal_carer=True)
    fill_case(intake.CaseFactory.create(client=client, worker=people[Role.CASE_WORKER]), carer)
    intake.DecisionFactory.create(
        case__client=client, case__worker=people[Role.CASE_WORKER], variant=variant, starts_on=date(2026, 1, 1)
    )
    OpeningFactory.create(client=client, user=people[Role.CASE_WORKER])
    shield = ShieldFactory.create(
        client=client, organisation=Organisation.objects.get(pk=wilg.pk), set_by=people[Role.QUALITY_OFFICER]
    )
    for role in (Role.CARE_PROFESSIONAL, Role.PLANNER, Role.QUALITY_OFFICER):
        ShieldAccessFactory.create(shield=shield, user=people[role])
    ImportRunFactory.create(municipality=epe, user=people[Role.CASE_WORKER])
    return Elsewhere(people, client)
