"""What there is to do about spending ceilings."""

from collections.abc import Iterator
from datetime import date

from contracts.access import may_conclude_frameworks, may_see_spending
from contracts.enums import CeilingStepKind
from contracts.models import SpendingCeiling
from contracts.rules.ceilings import Due, steps_due
from contracts.selectors.settings import limits_on
from contracts.selectors.work import WorkLine, shown_until
from core.actors import Actor
from delivery.rules.spending import Spending
from delivery.selectors.spending import spending_of

WORDS = {
    CeilingStepKind.ANNOUNCED: "Kondig de volgende bestedingsruimte aan",
    CeilingStepKind.DECIDED: "Stel de volgende bestedingsruimte vast",
    CeilingStepKind.PLANNED: "Plan de volgende bestedingsruimte",
    CeilingStepKind.WARNED: "Waarschuw: de ruimte raakt op",
    CeilingStepKind.TALKED: "Voer het gesprek over de ruimte",
    CeilingStepKind.SETTLED: "Besluit na het gesprek over de ruimte",
}
ABOUT_BOTH = {CeilingStepKind.WARNED, CeilingStepKind.TALKED}
"""What a provider has on its list as well: the warning and the meeting."""


def due_steps(ceiling: SpendingCeiling, spending: Spending, limits: dict[str, int]) -> list[Due]:
    """What is still to be done about the ceiling, the most urgent first. Reads `steps`."""
    done = {step.kind: step.done_on for step in ceiling.steps.all()}
    return sorted(steps_due(ceiling.last_day, spending.reached_on, done, limits), key=lambda due: due.due_on)


def work_on_spending(actor: Actor, day: date) -> list[WorkLine]:
    """What is due about the ceilings of today: a fixed number of queries."""
    return list(_work(actor, day)) if may_see_spending(actor) else []


def _work(actor: Actor, day: date) -> Iterator[WorkLine]:
    rows = SpendingCeiling.objects.visible_to(actor).active_on(day).select_related("contract__provider")
    ceilings = list(rows.prefetch_related("amounts", "steps"))
    if not ceilings:
        return
    limits = limits_on(day)
    figures = spending_of(ceilings, day)
    is_purchaser = may_conclude_frameworks(actor)
    for ceiling in ceilings:
        spending = figures[ceiling.pk]
        for due in due_steps(ceiling, spending, limits):
            if due.due_on <= shown_until(day, limits) and (is_purchaser or due.kind in ABOUT_BOTH):
                used = f", {spending.used:.0f}% besteed" if due.kind in ABOUT_BOTH else ""
                yield WorkLine(
                    WORDS[due.kind],
                    f"{ceiling.contract.provider.name}, {ceiling.contract.number}{used}",
                    due.due_on,
                    "delivery:ceiling",
                    ceiling.public_id,
                    "Bestedingsruimte openen",
                )
