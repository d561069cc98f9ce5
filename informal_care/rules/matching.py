"""Which volunteers fit a request, and why: in words, for a person to decide.

How far apart two addresses are is not measured, for there is no map here. Dutch postcodes are given out by area (PTT,
1977): the first two digits are a region, the third and the fourth narrow it down to a place and a neighbourhood. So
sharing four digits is called the same neighbourhood, three the same place, two the same region. That is rough: two
sides of a river may share three digits, and neighbours across a boundary of areas may share none.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from core.texts import in_a_row
from informal_care.enums import (
    Circumstance,
    HelpDuration,
    HelpTask,
    Interest,
    Nearness,
    VolunteerKind,
    VolunteerStatus,
)
from plans.rules.week import Week

NEAR: Final = {
    Nearness.NEIGHBOURHOOD: "Woont in dezelfde wijk",
    Nearness.TOWN: "Woont in dezelfde plaats",
    Nearness.REGION: "Woont in dezelfde streek",
    Nearness.FAR: "Woont verder weg",
}


@dataclass(frozen=True, slots=True)
class Offer:
    """What is known of a volunteer that matters for a match. `key` tells two apart whose names are the same."""

    key: int
    name: str
    status: str
    kind: str
    has_intake: bool
    has_certificate: bool
    postcode: str
    max_nearness: int
    moments: Week
    held: Week
    """The dagdelen on which this volunteer helps somebody already."""
    load: int
    """How many people this volunteer helps already."""
    tasks: frozenset[str]
    limits: frozenset[str]
    talents: frozenset[str]
    was_declined: bool = False
    """Whether this volunteer and this request were tried before, and it did not go through."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a request asks that matters for a match."""

    postcode: str
    moments: Week
    duration: str
    tasks: frozenset[str]
    circumstances: frozenset[str]
    wishes: frozenset[str]
    refuses: frozenset[str]
    """Kinds of volunteers that are not wanted."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A volunteer who can be chosen, with what speaks for it and what to think of."""

    key: int
    name: str
    moments: Week
    """The dagdelen on which it fits."""
    reasons: tuple[str, ...]
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Excluded:
    """A volunteer who cannot be chosen, and all that stands in the way."""

    key: int
    name: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matching:
    """Who can be chosen, the best fit first, and who cannot."""

    candidates: tuple[Candidate, ...]
    excluded: tuple[Excluded, ...]


def nearness(one: str, other: str) -> Nearness:
    """How near two postcodes are, by the digits at their beginning that are the same."""
    shared = 0
    for left, right in zip(one[:4], other[:4], strict=False):
        if left != right:
            break
        shared += 1
    levels = {4: Nearness.NEIGHBOURHOOD, 3: Nearness.TOWN, 2: Nearness.REGION}
    return levels.get(shared, Nearness.FAR)


def match(wanted: Wanted, offers: Iterable[Offer]) -> Matching:
    """Who fits the request.

    Somebody is excluded for one reason at least; all are told. The others stand in this order: most tasks that are
    asked, most dagdelen that fit, nearest, most wishes, helps fewest already, and then by name and key. The order in
    which the offers come makes no difference.
    """
    candidates, excluded = [], []
    for offer in offers:
        because = _obstacles(wanted, offer)
        if because:
            excluded.append(Excluded(offer.key, offer.name, because))
        else:
            candidates.append((_rank(wanted, offer), _candidate(wanted, offer)))
    candidates.sort(key=lambda pair: pair[0])
    excluded.sort(key=lambda one: (one.name.casefold(), one.key))
    return Matching(tuple(candidate for _, candidate in candidates), tuple(excluded))


def free_moments(wanted: Wanted, offer: Offer) -> Week:
    """The dagdelen that are asked, on which the volunteer can come and helps nobody yet."""
    return Week((wanted.moments.moments & offer.moments.moments) - offer.held.moments)


