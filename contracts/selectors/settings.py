"""The limits about contracts that hold on a day."""

from datetime import date

from contracts.enums import ContractParameter
from contracts.models import ContractSetting


def limit(parameter: ContractParameter, day: date) -> ContractSetting | None:
    """The limit that holds on `day`, with its article; None when none is set."""
    return ContractSetting.objects.active_on(day).filter(parameter=parameter).first()
