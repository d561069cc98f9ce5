from organisations.services.employments import employ, end_employment, link_account, register_professional
from organisations.services.experience import record_competence, record_experience
from organisations.services.memberships import end_membership, grant_membership
from organisations.services.qualifications import (
    add_qualification,
    attach_evidence,
    verify_qualification,
    withdraw_verification,
)
from organisations.services.reference import load_region

__all__ = [
    "add_qualification",
    "attach_evidence",
    "employ",
    "end_employment",
    "end_membership",
    "grant_membership",
    "link_account",
    "load_region",
    "record_competence",
    "record_experience",
    "register_professional",
    "verify_qualification",
    "withdraw_verification",
]
