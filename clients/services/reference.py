"""Loads the terms of the law, and when access to files is conspicuous, that come with the software."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import yaml
from django.core.exceptions import ValidationError
from django.db import transaction

from clients.models import EquatedDay, LegalTerm, SignalSetting
from core.periods import in_words
from core.storing import store, store_dated

TERMS: Final = Path(__file__).resolve().parent.parent / "data" / "terms.yaml"
SIGNALS: Final = TERMS.with_name("signals.yaml")


@dataclass(slots=True)
class LoadedTerms:
    """What a load found and did."""

    terms: int = 0
    added: list[str] = field(default_factory=list)


@transaction.atomic
def load_terms(file: Path = TERMS, signals: Path = SIGNALS) -> LoadedTerms:
    """Load terms, equated days and what makes access conspicuous; doing so again changes nothing.

    A term that is there already never changes, for cases were counted with it: a difference is a
    ValidationError (`reference_changed`). A new length is a new row from another day on.
    """
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    settings = yaml.safe_load(signals.read_text(encoding="utf-8"))["signals"]
    wanted: list[tuple[LegalTerm | SignalSetting, str, Sequence[str]]] = [
        *((_term(row), "kind", ("term", "source")) for row in content["terms"]),
        *((_setting(row), "parameter", ("value", "source")) for row in settings),
    ]
    loaded, faults = LoadedTerms(terms=len(content["terms"])), []
    for row, key, values in wanted:
        try:
            if store_dated(row, key=key, values=values):
                loaded.added.append(f"{row}: tot en met {in_words(row.ends_on)}" if row.ends_on else str(row))
        except ValidationError as error:
            faults.append(error)
    if faults:
        raise ValidationError(faults)
    for equated in content["equated_days"]:
        if not EquatedDay.objects.filter(day=equated["day"]).exists():
            store(EquatedDay(**equated))
            loaded.added.append(f"dag {in_words(equated['day'])}")
    return loaded


def _term(row: Mapping[str, Any]) -> LegalTerm:
    return LegalTerm(
        kind=row["kind"],
        length=row["length"],
        unit=row["unit"],
        runs_on_to_working_day=row["runs_on"],
        starts_on=row["starts_on"],
        ends_on=row.get("ends_on"),
        source=row["source"],
    )


def _setting(row: Mapping[str, Any]) -> SignalSetting:
    return SignalSetting(**{**row, "value": Decimal(str(row["value"]))})
