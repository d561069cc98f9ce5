from informal_care.models.board import Board, BoardTask
from informal_care.models.carer import Carer, CareRelation, CarerPermission, CarerType
from informal_care.models.edition import (
    Activity,
    ActivityActor,
    Aim,
    Choice,
    Edition,
    FindingPlaceKind,
    Statement,
    TaskGroup,
)
from informal_care.models.panel import PanelMember
from informal_care.models.place import FindingPlace, PlacesContact, PlaceTraining, PlaceVisit
from informal_care.models.poll import Poll, PollInvitation, PollOption, PollQuestion
from informal_care.models.setting import CareSetting
from informal_care.models.signal import CarerSignal, SignalStep
from informal_care.models.vacancy import CouncilVacancy

__all__ = [
    "Activity",
    "ActivityActor",
    "Aim",
    "Board",
    "BoardTask",
    "CareRelation",
    "CareSetting",
    "Carer",
    "CarerPermission",
    "CarerSignal",
    "CarerType",
    "Choice",
    "CouncilVacancy",
    "Edition",
    "FindingPlace",
    "FindingPlaceKind",
    "PanelMember",
    "PlaceTraining",
    "PlaceVisit",
    "PlacesContact",
    "Poll",
    "PollInvitation",
    "PollOption",
    "PollQuestion",
    "SignalStep",
    "Statement",
    "TaskGroup",
]
