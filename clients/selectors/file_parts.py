"""What of a file can be destroyed by itself: parts of closed cases, without touching what the law keeps.

Decisions with their letters, allocations, and the dates of the investigation stay: they show on what the municipality
decided (Wmo 2015 art. 2.3.2, 2.3.5 and 5.3.4).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from clients.enums import CaseStatus, LetterKind
from clients.models import (
    CarerTalk,
    Case,
    Client,
    Decision,
    Destruction,
    Finding,
    Investigation,
    Letter,
    PersonalPlan,
    Present,
    ProfileItem,
)
from clients.models.destruction import FilePart
from core.personal_data import models_about_clients

TEXTS: Final = ("place", "plan_use", "no_carer_reason", "conclusion")
"""Free text of an investigation; its dates stay."""
DESTROYED: Final = "Vernietigd op verzoek."
"""Stands where a text was, so that nobody wonders why it is not there."""
WAY: Final = "case__client"
CLOSED: Final = (CaseStatus.DECIDED, CaseStatus.ENDED)
IS_WRITTEN: Final = Q(*[~Q(**{f"{name}__in": ["", DESTROYED]}) for name in TEXTS], _connector=Q.OR)
KINDS_OF: Final[Mapping[FilePart, frozenset[type[Model]]]] = {
    FilePart.PERSONAL_PLAN: frozenset({PersonalPlan}),
    # The report repeats what was found and what carers told.
    FilePart.INVESTIGATION: frozenset({Finding, Present, ProfileItem, Letter}),
    FilePart.CARER_TALKS: frozenset({CarerTalk, Letter}),
}
"""Which rows of the case go with each part; with the part that is not here all of them do."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of one case."""

    part: FilePart
    case: Case

    @property
    def key(self) -> str:
        """What a form sends; nothing in it is about the person."""
        return f"{self.part}:{self.case.public_id}"

    def __str__(self) -> str:
        return f"{self.case}: {self.part.label}"


def parts_to_destroy(client: Client) -> list[Part]:
    """What can be destroyed by itself in this file, by case, in one query for any number of cases.

    Only of closed cases. A whole case only when no decision was taken in it: then nothing rests on it.
    """
    cases = client.cases.filter(status__in=CLOSED).annotate(
        has_personal_plan=_has(PersonalPlan),
        has_investigation=Exists(_of_case(Investigation).filter(IS_WRITTEN))
        | _has(Finding)
        | _has(Present)
        | _has(ProfileItem)
        | Exists(_of_case(Letter).filter(kind=LetterKind.REPORT)),
        has_carer_talks=_has(CarerTalk),
        has_case=~_has(Decision),
    )
    return [
        Part(part, case)
        for case in cases.order_by("number", "pk")
        for part in FilePart
        if getattr(case, f"has_{part.value}")
    ]


def parts_of(destruction: Destruction) -> list[Part]:
    """The parts that a proposal is about; none when it is about the whole file."""
    return [Part(FilePart(row.part), row.case) for row in destruction.parts.select_related("case")]


def rows_of_part(part: Part) -> Iterator[tuple[type[Model], "QuerySet[Any]"]]:
    """The rows that go with this part, each kind after those that refer to it."""
    kinds = KINDS_OF.get(part.part)
    for model in models_about_clients():
        if kinds is None:
            if model is Case:
                yield model, Case._base_manager.filter(pk=part.case.pk)
            elif _path(model).endswith(WAY):
                yield model, _rows_of_case(model, part.case.pk)
        elif model in kinds:
            rows = _rows_of_case(model, part.case.pk)
            yield model, rows.filter(kind=LetterKind.REPORT) if model is Letter else rows


def texts_of_part(part: Part) -> "QuerySet[Investigation]":
    """The investigation whose free text is emptied with this part; its row and its dates stay."""
    rows = Investigation.objects.filter(case=part.case.pk)
    return rows.filter(IS_WRITTEN) if part.part == FilePart.INVESTIGATION else rows.none()


def _path(model: type[Model]) -> str:
    return str(getattr(model, "client_path"))  # noqa: B009


def _rows_of_case(model: type[Model], case: Any) -> "QuerySet[Any]":
    return model._base_manager.filter(**{_path(model).removesuffix("__client"): case})


def _of_case(model: type[Model]) -> "QuerySet[Any]":
    return _rows_of_case(model, OuterRef("pk"))


def _has(model: type[Model]) -> Exists:
    return Exists(_of_case(model))
