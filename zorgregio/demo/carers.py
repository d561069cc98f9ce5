"""The demo's carers in Apeldoorn: whom they care for, how they fare and what they get. Everybody is made up."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import yaml

from clients.models import Client
from core.actors import Actor
from core.clock import pretend
from informal_care.enums import CareSignalOutcome
from informal_care.models import Carer, CarerSignal, Instrument
from informal_care.rules.instruments import Definition
from informal_care.services.care_relations import RelationDetails, give_permission, register_and_relate
from informal_care.services.carers import end_carer
from informal_care.services.instruments import load_shipped_instruments
from informal_care.services.measurements import record_measurement
from informal_care.services.signals import handle_signal
from informal_care.services.support import add_support
from zorgregio.demo.organisations import Cast

RECENT: Final = 30
"""Days in which a measurement still waits for what follows."""

STORY: Final = Path(__file__).resolve().parent / "carers.yaml"


def tell_carers(cast: Cast, today: date) -> None:
    """Register the carers of Apeldoorn, unless they are there."""
    if Carer.objects.visible_to(cast.actors["ilse"]).exists():
        return
    load_shipped_instruments(actor=Actor.system("Laden van een meetinstrument"))
    instrument = Instrument.objects.filter(code="carerqol").order_by("-number")[0]
    story = yaml.safe_load(STORY.read_text(encoding="utf-8"))
    for row in (*story["carers"], *_others(**story["others"])):
        _tell(cast, row, instrument, today)


def _others(
    names: Sequence[str], turns: Sequence[Mapping[str, Any]], measured: Sequence[tuple[int, int]]
) -> Iterable[dict[str, Any]]:
    """People by the dozen, as the story tells of one: how heavy it is for them, and what helped, goes by their place.

    `measured` holds how many days ago, and how much better everybody fared by then.
    """
    for place, name in enumerate(names):
        known = 380 if place % 2 else 300
        score = place * 14 // len(names) - 2
        scores = [(ago, max(0, score + better)) for ago, better in measured if ago < known]
        asked = {"about": "Bezoek aan huis", "asked": -200, "planned": 40}
        given = {"from": -190, "used": 30} if place % 2 else {}
        yield {
            **turns[place % len(turns)],
            "name": name,
            "birth": date(1945 + place, 1 + place % 12, 1 + place),
            "city": "Apeldoorn",
            "known": -known,
            "from": -1000 - place,
            "hours": 8 + place,
            "scores": [(ago, points, 3 + points // 2) for ago, points in scores],
            "support": [{"kind": "respite", "respite": "visits", "taken": "half", **asked, **given}],
        }


def _tell(cast: Cast, row: Mapping[str, Any], instrument: Instrument, today: date) -> None:
    def day(number: int) -> date:
        return today + timedelta(days=number)

    # Who opens files lays the link to one; the others are the coordinator's.
    actor = cast.actors["karin" if "client" in row else "ilse"]
    client = Client.objects.visible_to(actor).get(surname=row["client"]) if "client" in row else None
    care: RelationDetails = {
        "cared_for": row["for"],
        "relation": row["relation"],
        "starts_on": day(row["from"]),
        "hours_per_week": row["hours"],
        "tasks": row.get("tasks", ""),
    }
    with pretend(day(row["known"])):
        carer = register_and_relate(
            actor=actor,
            client=client,
            care=care,
            kinds=row["kinds"],
            name=row["name"],
            birth_date=row["birth"],
            city=row["city"],
            phone=row.get("phone", ""),
            can_do=row.get("can", ""),
            cannot_do=row.get("cannot", ""),
            wishes=row.get("wishes", ""),
            consent_on=day(row["known"]),
        )
        if "shares" in row:
            give_permission(
                actor=actor,
                carer=carer,
                provider=cast.providers["linde"],
                starts_on=day(row["known"]),
                shares_words=row["shares"] == "words",
            )
    for ago, score, mark in row.get("scores", ()):
        with pretend(day(-ago)):
            answers = answers_for(instrument.content, score)
            record_measurement(
                actor=actor, carer=carer, instrument=instrument, measured_on=day(-ago), answers=answers, vas=mark
            )
        _follow_up(actor, carer, ago, today)
    for one in row.get("support", ()):
        add_support(
            actor=actor,
            carer=carer,
            kind=one["kind"],
            respite_kind=one.get("respite", ""),
            taken_over=one.get("taken", ""),
            about=one["about"],
            asked_on=day(one["asked"]),
            starts_on=day(one["from"]) if "from" in one else None,
            ends_on=day(one["to"]) if "to" in one else None,
            not_given_because=one.get("refused", ""),
            given_by_name="Steunpunt (fictief)" if "from" in one else "",
            planned_hours=Decimal(one["planned"]) if "planned" in one else None,
            used_hours=Decimal(one["used"]) if "used" in one else None,
        )
    if "ended" in row:
        end_carer(actor=actor, carer=carer, revision=carer.revision, ended_on=day(row["ended"]))


def _follow_up(actor: Actor, carer: Carer, ago: int, today: date) -> None:
    """Talk with whom a measurement of longer ago told has it too heavy; with one in three after the term."""
    signal = CarerSignal.objects.open().filter(carer=carer).first() if ago > RECENT else None
    if signal is None:
        return
    with pretend(today - timedelta(days=ago - (9 if signal.pk % 3 == 0 else 2))):
        note = "Gebeld en langs geweest. Er is meer hulp gevraagd (fictief)."
        handle_signal(
            actor=actor, signal=signal, revision=signal.revision, outcome=CareSignalOutcome.SUPPORTED, outcome_note=note
        )


def answers_for(definition: Definition, score: int) -> dict[str, str]:
    """Answers that score so much together: the first questions as high as they go."""
    answers, left = {}, score
    for item in definition.items:
        best = max((one for one in item.answers if one.score <= left), key=lambda one: one.score)
        answers[item.code] = best.code
        left -= best.score
    return answers