def _obstacles(wanted: Wanted, offer: Offer) -> tuple[str, ...]:
    return tuple(
        reason
        for reason in (
            _not_available(offer),
            "" if offer.has_certificate else "Heeft geen geldige VOG.",
            "Ging bij deze hulpvraag al eens niet door." if offer.was_declined else "",
            _tasks_against(wanted, offer),
            _limits_against(wanted, offer),
            _refused(wanted, offer),
            _too_far(wanted, offer),
            _no_moment(wanted, offer),
        )
        if reason
    )


def _not_available(offer: Offer) -> str:
    if not offer.has_intake:
        return "Heeft nog geen intake gehad."
    if offer.status != VolunteerStatus.AVAILABLE:
        return f"Is niet beschikbaar: {VolunteerStatus(offer.status).label.lower()}."
    return ""


def _tasks_against(wanted: Wanted, offer: Offer) -> str:
    return "" if wanted.tasks & offer.tasks else "Doet niets van wat wordt gevraagd."


def _limits_against(wanted: Wanted, offer: Offer) -> str:
    met = wanted.circumstances & offer.limits
    return f"Wil dit liever niet: {_in_words(met, Circumstance)}." if met else ""


def _refused(wanted: Wanted, offer: Offer) -> str:
    if offer.kind not in wanted.refuses:
        return ""
    return f"De hulpvrager wil geen vrijwilliger van deze soort: {VolunteerKind(offer.kind).label.lower()}."


def _too_far(wanted: Wanted, offer: Offer) -> str:
    near = nearness(wanted.postcode, offer.postcode)
    if near <= offer.max_nearness:
        return ""
    return f"{NEAR[near]}, en wil niet verder dan: {Nearness(offer.max_nearness).label.lower()}."


def _no_moment(wanted: Wanted, offer: Offer) -> str:
    common = wanted.moments.moments & offer.moments.moments
    if not common:
        return "Kan op geen enkel dagdeel dat wordt gevraagd."
    if not common - offer.held.moments:
        return "Helpt op deze dagdelen al iemand anders."
    return ""


def _rank(wanted: Wanted, offer: Offer) -> tuple[int, int, int, int, int, str, int]:
    return (
        -len(wanted.tasks & offer.tasks),
        -len(free_moments(wanted, offer)),
        nearness(wanted.postcode, offer.postcode),
        -len(wanted.wishes & offer.talents),
        offer.load,
        offer.name.casefold(),
        offer.key,
    )


def _candidate(wanted: Wanted, offer: Offer) -> Candidate:
    moments = free_moments(wanted, offer)
    reasons = [
        f"Doet graag: {_in_words(wanted.tasks & offer.tasks, HelpTask)}.",
        f"Kan op {moments}.",
        f"{NEAR[nearness(wanted.postcode, offer.postcode)]}.",
    ]
    if shared := wanted.wishes & offer.talents:
        reasons.append(f"Past bij de wens: {_in_words(shared, Interest)}.")
    if offer.load == 0:
        reasons.append("Helpt nu nog niemand.")
    return Candidate(offer.key, offer.name, moments, tuple(reasons), tuple(_doubts(wanted, offer, moments)))


def _doubts(wanted: Wanted, offer: Offer, moments: Week) -> Iterable[str]:
    if rest := wanted.tasks - offer.tasks:
        yield f"Noemde niet: {_in_words(rest, HelpTask)}."
    if missing := wanted.moments.moments - moments.moments:
        yield f"Kan niet op {Week(frozenset(missing))}."
    if offer.load:
        yield f"Helpt al {offer.load} {'ander' if offer.load == 1 else 'anderen'}."
    if wanted.duration == HelpDuration.LASTING and offer.kind == VolunteerKind.FLEX:
        yield "Is flexvrijwilliger, en de vraag is voor langere tijd."
    if offer.kind == VolunteerKind.GUIDED:
        yield "Heeft begeleiding nodig."


def _in_words(values: Iterable[str], choices: type[HelpTask] | type[Circumstance] | type[Interest]) -> str:
    """The labels in the order of the list, in small letters."""
    chosen = set(values)
    return in_a_row([one.label[0].lower() + one.label[1:] for one in choices if one.value in chosen])
