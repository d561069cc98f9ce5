"""The self test "U zorgt voor iemand": plain questions of our own and advice that follows from the answers.

It is no measuring instrument and gives no score: it helps somebody see what they could ask for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

YES, SOMETIMES, NO = "ja", "soms", "nee"
ANSWERS: Final = ((YES, "Ja"), (SOMETIMES, "Soms"), (NO, "Nee"))


@dataclass(frozen=True, slots=True)
class Topic:
    """A question, worded so that "yes" is good, and the advice for who does not say yes."""

    code: str
    question: str
    title: str
    advice: str


TOPICS: Final[Sequence[Topic]] = (
    Topic(
        "manage",
        "Kunt u de zorg op dit moment goed aan?",
        "Praat over hoe het met u gaat",
        "Bel de gemeente of uw huisarts. Vertel dat u voor iemand zorgt en dat het u zwaar valt. U hoeft het niet "
        "alleen te doen.",
    ),
    Topic(
        "sleep",
        "Slaapt u genoeg?",
        "Zorg dat u kunt slapen",
        "Wordt u vaak wakker voor de ander? Vraag naar hulp in de nacht, of iemand die af en toe blijft slapen. Slaapt "
        "u al weken slecht? Praat met uw huisarts.",
    ),
    Topic(
        "takes_over",
        "Kan iemand de zorg overnemen als u weg moet of ziek bent?",
        "Regel dat iemand het kan overnemen",
        "Een vrijwilliger of een beroepskracht kan de zorg een dagdeel, een dag of een paar dagen overnemen. Schrijf "
        "op wat er moet gebeuren als u plotseling niet kunt.",
    ),
    Topic(
        "own_life",
        "Heeft u tijd voor uzelf, zoals werk, hobby's of vrienden?",
        "Maak tijd voor uzelf",
        "Gaat degene voor wie u zorgt naar een groep buiten de deur? Dan heeft u die uren voor uzelf. Werkt u? Vraag "
        "uw werkgever naar zorgverlof.",
    ),
    Topic(
        "not_alone",
        "Heeft u mensen met wie u over de zorg kunt praten?",
        "Praat met anderen die ook voor iemand zorgen",
        "In veel buurten komen mensen bij elkaar die voor iemand zorgen. Vraag de gemeente waar. U kunt ook met uw "
        "huisarts of wijkverpleegkundige praten.",
    ),
    Topic(
        "knows_help",
        "Weet u waar u hulp of geld kunt vragen?",
        "Vraag welke hulp er is",
        "De gemeente vertelt welke hulp er is en wat het kost. Gratis en onafhankelijk denkt een cliëntondersteuner "
        "met u mee, ook bij een gesprek met de gemeente.",
    ),
)


@dataclass(frozen=True, slots=True)
class Advice:
    """What somebody could do. What is needed soon comes first."""

    title: str
    text: str
    is_soon: bool


def advice_for(answers: Mapping[str, str]) -> list[Advice]:
    """Advice on each topic that was not answered with yes: first on those with "no", in the order of the questions.

    Nothing for who says yes to everything. A topic without an answer counts as yes.
    """
    found = [
        Advice(topic.title, topic.advice, answers[topic.code] == NO)
        for topic in TOPICS
        if answers.get(topic.code, YES) != YES
    ]
    return sorted(found, key=lambda one: not one.is_soon)
