"""The demo's board for informal care. What is told there is made up; the activities are those of the Mezzo Model."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from core.clock import pretend
from informal_care.models import Board, Edition
from informal_care.services.boards import decline, set_up_board, take_on, tell_progress
from organisations.models import Organisation
from zorgregio.demo.organisations import Cast
from zorgregio.demo.policy import tell_policy


def tell_boards(story: Mapping[str, Any], cast: Cast, today: date) -> None:
    """Set up the board of Apeldoorn, unless it is there."""
    row, coordinator = story["board"], cast.actors["ilse"]
    if Board.objects.visible_to(coordinator).exists():
        return
    with pretend(today + timedelta(days=row["from"])):
        board = set_up_board(
            actor=coordinator,
            edition=Edition.objects.order_by("-number")[0],
            name=row["name"],
            starts_on=today + timedelta(days=row["from"]),
            ends_on=today + timedelta(days=row["to"]),
        )
        for one in row["declined"]:
            activity = board.edition.activities.get(code=one["code"])
            decline(actor=coordinator, board=board, activity=activity, reason=one["reason"])
    for one in row["tasks"]:
        owner = cast.providers[one["owner"]] if "owner" in one else board.municipality
        partners = story["partners"]
        names = [partners[key]["name"] for key in (one.get("partner"), *one.get("with", ())) if key]
        around = {row.name: row for row in Organisation.objects.filter(name__in=names)}
        with pretend(today + timedelta(days=row["from"])):
            task = take_on(
                actor=coordinator,
                board=board,
                activity=board.edition.activities.get(code=one["code"]),
                owner=around[names[0]] if "partner" in one else Organisation.objects.get(pk=owner.pk),
                owner_person=cast.users[one["person"]] if "person" in one else None,
                partners=[around[partners[key]["name"]] for key in one.get("with", ())],
                due_on=today + timedelta(days=one["due"]),
                repeats_months=one.get("repeats"),
                budget=Decimal(one["budget"]) if "budget" in one else None,
            )
        if "status" in one:
            with pretend(today + timedelta(days=one["told"])):
                tell_progress(
                    actor=cast.actors[one.get("by", "ilse")],
                    task=task,
                    revision=1,
                    status=one["status"],
                    result=one.get("result", ""),
                )
    tell_policy(row, board, cast, today)
