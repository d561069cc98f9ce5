"""Parts of a case as the database accepts them, without the services: for tests that go behind their back."""

from datetime import date
from itertools import count

from factory.declarations import LazyFunction, SelfAttribute, SubFactory
from factory.django import DjangoModelFactory

from clients.enums import (
    Channel,
    DeliveryForm,
    Frequency,
    Information,
    LetterKind,
    Notifier,
    Outcome,
    PresentAs,
    ProfileAnswer,
    SupportAnswer,
    SuspensionGround,
    TermKind,
    Topic,
)
from clients.models import (
    Application,
    CarerTalk,
    Case,
    CaseTerm,
    Decision,
    Finding,
    Investigation,
    Letter,
    Move,
    PersonalPlan,
    Present,
    ProfileItem,
    Suspension,
    Telling,
)
from tests.factories.accounts import UserFactory
from tests.factories.clients import ClientFactory, MemberFactory
from tests.factories.organisations import MunicipalityFactory
from tests.factories.products import ProductVariantFactory

DAY = date(2026, 2, 2)
_numbers = count(1)


class CaseFactory(DjangoModelFactory[Case]):
    class Meta:
        model = Case

    client = SubFactory(ClientFactory)
    municipality = SelfAttribute("client.municipality")
    number = LazyFunction(lambda: next(_numbers))
    notified_on = DAY
    notified_by = Notifier.CLIENT
    channel = Channel.PHONE
    question = "Overdag alleen thuis lukt niet meer."
    worker = SubFactory(UserFactory)


class TellingFactory(DjangoModelFactory[Telling]):
    class Meta:
        model = Telling

    case = SubFactory(CaseFactory)
    what = Information.PERSONAL_PLAN
    told_on = DAY
    channel = Channel.PHONE


class PersonalPlanFactory(DjangoModelFactory[PersonalPlan]):
    class Meta:
        model = PersonalPlan

    case = SubFactory(CaseFactory)
    received_on = DAY
    summary = "Ik wil graag naar een groep."


class LetterFactory(DjangoModelFactory[Letter]):
    class Meta:
        model = Letter

    case = SubFactory(CaseFactory)
    kind = LetterKind.RECEIPT
    sent_on = DAY
    document: dict[str, str] = {}
    document_sha256 = "0" * 64


class InvestigationFactory(DjangoModelFactory[Investigation]):
    class Meta:
        model = Investigation

    case = SubFactory(CaseFactory)
    started_on = DAY


class PresentFactory(DjangoModelFactory[Present]):
    class Meta:
        model = Present

    investigation = SubFactory(InvestigationFactory)
    name = "A. Voorbeeld"
    present_as = PresentAs.CLIENT


class FindingFactory(DjangoModelFactory[Finding]):
    class Meta:
        model = Finding

    investigation = SubFactory(InvestigationFactory)
    topic = Topic.NEEDS
    text = "Houdt van muziek."


class CarerTalkFactory(DjangoModelFactory[CarerTalk]):
    class Meta:
        model = CarerTalk

    investigation = SubFactory(InvestigationFactory)
    member = SubFactory(MemberFactory, client=SelfAttribute("..investigation.case.client"))
    does = "Kookt."
    can = "Koken."
    needs = "Rust."
    support_offered_on = DAY
    support_channel = Channel.HOME
    support_answer = SupportAnswer.WANTED


class ProfileItemFactory(DjangoModelFactory[ProfileItem]):
    class Meta:
        model = ProfileItem

    investigation = SubFactory(InvestigationFactory)
    trait = "structure_needed"
    answer = ProfileAnswer.YES


class ApplicationFactory(DjangoModelFactory[Application]):
    class Meta:
        model = Application

    case = SubFactory(CaseFactory)
    applied_on = DAY
    channel = Channel.LETTER


class DecisionFactory(DjangoModelFactory[Decision]):
    """A grant in kind for 2026."""

    class Meta:
        model = Decision

    case = SubFactory(CaseFactory)
    outcome = Outcome.GRANTED
    form = DeliveryForm.IN_KIND
    variant = SubFactory(ProductVariantFactory)
    volume = 4
    frequency = Frequency.WEEK
    starts_on = date(2026, 1, 1)
    ends_on = date(2026, 12, 31)
    reason = "Begeleiding in een groep is nodig."
    decided_on = DAY
    decided_by = SubFactory(UserFactory)
    reassess_on = date(2026, 12, 1)


class CaseTermFactory(DjangoModelFactory[CaseTerm]):
    class Meta:
        model = CaseTerm

    case = SubFactory(CaseFactory)
    kind = TermKind.INVESTIGATION
    starts_on = DAY
    due_on = date(2026, 3, 16)
    source = "Wmo 2015 art. 2.3.2 lid 1"


class SuspensionFactory(DjangoModelFactory[Suspension]):
    class Meta:
        model = Suspension

    term = SubFactory(CaseTermFactory)
    ground = SuspensionGround.CONSENT
    explanation = "De cliënt is op vakantie."
    starts_on = date(2026, 2, 9)


class MoveFactory(DjangoModelFactory[Move]):
    class Meta:
        model = Move

    client = SubFactory(ClientFactory)
    from_municipality = SelfAttribute("client.municipality")
    to_municipality = SubFactory(MunicipalityFactory)
    moved_on = DAY
