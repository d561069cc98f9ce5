"""Rules of organisations and professionals: pure functions over values."""

from organisations.rules.claims import claimed_values
from organisations.rules.mail import RETRY_AFTER, first_quiet_moment, next_attempt
from organisations.rules.professionals import NLQF, check_end, levels_from, meets, proof_state, rank
from organisations.rules.rights import GROUPS, OF_ADMINISTRATORS, RIGHTS, SEES, role_may, roles_that_may
from organisations.rules.roles import KIND_OF_ROLE, role_fits

__all__ = [
    "GROUPS",
    "KIND_OF_ROLE",
    "NLQF",
    "OF_ADMINISTRATORS",
    "RETRY_AFTER",
    "RIGHTS",
    "SEES",
    "check_end",
    "claimed_values",
    "first_quiet_moment",
    "levels_from",
    "meets",
    "next_attempt",
    "proof_state",
    "rank",
    "role_fits",
    "role_may",
    "roles_that_may",
]
