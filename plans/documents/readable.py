"""The plan for the client: a version in plain words and large print, and one page of pictures.

Both say what was agreed: of an agreed plan they follow the document that was frozen then. Who helps, whom one can
ask and when the next evaluation is are of the day on which it is printed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.core.exceptions import ValidationError

from clients.enums import TermKind
from clients.models import ClientSystemMember
from clients.selectors.terms import legal_term
from core.documents import Document, document_hash, iso, with_dates
from core.pdf import render_pdf
from core.texts import in_a_row
from plans.documents.printed import plan_document
from plans.enums import AgreedAs, PlanStatus, Weekday
from plans.models import PlanVersion
from plans.rules.readable import MOST_PICTURES, Picture, columns_for, fitted, one_sentence, picture_of
from plans.selectors import responsible_on

FORMAT = 1
"""Number of the shape of the document."""

CONTACT: Final = ("phone", "website", "support_name", "support_phone", "has_fictional_contact")


PLAIN_ROLES: Final = {
    AgreedAs.CLIENT.label: "uzelf",
    AgreedAs.REPRESENTATIVE.label: "beslist met u of voor u",
    AgreedAs.SYSTEM_MEMBER.label: "staat dicht bij u",
    AgreedAs.RESPONSIBLE.label: "zorgt voor uw plan",
}
"""As what somebody agreed, in the words of a client. An agreed document holds the labels."""


@dataclass(frozen=True, slots=True)
class Room:
    """How much a sentence may hold: lines, and halves of the size of the type in each."""

    lines: int
    width: float


# As static/css/pictures.css lays them out: the size of the type and the room for words, by number of goals.
ROOM_OF_GOAL: Final = {1: Room(7, 26), 2: Room(5, 29), 3: Room(4, 38), 4: Room(3, 43)}
ROOM_OF_GOAL_IN_TWO: Final = {5: Room(5, 18.5), 6: Room(5, 18.5), 7: Room(4, 18.5), 8: Room(4, 18.5)}
ROOM_OF_NAME: Final = Room(2, 52)
ROOM_OF_FACT: Final = Room(5, 18)


@dataclass(frozen=True, slots=True)
class GoalInPicture:
    """One goal on the page of pictures."""

    picture: Picture
    sentence: str


def readable_document(version: PlanVersion, day: date) -> Document:
    """What the client reads of this version of a plan on `day`: dates in ISO notation, numbers without idle zeros."""
    plan, allocation = version.plan, version.plan.allocation
    agreed: Mapping[str, Any] = version.agreed_document or plan_document(version)
    domains = dict(version.goals.values_list("position", "domain"))
    is_running = version.status == PlanStatus.IN_EXECUTION
    responsible = responsible_on(plan, max(day, version.starts_on)) if version.status != PlanStatus.ENDED else None
    moments = [one["planned_on"] for one in agreed["evaluation_moments"]]
    coming = [one for one in moments if one >= day.isoformat()]
    return {
        "kind": "readable_plan",
        "format": FORMAT,
        **{name: agreed[name] for name in ("municipality", "provider", "product")},
        "agreements": [
            {**one, "role": PLAIN_ROLES.get(one["role"], one["role"].lower())} for one in agreed["agreements"]
        ],
        "client": {"name": agreed["client"]["name"]},
        "allocation": {"number": agreed["allocation"]["number"], "volume": agreed["allocation"]["volume"]},
        "version": {
            **{name: agreed["version"][name] for name in ("number", "starts_on", "ends_on", "taken_over")},
            "status": version.status,
            "interval_months": agreed["version"]["evaluation_interval_months"],
        },
        "days": _days_of_coming(agreed.get("week")),
        "responsible": responsible.name if responsible else agreed["responsible"],
        "close_ones": _close_ones(version, day),
        "goals": [{**goal, "domain": domains.get(goal["number"], "")} for goal in agreed["goals"]],
        "evaluation_moments": [{"planned_on": one} for one in coming],
        "next_evaluation": {
            "planned_on": coming[0] if coming else None,
            "due_on": iso(plan.next_evaluation_due_on) if is_running else None,
        },
        "contact": {name: getattr(allocation.municipality, name) for name in CONTACT},
        "objection_term": _objection_term(day),
    }


def readable_context(document: Mapping[str, Any]) -> dict[str, Any]:
    """What the templates of page and paper show of a readable document."""
    goals = [{**goal, "picture": picture_of(goal["domain"])} for goal in document["goals"]]
    fictional = document["product"]["is_fictional"] or document["provider"]["is_fictional"]
    return {"document": with_dates({**document, "goals": goals}), "is_fictional": fictional}


def readable_pdf(document: Mapping[str, Any]) -> bytes:
    """The readable version in large print. Raises `core.pdf.PdfUnavailable`."""
    return _pdf("pdf/readable.html", document, {})


def pictures_pdf(document: Mapping[str, Any]) -> bytes:
    """The plan in pictures: one page A4, whatever stands in it. Raises `core.pdf.PdfUnavailable`."""
    return _pdf("pdf/pictures.html", document, pictures_of(document))


def pictures_of(document: Mapping[str, Any]) -> dict[str, Any]:
    """What stands on the page of pictures: of each goal one sentence, in the client's own words where there are."""
    goals = document["goals"][:MOST_PICTURES]
    columns = columns_for(goals)
    room = (ROOM_OF_GOAL if columns == 1 else ROOM_OF_GOAL_IN_TWO).get(len(goals), Room(1, 1))
    return {
        "pictures": [
            GoalInPicture(
                picture_of(goal["domain"]),
                one_sentence(goal["client_words"] or goal["statement"], room.width, room.lines),
            )
            for goal in goals
        ],
        "layout": f"goals-{len(goals)}",
        "columns": columns,
        "left_out": len(document["goals"]) - len(goals),
        "client_name": _in(ROOM_OF_NAME, document["client"]["name"]),
        "responsible": _in(ROOM_OF_FACT, document["responsible"]),
        "coming": _in(ROOM_OF_FACT, _coming(document)),
    }


