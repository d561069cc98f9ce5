"""What was found of dagdelen. Nothing looks at them yet, so nothing was found."""

from collections.abc import Iterable, Mapping
from datetime import date

from compliance.enums import State
from organisations.models import CareProvider
from products.models import Requirement


def session_counts(
    requirements: Iterable[Requirement], provider: CareProvider, day: date, municipality_id: int | None = None
) -> Mapping[int, Mapping[State, int]]:
    """By primary key of the requirement how many dagdelen of the provider were found to be what, up to this day.

    `municipality_id` limits it to dagdelen with clients of that municipality. A requirement of which no dagdeel was
    looked at is not in it.
    """
    return {}
