from informal_care.models.appreciation import AppreciationApplication, AppreciationKind, AppreciationScheme
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
from informal_care.models.evidence import TaskEvidence
from informal_care.models.help_request import HelpRequest, RequestTrait
from informal_care.models.match import HeldMoment, Match, MatchReview, VolunteerHours
from informal_care.models.measurement import Instrument, Measurement
from informal_care.models.offer import SupportOffer
from informal_care.models.offer_reminder import OfferNotice, OfferReminder, OfferRung
from informal_care.models.panel import PanelMember
from informal_care.models.place import FindingPlace, PlacesContact, PlaceTraining, PlaceVisit
from informal_care.models.policy import MomentParticipants, PolicyDecision, PolicyMoment, VisionAnswer
from informal_care.models.poll import Poll, PollInvitation, PollOption, PollQuestion
from informal_care.models.referral import Referral
from informal_care.models.setting import CareSetting
from informal_care.models.signal import CarerSignal, SignalStep
from informal_care.models.support import Support
from informal_care.models.task_reminder import TaskNotice, TaskReminder, TaskRung
from informal_care.models.vacancy import CouncilVacancy
from informal_care.models.volunteer import (
    ConductCertificate,
    GuidanceTalk,
    Volunteer,
    VolunteerThanks,
    VolunteerTraining,
    VolunteerTrait,
)

__all__ = [
    "Activity",
    "ActivityActor",
    "Aim",
    "AppreciationApplication",
    "AppreciationKind",
    "AppreciationScheme",
    "Board",
    "BoardTask",
    "CareRelation",
    "CareSetting",
    "Carer",
    "CarerPermission",
    "CarerSignal",
    "CarerType",
    "Choice",
    "ConductCertificate",
    "CouncilVacancy",
    "Edition",
    "FindingPlace",
    "FindingPlaceKind",
    "GuidanceTalk",
    "HeldMoment",
    "HelpRequest",
    "Instrument",
    "Match",
    "MatchReview",
    "Measurement",
    "MomentParticipants",
    "OfferNotice",
    "OfferReminder",
    "OfferRung",
    "PanelMember",
    "PlaceTraining",
    "PlaceVisit",
    "PlacesContact",
    "PolicyDecision",
    "PolicyMoment",
    "Poll",
    "PollInvitation",
    "PollOption",
    "PollQuestion",
    "Referral",
    "RequestTrait",
    "SignalStep",
    "Statement",
    "Support",
    "SupportOffer",
    "TaskEvidence",
    "TaskGroup",
    "TaskNotice",
    "TaskReminder",
    "TaskRung",
    "VisionAnswer",
    "Volunteer",
    "VolunteerHours",
    "VolunteerThanks",
    "VolunteerTraining",
    "VolunteerTrait",
]
