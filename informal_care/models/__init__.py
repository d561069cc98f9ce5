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
from informal_care.models.setting import CareSetting

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
    "CarerType",
    "Choice",
    "Edition",
    "FindingPlaceKind",
    "Statement",
    "TaskGroup",
]
