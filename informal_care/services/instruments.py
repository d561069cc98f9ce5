"""Loads instruments from files. An edition never changes: a later one stands beside it."""

from pathlib import Path
from typing import Any, Final

import yaml
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from audit.enums import AuditEvent
from audit.services import record
from core.actors import Actor
from core.documents import document_hash
from core.storing import store
from informal_care.models import Instrument
from informal_care.rules.instruments import read_definition

SHIPPED: Final = Path(__file__).resolve().parent.parent / "data" / "instruments"
PREPARED: Final = SHIPPED.parent / "loadable"
LARGEST: Final = 200_000
"""Characters: far more than any instrument has."""


@transaction.atomic
def load_instrument(*, actor: Actor, text: str) -> tuple[Instrument, bool]:
    """Load the instrument that this text (YAML or JSON) describes, and whether it is new. Twice changes nothing.

    Raises PermissionDenied for a user who is no administrator, ValidationError with all faults at once as of
    `read_definition`, `instrument_file` for a text that cannot be read, and `instrument_changed`
    when this edition was loaded before and says something else.
    """
    # For the whole installation, so no organisation can: a command has no user.
    if actor.user_id is not None and not actor.is_administrator:
        raise PermissionDenied
    told = _read(text)
    content = read_definition(told)
    fingerprint = document_hash(told)
    known = Instrument.objects.filter(code=content.code, number=content.number).first()
    if known is not None:
        if known.fingerprint != fingerprint:
            raise ValidationError(
                f"{known} is al geladen en ziet er anders uit. Geef de gewijzigde uitgave een nieuw nummer.",
                code="instrument_changed",
            )
        return known, False
    instrument = Instrument(
        code=content.code,
        number=content.number,
        name=content.name,
        source=content.source,
        licence=content.licence,
        definition=told,
        fingerprint=fingerprint,
    )
    store(instrument)
    record(actor=actor, event=AuditEvent.CREATED, target=instrument)
    return instrument, True


def load_shipped_instruments(*, actor: Actor) -> list[Instrument]:
    """Load the instruments that come with the software, and give those that are new. Errors as of `load_instrument`."""
    found = (
        load_instrument(actor=actor, text=file.read_text(encoding="utf-8")) for file in sorted(SHIPPED.glob("*.yaml"))
    )
    return [instrument for instrument, is_new in found if is_new]


def prepared_definitions() -> dict[str, str]:
    """Definitions that come with the software without the texts of their questions, by name: nobody may spread those.

    None of them loads before the texts are filled in from the source.
    """
    return {file.stem: file.read_text(encoding="utf-8") for file in sorted(PREPARED.glob("*.yaml"))}


def _read(text: str) -> Any:
    if len(text) > LARGEST:
        raise ValidationError("Dit bestand is te groot voor een meetinstrument.", code="instrument_file")
    try:
        return yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError):
        raise ValidationError(
            "Dit bestand is geen YAML of JSON. Kijk naar de voorbeelden bij de software.", code="instrument_file"
        ) from None
