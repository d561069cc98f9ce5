"""`bin/bench`: how fast pages are, measured beside the least work that could be done.

Standard library only: what runs inside Django is in the modules beside this one, each in a process of its own.
"""

import argparse
from pathlib import Path

from bin.tools import environment
from bin.tools.bench import surroundings
from bin.tools.environment import PYTHON, SetupError

BENCHES = Path(__file__).parent / "benches"
USUAL_SIZE = 10_000
SIZES = {"pdf": 200}
"""Of benches whose every row takes most of a second."""
SMALLEST = 100
LARGEST = 1_000_000


def main(arguments: list[str]) -> int:
    """Make the data when it is not there yet, then measure; each in a process of its own."""
    wanted = _parse(arguments)
    environment.prepare("base")
    with surroundings.database(f"{wanted.name}-{wanted.size}", only_sqlite=wanted.sqlite) as settings:
        env = surroundings.environment_for(settings)
        bench = [wanted.name, str(wanted.size)]
        if environment.run_apart(str(PYTHON), "-m", "bin.tools.bench.make", *bench, env=env):
            raise SetupError("The data could not be made; the lines above say why.")
        bench += [str(wanted.rounds), *(["--json"] if wanted.json else [])]
        return environment.run_apart(str(PYTHON), "-m", "bin.tools.bench.measure", *bench, env=env)


def names() -> list[str]:
    """The benches there are: one module each."""
    return sorted(file.stem for file in BENCHES.glob("[a-z]*.py"))


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bin/bench",
        description="Measures pages beside the least work that could be done, in the same run.",
        epilog="Data is made once for each size and kept in var/bench and var/bench-postgres; remove them to start "
        "anew. With BENCH_DATABASE_URL or TEST_DATABASE_URL set, a database of its own on that server is used.",
    )
    parser.add_argument("name", choices=names())
    parser.add_argument("--size", type=_size, help="number of rows of the main kind (default: 10000; of pdf: 200)")
    parser.add_argument("--rounds", type=_rounds, default=30, help="how often all is measured (default: 30)")
    parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")
    parser.add_argument("--sqlite", action="store_true", help="on SQLite, also where a PostgreSQL can be had")
    wanted = parser.parse_args(arguments)
    wanted.size = wanted.size or SIZES.get(wanted.name, USUAL_SIZE)
    return wanted


def _size(text: str) -> int:
    return _whole_number(text, SMALLEST, LARGEST)


def _rounds(text: str) -> int:
    return _whole_number(text, 2, 10_000)


def _whole_number(text: str, smallest: int, largest: int) -> int:
    if not text.isdecimal() or not smallest <= int(text) <= largest:
        raise argparse.ArgumentTypeError(f"a whole number from {smallest} to {largest}, not {text!r}")
    return int(text)
