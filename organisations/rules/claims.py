"""What an identity provider says of somebody: pure functions over values."""

from typing import Any


def claimed_values(claim: Any) -> set[str]:
    """The values in a claim of an identity provider, which is one text or a list; anything else holds none."""
    values = claim if isinstance(claim, list) else [claim]
    return {value for value in values if isinstance(value, str) and value}
