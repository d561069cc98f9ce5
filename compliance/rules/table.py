"""The table of checks: for each kind of rule what its check looks at, and how that goes, in words for its readers.

What is demanded comes from the product book; how it is looked at stands here. A demand with another value of the same
kind can be looked at elsewhere: `wanted` says for which values a line holds.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from compliance.enums import LooksAt, State
from compliance.rules import client, evaluation, plan, presence, professional
from compliance.rules.presence import Attendance
from compliance.rules.results import Result, not_applicable
from delivery.enums import StaffKind
from products.enums import RuleKind
from products.rules import PARAMETERS, Demand, RequirementLike, parse
from products.rules.demands import CoverDemand, GroupDemand, PersonalCareDemand, VolunteersDemand

Check = Callable[[Any, Any], Result]
"""A demand, and the facts of what the check looks at."""


@dataclass(frozen=True, slots=True)
class Line:
    """How requirements of one kind are checked."""

    kind: RuleKind
    looks_at: LooksAt
    check: Check
    explanation: str
    """How the check goes, in Dutch, for who reads its results."""
    wanted: Callable[[Any], bool] = lambda _: True
    """Whether a demand of this kind is looked at in this way."""
    is_from_intake: bool = False
    """Whether it tells what the municipality wrote down at the intake, which no provider sees."""

    @property
    def parameter(self) -> type[Demand]:
        """The type of what such a requirement demands."""
        return PARAMETERS[self.kind]


def _at_moments(check: Callable[[Attendance], Result]) -> Check:
    """A check on a dagdeel whose numbers stand with each client: the product of each may differ."""
    return lambda _, attendance: check(attendance)


def _check_volunteers(demand: VolunteersDemand, attendance: Attendance) -> Result:
    """Beside professionals; where the product allows none, not at all."""
    present = [one for one in attendance.staff if one.kind == StaffKind.VOLUNTEER]
    if demand.allowed or not present:
        return presence.check_volunteers(attendance)
    people = tuple(dict.fromkeys(one.who for one in present))
    return Result(State.NOT_MET, f"{len(people)} aanwezig", "geen vrijwilligers", people=people)


def _check_personal_care(demand: PersonalCareDemand, attendance: Attendance) -> Result:
    return presence.check_personal_care(attendance) if demand.required else not_applicable()


def _check_cover(demand: CoverDemand, attendance: Attendance) -> Result:
    return presence.check_cover(attendance) if demand.at_all_times else not_applicable()


def _on_location(demand: GroupDemand) -> bool:
    return demand.on_location


def _only_in_group(demand: GroupDemand) -> bool:
    return not demand.on_location


TABLE: Final[tuple[Line, ...]] = (
    Line(
        RuleKind.MAX_CLIENTS_PER_PROFESSIONAL,
        LooksAt.SESSION,
        _at_moments(presence.check_ratio),
        "Op elk moment van het dagdeel zijn er genoeg professionals met het gevraagde niveau voor de cliënten die er "
        "zijn. Het slechtste moment telt, niet het gemiddelde. Vrijwilligers en stagiairs tellen niet mee.",
    ),
    Line(
        RuleKind.MIN_LEVEL_EXECUTION,
        LooksAt.SESSION,
        _at_moments(presence.check_levels),
        "Iedereen die als professional werkt, is in dienst en heeft op die dag een gecontroleerd diploma van dit "
        "niveau of hoger.",
    ),
    Line(
        RuleKind.MIN_LEVEL_RESPONSIBLE,
        LooksAt.FILE,
        professional.check_responsible,
        "Elke dag sinds het akkoord met het plan is er precies één eindverantwoordelijke, in dienst en met een "
        "gecontroleerd diploma van dit niveau of hoger.",
    ),
    Line(
        RuleKind.EVALUATION_INTERVAL_MONTHS,
        LooksAt.FILE,
        evaluation.check_interval,
        "De uiterste datum telt in maanden vanaf het akkoord, de start van de levering als die eerder was, of de "
        "laatste evaluatie. Geen evaluatie was te laat, en elke ging over voortgang en doelmatigheid, met de cliënt "
        "of het cliëntsysteem erbij.",
    ),
    Line(
        RuleKind.EVALUATION_REPORT,
        LooksAt.FILE,
        evaluation.check_report,
        "Elke evaluatie heeft een verslag, een datum en een schrijver.",
    ),
    Line(
        RuleKind.PLAN_AGREEMENT,
        LooksAt.FILE,
        plan.check_agreement,
        "Bij het plan dat geldt, staat van elke kant een akkoord met naam, rol en datum. Zorg zonder vastgesteld plan "
        "voldoet niet.",
    ),
    Line(
        RuleKind.PLAN_CONTENT,
        LooksAt.FILE,
        plan.check_plan_content,
        "Bij elk doel zijn de SMART-onderdelen ingevuld, met activiteiten en hoe vaak. Het plan heeft "
        "evaluatiemomenten. Of een doel specifiek en haalbaar is, beoordeelt een mens.",
    ),
    Line(
        RuleKind.GOAL_DOMAIN,
        LooksAt.FILE,
        plan.check_goal_domain,
        "Het plan heeft een doel over dit leefgebied. Het benodigde toezicht mag ook in het plan zelf beschreven zijn.",
    ),
    Line(
        RuleKind.DELIVERED_IN_GROUP,
        LooksAt.FILE,
        plan.check_placed,
        "De cliënt heeft een plaats in een groep, en het plan heeft een activiteit in de groep.",
        wanted=_only_in_group,
    ),
    Line(
        RuleKind.DELIVERED_IN_GROUP,
        LooksAt.SESSION,
        _at_moments(presence.check_group),
        "Elk dagdeel is in een groep op een locatie, en op enig moment zijn er minstens twee cliënten tegelijk.",
        wanted=_on_location,
    ),
    Line(
        RuleKind.VOLUNTEERS_BESIDE,
        LooksAt.SESSION,
        _check_volunteers,
        "Vrijwilligers en stagiairs zijn er alleen naast een professional. Mag het niet, dan is er geen vrijwilliger.",
    ),
    Line(
        RuleKind.LEVEL_MIX,
        LooksAt.GROUP,
        professional.check_mix,
        "Voor de groep geldt een besluit over de verhouding van niveaus, met een motivering.",
    ),
    Line(
        RuleKind.CLIENT_PROFILE,
        LooksAt.FILE,
        client.check_profile,
        "Het onderzoek noemt dit kenmerk, met uitleg waar die nodig is. Bij verlies van regie staat er wie de cliënt "
        "vertegenwoordigt, en bij verlichting van naasten wie die naasten zijn.",
        is_from_intake=True,
    ),
    Line(
        RuleKind.INDICATOR_TREND,
        LooksAt.FILE,
        evaluation.check_trend,
        "Aan het begin van het plan en bij elke evaluatie staat er een score. Het verloop is te zien; of dat past, "
        "beoordeelt een mens.",
    ),
    Line(
        RuleKind.PARTICIPATION,
        LooksAt.FILE,
        evaluation.check_participation,
        "Bij het plan en bij elke evaluatie staat wie namens de cliënt meedeed. Ontbrak de cliënt, dan staat er "
        "waarom.",
    ),
    Line(
        RuleKind.CARE_TEAM,
        LooksAt.FILE,
        plan.check_care_team,
        "In het dossier staan de andere professionals rond de cliënt, of dat er geen zijn.",
    ),
    Line(
        RuleKind.WMO_QUESTION,
        LooksAt.FILE,
        evaluation.check_wmo_question,
        "Elke evaluatie zegt of de hulpvraag nog bij de Wmo past, en waarom.",
    ),
    Line(
        RuleKind.WLZ_ACTION,
        LooksAt.FILE,
        evaluation.check_wlz_action,
        "Na twijfel of nee over de Wmo loopt er een Wlz-traject met een eigenaar. Het staat niet stil.",
    ),
    Line(
        RuleKind.TARGET_GROUP_EXPERIENCE,
        LooksAt.PROFESSIONAL,
        professional.check_experience,
        "Wie in de groep werkt, heeft ervaring met de doelgroep van die groep, met functie, periode en bewijs.",
    ),
    Line(
        RuleKind.PERSONAL_CARE_COMPETENCE,
        LooksAt.SESSION,
        _check_personal_care,
        "Zolang er een cliënt is die verzorging nodig heeft, is er een professional die daarin bekwaam is.",
    ),
    Line(
        RuleKind.CONTINUOUS_COVER,
        LooksAt.SESSION,
        _check_cover,
        "Zolang er cliënten zijn, ook bij halen, brengen en pauze, zijn er genoeg professionals.",
    ),
)
"""Every kind of rule, in the order of `products.enums.RuleKind`."""


@dataclass(frozen=True, slots=True)
class Checked:
    """The check of one requirement, with what it demands."""

    line: Line
    demand: Demand

    def result(self, facts: object) -> Result:
        """What the check says of these facts: those of what the line looks at."""
        return self.line.check(self.demand, facts)


def checked(requirement: RequirementLike) -> Checked | None:
    """How this requirement is checked; None when only a person can tell."""
    if not requirement.rule_kind:
        return None
    demand = parse(requirement.rule_kind, requirement.rule_value)
    lines = (line for line in TABLE if line.kind == requirement.rule_kind and line.wanted(demand))
    return Checked(next(lines), demand)
