"""The product book and the terms of the law for tests: read from their files once in a process, then put down again.

Reading the sheets, checking each requirement and recording it takes longer than most tests. What the loading itself
does stands in tests/products/test_reference.py and tests/clients/test_intake_clock.py; those call the services.
"""

from collections.abc import Callable, Sequence
from copy import copy
from datetime import datetime
from typing import Any

from django.db.models import Model

from clients.models import EquatedDay, LegalTerm, SignalSetting
from clients.services import load_terms
from core.actors import Actor
from core.clock import now
from products.models import ProductFamily, ProductVariant, ProductVersion, Requirement
from products.services.reference import load_products

BOOK = (ProductFamily, ProductVariant, ProductVersion, Requirement)
"""Those referred to first."""

TERMS = (LegalTerm, EquatedDay, SignalSetting)

_kept: dict[tuple[type[Model], ...], list[list[Any]]] = {}


def lay_out_book() -> None:
    """The product sheets that come with the software, adopted now; without the lines that a load puts in the trail."""
    _lay_out(BOOK, lambda: load_products(actor=Actor.system("proef")))


def lay_out_terms() -> None:
    """The terms of the law, the equated days and what makes access conspicuous."""
    _lay_out(TERMS, load_terms)


def _lay_out(models: Sequence[type[Model]], load: Callable[[], object]) -> None:
    key = tuple(models)
    counts = [model._base_manager.count() for model in models]
    if key in _kept and counts == [len(rows) for rows in _kept[key]]:
        return
    if any(counts):
        load()
    elif key in _kept:
        _put_down(_kept[key])
    else:
        load()
        _kept[key] = [list(model._base_manager.order_by("pk")) for model in models]


def _put_down(kept: list[list[Any]]) -> None:
    new_key: dict[tuple[type[Model], Any], Any] = {}
    for rows in filter(None, kept):
        fresh = [_copy(row, new_key) for row in rows]
        type(rows[0])._base_manager.bulk_create(fresh)
        new_key |= {(type(row), row.pk): one.pk for row, one in zip(rows, fresh, strict=True)}


def _copy(row: Model, new_key: dict[tuple[type[Model], Any], Any]) -> Model:
    fresh = type(row)()
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if field.remote_field:
            value = new_key[field.remote_field.model, value]
        elif isinstance(value, datetime):
            value = now()
        setattr(fresh, field.attname, None if field.primary_key else copy(value))
    return fresh
