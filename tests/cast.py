"""The people and organisations of the access tests. Everybody is made up.

apeldoorn: karin (case worker), ruud (reader), ilse (informal care), maud (manager), vera (privacy officer);
zutphen: zoe (case worker, a stranger to Apeldoorn); de_linde: petra (professional with a verified mbo 4 diploma),
bo (professional who treats nobody), wil (planner), hanna (quality officer), lars (professional who left in 2025);
het_anker: mo (a stranger to De Linde); region: pim (purchaser); ggd: tess (supervisor); ada administers and nobody
is a user, both without a membership.
"""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from clients.models import Allocation
from core.actors import Actor, Origin
from core.clock import today
from organisations.enums import Level, PartnerKind, Role
from organisations.models import CareProvider, Municipality, Organisation, Partner, Professional, Region, Supervisor
from organisations.selectors import actor_for, memberships_of
from tests.factories.accounts import UserFactory
from tests.factories.clients import join
from tests.factories.organisations import (
    CareProviderFactory,
    MembershipFactory,
    MunicipalityFactory,
    PartnerFactory,
    ProfessionalFactory,
    QualificationFactory,
    RegionFactory,
    SupervisorFactory,
)

__all__ = [
    "ada",
    "apeldoorn",
    "bo",
    "de_linde",
    "ggd",
    "gijs",
    "hanna",
    "het_anker",
    "ilse",
    "karin",
    "lars",
    "maud",
    "mo",
    "nobody",
    "petra",
    "petra_professional",
    "pim",
    "practice",
    "region",
    "ruud",
    "tess",
    "vera",
    "wil",
    "zoe",
    "zutphen",
]


def actor_of_user(user: User) -> Actor:
    """The actor that this user is today, with the first membership."""
    return actor_for(user, next(iter(memberships_of(user, today())), None), Origin("127.0.0.1", "test"))


def sign_in(client: Client, user: User) -> Client:
    """Sign the user in without the page, and return the client."""
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def member(name: str, organisation: Organisation, role: Role, *, team: bool = True, **fields: Any) -> User:
    """A user who acts for the organisation in this role since 2020.

    A care professional treats the clients whom the provider has by now; with `team=False` none of them.
    """
    user = UserFactory.create(name=name, email=f"{name.partition(' ')[0].lower()}@zorgregio.example", **fields)
    MembershipFactory.create(user=user, organisation=organisation, role=role)
    if team and role == Role.CARE_PROFESSIONAL:
        for allocation in Allocation.objects.filter(provider=organisation.pk):
            join(allocation, user)
    return user


@pytest.fixture
def region(db: None) -> Region:
    """The region."""
    return RegionFactory.create()


@pytest.fixture
def apeldoorn(region: Region) -> Municipality:
    """The municipality of the story."""
    return MunicipalityFactory.create(name="Apeldoorn", cbs_code="0200", region=region)


@pytest.fixture
def zutphen(region: Region) -> Municipality:
    """Another municipality."""
    return MunicipalityFactory.create(name="Zutphen", cbs_code="0301", region=region)


@pytest.fixture
def de_linde(db: None) -> CareProvider:
    """The care provider of the story."""
    return CareProviderFactory.create(name="De Linde", agb_code="98000101", kvk_number="99000101")


@pytest.fixture
def het_anker(db: None) -> CareProvider:
    """Another care provider."""
    return CareProviderFactory.create(name="Het Anker", agb_code="98000102", kvk_number="99000102")


@pytest.fixture
def karin(apeldoorn: Municipality) -> User:
    """Case worker of Apeldoorn."""
    return member("Karin Consulent", apeldoorn, Role.CASE_WORKER)


@pytest.fixture
def ruud(apeldoorn: Municipality) -> User:
    """Reads along in Apeldoorn."""
    return member("Ruud Reader", apeldoorn, Role.MUNICIPAL_READER)


