"""The outcome of a bench, for people and for programs."""

from collections.abc import Mapping, Sequence
from typing import Any

from bin.tools.bench.timing import Measure

HEAD = ("", "queries", "median", "p95", "limit", "limit is", "ratio")


def table(about: Mapping[str, Any], measures: Sequence[Measure], peak_mb: float) -> str:
    """A table in plain text; times in milliseconds."""
    rows = [HEAD, *(_row(measure) for measure in measures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    lines = [
        "",
        f"{about['name']}, size {about['size']:,}, {about['database']} {about['database_version']}, "
        f"Python {about['python']}",
        "",
    ]
    for row in rows:
        cells = [
            cell.ljust(width) if column in {0, 5} else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    lines += ["", f"Peak memory: {peak_mb:.0f} MB. Times are in milliseconds, work and limit measured turn by turn."]
    return "\n".join(lines)


def as_object(about: Mapping[str, Any], measures: Sequence[Measure], peak_mb: float) -> dict[str, Any]:
    """The same for a program; at the top stands the first measure. Times are in seconds."""
    listed = [_object(measure) for measure in measures]
    return {
        **about,
        **{k: v for k, v in listed[0].items() if k != "name"},
        "peak_mb": round(peak_mb, 1),
        "measures": listed,
    }


def _row(measure: Measure) -> tuple[str, ...]:
    return (
        measure.name,
        str(measure.queries),
        f"{measure.seconds * 1000:.2f}",
        f"{measure.p95_seconds * 1000:.2f}",
        f"{measure.limit_seconds * 1000:.2f}",
        measure.limit,
        f"{measure.ratio:.1f}",
    )


def _object(measure: Measure) -> dict[str, Any]:
    return {
        "name": measure.name,
        "queries": measure.queries,
        "seconds": round(measure.seconds, 6),
        "p95_seconds": round(measure.p95_seconds, 6),
        "limit": measure.limit,
        "limit_seconds": round(measure.limit_seconds, 6),
        "ratio": round(measure.ratio, 2),
    }
