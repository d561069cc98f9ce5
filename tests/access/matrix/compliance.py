"""Rows of requirements, findings and numbers."""

from tests.access.matrix.people import OWN_GROUP, PLACES, PLACES_IN_GROUP, Row, form, in_file, page, signed_in

# How providers comply: the own one, or those that one buys from or watches. Contract managers judge too.
SEES_COMPLIANCE = signed_in("403", hanna="ok", pim="ok", tess="ok", wil="ok")
SEES_PROVIDER = signed_in("404", hanna="ok", pim="ok", tess="ok", wil="ok")
JUDGES = signed_in("404", wil="403", hanna="403", pim="403", tess="ok")
JUDGES_FILE = in_file()
"""A supervisor opens the file first."""
# A finding about a file: those of the provider who guard quality and make rosters; contract managers judge.
ANSWERS_FINDING = signed_in("404", wil="ok", hanna="ok")
JUDGES_FINDING = signed_in("404", wil="403", hanna="403")

ROWS: dict[str, Row] = {
    "compliance:roster": page(OWN_GROUP),
    **{f"compliance:{name}": form(PLACES_IN_GROUP) for name in ("report_leave", "place", "place_one")},
    "compliance:change_placement": form(PLACES),
    "compliance:heat": page(SEES_COMPLIANCE),
    **{f"compliance:{name}": page(SEES_PROVIDER) for name in ("provider", "dagdeel")},
    "compliance:what_if": page(SEES_COMPLIANCE),
    **{f"compliance:{name}": form(JUDGES) for name in ("judge", "inspection")},
    "compliance:judge_file": form(JUDGES_FILE),
    **{f"compliance:requirement{which}": page(SEES_COMPLIANCE) for which in ("", "s")},
    **{f"compliance:findings{kind}": page(SEES_COMPLIANCE) for kind in ("", "_csv", "_xlsx")},
    "compliance:finding": page(ANSWERS_FINDING),
    **{f"compliance:{name}": form(ANSWERS_FINDING) for name in ("explain_finding", "plan_improvement")},
    "compliance:judge_finding": form(JUDGES_FINDING),
}
