"""Rows of the API."""

from tests.access.matrix.people import Row, public

OPEN_DATA = {
    "the product book is public": ("product", "product-version", "requirement"),
    "who contracted what and for which price is open data": (
        "framework",
        "lot",
        "contract",
        "contracted-product",
        "rate",
    ),
    "organisations are in public registers": ("provider", "location", "municipality"),
}

ROWS: dict[str, Row] = {
    "api-v1:openapi": public("the description of an API is open (NL API Design Rules, publish-openapi)"),
    **{
        f"api-v1:{resource}-{kind}": public(why)
        for why, resources in OPEN_DATA.items()
        for resource in resources
        for kind in ("list", "detail")
    },
}
