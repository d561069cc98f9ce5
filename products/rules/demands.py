"""The typed value of every kind of rule. Numbers come from the product book; only their shape stands here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from core.texts import in_a_row
from organisations.enums import Level
from products.enums import (
    AgreeingParty,
    ClientTrait,
    Decider,
    DemandedDomain,
    Indicator,
    Occasion,
    SmartPart,
    Trend,
    WmoAnswer,
)
from products.rules.readers import OneOf, Reader, SomeOf, Whole, YesNo, named

# Not policy: large enough for any product, small enough that a slip of the finger stands out.
MOST_CLIENTS: Final = 100
MOST_MONTHS: Final = 120
MOST_TIMES: Final = 20


def _part(label: str, reader: Reader) -> Any:
    """A part of a value: its Dutch label, and how it is read."""
    return field(metadata={"label": label, "reader": reader})


def _listed(values: Iterable[str], names: Mapping[str, str]) -> str:
    return in_a_row([names[value] for value in values])


@dataclass(frozen=True, slots=True)
class Demand:
    """What one requirement demands. Each subclass is the value of a kind of rule."""

    def sentence(self) -> str:
        """The demand in one Dutch sentence without a full stop."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class RatioDemand(Demand):
    """How many clients there may be for each professional."""

    max: int = _part("Cliënten per professional", Whole(1, MOST_CLIENTS))

    def sentence(self) -> str:
        return f"Hoogstens {self.max} {'cliënt' if self.max == 1 else 'cliënten'} per professional"


@dataclass(frozen=True, slots=True)
class ExecutionLevelDemand(Demand):
    """The lowest level of whoever does the work."""

    level: str = _part("Laagste niveau", OneOf(named(Level.choices)))

    def sentence(self) -> str:
        return f"Wie het werk doet, heeft minstens niveau {Level(self.level).label}"


@dataclass(frozen=True, slots=True)
class ResponsibleLevelDemand(Demand):
    """The lowest level of whoever is responsible for the plan."""

    level: str = _part("Laagste niveau", OneOf(named(Level.choices)))

    def sentence(self) -> str:
        return f"Wie eindverantwoordelijk is, heeft minstens niveau {Level(self.level).label}"


@dataclass(frozen=True, slots=True)
class IntervalDemand(Demand):
    """Within how many calendar months the next evaluation is due."""

    months: int = _part("Maanden", Whole(1, MOST_MONTHS))

    def sentence(self) -> str:
        span = "elke maand" if self.months == 1 else f"elke {self.months} maanden"
        return f"Minstens één evaluatie {span}"


@dataclass(frozen=True, slots=True)
class ReportDemand(Demand):
    """Whether an evaluation counts only with a report."""

    required: bool = _part("Verslag verplicht", YesNo())

    def sentence(self) -> str:
        return f"Een verslag van elke evaluatie is {'verplicht' if self.required else 'niet verplicht'}"


@dataclass(frozen=True, slots=True)
class AgreementDemand(Demand):
    """Which sides must agree before a plan holds."""

    parties: tuple[str, ...] = _part("Wie akkoord gaat", SomeOf(named(AgreeingParty.choices)))

    def sentence(self) -> str:
        return f"Het plan geldt na akkoord van {_listed(self.parties, named(AgreeingParty.choices))}"


@dataclass(frozen=True, slots=True)
class PlanContentDemand(Demand):
    """What a plan must hold: the SMART parts of each goal, activities, frequency, evaluation moments."""

    smart: tuple[str, ...] = _part("Elk doel is", SomeOf(named(SmartPart.choices)))
    activities_min: int = _part("Activiteiten per doel, minstens", Whole(0, MOST_TIMES))
    frequency: bool = _part("Elke activiteit heeft een frequentie", YesNo())
    evaluation_moments_min: int = _part("Evaluatiemomenten, minstens", Whole(0, MOST_TIMES))

    def sentence(self) -> str:
        often = ", elke activiteit met een frequentie" if self.frequency else ""
        return (
            f"Elk doel is {_listed(self.smart, named(SmartPart.choices))}; "
            f"activiteiten per doel: minstens {self.activities_min}{often}; "
            f"evaluatiemomenten: minstens {self.evaluation_moments_min}"
        )


@dataclass(frozen=True, slots=True)
class GoalDomainDemand(Demand):
    """A domain of life in which the plan has a goal."""

    domain: str = _part("Leefgebied", OneOf(named(DemandedDomain.choices)))

    def sentence(self) -> str:
        return f"Het plan heeft een doel over {DemandedDomain(self.domain).label}"


@dataclass(frozen=True, slots=True)
class GroupDemand(Demand):
    """Where and how the support is given."""

    in_group: bool = _part("In een groep", YesNo())
    on_location: bool = _part("Op een locatie van de aanbieder", YesNo())

    def sentence(self) -> str:
        group = "in een groep" if self.in_group else "ook buiten een groep"
        return f"De ondersteuning is {group}{' op een locatie van de aanbieder' if self.on_location else ''}"


