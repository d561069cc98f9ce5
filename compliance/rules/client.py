"""The checks on what the investigation says of a client: the traits for which a product is meant."""

from typing import Final

from clients.enums import ProfileAnswer
from compliance.enums import State
from compliance.rules.facts import FileFacts
from compliance.rules.results import Evidence, Result, not_assessable
from products.enums import ClientTrait
from products.rules.demands import ClientProfileDemand

WITH_EXPLANATION: Final = frozenset(
    {
        ClientTrait.STRUCTURE_NEEDED,
        ClientTrait.STIMULATION_NEEDED,
        ClientTrait.INSIGHT_NEEDED,
        ClientTrait.BEHAVIOUR_AFFECTS_GROUP,
    }
)
"""Traits that say something only with words beside the answer (product book Duurzaam, BGD-CL-01, 02, 03 and 06)."""

NO_INVESTIGATION: Final = "Er is bij deze cliënt geen onderzoek in dit systeem."


def check_profile(demand: ClientProfileDemand, file: FileFacts) -> Result:
    """Whether the investigation found this trait, explained it, and wrote down what goes with it.

    An answer that is not there, or not explained, is no answer. Source: product sheet Duurzaam, part client.
    """
    trait = ClientTrait(demand.trait)
    demanded = f"kenmerk: {trait.label}"
    if file.traits is None:
        return not_assessable(NO_INVESTIGATION, demanded=demanded)
    found = file.traits.get(trait)
    if found is None or found.answer == ProfileAnswer.UNKNOWN:
        return not_assessable(f"Beantwoord bij het onderzoek: {trait.label}?", demanded=demanded)
    if found.answer == ProfileAnswer.NO:
        advice = "Kijk bij het volgende gesprek of dit product nog past."
        return Result(State.NOT_MET, "nee", demanded, advice=advice, evidence=(found.row,))
    beside, rows = _beside(trait, file)
    missing = [
        *(["Leg bij het onderzoek dit antwoord uit."] if trait in WITH_EXPLANATION and not found.is_explained else []),
        *([beside] if beside else []),
    ]
    if missing:
        return not_assessable(*missing, demanded=demanded, evidence=(found.row,))
    return Result(State.MET, "ja", demanded, evidence=(found.row, *rows))


def _beside(trait: ClientTrait, file: FileFacts) -> tuple[str, tuple[Evidence, ...]]:
    """What must stand in the file beside a trait that is there: what is missing, and the rows that are not."""
    match trait:
        case ClientTrait.LOSS_OF_CONTROL:
            rows = tuple(one.row for one in file.members if one.represents)
            return ("" if rows else "Leg vast wie de cliënt vertegenwoordigt.", rows)
        case ClientTrait.CAREGIVER_RELIEF_NEEDED:
            rows = tuple(one.row for one in file.members)
            return ("" if rows else "Leg vast wie voor de cliënt zorgt: een mantelzorger of een naaste.", rows)
    return "", ()
