"""Who gets what at every route. A route that is not in this table fails the test.

`in`: sent to the sign-in page. `ok`: served, also when the input is refused or there is nothing to choose.
`403`: in scope but not allowed. `404`: out of scope, so it does not exist. `405`: not with this method.
"""

from tests.access.matrix import (
    accounts,
    api,
    clients,
    compliance,
    contracts,
    core,
    delivery,
    informal_care,
    informal_carers,
    informal_finding,
    informal_voice,
    informal_volunteers,
    organisations,
    plans,
    products,
)
from tests.access.matrix.people import CAST, Row, signed_in

MATRIX: dict[str, Row] = {
    **core.ROWS,
    **accounts.ROWS,
    **organisations.ROWS,
    **contracts.ROWS,
    **clients.ROWS,
    **plans.ROWS,
    **delivery.ROWS,
    **informal_care.ROWS,
    **informal_finding.ROWS,
    **informal_voice.ROWS,
    **informal_carers.ROWS,
    **informal_volunteers.ROWS,
    **compliance.ROWS,
    **products.ROWS,
    **api.ROWS,
}

ADMIN = signed_in("403", ada="ok")
"""Every admin page: administrators only. What is served to them is read-only where a service owns it."""

__all__ = ["ADMIN", "CAST", "MATRIX", "Row"]
