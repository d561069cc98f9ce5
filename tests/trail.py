"""What the tests of the trail share: every service that writes in a client's file leaves a line for what it touched."""

import inspect
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from importlib import import_module
from types import ModuleType
from typing import Any, cast
from uuid import UUID

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import models

from audit.enums import WRITES
from audit.models import AuditEntry
from core.actors import Actor
from core.clock import today
from core.models import PublicModel
from delivery.enums import Presence
from delivery.models import Session
from organisations.enums import Role
from organisations.models import Membership
from tests.cast import actor_of_user, member

STRANGERS = ["zoe", "mo", "ruud", "ilse", "pim", "ada", "nobody", "maud", "vera", "bo", "lars", "tess"]


@dataclass
class Act:
    """The one call that is watched; somebody else may try it too."""

    actor: Actor
    service: Callable[..., Any]
    given: dict[str, Any] = field(default_factory=dict)

    def __call__(self, other: Actor | None = None) -> Any:
        return self.service(actor=other or self.actor, **self.given)


class Story:
    """Who and what the cases begin with. A case prepares first and returns the one call that is watched."""

    def __init__(self, fixture: Callable[[str], Any]) -> None:
        self.fixture = fixture
        self.petra, self.allocation = fixture("petra"), fixture("allocation")
        self.worker, self.carer = actor_of_user(fixture("karin")), actor_of_user(self.petra)
        self.client = self.allocation.client

    def by(self, actor: Actor, service: Callable[..., object], **given: Any) -> Act:
        """The call, by this actor."""
        return Act(actor, service, given)


Case = Callable[[Any], Act]


def services_that_write(package: ModuleType, *, but: Iterable[str]) -> set[str]:
    """Public functions with an actor in the services of a room that holds client files."""
    found = set()
    for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        module = import_module(info.name)
        for name, function in inspect.getmembers(module, inspect.isfunction):
            is_own = function.__module__ == module.__name__ and not name.startswith("_")
            if is_own and "actor" in inspect.signature(function).parameters:
                found.add(name)
    assert set(but) <= found, "an exception for what is not there"
    return found - set(but)


def stored() -> dict[UUID, tuple[type[models.Model], dict[str, Any]]]:
    """All rows of client files, by public id."""
    rows: dict[UUID, tuple[type[models.Model], dict[str, Any]]] = {}
    for room in ("clients", "plans", "delivery", "compliance"):
        for model in apps.get_app_config(room).get_models():
            if issubclass(model, PublicModel):
                for row in cast("Iterable[dict[str, Any]]", model._default_manager.values()):
                    rows[row.pop("public_id")] = (model, row)
    return rows


def touched(before: dict[UUID, Any], after: dict[UUID, Any]) -> set[UUID]:
    """Public ids of the rows that came, went or changed; a row of which only the revision counts up did not.

    What follows from other rows, as dagdelen do from a roster, stands in the trail with those.
    """
    before, after = ({key: row for key, row in rows.items() if not _follows(*row)} for rows in (before, after))
    found = set(before) ^ set(after)
    for identifier in set(before) & set(after):
        old, new = before[identifier][1], after[identifier][1]
        differing = {name for name in new if new[name] != old[name]}
        if differing - {"revision"}:
            found.add(identifier)
    return found


def _follows(model: type[models.Model], row: dict[str, Any]) -> bool:
    if model is Session:
        return not (row["closed_at"] or row["cancelled_reason"] or row["note"])
    return "is_by_hand" in row and not row["is_by_hand"] and row["presence"] == Presence.EXPECTED


def assert_every_row_has_its_line(act: Act, owners: Callable[[Any], set[UUID]]) -> None:
    """Each touched row is the target of a line, under the client of the file and with whoever acted."""
    before, last = stored(), AuditEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    made = act()

    lines = list(AuditEntry.objects.filter(pk__gt=last, event__in=WRITES))
    rows = touched(before, stored())
    assert rows
    assert rows <= {line.target for line in lines}
    assert {line.client for line in lines} == owners(made)
    assert {line.actor for line in lines} == {act.actor.user_uuid}
    assert {line.organisation for line in lines} - {None}


def assert_nothing_without_its_line(act: Act, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the trail cannot be written, nothing is."""
    before = stored()

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("no trail")

    monkeypatch.setattr("audit.services.recording.append", broken)
    with pytest.raises(RuntimeError, match="no trail"):
        act()

    assert stored() == before


def assert_others_are_refused(act: Act, story: Story, *, but: Callable[[Actor], bool] = lambda _: False) -> None:
    """Called directly, as a page or a message could: nobody but who it is for gets through, colleagues included."""
    others = [actor_of_user(story.fixture(stranger)) for stranger in STRANGERS]
    former = member("Fenna Former", story.allocation.provider, Role.CARE_PROFESSIONAL)
    Membership.objects.filter(user=former).update(ends_on=today() - timedelta(days=1))
    others += [actor_of_user(former), Actor.anonymous(), Actor.system("proef", is_administrator=True)]
    others += [story.carer, story.worker]
    before = stored()

    for other in others:
        if other.user_id == act.actor.user_id or but(other):
            continue
        with pytest.raises(PermissionDenied):
            act(other)

    assert stored() == before