def _pdf(template: str, document: Mapping[str, Any], more: Mapping[str, Any]) -> bytes:
    provider = document["provider"]["name"]
    context = {"organisation": provider, "author": provider, "fingerprint": document_hash(document)}
    return render_pdf(template, {**readable_context(document), **context, **more})


def _days_of_coming(week: Mapping[str, Any] | None) -> list[Document]:
    """The days on which the client comes, each with its dagdelen; none when no moment was filled in."""
    if not week:
        return []
    days = [
        (day["day"], [part for part, cell in zip(week["parts"], day["cells"], strict=True) if cell["attends"]])
        for day in week["days"]
    ]
    return [{"day": day, "parts": in_a_row(parts)} for day, parts in days if parts]


def _coming(document: Mapping[str, Any]) -> str:
    days = [one["day"] for one in document["days"]]
    if len(days) == len(Weekday):
        return "elke dag"
    return f"op {in_a_row(days)}" if days else str(document["allocation"]["volume"])


def _in(room: Room, text: str) -> str:
    return fitted(text, room.width, room.lines) if text.strip() else ""


def _close_ones(version: PlanVersion, day: date) -> list[Document]:
    """Who cares for the client or decides for them, on that day."""
    members = ClientSystemMember.objects.active_on(day).filter(client=version.plan.allocation.client)
    return [
        {"name": one.name, "relation": one.get_relation_display(), "decides": one.is_representative}
        for one in members.order_by("name", "pk")
        if one.is_informal_carer or one.is_representative
    ]


def _objection_term(day: date) -> str:
    """How long one can object to a decision, in words (Awb art. 6:7); empty where the terms are not loaded."""
    try:
        term = legal_term(TermKind.OBJECTION, day)
    except ValidationError:
        return ""
    return f"{term.length} {term.get_unit_display()}"
