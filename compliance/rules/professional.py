"""The checks on professionals: who is responsible for a plan, who knows the target group, and the mix of levels."""

from collections.abc import Sequence
from itertools import combinations

from compliance.enums import State
from compliance.rules.facts import FileFacts, GroupFacts, Responsible, StaffFacts
from compliance.rules.plan import without_plan
from compliance.rules.results import Result, not_assessable
from compliance.rules.words import level_words
from core.periods import Period, gaps, in_words
from core.texts import in_a_row
from organisations.enums import Level
from organisations.rules import meets, rank
from plans.rules import unfit_periods
from products.rules.demands import ExperienceDemand, LevelMixDemand, ResponsibleLevelDemand

WHOLE = 100


def check_responsible(demand: ResponsibleLevelDemand, file: FileFacts) -> Result:
    """Whether there was exactly one responsible professional on every day that is looked at, employed and proven.

    From the day on which the plan was agreed. Source: product sheet Duurzaam, demands on content, point 3.
    """
    if file.plan is None or file.first_agreed_on is None:
        return without_plan(file)
    window = Period(max(file.since, file.first_agreed_on), file.day)
    held = [one for one in file.responsible if one.period.overlaps(window)]
    nobody = gaps([one.period for one in held], window)
    pairs = combinations([one.period for one in held], 2)
    both = [shared for one, other in pairs if (shared := one.intersection(other))]
    twice = [within for shared in both if (within := shared.intersection(window))]
    unfit = [period for one in held for period in _unfit(one, demand.level, window)]
    words = [
        *(f"niemand {_days(period)}" for period in nobody),
        *(f"meer dan één {_days(period)}" for period in twice),
        *(f"geen dienstverband of bewezen niveau {_days(period)}" for period in unfit),
    ]
    return Result(
        State.NOT_MET if words else State.MET,
        measured="; ".join(words) or f"steeds één, {_days(window)}",
        demanded=f"altijd precies één, {level_words(rank(demand.level))}",
        advice="Wijs iemand aan die in dienst is en van wie het diploma is gecontroleerd." if words else "",
        evidence=tuple(one.row for one in held) or (file.plan.row,),
    )


def check_experience(demand: ExperienceDemand, staff: StaffFacts) -> Result:
    """Whether somebody who works in a group knows its target group, and shows so when that is demanded.

    Experience stays, also when it was long ago. Source: product sheet Duurzaam, demands on the professional, point 1.
    """
    demanded = f"ervaring met de doelgroep van de groep{', met bewijs' if demand.evidenced else ''}"
    if staff.target_group is None:
        return not_assessable("Kies bij de groep een doelgroep.", demanded=demanded, evidence=(staff.row,))
    known = [one for one in staff.experience if one.target_group == staff.target_group and one.starts_on <= staff.day]
    shown = [one for one in known if one.is_evidenced or not demand.evidenced]
    if not shown:
        measured = "ervaring zonder bewijs" if known else "geen ervaring vastgelegd"
        advice = "Leg de ervaring vast met functie, periode en bewijs, of zet iemand anders in."
        return Result(State.NOT_MET, measured, demanded, advice=advice, evidence=(staff.row,))
    first = min(one.starts_on for one in shown)
    return Result(State.MET, f"sinds {in_words(first)}", demanded, evidence=(staff.row, *(one.row for one in shown)))


def check_mix(demand: LevelMixDemand, group: GroupFacts) -> Result:
    """Whether it was decided in which proportion of levels a group is staffed, and why.

    A level above those of the product is no fault, one below is. Source: product sheet Duurzaam, content, point 8.
    """
    lowest = min(demand.levels, key=rank)
    demanded = f"een besluit met motivering, alleen {level_words(rank(lowest))}"
    if group.mix is None:
        advice = "Besluit voor deze groep over de verhouding van niveaus."
        return Result(State.NOT_MET, "geen besluit", demanded, advice=advice, evidence=(group.row,))
    mix = group.mix
    below = [level for level in mix.percents if not meets(level, lowest)]
    total = sum(mix.percents.values())
    faults = [
        *([f"ook {_levels(below)}"] if below else []),
        *([f"de aandelen zijn samen {total}%"] if total != WHOLE else []),
        *([] if mix.is_motivated else ["zonder motivering"]),
    ]
    shares = in_a_row([f"{Level(level).label} {mix.percents[level]}%" for level in sorted(mix.percents, key=rank)])
    return Result(
        State.NOT_MET if faults else State.MET,
        measured="; ".join([shares, *faults]) if shares else "; ".join(faults),
        demanded=demanded,
        advice="Neem een nieuw besluit over de niveaus van deze groep." if faults else "",
        evidence=(mix.row,),
    )


def _unfit(one: Responsible, level: str, window: Period) -> list[Period]:
    within = one.period.intersection(window)
    return unfit_periods(one.standing, level, within) if within is not None else []


def _days(period: Period) -> str:
    if period.ends_on is None or period.ends_on == period.starts_on:
        return f"op {in_words(period.starts_on)}"
    return f"van {in_words(period.starts_on)} tot en met {in_words(period.ends_on)}"


def _levels(levels: Sequence[str]) -> str:
    return in_a_row([str(Level(level).label) for level in sorted(levels, key=rank)])
