"""Rows of finding places and signals."""

from tests.access.matrix.people import Row, act, form, page, public, signed_in

KEEPS_PLACE = form(signed_in("404", karin="403", ilse="ok"))
# Partners, care professionals and who works with carers tell; the municipality takes up, who told reads the answer.
TELLS = signed_in("403", **dict.fromkeys(("zoe", "mo", "karin", "petra", "ilse", "bo", "gijs"), "ok"))
TAKES_UP = form(signed_in("404", karin="ok", ilse="ok", gijs="403"))

ROWS: dict[str, Row] = {
    "informal_care:places": page(signed_in("403", zoe="ok", karin="ok", ilse="ok")),
    "informal_care:place_new": form(signed_in("403", ilse="ok")),
    "informal_care:places_contact": form(signed_in("403", ilse="ok")),
    "informal_care:place": page(signed_in("404", karin="ok", ilse="ok")),
    "informal_care:place_change": KEEPS_PLACE,
    "informal_care:place_training": KEEPS_PLACE,
    "informal_care:place_visit": KEEPS_PLACE,
    "informal_care:signals": page(TELLS),
    "informal_care:signal_new": form(TELLS),
    "informal_care:signal": page(signed_in("404", karin="ok", ilse="ok", gijs="ok")),
    "informal_care:signal_owner": TAKES_UP,
    "informal_care:signal_step": TAKES_UP,
    "informal_care:signal_carer": TAKES_UP,
    "informal_care:signal_answer": TAKES_UP,
    "informal_care:signal_handle": TAKES_UP,
    "informal_care:signal_refer": TAKES_UP,
    "informal_care:referral": form(signed_in("404", karin="ok", ilse="ok")),
    "informal_care:offers": page(signed_in("403", zoe="ok", karin="ok", ilse="ok")),
    "informal_care:offer_new": form(signed_in("403", ilse="ok")),
    "informal_care:offer": KEEPS_PLACE,
    "informal_care:offer_checked": act(signed_in("404", karin="403", ilse="ok")),
    "informal_care:maps": public("help is for who looks for it"),
    "informal_care:map": public("help is for who looks for it"),
    "informal_care:map_offer": public("help is for who looks for it"),
}
