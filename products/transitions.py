"""Which status of a product version may follow which."""

from collections.abc import Mapping
from typing import Final

from products.enums import VersionStatus

NEXT: Final[Mapping[str, frozenset[str]]] = {
    VersionStatus.DRAFT: frozenset({VersionStatus.CONSULTATION, VersionStatus.ADOPTED}),
    VersionStatus.CONSULTATION: frozenset({VersionStatus.ADOPTED}),
    VersionStatus.ADOPTED: frozenset({VersionStatus.WITHDRAWN}),
    VersionStatus.WITHDRAWN: frozenset(),
}

OPEN: Final = frozenset({VersionStatus.DRAFT, VersionStatus.CONSULTATION})
"""The status in which requirements may still change. From adoption on they never do."""


def may_become(current: str, following: str) -> bool:
    """Whether a version may go from one status to the other."""
    return following in NEXT[current]
