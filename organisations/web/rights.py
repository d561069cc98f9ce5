"""The page that prints the table of rights."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.views.generic import TemplateView

from organisations.enums import Action, OrganisationKind, Role
from organisations.rules import GROUPS, KIND_OF_ROLE, OF_ADMINISTRATORS, RIGHTS, SEES

HEADINGS: Final = {
    OrganisationKind.MUNICIPALITY: "Bij een gemeente",
    OrganisationKind.PROVIDER: "Bij een zorgaanbieder",
    OrganisationKind.REGION: "Bij de zorgregio",
    OrganisationKind.SUPERVISOR: "Bij de toezichthouder",
    OrganisationKind.PARTNER: "Bij een partner in informele zorg",
}
ADMINISTRATOR: Final = "Beheerder"
SEES_OF_ADMINISTRATOR: Final = "Geen dossiers, behalve kort en met een reden bij een technische noodsituatie."


@dataclass(frozen=True, slots=True)
class Column:
    """One role: what it is called, whose files it sees, what it may do."""

    label: str
    sees: str
    may: frozenset[Action]


@dataclass(frozen=True, slots=True)
class Cell:
    """Whether one role may do one thing."""

    role: str
    may: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One action, and for each column whether that role may do it."""

    action: str
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """The roles of one kind of organisation, and the groups of what any of them may do."""

    code: str
    title: str
    columns: Sequence[Column]
    groups: Sequence[tuple[str, Sequence[Line]]]


class Rights(TemplateView):
    """Roles and rights, for everybody who is signed in: nobody has to guess who sees what."""

    template_name = "organisations/rights.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the tables."""
        return super().get_context_data(tables=list(tables()), **kwargs)


def tables() -> Iterator[Table]:
    """A table for each kind of organisation, and one for administrators, who have no role in any."""
    for kind, title in HEADINGS.items():
        roles = [role for role in Role if KIND_OF_ROLE[role] == kind]
        yield _table(kind.value, title, [Column(str(role.label), SEES[role], RIGHTS[role]) for role in roles])
    administrator = Column(ADMINISTRATOR, SEES_OF_ADMINISTRATOR, OF_ADMINISTRATORS)
    yield _table("administrator", "Technisch beheer", [administrator])


def _table(code: str, title: str, columns: Sequence[Column]) -> Table:
    anybody: frozenset[Action] = frozenset().union(*(column.may for column in columns))
    groups = [
        (name, [_line(action, columns) for action in actions if action in anybody])
        for name, actions in GROUPS.items()
        if anybody.intersection(actions)
    ]
    return Table(code, title, columns, groups)


def _line(action: Action, columns: Sequence[Column]) -> Line:
    return Line(str(action.label), [Cell(column.label, action in column.may) for column in columns])