@dataclass(frozen=True, slots=True)
class VolunteersDemand(Demand):
    """Whether volunteers may help beside professionals, and whether they count in the ratio."""

    allowed: bool = _part("Vrijwilligers mogen meehelpen", YesNo())
    count_in_ratio: bool = _part("Vrijwilligers tellen mee", YesNo())

    def sentence(self) -> str:
        may = "Vrijwilligers mogen meehelpen" if self.allowed else "Vrijwilligers mogen niet meehelpen"
        return f"{may} en tellen {'wel' if self.count_in_ratio else 'niet'} mee als professional"


@dataclass(frozen=True, slots=True)
class LevelMixDemand(Demand):
    """Among which levels a mix is chosen, and by whom."""

    levels: tuple[str, ...] = _part("Niveaus", SomeOf(named(Level.choices)))
    decided_by: str = _part("Wie bepaalt", OneOf(named(Decider.choices)))

    def sentence(self) -> str:
        chooser = Decider(self.decided_by).label.capitalize()
        return f"{chooser} bepaalt de verhouding tussen {_listed(self.levels, named(Level.choices))}"


@dataclass(frozen=True, slots=True)
class ClientProfileDemand(Demand):
    """A trait of the clients for whom the product is meant."""

    trait: str = _part("Kenmerk", OneOf(named(ClientTrait.choices)))

    def sentence(self) -> str:
        return f"Kenmerk van de cliënt: {ClientTrait(self.trait).label}"


@dataclass(frozen=True, slots=True)
class TrendDemand(Demand):
    """How indicators are expected to develop."""

    indicators: tuple[str, ...] = _part("Indicatoren", SomeOf(named(Indicator.choices)))
    expected: str = _part("Verwacht verloop", OneOf(named(Trend.choices)))

    def sentence(self) -> str:
        names = _listed(self.indicators, named(Indicator.choices))
        return f"De verwachting is dat dit {Trend(self.expected).label}: {names}"


@dataclass(frozen=True, slots=True)
class ParticipationDemand(Demand):
    """When it is written down who took part, and whether an absent client needs a reason."""

    recorded_at: tuple[str, ...] = _part("Deelnemers vastleggen bij", SomeOf(named(Occasion.choices)))
    reason_if_absent: bool = _part("Reden als de cliënt ontbreekt", YesNo())

    def sentence(self) -> str:
        reason = ", met een reden als de cliënt ontbreekt" if self.reason_if_absent else ""
        return f"Bij {_listed(self.recorded_at, named(Occasion.choices))} staat wie meedeed{reason}"


@dataclass(frozen=True, slots=True)
class CareTeamDemand(Demand):
    """Whether other professionals around the client are recorded."""

    recorded: bool = _part("Betrokken professionals vastleggen", YesNo())

    def sentence(self) -> str:
        if not self.recorded:
            return "Het dossier hoeft niet te zeggen wie er nog meer bij de cliënt betrokken is"
        return "In het dossier staat wie er nog meer bij de cliënt betrokken is, of dat er niemand is"


@dataclass(frozen=True, slots=True)
class WmoQuestionDemand(Demand):
    """Whether each evaluation answers if the need still fits the Wmo."""

    each_evaluation: bool = _part("Bij elke evaluatie", YesNo())

    def sentence(self) -> str:
        when = "Bij elke evaluatie" if self.each_evaluation else "Niet bij elke evaluatie"
        return f"{when} staat of de hulpvraag nog binnen de Wmo past"


@dataclass(frozen=True, slots=True)
class WlzActionDemand(Demand):
    """After which answers to the Wmo question a step towards the Wlz is needed."""

    on: tuple[str, ...] = _part("Bij het antwoord", SomeOf(named(WmoAnswer.choices)))

    def sentence(self) -> str:
        return f"Een stap naar de Wlz is nodig bij het antwoord {_listed(self.on, named(WmoAnswer.choices))}"


@dataclass(frozen=True, slots=True)
class ExperienceDemand(Demand):
    """Whether experience with the target group needs evidence."""

    evidenced: bool = _part("Met bewijs", YesNo())

    def sentence(self) -> str:
        return f"Ervaring met de doelgroep {'met' if self.evidenced else 'zonder'} bewijs"


@dataclass(frozen=True, slots=True)
class PersonalCareDemand(Demand):
    """Whether professionals must be competent in personal care."""

    required: bool = _part("Bekwaamheid verplicht", YesNo())

    def sentence(self) -> str:
        return f"Bekwaam in persoonlijke verzorging is {'verplicht' if self.required else 'niet verplicht'}"


@dataclass(frozen=True, slots=True)
class CoverDemand(Demand):
    """Whether the ratio holds at every moment, without gaps."""

    at_all_times: bool = _part("Op elk moment", YesNo())

    def sentence(self) -> str:
        when = "op elk moment" if self.at_all_times else "gemiddeld over het dagdeel"
        return f"Het nodige toezicht is er {when}"
