"""How one part of a rule's value is read, and what it may be. A form makes a field for each kind."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number between two bounds, both inclusive."""

    least: int
    most: int

    def read(self, value: object) -> int:
        """The number; a fraction, a text or a yes/no is refused."""
        if not isinstance(value, int) or isinstance(value, bool) or not self.least <= value <= self.most:
            raise ValueError(f"geef een heel getal van {self.least} tot en met {self.most}.")
        return value


@dataclass(frozen=True, slots=True)
class YesNo:
    """Yes or no."""

    def read(self, value: object) -> bool:
        """The answer; a number or a text is refused."""
        if not isinstance(value, bool):
            raise ValueError("kies ja of nee (true of false).")
        return value


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of the named values."""

    choices: Mapping[str, str]

    def read(self, value: object) -> str:
        """The value, when it is among the choices."""
        if not isinstance(value, str) or value not in self.choices:
            raise ValueError(f"kies één van: {', '.join(self.choices)}.")
        return value


@dataclass(frozen=True, slots=True)
class SomeOf:
    """One or more of the named values, each at most once."""

    choices: Mapping[str, str]

    def read(self, value: object) -> tuple[str, ...]:
        """The values in the order in which they were given."""
        if not isinstance(value, list | tuple) or not value or any(not isinstance(one, str) for one in value):
            raise ValueError(f"geef een lijst met minstens één van: {', '.join(self.choices)}.")
        if strange := [one for one in value if one not in self.choices]:
            raise ValueError(f"{', '.join(strange)} bestaat niet. Kies uit: {', '.join(self.choices)}.")
        if len(set(value)) != len(value):
            raise ValueError("noem elke keuze hoogstens één keer.")
        return tuple(value)


Reader = Whole | YesNo | OneOf | SomeOf


def named(choices: Iterable[tuple[Any, Any]]) -> Mapping[str, str]:
    """The values of an enumeration with their Dutch names."""
    return {str(value): str(label) for value, label in choices}