@pytest.fixture
def ilse(apeldoorn: Municipality) -> User:
    """Coordinates informal care in Apeldoorn."""
    return member("Ilse Informeel", apeldoorn, Role.INFORMAL_CARE_COORDINATOR)


@pytest.fixture
def zoe(zutphen: Municipality) -> User:
    """Case worker of Zutphen."""
    return member("Zoe Zutphen", zutphen, Role.CASE_WORKER)


@pytest.fixture
def petra(de_linde: CareProvider) -> User:
    """Care professional of De Linde, employed and with a verified diploma."""
    user = member("Petra Linde", de_linde, Role.CARE_PROFESSIONAL)
    professional = ProfessionalFactory.create(name=user.name, user=user, provider=de_linde)
    QualificationFactory.create(professional=professional, level=Level.MBO_4, verified=True)
    return user


@pytest.fixture
def petra_professional(petra: User) -> Professional:
    """Petra as a professional."""
    return Professional.objects.get(user=petra)


@pytest.fixture
def mo(het_anker: CareProvider) -> User:
    """Care professional of Het Anker, employed and with a verified diploma."""
    user = member("Mo Anker", het_anker, Role.CARE_PROFESSIONAL)
    professional = ProfessionalFactory.create(name=user.name, user=user, provider=het_anker)
    QualificationFactory.create(professional=professional, level=Level.MBO_4, verified=True)
    return user


@pytest.fixture
def bo(de_linde: CareProvider) -> User:
    """Care professional of De Linde who is in no treatment team yet."""
    return member("Bo Linde", de_linde, Role.CARE_PROFESSIONAL, team=False)


@pytest.fixture
def lars(de_linde: CareProvider) -> User:
    """Care professional of De Linde who left, while nobody took him out of the treatment teams."""
    user = member("Lars Linde", de_linde, Role.CARE_PROFESSIONAL)
    user.memberships.update(ends_on=date(2025, 12, 31))
    return user


@pytest.fixture
def wil(de_linde: CareProvider) -> User:
    """Planner of De Linde."""
    return member("Wil Planner", de_linde, Role.PLANNER)


@pytest.fixture
def hanna(de_linde: CareProvider) -> User:
    """Quality officer of De Linde."""
    return member("Hanna Kwaliteit", de_linde, Role.QUALITY_OFFICER)


@pytest.fixture
def maud(apeldoorn: Municipality) -> User:
    """Manager at Apeldoorn: figures, no files."""
    return member("Maud Manager", apeldoorn, Role.MUNICIPAL_MANAGER)


@pytest.fixture
def vera(apeldoorn: Municipality) -> User:
    """Privacy officer of Apeldoorn."""
    return member("Vera Privacy", apeldoorn, Role.PRIVACY_OFFICER)


@pytest.fixture
def ggd(region: Region) -> Supervisor:
    """Who supervises the care in the region."""
    return SupervisorFactory.create(region=region)


@pytest.fixture
def tess(ggd: Supervisor) -> User:
    """Supervisor."""
    return member("Tess Toezicht", ggd, Role.SUPERVISOR)


@pytest.fixture
def practice(apeldoorn: Municipality) -> Partner:
    """A general practice in Apeldoorn, where carers come too."""
    return PartnerFactory.create(
        name="Huisartsen De Kade", partner_kind=PartnerKind.GENERALIST, municipalities=[apeldoorn]
    )


@pytest.fixture
def gijs(practice: Partner) -> User:
    """Works at a general practice, a partner in informal care."""
    return member("Gijs Praktijk", practice, Role.PARTNER_WORKER)


@pytest.fixture
def pim(region: Region) -> User:
    """Purchaser of the region."""
    return member("Pim Purchaser", region, Role.PURCHASER)


@pytest.fixture
def ada(db: None) -> User:
    """Technical administrator, without a membership."""
    return UserFactory.create(name="Ada Admin", email="ada@zorgregio.example", administrator=True)


@pytest.fixture
def nobody(db: None) -> User:
    """A user without a membership."""
    return UserFactory.create(name="Nobody", email="nobody@zorgregio.example")
