"""The numbers about plans that no law or product gives."""

from datetime import date

from plans.enums import PlanParameter
from plans.models import PlanSetting


def setting(parameter: PlanParameter, day: date) -> int | None:
    """The value that holds on `day`; None when nothing is set."""
    return PlanSetting.objects.active_on(day).filter(parameter=parameter).values_list("value", flat=True).first()
