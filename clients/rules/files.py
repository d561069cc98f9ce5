"""Rules of the client file and of allocations: pure functions over values."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError

from clients.enums import ChangeReason, Frequency, StopReason
from core.calendar import add_months
from core.periods import ONE_DAY, PERIOD_ORDER_CODE, PERIOD_ORDER_MESSAGE, Period, in_words

EXPIRES_WITHIN = timedelta(weeks=6)
"""An allocation that ends within this time is about to expire: time to ask whether the need is still there."""

WEEK_VOLUME_MESSAGE = "Een aantal dagdelen per week heeft een einddatum nodig. Vul een einddatum in."
VOLUME_MESSAGE = "Vul minstens 1 dagdeel in."
OVERLAP_MESSAGE = (
    "Deze cliënt heeft dit product bij deze aanbieder al in een deel van deze periode. "
    "Kies een andere periode of beëindig eerst de andere toewijzing."
)


REASON_OF_CHANGE = {
    StopReason.DEATH: ChangeReason.DEATH,
    StopReason.MOVED: ChangeReason.MOVED,
    StopReason.OTHER_PROVIDER: ChangeReason.OTHER_PROVIDER,
    StopReason.OTHER_DOMAIN: ChangeReason.OTHER_DOMAIN,
    StopReason.BY_PROVIDER: ChangeReason.BY_PROVIDER,
    StopReason.CHANGE: ChangeReason.BY_PROVIDER,
}


def change_reason_of(stop_reason: str) -> str:
    """With what reason the municipality changes an allocation that ends so (iWmo 3.2, WMO002 beside WMO588)."""
    return REASON_OF_CHANGE.get(StopReason(stop_reason), ChangeReason.SHORTENED) if stop_reason else ""


def check_extension(ends_on: date, *, period: Period, frequency: str, today: date) -> None:
    """An allocation keeps its number when it is extended before its old end (iWmo 3.2, OP380).

    Codes: `end_earlier`, `end_passed`, `total_volume`.
    """
    if frequency == Frequency.TOTAL:
        raise ValidationError(
            "Bij een aantal dagdelen voor de hele periode hoort een nieuwe toewijzing.", code="total_volume"
        )
    if period.ends_on is None or ends_on <= period.ends_on:
        raise ValidationError("Kies een latere dag dan de einddatum van nu.", code="end_earlier")
    if period.ends_on < today:
        raise ValidationError(
            f"Deze toewijzing eindigde op {in_words(period.ends_on)}. Maak een nieuwe toewijzing.", code="end_passed"
        )


def check_change_day(from_on: date, *, period: Period) -> None:
    """A new volume begins after the first day and before the end of the old allocation. Code: `change_day`."""
    if from_on <= period.starts_on or not period.contains(from_on):
        raise ValidationError(
            f"De toewijzing geldt {period}. Kies een dag daarbinnen, na de eerste dag.", code="change_day"
        )


def check_stop_of_delivery(on: date, *, started_on: date | None, period: Period, today: date) -> None:
    """Delivery that began stops on a day that has come, within the allocation.

    Codes: `delivery_not_started`, `delivery_in_future`, `delivery_stop`.
    """
    if started_on is None:
        raise ValidationError("De levering is nog niet begonnen.", code="delivery_not_started")
    if on > today:
        raise ValidationError(
            "Deze dag moet nog komen. Leg het einde vast op of na de dag zelf.", code="delivery_in_future"
        )
    if on < started_on or not period.contains(on):
        raise ValidationError(
            f"De levering begon op {in_words(started_on)} en de toewijzing geldt {period}. Kies een dag daarbinnen.",
            code="delivery_stop",
        )


def access_since(today: date, months: int) -> date:
    """The earliest last day of an allocation whose provider still opens the file on `today`.

    A provider does so until the same day `months` calendar months after the end, that day included; in a month
    without that day until its last day.
    """
    earliest = add_months(today, -months)
    # From 31 August back to 28 February, of which the window closed on 28 August already: begin a day later.
    return earliest if add_months(earliest, months) >= today else earliest + ONE_DAY


def check_birth_date(birth_date: date, today: date) -> None:
    """Nobody is born after today. Code: `birth_date_future`."""
    if birth_date > today:
        raise ValidationError("Deze geboortedatum ligt in de toekomst. Controleer het jaar.", code="birth_date_future")


def period_faults(starts_on: date | None, ends_on: date | None, frequency: str) -> list[ValidationError]:
    """What is wrong with period and volume of an allocation, as far as it is filled in.

    A volume per week has an end (iWmo 3.2: in a week the end date is mandatory).
    Codes: `period_order`, `week_volume_without_end`.
    """
    faults = []
    if starts_on and ends_on and ends_on < starts_on:
        faults.append(ValidationError(PERIOD_ORDER_MESSAGE, code=PERIOD_ORDER_CODE))
    if frequency == Frequency.WEEK and not ends_on:
        faults.append(ValidationError(WEEK_VOLUME_MESSAGE, code="week_volume_without_end"))
    return faults


def check_volume(volume: int) -> None:
    """At least one unit is allocated. Code: `volume`."""
    if volume < 1:
        raise ValidationError(VOLUME_MESSAGE, code="volume")


def check_no_overlap(period: Period, others: Iterable[Period]) -> None:
    """A client has a product of a provider once on each day. Code: `allocation_overlap`."""
    if any(period.overlaps(other) for other in others):
        raise ValidationError(OVERLAP_MESSAGE, code="allocation_overlap")


def check_same_region(contract_region: int | None, own_region: int | None) -> None:
    """A municipality allocates under contracts of its own region. Code: `other_region`."""
    if contract_region != own_region:
        raise ValidationError("Dit contract is van een andere zorgregio. Kies een ander product.", code="other_region")


def check_rate_agreed(rate: Decimal | None) -> None:
    """A product is allocated only when a rate was agreed for the first day. Code: `no_rate`."""
    if rate is None:
        raise ValidationError(
            "Voor dit product is op de begindatum geen tarief afgesproken. "
            "Kies een andere begindatum, of vraag het de inkoper.",
            code="no_rate",
        )


def check_open_to_municipality(*, takes_part: bool) -> None:
    """A municipality allocates what it takes part in. Code: `municipality_not_in_framework`."""
    if not takes_part:
        raise ValidationError(
            "Uw gemeente doet op de begindatum niet mee aan deze raamovereenkomst, of mag dit product dan niet "
            "toewijzen. Kies een ander product, of vraag het de inkoper.",
            code="municipality_not_in_framework",
        )


def check_stands_in_contract(*, stands: bool) -> None:
    """A product is allocated only while it stands in the contract. Code: `product_not_in_contract`."""
    if not stands:
        raise ValidationError(
            "Dit product staat op de begindatum niet in het contract. Kies een andere begindatum of een ander product.",
            code="product_not_in_contract",
        )


def check_inside_contract(starts_on: date, contract: Period, framework: Period) -> None:
    """An allocation begins while contract and framework agreement hold. Code: `no_contract`.

    Its end may lie later: what was allocated runs on when a contract ends.
    """
    if not contract.contains(starts_on):
        raise ValidationError(
            f"Het contract met deze aanbieder geldt {contract}. "
            "Kies een begindatum in die periode, of een andere aanbieder.",
            code="no_contract",
        )
    if not framework.contains(starts_on):
        raise ValidationError(
            f"De raamovereenkomst geldt {framework}. Kies een begindatum in die periode.",
            code="no_contract",
        )


def check_end(ends_on: date, *, period: Period, delivery_started_on: date | None) -> None:
    """An allocation is ended earlier than it would, but not before it began or was delivered.

    Codes: `period_order`, `end_later`, `end_before_delivery`.
    """
    if ends_on < period.starts_on:
        raise ValidationError(
            f"De toewijzing begint op {in_words(period.starts_on)}. Kies een einddatum op of na die dag.",
            code=PERIOD_ORDER_CODE,
        )
    if period.ends_on is not None and ends_on > period.ends_on:
        raise ValidationError(
            f"De toewijzing eindigt al op {in_words(period.ends_on)}. "
            "Kies een eerdere dag, of maak een nieuwe toewijzing voor de tijd erna.",
            code="end_later",
        )
    if delivery_started_on is not None and ends_on < delivery_started_on:
        raise ValidationError(
            f"De levering begon op {in_words(delivery_started_on)}. Kies een einddatum op of na die dag.",
            code="end_before_delivery",
        )


def check_start_of_delivery(on: date, *, period: Period, today: date, stopped_on: date | None = None) -> None:
    """Delivery starts on a day of the allocation that has come; after a temporary stop on a later day than that.

    Codes: `delivery_in_future`, `delivery_outside_allocation`, `delivery_not_stopped`.
    """
    if stopped_on is not None and on <= stopped_on:
        raise ValidationError(
            f"De levering stopte tijdelijk op {in_words(stopped_on)}. Kies een latere dag.", code="delivery_not_stopped"
        )
    if on > today:
        raise ValidationError(
            "Deze dag moet nog komen. Leg de start vast op of na de dag zelf.", code="delivery_in_future"
        )
    if not period.contains(on):
        raise ValidationError(
            f"De toewijzing geldt {period}. Kies een dag in die periode.", code="delivery_outside_allocation"
        )
