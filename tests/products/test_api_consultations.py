"""Market consultations in the API: what is asked is open, what somebody says is not."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core.actors import Actor
from products.models import MarketConsultation, Reaction
from products.services.consultations import publish_note
from products.services.reactions import answer_reaction, react
from tests.cast import actor_of_user
from tests.products.consultation_story import *  # noqa: F403 - fixtures
from tests.products.consultation_story import AFTER, OnDay

LIST = "api-v1:consultation-list"


def only_row(client: Client, **query: str) -> dict[str, Any]:
    rows = client.get(reverse(LIST), query).json()["resultaten"]
    assert len(rows) == 1
    found: dict[str, Any] = rows[0]
    return found


def test_what_is_asked_and_until_when_is_open(client: Client, consultation: MarketConsultation) -> None:
    row = only_row(client, product=str(consultation.version.variant.public_id))
    assert (row["opentOp"], row["sluitOp"]) == ("2026-03-09T23:00:00Z", "2026-04-10T22:00:00Z")
    assert row["productversie"]["nummer"] == 2
    assert [(one["code"], one["eis"]) for one in row["eisen"]] == [
        ("T-1", "Er zijn genoeg professionals."),
        ("T-2", "Er is een plan."),
    ]
    assert (row["notaGepubliceerdOp"], row["vragen"]) == (None, [])


@pytest.mark.parametrize(("day", "count"), [("2026-03-09", 0), ("2026-03-10", 1), ("2026-04-10", 1), ("2026-04-11", 0)])
@pytest.mark.usefixtures("consultation")
def test_on_a_day_those_that_were_open(client: Client, day: str, count: int) -> None:
    assert len(client.get(reverse(LIST), {"peildatum": day}).json()["resultaten"]) == count


def test_nothing_of_a_reaction_goes_out_before_the_note_and_never_who_wrote_it(
    client: Client, reaction: Reaction, purchaser: Actor, petra: User, on_day: OnDay
) -> None:
    consultation = reaction.consultation
    react(actor=actor_of_user(petra), consultation=consultation, about=None, text="Wanneer begint het?", revision=0)

    def text() -> str:
        return client.get(reverse(LIST)).content.decode()

    assert "Vier is te weinig." not in text()
    on_day(AFTER)
    for row in consultation.reactions.all():
        answer_reaction(actor=purchaser, reaction=row, revision=1, answer=f"Antwoord op {row}.")
    assert "Vier is te weinig." not in text()
    assert "Antwoord op" not in text()
    publish_note(actor=purchaser, consultation=consultation)
    assert only_row(client)["vragen"] == [
        {"eis": "T-1", "vraag": "Vier is te weinig.", "antwoord": "Antwoord op Reactie op T-1."},
        {"eis": None, "vraag": "Wanneer begint het?", "antwoord": "Antwoord op Reactie op het geheel."},
    ]
    for name in ("De Linde", "Het Anker", "Petra", "petra"):
        assert name not in text()


def test_who_follows_changes_hears_of_the_note_and_not_of_a_reaction(
    client: Client, consultation: MarketConsultation, purchaser: Actor, petra: User, on_day: OnDay
) -> None:
    feed = reverse("api-v1:consultation-changes")

    def changed(mark: str) -> tuple[list[str], str]:
        answer = client.get(feed, {"gewijzigdSinds": mark}).json()
        return [one["uuid"] for one in answer["gewijzigd"]], answer["tot"]

    mark = client.get(feed).json()["tot"]
    reaction = react(actor=actor_of_user(petra), consultation=consultation, about=None, text="Goed.", revision=0)
    found, mark = changed(mark)
    assert found == []
    on_day(AFTER)
    answer_reaction(actor=purchaser, reaction=reaction, revision=1, answer="Fijn.")
    publish_note(actor=purchaser, consultation=consultation)
    found, _ = changed(mark)
    assert found == [str(consultation.public_id)]
