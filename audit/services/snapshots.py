import copy
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models.fields.files import FieldFile


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The values of a row's own columns at one moment. It stays in memory and is never printed."""

    values: Mapping[str, Any] = field(repr=False)


def snapshot(row: models.Model) -> Snapshot:
    """The row as it stands now, to compare with later. No query: columns that are not loaded are left out."""
    loaded = row.__dict__
    return Snapshot(
        {
            column.name: _frozen(loaded[column.attname])
            for column in row._meta.concrete_fields
            if column.attname in loaded and not column.primary_key and column.name != "public_id"
        }
    )


def _frozen(value: Any) -> Any:
    if isinstance(value, FieldFile):
        return value.name
    if isinstance(value, (list, dict, set)):
        return copy.deepcopy(value)
    return value
