"""Rows of the door and what is nobody's in particular."""

from tests.access.matrix.people import Row, page, public, signed_in

ROWS: dict[str, Row] = {
    "home": page(signed_in()),
    "health": public("the load balancer asks; the answer holds no data"),
    "toegankelijkheid": public("the accessibility statement is for everybody"),
}
