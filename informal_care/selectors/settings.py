"""The numbers about informal care that no law gives."""

from datetime import date

from django.core.exceptions import ImproperlyConfigured

from informal_care.enums import CareParameter
from informal_care.models import CareSetting
from informal_care.rules.anonymity import least_of


def care_setting(parameter: CareParameter, day: date) -> int:
    """The value that holds on `day`. Raises ImproperlyConfigured when nothing is set, with what to do."""
    value = CareSetting.objects.active_on(day).filter(parameter=parameter).values_list("value", flat=True).first()
    if value is None:
        raise ImproperlyConfigured(f"{parameter.label}: is not set. Run `manage.py load_mezzo`.")
    return value


def least_people(day: date) -> int:
    """Of how many people a figure must be on `day` to be told: what the installation asks, and never below ten."""
    return least_of(care_setting(CareParameter.K_ANONYMITY, day))
