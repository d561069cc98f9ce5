from clients.models.allocation import Allocation
from clients.models.autosave import Autosave
from clients.models.case import Case, Letter, PersonalPlan, Telling
from clients.models.client import Client
from clients.models.client_system import ClientSystemMember
from clients.models.death import Death
from clients.models.decision import Amendment, Application, Decision
from clients.models.destruction import Destruction, DestructionPart, DiscardedFile
from clients.models.import_run import ImportRun
from clients.models.investigation import CarerTalk, Finding, Investigation, Present, ProfileItem
from clients.models.move import Move
from clients.models.opening import FileOpening
from clients.models.rights import RightsRequest
from clients.models.sheet_run import SheetRun
from clients.models.shield import FileShield, ShieldAccess
from clients.models.signal import SignalReview, SignalSetting
from clients.models.term import CaseTerm, EquatedDay, LegalTerm, Suspension
from clients.models.treatment import TreatmentRelation

__all__ = [
    "Allocation",
    "Amendment",
    "Application",
    "Autosave",
    "CarerTalk",
    "Case",
    "CaseTerm",
    "Client",
    "ClientSystemMember",
    "Death",
    "Decision",
    "Destruction",
    "DestructionPart",
    "DiscardedFile",
    "EquatedDay",
    "FileOpening",
    "FileShield",
    "Finding",
    "ImportRun",
    "Investigation",
    "LegalTerm",
    "Letter",
    "Move",
    "PersonalPlan",
    "Present",
    "ProfileItem",
    "RightsRequest",
    "SheetRun",
    "ShieldAccess",
    "SignalReview",
    "SignalSetting",
    "Suspension",
    "Telling",
    "TreatmentRelation",
]
