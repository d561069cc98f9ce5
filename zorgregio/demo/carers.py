"""The demo's carers in Apeldoorn: whom they care for, how they fare and what they get. Everybody is made up."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import yaml

from clients.models import Client
from core.actors import Actor
from core.clock import pretend
from informal_care.models import Carer, Instrument
from informal_care.rules.instruments import Definition
from informal_care.services.care_relations import RelationDetails, give_permission, register_and_relate
from informal_care.services.carers import end_carer
from informal_care.services.instruments import load_shipped_instruments
from informal_care.services.measurements import record_measurement
from informal_care.services.support import add_support
from zorgregio.demo.organisations import Cast

STORY: Final = Path(__file__).resolve().parent / "carers.yaml"


def tell_carers(cast: Cast, today: date) -> None:
    """Register the carers of Apeldoorn, unless they are there."""
    if Carer.objects.visible_to(cast.actors["ilse"]).exists():
        return
    load_shipped_instruments(actor=Actor.system("Laden van een meetinstrument"))
    instrument = Instrument.objects.filter(code="carerqol").order_by("-number")[0]
    for row in yaml.safe_load(STORY.read_text(encoding="utf-8"))["carers"]:
        _tell(cast, row, instrument, today)


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


def answers_for(definition: Definition, score: int) -> dict[str, str]:
    """Answers that score so much together: the first questions as high as they go."""
    answers, left = {}, score
    for item in definition.items:
        best = max((one for one in item.answers if one.score <= left), key=lambda one: one.score)
        answers[item.code] = best.code
        left -= best.score
    return answers
