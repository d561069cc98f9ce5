"""Our choices beside the official code lists of iWmo 3.2 (basisschema, informatiemodel.istandaarden.nl)."""

import pytest

from clients.enums import ChangeReason, Frequency, StopReason

OFFICIAL = {
    # WMO002, LDT_RedenWijziging; 01 has expired.
    ChangeReason: {f"{code:02}" for code in range(1, 15)} - {"01"},
    # WMO588, LDT_RedenBeeindiging.
    StopReason: {"02", "19", "20", "21", "22", "23", "31", "36", "37", "38", "39"},
    # WMO757, LDT_Frequentie; 1 (per day) does not occur with a dagdeel.
    Frequency: {"1", "2", "4", "6"} - {"1"},
}


@pytest.mark.parametrize("choices", OFFICIAL, ids=lambda choices: choices.__name__)
def test_codes_are_those_of_the_official_list(choices):
    assert set(choices.values) == OFFICIAL[choices]
