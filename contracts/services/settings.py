"""Loads the limits about contracts that come with the software, or those of an installation itself."""

from pathlib import Path
from typing import Final

import yaml

from contracts.models import ContractSetting
from core.storing import store_all_dated

SETTINGS: Final = Path(__file__).resolve().parent.parent / "data" / "settings.yaml"


def load_settings(file: Path = SETTINGS) -> int:
    """Add what the file names and is not there yet; the number of rows that were added or ended.

    A value that is there never changes, for decisions rest on it. Raises ValidationError with all faults at once, as of
    `core.storing.store_all_dated`.
    """
    rows = yaml.safe_load(file.read_text(encoding="utf-8"))["settings"]
    return store_all_dated((ContractSetting(**row) for row in rows), key="parameter", values=["value", "source"])
