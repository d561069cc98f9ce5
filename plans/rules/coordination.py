"""With whom a provider coordinates the care, and what may be shared with them."""

from datetime import date
from typing import Final

from django.core.exceptions import ValidationError

from clients.enums import Relation
from plans.enums import Sharing

IN_OFFICE: Final = frozenset({Relation.CURATOR, Relation.MENTOR, Relation.ADMINISTRATOR, Relation.CLIENT_SUPPORTER})
"""Who stands in the client system by office, and is a professional around the client as well."""


def check_coordination_day(held_on: date, *, today: date) -> None:
    """What was discussed was so before."""
    if held_on > today:
        raise ValidationError("Vul een datum in tot en met vandaag.", code="held_in_future")


def check_shared_with(sharing: str, *, holds_on_day: bool) -> None:
    """Nothing of a client is discussed with somebody for whom there is no consent, and who does not need it.

    Source: Wmo 2015 art. 5.3.3.
    """
    if not holds_on_day:
        raise ValidationError("Deze persoon was op die dag niet betrokken.", code="contact_not_involved")
    if sharing == Sharing.NONE:
        raise ValidationError(
            "De cliënt gaf geen toestemming om gegevens met deze persoon te delen. Vraag eerst toestemming.",
            code="contact_without_consent",
        )
