"""Loads what stands beside an edition of the model: questions for the vision, and the ladders of reminders."""

from datetime import date
from pathlib import Path
from typing import Any, Final

import yaml
from django.core.exceptions import ValidationError
from django.db import transaction

from core.storing import store, store_all_dated
from informal_care.enums import StatementKind
from informal_care.models import Edition, OfferRung, Statement, TaskRung

DATA: Final = Path(__file__).resolve().parent.parent / "data"


@transaction.atomic
def load_vision_questions(folder: Path = DATA / "vision") -> int:
    """Put the questions for the vision beside each edition that is loaded; the number of new ones."""
    added = 0
    for file in sorted(folder.glob("*.yaml")):
        told = yaml.safe_load(file.read_text(encoding="utf-8"))
        edition = Edition.objects.filter(**told["edition"]).first()
        if edition is None:
            continue
        known = set(edition.statements.values_list("code", flat=True))
        for position, row in enumerate(told["questions"]):
            if row["code"] not in known:
                store(Statement(edition=edition, kind=StatementKind.VISION, position=position, **row))
                added += 1
    return added


@transaction.atomic
def load_task_ladder(file: Path = DATA / "ladders" / "tasks.yaml") -> int:
    """Add the rungs of the ladder that are not there yet, and the ends that are new; the number of both.

    Raises ValidationError with all faults at once: of a rung that overlaps another, or has no source.
    """
    changed, faults = 0, []
    for row in yaml.safe_load(file.read_text(encoding="utf-8"))["rungs"]:
        try:
            changed += _keep_rung(row)
        except ValidationError as error:
            faults.append(error)
    if faults:
        raise ValidationError(faults)
    return changed


def load_offer_ladder(file: Path = DATA / "ladders" / "offers.yaml") -> int:
    """Add the rungs for the social map that are not there yet, and the ends that are new; the number of both.

    Raises ValidationError with all faults at once, as of `core.storing.store_all_dated`.
    """
    rows = yaml.safe_load(file.read_text(encoding="utf-8"))["rungs"]
    return store_all_dated((OfferRung(**row) for row in rows), key="days", values=["source"])


def _keep_rung(row: dict[str, Any]) -> bool:
    starts_on: date = row["starts_on"]
    known = TaskRung.objects.filter(days=row["days"], recipient=row["recipient"], starts_on=starts_on).first()
    if known is None:
        store(TaskRung(**row))
        return True
    if known.ends_on == row.get("ends_on"):
        return False
    known.ends_on = row.get("ends_on")
    store(known, "ends_on")
    return True
