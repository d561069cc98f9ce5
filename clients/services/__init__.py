from clients.services.allocation_changes import change_volume, extend_allocation, record_stop_of_delivery
from clients.services.allocations import allocate, end_allocation, record_start_of_delivery, resume_delivery
from clients.services.amendments import revise_decision, withdraw_decision
from clients.services.applications import record_application
from clients.services.case_clock import resume_term, suspend_term
from clients.services.case_ends import end_case
from clients.services.client_system import add_member, change_member, end_member
from clients.services.clients import ClientDetails, change_client, register_client
from clients.services.deaths import undo_death
from clients.services.decisions import decide, decide_urgently
from clients.services.investigations import (
    check_identity,
    explain_no_carer,
    missing_of,
    record_carer_talk,
    record_conversation,
    record_findings,
    record_profile,
    send_report,
    start_investigation,
)
from clients.services.life_events import move_client, record_death, reopen_file, take_over
from clients.services.notifications import (
    confirm_receipt,
    receive_personal_plan,
    record_telling,
    register_notification,
)
from clients.services.openings import Sought, open_file, review_opening, seek_file
from clients.services.reading import (
    record_bsn_search,
    record_list_reading,
    record_opening_reading,
    record_openings_reading,
    record_reading,
    record_search,
    record_trail_reading,
)
from clients.services.reference import load_terms
from clients.services.shields import end_shield_access, lift_shield, name_person, shield_file
from clients.services.signals import record_signals_reading, review_signal
from clients.services.treatment import assign_treatment, end_treatment, join_team
from clients.services.urgency import mark_urgent

__all__ = [
    "ClientDetails",
    "Sought",
    "add_member",
    "allocate",
    "assign_treatment",
    "change_client",
    "change_member",
    "change_volume",
    "check_identity",
    "confirm_receipt",
    "decide",
    "decide_urgently",
    "end_allocation",
    "end_case",
    "end_member",
    "end_shield_access",
    "end_treatment",
    "explain_no_carer",
    "extend_allocation",
    "join_team",
    "lift_shield",
    "load_terms",
    "mark_urgent",
    "missing_of",
    "move_client",
    "name_person",
    "open_file",
    "receive_personal_plan",
    "record_application",
    "record_bsn_search",
    "record_carer_talk",
    "record_conversation",
    "record_death",
    "record_findings",
    "record_list_reading",
    "record_opening_reading",
    "record_openings_reading",
    "record_profile",
    "record_reading",
    "record_search",
    "record_signals_reading",
    "record_start_of_delivery",
    "record_stop_of_delivery",
    "record_telling",
    "record_trail_reading",
    "register_client",
    "register_notification",
    "reopen_file",
    "resume_delivery",
    "resume_term",
    "review_opening",
    "review_signal",
    "revise_decision",
    "seek_file",
    "send_report",
    "shield_file",
    "start_investigation",
    "suspend_term",
    "take_over",
    "undo_death",
    "withdraw_decision",
]
