"""Loads the numbers about plans that come with the software, or those of an installation itself."""

from pathlib import Path
from typing import Final

import yaml
from django.core.exceptions import ValidationError
from django.db import transaction

from core.storing import store
from plans.models import PlanSetting

SETTINGS: Final = Path(__file__).resolve().parent.parent / "data" / "settings.yaml"


@transaction.atomic
def load_settings(file: Path = SETTINGS) -> int:
    """Add what the file names and is not there yet; the number of rows that were added or ended.

    A value that is there never changes, for signals followed from it: a difference is a ValidationError
    (`setting_changed`). Another value is a new row from another day on.
    """
    changed, faults = 0, []
    for row in yaml.safe_load(file.read_text(encoding="utf-8"))["settings"]:
        wanted = PlanSetting(**row)
        known = PlanSetting.objects.filter(parameter=wanted.parameter, starts_on=wanted.starts_on).first()
        if known is None:
            store(wanted)
            changed += 1
        elif (known.value, known.source) != (wanted.value, wanted.source):
            faults.append(
                ValidationError(
                    f"{known} staat al in de database en verschilt van het bestand: {wanted}. Geef een nieuwe waarde "
                    "een nieuwe begindatum.",
                    code="setting_changed",
                )
            )
        elif known.ends_on != wanted.ends_on:
            known.ends_on = wanted.ends_on
            store(known, "ends_on")
            changed += 1
    if faults:
        raise ValidationError(faults)
    return changed
