"""The work of the intake, as the first page shows it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.urls import reverse

from clients.enums import CaseWork
from clients.selectors.case_work import CaseWorkBlock, CaseWorkItem, case_work
from clients.web.case_presenting import Badge, days_badge
from core.actors import Actor

TEXTS: Final = {
    CaseWork.TERM: "De dag waarop het klaar moet zijn. Wat te laat is, staat bovenaan.",
    CaseWork.RECEIPT: "De cliënt wacht op een brief: wij hebben uw melding ontvangen.",
    CaseWork.REPORT: "Het gesprek is geweest. Maak het onderzoek af en stuur het verslag.",
    CaseWork.DECISION: "De cliënt vroeg ondersteuning aan. Neem op tijd een besluit.",
    CaseWork.TO_ALLOCATE: "Het besluit is genomen. Kies een aanbieder en wijs het product toe.",
    CaseWork.STOPPED: "De aanbieder levert niet meer. Beëindig de toewijzing, of kies een andere aanbieder.",
    CaseWork.MOVE: "Deze mensen kwamen in uw gemeente wonen. Maak een dossier en een melding.",
    CaseWork.REASSESSMENT: "Kijk opnieuw of de hulp nog past.",
}
DAY_LABELS: Final = {
    CaseWork.TERM: "Uiterlijk op",
    CaseWork.DECISION: "Aangevraagd op",
    CaseWork.TO_ALLOCATE: "Begint op",
    CaseWork.STOPPED: "Gestopt op",
    CaseWork.MOVE: "Verhuisd op",
    CaseWork.REASSESSMENT: "Heronderzoek op",
}
ACTIONS: Final = {
    CaseWork.TERM: "Aanvraag openen",
    CaseWork.RECEIPT: "Bevestigen",
    CaseWork.REPORT: "Aanvraag openen",
    CaseWork.DECISION: "Besluit nemen",
    CaseWork.TO_ALLOCATE: "Toewijzen",
    CaseWork.STOPPED: "Toewijzing beëindigen",
    CaseWork.MOVE: "Overnemen",
    CaseWork.REASSESSMENT: "Heronderzoek beginnen",
}
WITH_BADGE: Final = {CaseWork.TERM, CaseWork.REASSESSMENT}
PAGES: Final = {
    CaseWork.TERM: "clients:case",
    CaseWork.RECEIPT: "clients:case_confirm",
    CaseWork.REPORT: "clients:case",
    CaseWork.DECISION: "clients:case_decide",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One thing to do: of whom, what, and where it is done."""

    item: CaseWorkItem
    client_url: str
    url: str
    badge: Badge | None


@dataclass(frozen=True, slots=True)
class Block:
    """One kind of work."""

    code: str
    title: str
    text: str
    day_label: str
    action: str
    rows: list[Row]
    total: int

    @property
    def is_cut(self) -> bool:
        """Whether there is more than what is shown."""
        return self.total > len(self.rows)


def case_blocks(actor: Actor, day: date) -> list[Block]:
    """What the intake asks of this actor now."""
    return [_block(block) for block in case_work(actor, day)]


def _block(block: CaseWorkBlock) -> Block:
    kind = block.kind
    return Block(
        code=f"case-{kind.value}",
        title=str(kind.label),
        text=TEXTS[kind],
        day_label=DAY_LABELS.get(kind, "Gemeld op"),
        action=ACTIONS[kind],
        rows=[_row(kind, item) for item in block.items],
        total=block.total,
    )


def _row(kind: CaseWork, item: CaseWorkItem) -> Row:
    client_url = reverse("clients:cases", args=[item.client_uuid]) if item.client_uuid else ""
    return Row(item, client_url, ADDRESSES[kind](kind, item), _badge(kind, item))


def _badge(kind: CaseWork, item: CaseWorkItem) -> Badge | None:
    if kind not in WITH_BADGE:
        return None
    if item.days_left is None:
        return Badge("Staat stil", "wait")
    if item.is_information:
        return Badge("Ter informatie", "neutral")
    return days_badge(item.days_left)


def _of_case(kind: CaseWork, item: CaseWorkItem) -> str:
    return reverse(PAGES[kind], kwargs={"public_id": item.client_uuid, "case_id": item.subject_uuid})


def _to_allocate(kind: CaseWork, item: CaseWorkItem) -> str:
    keys = {"public_id": item.client_uuid, "decision_id": item.subject_uuid}
    return reverse("clients:allocation_decided", kwargs=keys)


def _to_end(kind: CaseWork, item: CaseWorkItem) -> str:
    keys = {"public_id": item.client_uuid, "allocation_id": item.subject_uuid}
    return reverse("clients:allocation_end", kwargs=keys)


def _to_take_over(kind: CaseWork, item: CaseWorkItem) -> str:
    return reverse("clients:take_over", args=[item.subject_uuid])


def _to_reassess(kind: CaseWork, item: CaseWorkItem) -> str:
    return reverse("clients:case_reassess", args=[item.client_uuid])


ADDRESSES: Final[dict[CaseWork, Callable[[CaseWork, CaseWorkItem], str]]] = {
    CaseWork.TERM: _of_case,
    CaseWork.RECEIPT: _of_case,
    CaseWork.REPORT: _of_case,
    CaseWork.DECISION: _of_case,
    CaseWork.TO_ALLOCATE: _to_allocate,
    CaseWork.STOPPED: _to_end,
    CaseWork.MOVE: _to_take_over,
    CaseWork.REASSESSMENT: _to_reassess,
}
