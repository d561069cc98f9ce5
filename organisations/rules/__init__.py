"""Rules of organisations and professionals: pure functions over values."""

from organisations.rules.claims import claimed_values
from organisations.rules.ladders import Things, reminder_lines, rung_in_words
from organisations.rules.mail import RETRY_AFTER, first_quiet_moment, next_attempt
from organisations.rules.professionals import NLQF, check_end, levels_from, meets, proof_state, rank
from organisations.rules.public_keys import (
    ALGORITHMS,
    PublicKey,
    algorithms_of,
    as_pem,
    fingerprint_of_key,
    read_public_key,
)
from organisations.rules.rights import GROUPS, OF_ADMINISTRATORS, RIGHTS, SEES, role_may, roles_that_may
from organisations.rules.roles import KIND_OF_ROLE, role_fits
from organisations.rules.scopes import in_order, role_for, scopes_for
from organisations.rules.webhooks import topics_for

__all__ = [
    "ALGORITHMS",
    "GROUPS",
    "KIND_OF_ROLE",
    "NLQF",
    "OF_ADMINISTRATORS",
    "RETRY_AFTER",
    "RIGHTS",
    "SEES",
    "PublicKey",
    "Things",
    "algorithms_of",
    "as_pem",
    "check_end",
    "claimed_values",
    "fingerprint_of_key",
    "first_quiet_moment",
    "in_order",
    "levels_from",
    "meets",
    "next_attempt",
    "proof_state",
    "rank",
    "read_public_key",
    "reminder_lines",
    "role_fits",
    "role_for",
    "role_may",
    "roles_that_may",
    "rung_in_words",
    "scopes_for",
    "topics_for",
]
