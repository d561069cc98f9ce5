from organisations.services.calendar_feeds import make_feed, note_use, revoke_feed
from organisations.services.employments import employ, end_employment, link_account, register_professional
from organisations.services.experience import record_competence, record_experience
from organisations.services.mailing import (
    Tally,
    cancel_mails,
    choose_mail,
    claim_mails,
    message_id,
    post_mails,
    retry_mails,
    send_due_mails,
)
from organisations.services.memberships import end_membership, grant_membership
from organisations.services.qualifications import (
    add_qualification,
    attach_evidence,
    verify_qualification,
    withdraw_verification,
)
from organisations.services.reference import load_region

__all__ = [
    "Tally",
    "add_qualification",
    "attach_evidence",
    "cancel_mails",
    "choose_mail",
    "claim_mails",
    "employ",
    "end_employment",
    "end_membership",
    "grant_membership",
    "link_account",
    "load_region",
    "make_feed",
    "message_id",
    "note_use",
    "post_mails",
    "record_competence",
    "record_experience",
    "register_professional",
    "retry_mails",
    "revoke_feed",
    "send_due_mails",
    "verify_qualification",
    "withdraw_verification",
]
