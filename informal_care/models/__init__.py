from informal_care.models.board import Board, BoardTask
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

__all__ = [
    "Activity",
    "ActivityActor",
    "Aim",
    "Board",
    "BoardTask",
    "Choice",
    "Edition",
    "FindingPlaceKind",
    "Statement",
    "TaskGroup",
]
