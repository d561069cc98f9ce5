"""Makes the data of a bench, when it is not there yet: `python -m bin.tools.bench.make NAME SIZE`."""

import sys
from importlib import import_module

import django

from bin.tools.environment import say


def main(name: str, size: int) -> None:
    """Make the data, unless it was kept."""
    django.setup()
    from bin.tools.bench import keeping  # noqa: PLC0415 - needs Django to be set up
    from bin.tools.bench.progress import Progress  # noqa: PLC0415

    if keeping.is_made():
        return
    bench = import_module(f"bin.tools.bench.benches.{name}")
    say(f"Making the data of {name} at {size:,} ...")
    progress = Progress(parts=len(bench.PARTS) + 1)
    progress.part("tables")
    keeping.make_empty()
    for label, part in bench.PARTS.items():
        progress.part(label)
        part(size, progress.within)
    keeping.note_made()
    progress.finish()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
