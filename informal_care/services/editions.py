"""Loads the editions of the Mezzo Model that come with the software."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

import yaml
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model

from audit.enums import AuditEvent
from audit.services import record
from core.actors import Actor
from core.documents import document_hash
from core.storing import store, store_new
from informal_care.enums import ActorKind, StatementKind
from informal_care.models import (
    Activity,
    ActivityActor,
    Aim,
    Choice,
    Edition,
    FindingPlaceKind,
    Statement,
    TaskGroup,
)

DATA: Final = Path(__file__).resolve().parent.parent / "data"
Row = Mapping[str, Any]
R = TypeVar("R", bound=Model)


@transaction.atomic
def load_editions(*, actor: Actor, folder: Path = DATA) -> list[Edition]:
    """Load every edition in `folder` (`mezzo_*.yaml`), and give those that are new. Doing so again changes nothing.

    An edition never changes, for the tasks of municipalities rest on it: when a file says something else than what was
    loaded from it before, nothing is loaded and a ValidationError (`edition_changed`) names the edition. Give it a new
    number then.
    """
    new = []
    for file in sorted(folder.glob("mezzo_*.yaml")):
        told = yaml.safe_load(file.read_text(encoding="utf-8"))
        known = Edition.objects.filter(code=told["edition"]["code"], number=told["edition"]["number"]).first()
        if known is not None:
            if known.fingerprint != document_hash(told):
                words = f"{known} is al geladen en ziet er anders uit. Geef de gewijzigde uitgave een nieuw nummer."
                raise ValidationError(words, code="edition_changed")
            continue
        edition = Edition(**told["edition"], fingerprint=document_hash(told))
        _Loader(edition, told).load()
        record(actor=actor, event=AuditEvent.CREATED, target=edition)
        new.append(edition)
    return new


class _Loader:
    """Puts down one edition, in the order of its file."""

    def __init__(self, edition: Edition, told: Row) -> None:
        self.edition = edition
        self.told = told
        self.aims: dict[str, Aim] = {}
        self.groups: dict[str, TaskGroup] = {}
        self.places: list[FindingPlaceKind] = []
        self.activities: list[tuple[Activity, Row, Sequence[str]]] = []

    def load(self) -> None:
        """All of it."""
        store(self.edition)
        for place, row in enumerate(self.told["aims"], 1):
            self.aims[row["code"]] = _kept(_aim(self.edition, place, row))
        for row in self.told["aims"]:
            self.aims[row["code"]].condition_for.set(self.aims[code] for code in row.get("condition_for", ()))
        for place, row in enumerate(self.told["task_groups"], 1):
            self.groups[row["code"]] = _kept(_group(self.aims[row["aim"]], place, row))
        for row in self.told["aims"]:
            self._read_choices(row)
        for row in self.told["task_groups"]:
            for activity in row["activities"]:
                self._read(activity, row["page"], row["actors"], task_group=self.groups[row["code"]])
        _keep_all(FindingPlaceKind, self.places)
        for is_part in (False, True):
            rows = [activity for activity, _, _ in self.activities if (activity.part_of is not None) == is_part]
            _keep_all(Activity, rows)
        _keep_all(ActivityActor, [actor for known in self.activities for actor in _actors(*known)])
        _keep_all(Statement, list(_statements(self.edition, self.told)))

    def _read_choices(self, aim: Row) -> None:
        for place, row in enumerate(aim["choices"], 1):
            choice = _kept(_choice(self.aims[aim["code"]], place, row))
            for activity in row["activities"]:
                self._read(activity, activity["page"], [activity["actor"]], choice=choice)
            self.places += [
                FindingPlaceKind(edition=self.edition, position=number, **found)
                for number, found in enumerate(row.get("finding_places", ()), 1)
            ]

    def _read(self, row: Row, page: str, actors: Sequence[str], **under: Any) -> None:
        words = {name: row.get(name, "") for name in ("code", "text", "mark", "support")}
        activity = Activity(
            edition=self.edition,
            aim=(under.get("choice") or under["task_group"]).aim,
            see_also=self.groups[row["see"]] if "see" in row else None,
            page=page,
            position=len(self.activities) + 1,
            **words,
            **under,
        )
        self.activities.append((activity, row, actors))
        for part in row.get("parts", ()):
            self._read(part, page, actors, task_group=under["task_group"], part_of=activity)


def _actors(activity: Activity, row: Row, actors: Iterable[str]) -> Iterator[ActivityActor]:
    for kind in actors:
        yield ActivityActor(activity=activity, kind=ActorKind(kind))
    for kind in row.get("with", ()):
        yield ActivityActor(activity=activity, kind=ActorKind(kind), leads=False)


def _keep_all(model: type[R], rows: Sequence[R]) -> None:
    for row in rows:
        row.clean_fields(exclude=[field.name for field in model._meta.fields if field.is_relation])
    store_new(model, rows)


def _kept(row: R) -> R:
    store(row)
    return row


def _aim(edition: Edition, place: int, row: Row) -> Aim:
    return Aim(edition=edition, position=place, **{name: row[name] for name in ("code", "name", "about", "page")})


def _choice(aim: Aim, place: int, row: Row) -> Choice:
    words = {name: row.get(name, "") for name in ("code", "name", "full_name", "page")}
    return Choice(aim=aim, position=place, **words)


def _group(aim: Aim, place: int, row: Row) -> TaskGroup:
    words = {name: row.get(name, "") for name in ("code", "name", "other_name", "about", "on_behalf_of", "page")}
    return TaskGroup(aim=aim, position=place, **words)


def _statements(edition: Edition, told: Row) -> Iterator[Statement]:
    actors = [(row["code"], row["name"], row.get("about")) for row in told["actors"]]
    choices = (choice for aim in told["aims"] for choice in aim["choices"])
    types = [(choice["page"], row) for choice in choices for row in choice.get("carer_types", ())]
    for kind, rows in (
        (StatementKind.PRINCIPLE, told["principles"]),
        (StatementKind.DUTY, told["duties"]),
        (StatementKind.INGREDIENT, told["ingredients"]),
        (
            StatementKind.ACTOR,
            [{"code": code, "text": f"{name}. {about or ''}".strip()} for code, name, about in actors],
        ),
        (StatementKind.CARER_TYPE, [{"code": row["code"], "text": row["name"], "page": page} for page, row in types]),
    ):
        for place, row in enumerate(rows, 1):
            yield Statement(edition=edition, kind=kind, position=place, **row)
