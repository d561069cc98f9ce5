"""The codes of FHIR R4B for ours, and how values become FHIR."""

from enum import Enum
from typing import Any, Final

from clients.enums import Sex
from plans.enums import Dagdeel, Per, PlanStatus, Progress, Weekday

URI: Final = "https://zorgregio.example/fhir"
"""A name for our own lists of codes, the same in every installation; it is no address."""

AGB: Final = "http://fhir.nl/fhir/NamingSystem/agb-z"
RELATIONS: Final = "urn:oid:2.16.840.1.113883.2.4.3.11.22.472"
"""COD472 of Vektis, which iWmo uses for what somebody is to the client."""
DOMAINS: Final = f"{URI}/CodeSystem/leefgebied"
INDICATORS: Final = f"{URI}/CodeSystem/toezicht-en-nabijheid"
EXPERIENCES: Final = {
    "satisfaction": ("tevreden", "Hoe tevreden bent u over de begeleiding?"),
    "cooperation": ("samenwerking", "Hoe goed werken de begeleiders samen?"),
    "goes_well": ("gaat-goed", "Wat gaat er goed?"),
    "could_be_better": ("kan-beter", "Wat kan beter?"),
}
"""What is asked before an evaluation: the name of the question in FHIR, and its words."""


class Stage(Enum):
    """Where a version stands, as FHIR tells it apart: one that ended may never have been agreed."""

    DRAFT = "draft"
    AGREED = "agreed"
    RUNNING = "running"
    FINISHED = "finished"
    DROPPED = "dropped"


def stage_of(status: str, *, was_agreed: bool) -> Stage:
    """The stage of a version with this status."""
    match PlanStatus(status):
        case PlanStatus.DRAFT:
            return Stage.DRAFT
        case PlanStatus.AGREED:
            return Stage.AGREED
        case PlanStatus.IN_EXECUTION:
            return Stage.RUNNING
        case PlanStatus.ENDED:
            return Stage.FINISHED if was_agreed else Stage.DROPPED


# Required bindings: request-status, goal-status, care-plan-activity-status, care-team-status.
CARE_PLAN_STATUS: Final = {
    Stage.DRAFT: "draft",
    Stage.AGREED: "active",
    Stage.RUNNING: "active",
    Stage.FINISHED: "completed",
    Stage.DROPPED: "revoked",
}
GOAL_STATUS: Final = {
    Stage.DRAFT: "proposed",
    Stage.AGREED: "accepted",
    Stage.RUNNING: "active",
    Stage.FINISHED: "completed",
    Stage.DROPPED: "cancelled",
}
ACTIVITY_STATUS: Final = {
    Stage.DRAFT: "not-started",
    Stage.AGREED: "not-started",
    Stage.RUNNING: "in-progress",
    Stage.FINISHED: "completed",
    Stage.DROPPED: "cancelled",
}
CARE_TEAM_STATUS: Final = {
    Stage.DRAFT: "proposed",
    Stage.AGREED: "active",
    Stage.RUNNING: "active",
    Stage.FINISHED: "inactive",
    Stage.DROPPED: "inactive",
}
GENDERS: Final = {Sex.MALE: "male", Sex.FEMALE: "female", Sex.UNKNOWN: "unknown"}
PERIOD_UNITS: Final = {Per.DAY: "d", Per.WEEK: "wk", Per.MONTH: "mo"}
"""A dagdeel is no unit of time in FHIR."""
DAY_CODES: Final = dict(zip(Weekday, ("mon", "tue", "wed", "thu", "fri", "sat", "sun"), strict=True))
PART_CODES: Final = {Dagdeel.MORNING: "MORN", Dagdeel.AFTERNOON: "AFT", Dagdeel.EVENING: "EVE"}


def coded(system: str, code: str, display: str) -> dict[str, Any]:
    """A CodeableConcept of one code."""
    return {"coding": [{"system": system, "code": code, "display": display}], "text": display}


def _achievement(code: str, display: str) -> dict[str, Any]:
    return coded("http://terminology.hl7.org/CodeSystem/goal-achievement", code, display)


ACHIEVEMENT: Final = {
    None: _achievement("in-progress", "In Progress"),
    Progress.REACHED: _achievement("achieved", "Achieved"),
    Progress.BETTER: _achievement("improving", "Improving"),
    Progress.SAME: _achievement("no-change", "No Change"),
    Progress.WORSE: _achievement("worsening", "Worsening"),
}
"""What an evaluation found; before the first one a goal that is worked on is in progress."""
