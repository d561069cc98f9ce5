from organisations.services.api_clients import (
    add_api_key,
    block_api_client,
    change_api_client,
    register_api_client,
    remove_api_key,
    unblock_api_client,
)
from organisations.services.api_tokens import (
    Issued,
    Refused,
    authenticate_client,
    issue_token,
    note_client_use,
    remove_expired_tokens,
    revoke_token,
)
from organisations.services.calendar_feeds import make_feed, note_use, revoke_feed
from organisations.services.employments import employ, end_employment, link_account, register_professional
from organisations.services.experience import record_competence, record_experience
from organisations.services.mailing import (
    Tally,
    cancel_mails,
    choose_mail,
    claim_mails,
    forget_mails,
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
from organisations.services.telling import Source, make_messages, send_messages
from organisations.services.webhooks import (
    remove_old_deliveries,
    replay_messages,
    resume_subscription,
    rotate_secret,
    subscribe,
    unsubscribe,
)

__all__ = [
    "Issued",
    "Refused",
    "Source",
    "Tally",
    "add_api_key",
    "add_qualification",
    "attach_evidence",
    "authenticate_client",
    "block_api_client",
    "cancel_mails",
    "change_api_client",
    "choose_mail",
    "claim_mails",
    "employ",
    "end_employment",
    "end_membership",
    "forget_mails",
    "grant_membership",
    "issue_token",
    "link_account",
    "load_region",
    "make_feed",
    "make_messages",
    "message_id",
    "note_client_use",
    "note_use",
    "post_mails",
    "record_competence",
    "record_experience",
    "register_api_client",
    "register_professional",
    "remove_api_key",
    "remove_expired_tokens",
    "remove_old_deliveries",
    "replay_messages",
    "resume_subscription",
    "retry_mails",
    "revoke_feed",
    "revoke_token",
    "rotate_secret",
    "send_due_mails",
    "send_messages",
    "subscribe",
    "unblock_api_client",
    "unsubscribe",
    "verify_qualification",
    "withdraw_verification",
]
