import pytest

from accounts.models import User
from organisations.models import CareProvider, Region
from tests.factories.contracts import ContractFactory


@pytest.fixture
def pim(pim: User, region: Region, de_linde: CareProvider, het_anker: CareProvider) -> User:
    """Purchaser of the region, which has a contract with De Linde and with Het Anker."""
    for provider in (de_linde, het_anker):
        ContractFactory.create(framework__region=region, provider=provider)
    return pim
