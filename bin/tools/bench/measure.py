"""Measures one bench on data that is there: `python -m bin.tools.bench.measure NAME SIZE ROUNDS [--json]`."""

import json
import platform
import sys
from importlib import import_module
from inspect import signature

import django


def main(name: str, size: int, rounds: int, *, as_json: bool) -> None:
    """Measure and print; the first measure of a bench is the one that it is about."""
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - needs Django to be set up
    from django.db import connection  # noqa: PLC0415

    from bin.tools.bench.printing import as_object, table  # noqa: PLC0415
    from bin.tools.bench.timing import measure, peak_mb  # noqa: PLC0415

    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["admin", "drf_spectacular*"])
    bench = import_module(f"bin.tools.bench.benches.{name}")
    most: int | None = getattr(bench, "MOST_ROUNDS", None)  # of work that takes many seconds
    works = bench.works(size) if signature(bench.works).parameters else bench.works()
    measures = measure(works, rounds) if most is None else measure(works, min(rounds, most), warm_up=1)
    version = ".".join(map(str, connection.get_database_version()))
    about = {
        "name": name,
        "database": connection.vendor,
        "database_version": version,
        "python": platform.python_version(),
        "size": size,
    }
    print(table(about, measures, peak_mb()))
    if hasattr(bench, "remark"):
        print(bench.remark(measures, size))
    if as_json:
        print(json.dumps(as_object(about, measures, peak_mb())))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), as_json="--json" in sys.argv)
