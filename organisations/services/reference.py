from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction

from audit.enums import AuditEvent
from audit.services import record, snapshot
from core.actors import Actor
from core.storing import store
from organisations.models import Municipality, Region, TargetGroup


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows were made, changed and already right."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0

    def __add__(self, other: "Loaded") -> "Loaded":
        return Loaded(self.created + other.created, self.changed + other.changed, self.unchanged + other.unchanged)


@transaction.atomic
def load_region(*, actor: Actor, data: Mapping[str, Any]) -> Loaded:
    """Write the region, its municipalities and the target groups of a reference file; return what was done.

    A second time changes nothing. A municipality is known by its CBS code, so a new name is a change; what
    is not in the file stays as it is, also each part of where inhabitants reach it. Raises ValidationError on
    a wrong code, KeyError on a missing or unknown key.
    """
    region = Region.objects.select_for_update(of=("self",)).filter(name=data["region"]["name"]).first()
    region = region or Region()
    done = _write(actor, region, {"name": data["region"]["name"]})
    for row in data["municipalities"]:
        code = str(row["cbs_code"])
        municipality = Municipality.objects.filter(cbs_code=code).first() or Municipality()
        values = {"name": row["name"], "cbs_code": code, "region": region, **_contact(row.get("contact", {}))}
        done += _write(actor, municipality, values)
    for name in data["target_groups"]:
        target_group = TargetGroup.objects.filter(name=name).first() or TargetGroup()
        done += _write(actor, target_group, {"name": name})
    return done


def _contact(given: Mapping[str, Any]) -> Mapping[str, Any]:
    if unknown := set(given) - set(Municipality.CONTACT):
        raise KeyError(f"No such contact details: {', '.join(sorted(unknown))}")
    return given


def _write(actor: Actor, row: models.Model, values: Mapping[str, Any]) -> Loaded:
    if row.pk is not None and all(getattr(row, name) == value for name, value in values.items()):
        return Loaded(unchanged=1)
    before = snapshot(row) if row.pk is not None else None
    for name, value in values.items():
        setattr(row, name, value)
    store(row)
    record(
        actor=actor,
        event=AuditEvent.CHANGED if before else AuditEvent.CREATED,
        target=row,
        before=before,
    )
    return Loaded(changed=1) if before else Loaded(created=1)
