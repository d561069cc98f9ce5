"""What a check is given of a file, a group or a professional: plain values, as they were known on a day.

Whoever makes these leaves out what was not true yet, or not written down yet, on that day.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from compliance.rules.results import Evidence
from core.periods import Period
from plans.rules import EvaluationContent, PlanContent, Standing


@dataclass(frozen=True, slots=True)
class AgreedSide:
    """An agreement that stands: name, role and day are in the row."""

    party: str
    agreed_as: str
    agreed_on: date
    is_explained: bool
    """Whether it says why somebody else than the client agreed, where that is so."""
    row: Evidence


@dataclass(frozen=True, slots=True)
class Responsible:
    """Who was finally responsible for the plan for some time, and when this person might be so."""

    period: Period
    standing: Standing
    row: Evidence


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """The version of the plan that was agreed and not replaced."""

    row: Evidence
    content: PlanContent
    goals: tuple[Evidence, ...]
    """The rows of the goals, in the order of those of the content."""
    group_activities: tuple[Evidence, ...] = ()
    """Activities of the plan that are in the group."""
    agreements: tuple[AgreedSide, ...] = ()


@dataclass(frozen=True, slots=True)
class EvaluationFacts:
    """A complete evaluation."""

    row: Evidence
    content: EvaluationContent
    chosen_interval: int | None
    """After how many months the plan that was evaluated wanted it; None when it left that to the product."""
    has_author: bool
    scores: Mapping[str, int] = field(default_factory=dict)

    @property
    def held_on(self) -> date:
        """The day on which it was held."""
        return self.content.held_on


@dataclass(frozen=True, slots=True)
class TrackFacts:
    """What is done after doubt whether the need still fits the Wmo."""

    row: Evidence
    opened_on: date
    ended_on: date | None
    last_step_on: date
    """The day of the last step, or on which it began."""


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """Somebody of the client system."""

    row: Evidence
    represents: bool
    """Whether this person decides for a client who cannot (Wmo 2015 art. 1.1.1)."""
    is_by_office: bool = False
    """Whether this is a professional around the client, such as a mentor."""


@dataclass(frozen=True, slots=True)
class TraitFacts:
    """What the investigation says of one trait."""

    row: Evidence
    answer: str
    is_explained: bool


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A file under one allocation, with its plan."""

    day: date
    since: date
    """The first day of the time that is looked at, where a demand holds all the time; the last is `day`."""
    row: Evidence
    """The allocation."""
    starts_on: date
    delivery_started_on: date | None
    first_agreed_on: date | None = None
    """The day on which a version of the plan was agreed for the first time."""
    plan: PlanFacts | None = None
    responsible: tuple[Responsible, ...] = ()
    evaluations: tuple[EvaluationFacts, ...] = ()
    """All complete ones, oldest first."""
    start_scores: Mapping[str, int] = field(default_factory=dict)
    """What was scored at the beginning of the first version of the plan that was scored at all."""
    tracks: tuple[TrackFacts, ...] = ()
    quiet_before: date | None = None
    """A Wlz track whose last step lies before this day stands still; None when nobody said after how long."""
    contacts: tuple[Evidence, ...] = ()
    nobody_else: Evidence | None = None
    """What says expressly that no other professionals are involved."""
    """Professionals outside the provider who are involved."""
    members: tuple[MemberFacts, ...] = ()
    traits: Mapping[str, TraitFacts] | None = None
    """By trait what the investigation says; None when there is no investigation."""
    placements: tuple[Evidence, ...] = ()

    @property
    def has_begun(self) -> bool:
        """Whether care is given, as far as anybody wrote down."""
        return self.delivery_started_on is not None and self.delivery_started_on <= self.day

    @property
    def looked_at(self) -> tuple[EvaluationFacts, ...]:
        """The evaluations in the time that is looked at."""
        return tuple(one for one in self.evaluations if one.held_on >= self.since)


@dataclass(frozen=True, slots=True)
class MixFacts:
    """In which proportion of levels a provider wants to staff a group."""

    row: Evidence
    percents: Mapping[str, int]
    is_motivated: bool


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """A group, and the decision on its levels that holds."""

    row: Evidence
    mix: MixFacts | None = None


@dataclass(frozen=True, slots=True)
class ExperienceFacts:
    """Experience with a target group."""

    row: Evidence
    target_group: int
    starts_on: date
    is_evidenced: bool


@dataclass(frozen=True, slots=True)
class StaffFacts:
    """Somebody who works as a professional in a group."""

    day: date
    row: Evidence
    target_group: int | None
    """That of the group; None when the group names none."""
    experience: tuple[ExperienceFacts, ...] = ()
