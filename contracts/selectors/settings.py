"""The limits about contracts that hold on a day."""

from datetime import date

from contracts.enums import ContractParameter
from contracts.models import ContractSetting


def limits_on(day: date) -> dict[str, int]:
    """All limits that hold on a day, by parameter. One query."""
    return dict(ContractSetting.objects.active_on(day).values_list("parameter", "value"))


def limit(parameter: ContractParameter, day: date) -> ContractSetting | None:
    """The limit that holds on `day`, with its article; None when none is set."""
    return ContractSetting.objects.active_on(day).filter(parameter=parameter).first()
