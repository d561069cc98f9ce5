"""The Dutch words of checks: what is there, what there should be, and what would mend it."""

from collections.abc import Sequence
from fractions import Fraction

from compliance.rules.timeline import Need, Stretch
from core.minutes import clock
from organisations.rules import NLQF

LEVEL_OF_RANK = {rank: level for level, rank in NLQF.items()}


def hold(clients: int) -> str:
    """A number of clients: "1 cliënt", "6 cliënten"."""
    return "1 cliënt" if clients == 1 else f"{clients} cliënten"


def co_workers(number: int) -> str:
    """A number of those who work there: "1 medewerker", "2 medewerkers"."""
    return "1 medewerker" if number == 1 else f"{number} medewerkers"


def level_words(level: int) -> str:
    """A level that is demanded, by its NLQF number: "mbo 2 of hoger"."""
    return f"{LEVEL_OF_RANK[level].label} of hoger"


def in_need(professionals: int, level: int) -> str:
    """A number of professionals of at least a level: "2 professionals (mbo 2 of hoger)"."""
    number = "1 professional" if professionals == 1 else f"{professionals} professionals"
    return f"{number} ({level_words(level)})" if level else number


def share_sum(shares: Sequence[tuple[int, int]], need: Need) -> str:
    """How many are needed, and how that number comes about when more than one product is in the group.

    `shares` are pairs of clients and clients for each professional, as of `Stretch.shares`.
    """
    needed = in_need(need.needed, need.level)
    if len(shares) < 2:  # noqa: PLR2004 - one product needs no sum
        return "".join([needed, *(f": 1 per {hold(most)}" for _, most in shares)])
    rounded = f"naar boven afgerond {need.needed}"
    total = sum((Fraction(number, most) for number, most in shares), Fraction())
    if total != need.load:
        return f"{needed}: de som van wie dit niveau nodig heeft is {_decimal(need.load)}, {rounded}"
    parts = " + ".join(f"{number}/{most}" for number, most in shares)
    return f"{needed}: {parts} = {_decimal(total)}, {rounded}"


def short_of(minutes: int) -> str:
    """A number of minutes: "1 minuut", "35 minuten"."""
    return "1 minuut" if minutes == 1 else f"{minutes} minuten"


def advice_on(stretches: Sequence[Stretch]) -> str:
    """What would mend a dagdeel with too few professionals: for each part of it, how many more, or how many clients
    fewer. Empty when nothing has to be mended.
    """
    parts: list[tuple[int, int, str]] = []
    for one in stretches:
        need = one.tightest
        if not one.short or need is None:
            continue
        fewer = f", of {hold(clients_too_many(one))} minder" if need.available else ""
        line = f"{in_need(need.short, need.level)} meer{fewer}"
        if parts and parts[-1][1:] == (one.starts, line):
            parts[-1] = (parts[-1][0], one.ends, line)
        else:
            parts.append((one.starts, one.ends, line))
    return " ".join(f"Van {clock(starts)} tot {clock(ends)}: {line}." for starts, ends, line in parts)


def clients_too_many(stretch: Stretch) -> int:
    """How many clients at least would have to be elsewhere for the professionals who are there to be enough.

    From the highest level down, each time the clients who ask most of a professional: who is taken away for a high
    level is gone for the lower ones too, so nobody goes without need.
    """
    staying = sorted(stretch.demands, key=lambda demand: demand.share)
    for need in reversed(stretch.needs):
        while sum(demand.share for demand in staying if demand.level >= need.level) > need.available:
            staying.pop(max(place for place, demand in enumerate(staying) if demand.level >= need.level))
    return len(stretch.demands) - len(staying)


def _decimal(value: Fraction) -> str:
    return f"{float(value):.3f}".rstrip("0").rstrip(".").replace(".", ",")
