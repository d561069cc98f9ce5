"""What an evaluation must hold before it counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.core.exceptions import ValidationError

from plans.enums import ParticipantKind
from products.enums import Indicator
from products.rules import Terms

CLIENT_SIDE: Final = {ParticipantKind.CLIENT, ParticipantKind.REPRESENTATIVE, ParticipantKind.SYSTEM_MEMBER}


@dataclass(frozen=True, slots=True)
class EvaluationContent:
    """Everything that a complete evaluation holds."""

    held_on: date
    first_agreed_on: date | None
    participants: tuple[str, ...]
    goals_to_judge: tuple[int, ...]
    goals_judged: tuple[int, ...]
    effectiveness: str
    report: str
    wmo_fit: str
    wmo_reason: str
    client_absence_reason: str
    indicators_scored: tuple[str, ...] = ()


def missing_for_completion(content: EvaluationContent, terms: Terms, today: date) -> list[ValidationError]:
    """What an evaluation still lacks before it counts, all of it at once; empty when nothing.

    Source: product sheet Duurzaam, demands on content, points 4 and 5 (with client or client system, on
    progress and effectiveness, with a report) and the assignment (does the need still fit the Wmo; what the product
    version wants followed is scored).
    """
    present = set(content.participants)
    unscored = [Indicator(name).label for name in terms.followed_indicators if name not in content.indicators_scored]
    unjudged = sorted(set(content.goals_to_judge) - set(content.goals_judged))
    wanted: Sequence[tuple[bool, str, str]] = [
        (
            content.held_on <= today,
            "De evaluatie is nog niet gehouden: de datum ligt na vandaag.",
            "held_in_future",
        ),
        (
            content.first_agreed_on is None or content.held_on >= content.first_agreed_on,
            "De datum van de evaluatie ligt voor het akkoord met het plan. Verbeter de datum.",
            "held_before_agreement",
        ),
        (
            bool(present & CLIENT_SIDE),
            "Vul minstens één deelnemer in namens de cliënt of het cliëntsysteem.",
            "no_client_side",
        ),
        (
            ParticipantKind.CLIENT in present or bool(content.client_absence_reason.strip()),
            "De cliënt was er niet bij. Vul in waarom.",
            "no_absence_reason",
        ),
        (
            ParticipantKind.PROFESSIONAL in present,
            "Vul in welke professional erbij was.",
            "no_professional",
        ),
        (
            not unjudged,
            f"Vul de voortgang in bij doel {', '.join(map(str, unjudged))}.",
            "goal_without_progress",
        ),
        (
            not unscored,
            f"Vul in hoeveel nodig is. Dit ontbreekt nog: {', '.join(unscored)}.",
            "indicator_without_score",
        ),
        (bool(content.effectiveness.strip()), "Vul in of de begeleiding helpt.", "no_effectiveness"),
        (bool(content.report.strip()), "Schrijf het verslag.", "no_report"),
        (bool(content.wmo_fit), "Beantwoord of de hulpvraag nog past bij de Wmo.", "no_wmo_answer"),
        (bool(content.wmo_reason.strip()), "Leg het antwoord over de Wmo uit.", "no_wmo_reason"),
    ]
    return [ValidationError(message, code=code) for is_there, message, code in wanted if not is_there]
