"""A progress bar that keeps quiet where nobody looks."""

import sys
from time import monotonic

WIDTH = 30


class Progress:
    """Shows on a terminal how far the making of data has come; elsewhere a line for each part."""

    def __init__(self, parts: int) -> None:
        self.parts = parts
        self.done = 0.0
        self.started = monotonic()
        self.is_terminal = sys.stderr.isatty()

    def part(self, name: str) -> None:
        """Begin the next part."""
        self.name = name
        self.begun = self.done = float(int(self.done + 0.999))
        self._show()

    def within(self, share: float) -> None:
        """How much of the part is done, from 0 to 1."""
        self.done = self.begun + min(share, 0.999)
        if self.is_terminal:
            self._show()

    def finish(self) -> None:
        """All is done."""
        self.done, self.name = float(self.parts), "done"
        self._show()
        if self.is_terminal:
            sys.stderr.write("\n")

    def _show(self) -> None:
        share = min(self.done / self.parts, 1)
        seconds = f"{monotonic() - self.started:4.0f} s"
        if self.is_terminal:
            full = int(share * WIDTH)
            bar = "#" * full + "." * (WIDTH - full)
            sys.stderr.write(f"\r[{bar}] {share:4.0%} {seconds}  {self.name:<40}")
        else:
            sys.stderr.write(f"{share:4.0%} {seconds}  {self.name}\n")
        sys.stderr.flush()
