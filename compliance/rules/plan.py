"""The checks on the plan: agreed by both sides, complete, about the right domains, and in a group."""

from compliance.enums import State
from compliance.rules.facts import AgreedSide, FileFacts
from compliance.rules.results import Result, not_applicable, not_assessable
from core.periods import in_words
from core.texts import in_a_row
from plans.enums import AgreedAs
from plans.rules import missing_for_agreement
from products.enums import AgreeingParty, DemandedDomain
from products.rules import Terms
from products.rules.demands import AgreementDemand, CareTeamDemand, GoalDomainDemand, GroupDemand, PlanContentDemand

NO_PLAN = "Er is op deze dag geen vastgesteld uitvoeringsplan. Stel het plan vast."
NOT_BEGUN = "Leg vast wanneer de levering begon."


def check_agreement(demand: AgreementDemand, file: FileFacts) -> Result:
    """Whether each side that must agree does so with the plan as it is: with a name, a role and a day.

    Care without a plan that both sides agreed to is not met. Source: product sheet Duurzaam, demands on content, 1.
    """
    demanded = f"akkoord van {in_a_row([AgreeingParty(party).label for party in demand.parties])}"
    if file.plan is None:
        if file.has_begun:
            advice = "Stel het plan vast, met het akkoord van beide kanten."
            measured = "zorg zonder vastgesteld plan"
            return Result(State.NOT_MET, measured, demanded, advice=advice, evidence=(file.row,))
        return without_plan(file)
    standing = [one for one in file.plan.agreements if one.party in demand.parties]
    absent = [party for party in demand.parties if not any(one.party == party for one in standing)]
    words = [_side(one) for one in standing]
    words += [f"geen akkoord van {AgreeingParty(party).label}" for party in absent]
    return Result(
        State.NOT_MET if absent else State.MET,
        measured=in_a_row(words),
        demanded=demanded,
        advice="Maak een nieuwe versie van het plan en laat beide kanten akkoord geven." if absent else "",
        evidence=(file.plan.row, *(one.row for one in standing)),
    )


def check_plan_content(demand: PlanContentDemand, file: FileFacts) -> Result:
    """Whether each goal is SMART, has activities with a frequency, and the plan has moments to evaluate.

    Whether a goal is specific and realistic in what it says, a person judges (product sheet, content, point 6).
    """
    if file.plan is None:
        return without_plan(file)
    faults = missing_for_agreement(file.plan.content, Terms(plan_content=demand))
    number = len(faults)
    return Result(
        State.NOT_MET if faults else State.MET,
        measured=f"{_goals(len(file.plan.goals))}, {f'er ontbreekt nog {number}' if number else 'alles ingevuld'}",
        demanded=demand.sentence(),
        advice=" ".join(message for fault in faults for message in fault.messages),
        evidence=(file.plan.row, *file.plan.goals),
    )


def check_goal_domain(demand: GoalDomainDemand, file: FileFacts) -> Result:
    """Whether a goal of the plan is about this domain of life.

    What is needed of supervision and proximity may also stand in the plan itself (product sheet, assignment).
    """
    if file.plan is None:
        return without_plan(file)
    goals = [
        row for row, goal in zip(file.plan.goals, file.plan.content.goals, strict=True) if goal.domain == demand.domain
    ]
    domain = DemandedDomain(demand.domain)
    is_described = domain == DemandedDomain.SUPERVISION_PROXIMITY and bool(file.plan.content.needed_support.strip())
    found = [*([_goals(len(goals))] if goals or not is_described else []), *(["beschreven"] if is_described else [])]
    is_met = bool(goals) or is_described
    return Result(
        State.MET if is_met else State.NOT_MET,
        measured=in_a_row(found),
        demanded=f"minstens 1 doel over {domain.label}",
        advice="" if is_met else f"Voeg in een nieuwe versie van het plan een doel toe over {domain.label}.",
        evidence=(file.plan.row, *goals),
    )


def check_placed(demand: GroupDemand, file: FileFacts) -> Result:
    """Whether the client has a place in a group, and the plan an activity in it (product sheet, assignment, BGD-OP-03).

    That the dagdelen were given in a group, at a location, is looked at per dagdeel.
    """
    if not demand.in_group:
        return not_applicable()
    if file.plan is None:
        return without_plan(file)
    placed, planned = len(file.placements), len(file.plan.group_activities)
    advice = [
        *([] if placed else ["Plaats de cliënt in een groep."]),
        *([] if planned else ["Voeg in een nieuwe versie van het plan een activiteit in de groep toe."]),
    ]
    return Result(
        State.NOT_MET if advice else State.MET,
        measured=f"{placed} {'groep' if placed == 1 else 'groepen'}, {_activities(planned)} in de groep",
        demanded="een plaats in een groep en minstens 1 activiteit in de groep",
        advice=" ".join(advice),
        evidence=(*file.placements, *file.plan.group_activities),
    )


def check_care_team(demand: CareTeamDemand, file: FileFacts) -> Result:
    """Whether the other professionals around the client are written down, those by office among them, or that there
    are none.

    Source: product sheet Duurzaam, assignment, paragraph 2.
    """
    if not demand.recorded:
        return not_applicable()
    found = (*file.contacts, *(one.row for one in file.members if one.is_by_office))
    demanded = "de andere betrokken professionals staan in het dossier, of dat er geen zijn"
    if found:
        return Result(State.MET, f"{len(found)} betrokken", demanded, evidence=found)
    if file.nobody_else is not None:
        return Result(State.MET, "uitdrukkelijk geen", demanded, evidence=(file.nobody_else,))
    if file.plan is None:
        return without_plan(file)
    advice = "Vraag wie er nog meer helpt, en leg bij Afstemming vast wie dat zijn, of dat er niemand is."
    return Result(State.NOT_MET, "niets vastgelegd", demanded, advice=advice, evidence=(file.plan.row,))


def without_plan(file: FileFacts) -> Result:
    """What a check on the plan says when there is none: not before care is given, and then nobody can tell."""
    if file.has_begun:
        return not_assessable(NO_PLAN, evidence=(file.row,))
    if file.delivery_started_on is None:
        return not_assessable(NOT_BEGUN, evidence=(file.row,))
    return not_applicable()


def _side(one: AgreedSide) -> str:
    return f"{AgreedAs(one.agreed_as).label.lower()} op {in_words(one.agreed_on)}"


def _goals(number: int) -> str:
    return "1 doel" if number == 1 else f"{number} doelen"


def _activities(number: int) -> str:
    return "1 activiteit" if number == 1 else f"{number} activiteiten"
