"""Loads the numbers about informal care that come with the software, or those of an installation itself."""

from pathlib import Path
from typing import Final

import yaml
from django.core.exceptions import ValidationError
from django.db import transaction

from core.storing import store_dated
from informal_care.models import CareSetting

SETTINGS: Final = Path(__file__).resolve().parent.parent / "data" / "settings.yaml"


@transaction.atomic
def load_care_settings(file: Path = SETTINGS) -> int:
    """Add what the file names and is not there yet; the number of rows that were added or ended.

    A value that is there never changes, for terms followed from it. Raises ValidationError with all faults at once,
    as of `core.storing.store_dated`.
    """
    changed, faults = 0, []
    for row in yaml.safe_load(file.read_text(encoding="utf-8"))["settings"]:
        try:
            changed += store_dated(CareSetting(**row), key="parameter", values=["value", "source"])
        except ValidationError as error:
            faults.append(error)
    if faults:
        raise ValidationError(faults)
    return changed
