"""What must be there before a case goes a step further: pure functions over values.

Source: Wmo 2015 art. 2.3.2 to 2.3.6.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError

from clients.enums import DeliveryForm, Information, Topic
from core.periods import Period, in_words

TOLD_BEFORE_INVESTIGATION = (Information.PERSONAL_PLAN, Information.CLIENT_SUPPORT)
"""What the client is told before the investigation begins (art. 2.3.2 par. 2 and 3)."""


def check_day(day: date, *, today: date, since: date | None = None, what: str = "Deze dag") -> None:
    """Something that happened did so today or before, and not before `since`. Codes: `day_future`, `day_early`."""
    if day > today:
        raise ValidationError(f"{what} moet nog komen. Vul een dag in tot en met vandaag.", code="day_future")
    if since is not None and day < since:
        raise ValidationError(f"{what} ligt voor {in_words(since)}. Vul een dag in op of na die dag.", code="day_early")


def untold(told: Collection[str]) -> list[Information]:
    """What must still be told before the investigation begins."""
    return [what for what in TOLD_BEFORE_INVESTIGATION if what not in told]


def check_told(told: Collection[str], untold_carers: Iterable[str] = ()) -> None:
    """All that the law wants told was told, also to the carers (art. 2.3.2 par. 3), of whom the names are given.

    Code: `not_told`, one error for each thing that is missing.
    """
    faults = [
        ValidationError(f"Dit moet eerst: {what.label.lower()}. Leg vast wanneer en hoe.", code="not_told")
        for what in untold(told)
    ]
    faults += [
        ValidationError(
            f"Dit moet eerst: gratis cliëntondersteuning aangeboden aan {name}. Leg vast wanneer en hoe.",
            code="not_told",
        )
        for name in untold_carers
    ]
    if faults:
        raise ValidationError(faults)


@dataclass(frozen=True, slots=True)
class Findings:
    """How far an investigation has come, as values."""

    conversation_on: date | None
    place: str
    present: int
    topics: Collection[str]
    has_personal_plan: bool
    plan_use: str
    carers: Collection[int]
    """The informal carers in the client system."""
    carers_heard: Collection[int]
    no_carer_reason: str
    identity_checked_on: date | None
    traits: Collection[str]
    """The traits of the client profile that must be answered."""
    traits_answered: Collection[str]
    conclusion: str


def missing_for_report(found: Findings) -> Iterator[ValidationError]:
    """What is missing before the report can go to the client, one error for each thing."""
    if found.conversation_on is None or not found.place:
        yield _missing("De datum en de plaats van het gesprek ontbreken.", "conversation_missing")
    if not found.present:
        yield _missing("Vul in wie er bij het gesprek waren.", "nobody_present")
    for topic in Topic:
        if topic not in found.topics:
            yield _missing(
                f"Er staat nog niets bij onderwerp {topic.value}: {topic.label.lower()}.",
                "topic_missing",
                topic=topic.value,
            )
    if found.has_personal_plan and not found.plan_use:
        yield _missing("De cliënt gaf een persoonlijk plan. Schrijf op hoe u het gebruikte.", "plan_unused")
    unheard = set(found.carers) - set(found.carers_heard)
    if unheard and not found.no_carer_reason:
        yield _missing(
            "Vraag elke mantelzorger wat die doet, kan en nodig heeft. "
            "Kan dat niet, schrijf dan op waarom er geen mantelzorger is gesproken.",
            "carer_unheard",
        )
    if not found.carers and not found.carers_heard and not found.no_carer_reason:
        yield _missing(
            "Er staat geen mantelzorger in het cliëntsysteem. Voeg die toe, of schrijf op waarom er niemand is.",
            "carer_unknown",
        )
    if found.identity_checked_on is None:
        yield _missing("Stel de identiteit van de cliënt vast.", "identity_missing")
    if not found.conclusion:
        yield _missing("Schrijf de uitkomst van het onderzoek op.", "conclusion_missing")
    open_traits = len(set(found.traits) - set(found.traits_answered))
    if open_traits:
        yield _missing(f"Beantwoord nog {open_traits} kenmerken van de cliënt.", "profile_incomplete")


def check_may_apply(applied_on: date, *, reported_on: date | None, investigation_due_on: date | None) -> None:
    """An application comes after the report, or after the term without one (art. 2.3.2 par. 9).

    Codes: `day_early`, `report_first`.
    """
    if reported_on is not None:
        if applied_on < reported_on:
            raise ValidationError(
                f"Het verslag ging op {in_words(reported_on)} naar de cliënt. Kies een dag op of na die dag.",
                code="day_early",
            )
        return
    if investigation_due_on is None or applied_on <= investigation_due_on:
        until = "" if investigation_due_on is None else f" Dat is na {in_words(investigation_due_on)}."
        raise ValidationError(
            f"Er is nog geen verslag. Aanvragen kan na het verslag, of als de termijn voorbij is.{until}",
            code="report_first",
        )


def check_form_unique(form: str, period: Period, *, others: Iterable[Period]) -> None:
    """No care in kind beside a personal budget for the same product (iWmo 3.2, OP043).

    `others` are the periods of the same product in the other form. Code: `both_forms`.
    """
    for other in others:
        if other.overlaps(period):
            here, there = (
                ("een pgb", "zorg in natura") if form == DeliveryForm.PERSONAL_BUDGET else ("zorg in natura", "een pgb")
            )
            raise ValidationError(
                f"Voor dit product is er {other} al {there}. {here.capitalize()} erbij kan dan niet. "
                "Kies een andere periode, of beëindig eerst het andere.",
                code="both_forms",
            )


def check_reassessment(reassess_on: date | None, *, starts_on: date | None, decided_on: date) -> None:
    """Who gets support is seen again on a day after the decision (art. 2.3.9). Code: `reassess_early`."""
    first = max(decided_on, starts_on or decided_on)
    if reassess_on is not None and reassess_on <= first:
        raise ValidationError(f"Het heronderzoek is na {in_words(first)}. Kies een latere dag.", code="reassess_early")


def check_deviation(variant: object, advised: object, reason: str) -> None:
    """Who decides otherwise than advised says why. Code: `deviation_unexplained`."""
    if advised is not None and variant != advised and not reason.strip():
        raise ValidationError(
            "U kiest een ander product dan het advies. Schrijf op waarom.", code="deviation_unexplained"
        )


def check_within_decision(allocated: Period, decided: Period) -> None:
    """What is allocated stays within what was decided. Code: `outside_decision`."""
    if not decided.covers(allocated):
        raise ValidationError(
            f"Het besluit geldt {decided}. Kies een begin en een einde in die periode.", code="outside_decision"
        )


def _missing(message: str, code: str, **params: str) -> ValidationError:
    return ValidationError(message, code=code, params=params or None)
