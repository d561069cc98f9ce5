"""Plans that were agreed before: what is printed of them never changes, or their fingerprint could not be proven."""

import re
from hashlib import sha256
from typing import Any, Final

from django.template.loader import render_to_string

from core.documents import document_hash, with_dates

OF_THE_FIRST_FORM: Final[dict[str, Any]] = {
    "kind": "execution_plan",
    "format": 1,
    "client": {"name": "S. de Vries", "birth_date": "1941-05-17"},
    "municipality": "Apeldoorn",
    "provider": {"name": "De Linde", "is_fictional": True},
    "product": {"name": "Begeleiding Groep Duurzaam", "version": 1, "is_fictional": False},
    "allocation": {"number": 1, "volume": "4 dagdelen per week", "starts_on": "2026-01-01", "ends_on": "2026-12-31"},
    "version": {
        "number": 1,
        "status": "Vastgesteld",
        "starts_on": "2026-03-01",
        "ends_on": "2026-12-31",
        "situation": "Mevrouw woont alleen.",
        "needed_support": "Altijd iemand in de buurt.",
        "taken_over": "",
        "evaluation_interval_months": 6,
    },
    "responsible": "Petra Linde",
    "goals": [
        {
            "number": 1,
            "domain": "Dag- en weekstructuur",
            "statement": "Mevrouw komt op vaste dagen.",
            "measure": "Dagdelen",
            "unit": "dagdelen per week",
            "start_value": "1",
            "target_value": "2.5",
            "client_words": "Ik wil weten waar ik aan toe ben.",
            "has_consent": True,
            "why_realistic": "Het vervoer rijdt.",
            "due_on": "2026-08-31",
            "activities": [
                {
                    "description": "Weekkaart doornemen",
                    "frequency": "1 keer per dagdeel",
                    "performed_by": "begeleider",
                    "is_in_group": True,
                }
            ],
        }
    ],
    "evaluation_moments": [{"planned_on": "2026-08-01"}],
    "agreements": [{"name": "S. de Vries", "role": "Cliënt", "agreed_on": "2026-03-02"}],
}
"""As it stands in databases: the shape that documents had before they held scores and a week."""

PRINTED: Final = "a2935eb097776c973f09a829c5297a84fae1b60a421f312f1132f530d45d112f"
"""Of the words and marks that this document prints. When this test fails, give what is new a condition of its own."""


def test_plan_agreed_before_there_was_a_week_prints_as_it_did():
    page = render_to_string(
        "pdf/plan.html",
        {
            "document": with_dates(OF_THE_FIRST_FORM),
            "trend": None,
            "organisation": "De Linde",
            "author": "De Linde",
            "is_fictional": True,
            "fingerprint": document_hash(OF_THE_FIRST_FORM),
        },
    )

    # White space between elements does not print.
    printed = re.sub(r"\s+", " ", re.sub(r">\s+<", "><", page)).strip()
    assert "De week van de cliënt" not in printed
    assert sha256(printed.encode()).hexdigest() == PRINTED
