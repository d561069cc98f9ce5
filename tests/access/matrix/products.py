"""Rows of the product book."""

from tests.access.matrix.people import Row, act, form, page, signed_in

# The product book is public; drafts and decisions belong to the purchaser.
PURCHASER = signed_in("403", pim="ok")
DRAFT_OF_PURCHASER = signed_in("404", pim="ok", ada="403")

ROWS: dict[str, Row] = {
    "products:list": page(signed_in()),
    "products:detail": page(signed_in()),
    "products:version": page(signed_in()),
    "products:draft_next": act(PURCHASER),
    "products:consultation": form(DRAFT_OF_PURCHASER),
    "products:adopt": form(DRAFT_OF_PURCHASER),
    "products:withdraw": form(PURCHASER),
    "products:requirement": form(DRAFT_OF_PURCHASER),
}
