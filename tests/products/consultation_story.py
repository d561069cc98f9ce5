"""A market consultation as the tests tell it: two providers are asked, from 10 March through 10 April 2026."""

from collections.abc import Callable
from datetime import date

import pytest

from accounts.models import User
from core.actors import Actor
from core.clock import end_of
from organisations.models import CareProvider
from products.models import ConsultedRequirement, MarketConsultation, ProductVersion, Reaction
from products.services.consultations import publish_consultation
from products.services.reactions import react
from products.services.versions import draft_next_version
from tests.cast import actor_of_user
from tests.factories.products import RequirementFactory

OnDay = Callable[[date], None]
TODAY = date(2026, 3, 10)
LAST_DAY = date(2026, 4, 10)
AFTER = date(2026, 4, 11)


@pytest.fixture
def draft(on_day: OnDay, purchaser: Actor) -> ProductVersion:
    """The next version of a product, with two requirements."""
    on_day(TODAY)
    version = RequirementFactory.create(version__number=1, code="T-1", position=1).version
    RequirementFactory.create(
        version=version, code="T-2", position=2, rule_kind="", rule_value=None, statement="Er is een plan."
    )
    return draft_next_version(actor=purchaser, version=version)


@pytest.fixture
def consultation(
    draft: ProductVersion, purchaser: Actor, de_linde: CareProvider, het_anker: CareProvider
) -> MarketConsultation:
    """The consultation; it is open."""
    return publish_consultation(
        actor=purchaser,
        version=draft,
        opens_at=end_of(date(2026, 3, 9)),
        closes_at=end_of(LAST_DAY),
        providers=[de_linde, het_anker],
        introduction="Wij willen weten of dit kan.",
    )


@pytest.fixture
def ratio(consultation: MarketConsultation) -> ConsultedRequirement:
    """The requirement about how many clients there may be."""
    return consultation.requirements.get(code="T-1")


@pytest.fixture
def reaction(consultation: MarketConsultation, ratio: ConsultedRequirement, petra: User) -> Reaction:
    """What De Linde says about the ratio."""
    return react(
        actor=actor_of_user(petra), consultation=consultation, about=ratio, text="Vier is te weinig.", revision=0
    )
