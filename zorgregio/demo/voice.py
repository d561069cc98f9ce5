"""The demo's panel, polls, council and appreciation. All people and answers are made up."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from core.actors import Actor
from core.clock import pretend
from informal_care.models import Poll, PollOption
from informal_care.rules.polls import Asked
from informal_care.services.appreciation import Offer, apply_for_appreciation, decide_application, open_scheme
from informal_care.services.panel import join_panel
from informal_care.services.polls import answer_poll, invite_panel, make_poll, tell_follow_up
from informal_care.services.vacancies import open_vacancy
from zorgregio.demo.organisations import Cast


def tell_voice(story: Mapping[str, Any], cast: Cast, today: date) -> None:
    """Tell of the panel of Apeldoorn and of this year's appreciation, unless it is there."""
    row, coordinator = story["voice"], cast.actors["ilse"]
    if Poll.objects.visible_to(coordinator).exists():
        return
    answering = max(poll["answers"] for poll in row["polls"])
    with pretend(today + timedelta(days=row["panel_from"])):
        for number, name in enumerate(row["panel"], start=1):
            # Who answers in the story has a letter: the link of a mail is known to its reader alone.
            email = f"panel{number}@voorbeeld.example" if number > answering else ""
            join_panel(actor=coordinator, name=f"{name} (fictief)", email=email)
    for poll in row["polls"]:
        _tell_poll(poll, coordinator, today)
    vacancy = row["vacancy"]
    open_vacancy(
        actor=coordinator,
        council=vacancy["council"],
        text=vacancy["text"],
        contact=vacancy["contact"],
        starts_on=today + timedelta(days=vacancy["from"]),
        ends_on=today + timedelta(days=vacancy["to"]),
    )
    _tell_appreciation(row["appreciation"], coordinator, today)


def _tell_poll(row: Mapping[str, Any], coordinator: Actor, today: date) -> None:
    opens_on = today + timedelta(days=row["from"])
    with pretend(opens_on):
        poll = make_poll(
            actor=coordinator,
            asked=[Asked(one["text"], one.get("options", ())) for one in row["questions"]],
            title=row["title"],
            introduction=row.get("introduction", ""),
            opens_on=opens_on,
            closes_on=today + timedelta(days=row["to"]),
        )
        letters = invite_panel(actor=coordinator, poll=poll).letters
        questions = list(poll.questions.all())
        for place in range(row["answers"]):
            chosen = {}
            for question, one in zip(questions, row["questions"], strict=True):
                text = one["answers"][place % len(one["answers"])]
                chosen[question.pk] = PollOption.objects.get(question=question, text=text).pk
            remark = row["remarks"][place] if place < len(row.get("remarks", ())) else ""
            answer_poll(poll=poll, secret=letters[place][1], chosen=chosen, remark=remark)
    if "follow_up" in row:
        poll.refresh_from_db()
        tell_follow_up(actor=coordinator, poll=poll, revision=poll.revision, follow_up=row["follow_up"])


def _tell_appreciation(row: Mapping[str, Any], coordinator: Actor, today: date) -> None:
    opens_on = today + timedelta(days=row["from"])
    with pretend(opens_on):
        scheme = open_scheme(
            actor=coordinator,
            offers=[Offer(one["form"], one["name"], Decimal(one["value"]), one["available"]) for one in row["offers"]],
            year=today.year,
            opens_on=opens_on,
            closes_on=today + timedelta(days=row["to"]),
            introduction=row["introduction"],
            least_hours=row["least_hours"],
            least_months=row["least_months"],
            budget=Decimal(row["budget"]),
        )
        for one in row["applications"]:
            apply_for_appreciation(
                actor=Actor.anonymous(),
                scheme=scheme,
                kind=scheme.kinds.get(name=one["kind"]),
                name=f"{one['name']} (fictief)",
                birth_date=date.fromisoformat(str(one["born"])),
                street="Voorbeeldstraat 1",
                postcode="7311 AA",
                city="Apeldoorn",
                cared_for=one["cared_for"],
                iban=one.get("iban", ""),
                cares_since=today - timedelta(days=one["days"]),
                hours_per_week=one["hours"],
                lives_here=True,
                cared_for_lives_here=True,
            )
    for one, application in zip(row["applications"], scheme.applications.order_by("pk"), strict=True):
        if "decided" in one:
            decide_application(
                actor=coordinator,
                application=application,
                granted=one["decided"] == "granted",
                reason=one.get("reason", ""),
            )
