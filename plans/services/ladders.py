"""Loads the ladders of reminders that come with the software, or those of an installation itself."""

from pathlib import Path
from typing import Any, Final

import yaml
from django.core.exceptions import ValidationError
from django.db import transaction

from core.storing import store
from plans.models import ReminderRung
from products.models import ProductVersion

REMINDERS: Final = Path(__file__).resolve().parent.parent / "data" / "reminders.yaml"


@transaction.atomic
def load_reminders(file: Path = REMINDERS) -> tuple[int, int]:
    """Make the ladders those of the file: how many rungs were added, and how many are gone.

    A ladder is only about what is still to come, so it may change; reminders that were given stay. Raises
    ValidationError with all faults at once: `ladder_product` for a product version that does not exist.
    """
    wanted: dict[tuple[int | None, int, str], str] = {}
    faults = []
    for ladder in yaml.safe_load(file.read_text(encoding="utf-8"))["ladders"]:
        try:
            version = _version(ladder)
        except ValidationError as error:
            faults.append(error)
            continue
        for rung in ladder["rungs"]:
            for recipient in rung["tell"]:
                wanted[version, rung["days"], recipient] = ladder["source"]
    present = {(row.product_version_id, row.days, row.recipient): row for row in ReminderRung.objects.all()}
    gone = [row.pk for key, row in present.items() if wanted.get(key) != row.source]
    ReminderRung.objects.filter(pk__in=gone).delete()
    added = 0
    for (product_version, days, recipient), source in wanted.items():
        known = present.get((product_version, days, recipient))
        if known is not None and known.pk not in gone:
            continue
        try:
            store(ReminderRung(product_version_id=product_version, days=days, recipient=recipient, source=source))
            added += 1
        except ValidationError as error:
            faults.append(error)
    if faults:
        raise ValidationError(faults)
    return added, len(gone)


def _version(ladder: dict[str, Any]) -> int | None:
    code = ladder.get("product")
    if code is None:
        return None
    number = int(ladder["version"])
    version = ProductVersion.objects.filter(variant__code=code, number=number).first()
    if version is None:
        raise ValidationError(f"Er is geen versie {number} van product {code}.", code="ladder_product")
    return version.pk
