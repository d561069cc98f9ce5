"""Rows of the API."""

from tests.access.matrix.people import Row, public

ROWS: dict[str, Row] = {
    "api-v1:openapi": public("the description of an API is open (NL API Design Rules, publish-openapi)"),
    "api-v1:product-list": public("the product book is public"),
    "api-v1:product-detail": public("the product book is public"),
}
