"""Loads the terms of the law, and when access to files is conspicuous, that come with the software."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import yaml
from django.core.exceptions import ValidationError
from django.db import transaction

from clients.models import EquatedDay, LegalTerm, SignalSetting
from core.periods import in_words
from core.storing import store

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
    loaded = LoadedTerms(terms=len(content["terms"]))
    faults = [fault for row in content["terms"] if (fault := _load(row, loaded)) is not None]
    faults += [fault for row in settings if (fault := _load_setting(row, loaded)) is not None]
    if faults:
        raise ValidationError(faults)
    for row in content["equated_days"]:
        if not EquatedDay.objects.filter(day=row["day"]).exists():
            store(EquatedDay(**row))
            loaded.added.append(f"dag {in_words(row['day'])}")
    return loaded


def _load(row: Mapping[str, Any], loaded: LoadedTerms) -> ValidationError | None:
    wanted = LegalTerm(
        kind=row["kind"],
        length=row["length"],
        unit=row["unit"],
        runs_on_to_working_day=row["runs_on"],
        starts_on=row["starts_on"],
        ends_on=row.get("ends_on"),
        source=row["source"],
    )
    known = LegalTerm.objects.filter(kind=wanted.kind, starts_on=wanted.starts_on).first()
    if known is None:
        store(wanted)
        loaded.added.append(str(wanted))
    elif (known.term, known.source) != (wanted.term, wanted.source):
        return ValidationError(
            f"{known} staat al in de database en verschilt van het bestand: {wanted}. Geef een nieuwe lengte een "
            "nieuwe begindatum.",
            code="reference_changed",
        )
    elif known.ends_on != wanted.ends_on:
        known.ends_on = wanted.ends_on
        store(known, "ends_on")
        loaded.added.append(f"{known}: tot en met {wanted.ends_on}")
    return None


def _load_setting(row: Mapping[str, Any], loaded: LoadedTerms) -> ValidationError | None:
    wanted = SignalSetting(
        parameter=row["parameter"],
        value=Decimal(str(row["value"])),
        starts_on=row["starts_on"],
        ends_on=row.get("ends_on"),
        source=row["source"],
    )
    known = SignalSetting.objects.filter(parameter=wanted.parameter, starts_on=wanted.starts_on).first()
    if known is None:
        store(wanted)
        loaded.added.append(str(wanted))
    elif (known.value, known.source) != (wanted.value, wanted.source):
        return ValidationError(
            f"{known} staat al in de database en verschilt van het bestand: {wanted}. Geef een nieuwe waarde een "
            "nieuwe begindatum.",
            code="reference_changed",
        )
    elif known.ends_on != wanted.ends_on:
        known.ends_on = wanted.ends_on
        store(known, "ends_on")
        loaded.added.append(f"{known}: tot en met {wanted.ends_on}")
    return None
