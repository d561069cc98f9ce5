"""Looks in the database for all that was answered with "saved": `python -m bin.tools.load.verify LEDGER FOUND`."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django


def main(ledger: Path, found: Path) -> None:
    """Write down how many writes were looked up, and every one that is not there."""
    django.setup()
    from audit.services.verifying import verify  # noqa: PLC0415 - needs Django to be set up

    kept: dict[str, dict[str, Any]] = json.loads(ledger.read_text())
    trail = verify(())
    faults = list(_faults(kept))
    if not trail.is_whole:
        faults.append(f"the trail is broken: {trail.broken}")
    result = {
        "checked": sum(len(rows) for rows in kept.values()) + sum(kept["shared"].values()),
        "faults": faults,
        "entries": trail.entries,
        "is_whole": trail.is_whole,
    }
    found.write_text(json.dumps(result))


def _faults(kept: dict[str, dict[str, Any]]) -> Iterator[str]:
    yield from _of_files(kept)
    yield from _of_what_is_in_them(kept)


def _of_files(kept: dict[str, dict[str, Any]]) -> Iterator[str]:
    from audit.models import AuditEntry  # noqa: PLC0415
    from bin.tools.load.visiting import SURNAME  # noqa: PLC0415
    from clients.models import Client  # noqa: PLC0415

    for key, surname in kept["registered"].items():
        if not Client.objects.filter(public_id=key, surname=surname).exists():
            yield f"client {key} is not there"
        if not AuditEntry.objects.filter(client=key).exists():
            yield f"client {key} was registered without a trail"
    stored = Client.objects.filter(surname__startswith=SURNAME).count()
    if stored != len(kept["registered"]):
        yield f"{stored} clients are stored, {len(kept['registered'])} were answered with success"
    for key, phone in kept["phones"].items():
        if not Client.objects.filter(public_id=key, phone=phone).exists():
            yield f"the last change of client {key} is not there"
    for key, count in kept["shared"].items():
        changed = Client.objects.get(public_id=key).revision - 1
        if changed != count:
            yield f"client {key} was changed {changed} times, and {count} times that was answered with success"


def _of_what_is_in_them(kept: dict[str, dict[str, Any]]) -> Iterator[str]:
    from clients.models import Allocation  # noqa: PLC0415
    from plans.models import Evaluation, PlanVersion  # noqa: PLC0415

    for key, times in kept["allocated"].items():
        if Allocation.objects.filter(client__public_id=key).count() != times:
            yield f"client {key} has not {times} allocation"
    for key, text in kept["plans"].items():
        if not PlanVersion.objects.filter(public_id=key, situation=text).exists():
            yield f"the last text of plan {key} is not there"
    for key, text in kept["evaluations"].items():
        if not Evaluation.objects.filter(public_id=key, report=text).exists():
            yield f"the last report of evaluation {key} is not there"


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
