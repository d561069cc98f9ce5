"""Rows of the product book."""

from tests.access.matrix.people import Row, act, form, page, signed_in

# The product book is public; drafts and decisions belong to the purchaser.
PURCHASER = signed_in("403", pim="ok")
DRAFT_OF_PURCHASER = signed_in("404", pim="ok", ada="403")

# Whoever was asked may react; of others one sees that there is a consultation. Reactions are for the own provider, and
# for the purchaser once it is closed.
REACTS = signed_in("403", petra="ok", bo="ok", hanna="ok")
OWN_REACTION = signed_in("404", petra="ok", bo="ok", hanna="ok")
OF_PURCHASER = signed_in("404", petra="403", bo="403", hanna="403", pim="ok")

ROWS: dict[str, Row] = {
    "products:list": page(signed_in()),
    "products:detail": page(signed_in()),
    "products:version": page(signed_in()),
    "products:draft_next": act(PURCHASER),
    "products:consultation": form(DRAFT_OF_PURCHASER),
    "products:adopt": form(DRAFT_OF_PURCHASER),
    "products:withdraw": form(PURCHASER),
    "products:requirement": form(DRAFT_OF_PURCHASER),
    "products:requirement_new": form(DRAFT_OF_PURCHASER),
    "products:requirement_remove": act(DRAFT_OF_PURCHASER),
    "products:consultations": page(signed_in()),
    "products:consultation_detail": page(signed_in()),
    "products:react": form(REACTS),
    "products:react_to_requirement": form(REACTS),
    "products:reaction_withdraw": act(OWN_REACTION),
    "products:answer": form(OF_PURCHASER),
    "products:note_publish": form(PURCHASER),
    "products:note": page(signed_in()),
    "products:difference": page(signed_in()),
}
