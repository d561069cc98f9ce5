"""A case that was decided, without the way there."""

from datetime import date

from factory.declarations import SelfAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from clients.enums import CaseStatus, Channel, DeliveryForm, Frequency, Notifier, Outcome
from clients.models import Case, Decision
from tests.factories.accounts import UserFactory
from tests.factories.clients import ClientFactory
from tests.factories.contracts import variant_in_force


class CaseFactory(DjangoModelFactory[Case]):
    class Meta:
        model = Case

    client = SubFactory(ClientFactory)
    municipality = SelfAttribute("client.municipality")
    number = Sequence(lambda number: 90_001 + number)
    status = CaseStatus.DECIDED
    notified_on = date(2026, 1, 5)
    notified_by = Notifier.CLIENT
    channel = Channel.PHONE
    question = "Overdag alleen thuis lukt niet meer."
    worker = SubFactory(UserFactory)


class DecisionFactory(DjangoModelFactory[Decision]):
    """Four dagdelen per week in kind, from March 2026 for a year."""

    class Meta:
        model = Decision

    case = SubFactory(CaseFactory)
    outcome = Outcome.GRANTED
    form = DeliveryForm.IN_KIND
    volume = 4
    frequency = Frequency.WEEK
    starts_on = date(2026, 3, 1)
    ends_on = date(2027, 2, 28)
    reason = "Begeleiding in een groep is nodig."
    decided_on = date(2026, 2, 20)
    decided_by = SelfAttribute("case.worker")
    reassess_on = date(2026, 12, 1)

    @classmethod
    def _adjust_kwargs(cls, **kwargs):
        if kwargs.get("outcome") == Outcome.GRANTED and kwargs.get("variant") is None:
            kwargs["variant"] = variant_in_force()
        return kwargs
