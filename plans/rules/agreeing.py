"""Who may agree to a plan, on which day, and when somebody else agrees for the client."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.core.exceptions import ValidationError

from clients.enums import Relation, Representation
from plans.enums import AgreedAs, WhyNotClient

Fault = tuple[str, ValidationError]
"""The field that is wrong, and what is wrong with it."""

APPOINTED: Final = frozenset(
    {Representation.GUARDIANSHIP, Representation.MENTORSHIP, Representation.CURATORSHIP, Representation.AGENT}
)
"""On what ground somebody represents the client before any relative. An administrator decides about money only."""

NEXT_OF_KIN: Final = frozenset({Relation.PARTNER, Relation.PARENT, Relation.CHILD, Relation.RELATIVE})
"""Who represents without being appointed; the code list has one word for siblings, grandparents and grandchildren."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the client system, as far as it matters for who may agree on a day."""

    name: str
    relation: str
    representation: str
    holds_on_day: bool = True

    @property
    def is_appointed(self) -> bool:
        """Whether this person goes before relatives: curator, mentor, agent (Wmo 2015 art. 1.1.1)."""
        return self.representation in APPOINTED

    @property
    def represents(self) -> bool:
        """Whether this person represents a client who cannot decide (Wmo 2015 art. 1.1.1)."""
        return self.is_appointed or self.relation in NEXT_OF_KIN


def agrees_as(person: Person | None, why_not_client: str) -> AgreedAs:
    """As what somebody agrees for the client's side: nobody of the system is the client."""
    if person is None:
        return AgreedAs.CLIENT
    stands_in = why_not_client in {WhyNotClient.CANNOT, WhyNotClient.REFUSES}
    return AgreedAs.REPRESENTATIVE if stands_in or person.is_appointed else AgreedAs.SYSTEM_MEMBER


def check_agreement_day(agreed_on: date, *, earliest: date, today: date) -> None:
    """Nobody agrees in the future, nor before there was anything to plan: the clock starts on this day.

    `earliest` is the day on which the care was allocated, or on which it begins when that is earlier.
    """
    if agreed_on > today:
        raise ValidationError("Vul een datum in tot en met vandaag.", code="agreed_in_future")
    if agreed_on < earliest:
        raise ValidationError(
            "Op die dag was de zorg nog niet toegewezen. Vul een datum in vanaf %(earliest)s.",
            code="agreed_before_allocation",
            params={"earliest": f"{earliest:%d-%m-%Y}"},
        )


def check_paper(agreed_on: date, *, drafted_on: date) -> None:
    """Nobody signs a version that was not there yet."""
    if agreed_on < drafted_on:
        raise ValidationError(
            "Deze versie is gemaakt op %(day)s. Vul de datum in die bij de handtekening staat.",
            code="signed_before_draft",
            params={"day": f"{drafted_on:%d-%m-%Y}"},
        )


def check_withdrawal_day(withdrawn_on: date, *, agreed_on: date, today: date) -> None:
    """An agreement is taken back on or after its own day, and not in the future."""
    if withdrawn_on > today:
        raise ValidationError("Vul een datum in tot en met vandaag.", code="withdrawn_in_future")
    if withdrawn_on < agreed_on:
        raise ValidationError(
            "Het akkoord is van %(day)s. Vul een datum in op of na die dag.",
            code="withdrawn_before_agreement",
            params={"day": f"{agreed_on:%d-%m-%Y}"},
        )


def check_mark(typed: str, mark: str) -> None:
    """The signed paper is a print of this version as it is now: it carries its mark."""
    if "".join(typed.split()).upper() != "".join(mark.split()):
        raise ValidationError(
            "Dit kenmerk hoort niet bij het concept zoals het nu is. Kijk of u het goed hebt overgenomen. Is het plan "
            "na het printen gewijzigd? Print het dan opnieuw en laat het opnieuw tekenen.",
            code="other_mark",
        )


def client_side_faults(
    *,
    agreed_as: str,
    person: Person | None,
    why: str = "",
    reason: str = "",
    system: Sequence[Person] = (),
    has_refused: bool = False,
) -> list[Fault]:
    """What is wrong with who agrees for the client's side; nothing when all is well.

    The client, or somebody of the client system and why. When the client cannot or will not agree, that is a
    representative, in the order of the law (Wmo 2015 art. 1.1.1): curator, mentor or agent first, then partner and next
    of kin, who may decline in favour of each other. Nobody but who is appointed goes against a client who refuses.

    `system` are the others around the client on that day; `has_refused` says that this draft was refused.
    """
    if agreed_as == AgreedAs.CLIENT:
        fault = ValidationError(
            "Vul dit alleen in als iemand anders dan de cliënt akkoord geeft.", code="why_with_client"
        )
        return [("why_not_client", fault)] if why or reason.strip() else []
    if person is None:
        return [("member", ValidationError("Kies wie er akkoord geeft.", code="member_missing"))]
    if not person.holds_on_day:
        fault = ValidationError("Deze persoon hoorde op die dag niet bij het cliëntsysteem.", code="member_not_active")
        return [("member", fault)]
    return [*_why_faults(why, reason, has_refused=has_refused), *_person_faults(agreed_as, person, why, system)]


def _why_faults(why: str, reason: str, *, has_refused: bool) -> list[Fault]:
    faults = []
    if why not in WhyNotClient.values:
        fault = ValidationError("Kies waarom de cliënt niet zelf akkoord geeft.", code="why_missing")
        faults.append(("why_not_client", fault))
    elif has_refused and why == WhyNotClient.ASKED:
        fault = ValidationError(
            "De cliënt ging niet akkoord met dit concept. Pas het plan aan, of kies wat hier past.",
            code="client_refused",
        )
        faults.append(("why_not_client", fault))
    if not reason.strip():
        fault = ValidationError("Schrijf op waarom de cliënt niet zelf akkoord geeft.", code="reason_missing")
        faults.append(("not_client_reason", fault))
    return faults


def _person_faults(agreed_as: str, person: Person, why: str, system: Sequence[Person]) -> list[Fault]:
    if why not in {WhyNotClient.CANNOT, WhyNotClient.REFUSES}:
        is_fault = agreed_as == AgreedAs.REPRESENTATIVE and not person.is_appointed
        return [("member", _not_representative())] if is_fault else []
    if agreed_as != AgreedAs.REPRESENTATIVE or not person.represents:
        return [("member", _not_representative())]
    first = next((other for other in system if other.is_appointed), None)
    if person.is_appointed:
        return []
    if first is not None:
        fault = ValidationError(
            "%(name)s gaat voor: deze persoon is aangewezen om voor de cliënt te beslissen. Vraag %(name)s om akkoord.",
            code="other_goes_first",
            params={"name": first.name},
        )
        return [("member", fault)]
    if why == WhyNotClient.REFUSES:
        fault = ValidationError(
            "De cliënt wil niet. Alleen een curator, mentor of gemachtigde kan dan akkoord geven. Is die er niet? "
            "Pas het plan dan samen met de cliënt aan.",
            code="against_the_client",
        )
        return [("member", fault)]
    return []


def _not_representative() -> ValidationError:
    return ValidationError(
        "Deze persoon is geen vertegenwoordiger. Kies een ander of leg de grond vast.", code="not_representative"
    )
