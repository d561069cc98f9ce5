"""Pages of spending ceilings: what may be spent under each contract, what was, and what to expect."""

from dataclasses import dataclass
from typing import Any

from django.views.generic import DetailView, ListView

from contracts.access import may_change_contract, may_see_spending
from contracts.models import SpendingCeiling
from contracts.selectors.settings import limits_on
from core.clock import today
from core.web.views import ScopedMixin, allow
from delivery.rules.spending import Spending
from delivery.selectors.spending import spending_of
from delivery.selectors.spending_work import WORDS, due_steps


@dataclass(frozen=True, slots=True)
class Row:
    """A ceiling with its figures."""

    ceiling: SpendingCeiling
    spending: Spending
    is_warned: bool
    """What was delivered reached the share at which to warn."""


class CeilingList(ScopedMixin, ListView[SpendingCeiling]):
    """The ceilings that the actor sees, the newest year first."""

    queryset = SpendingCeiling.objects.select_related("contract__provider").prefetch_related("amounts")
    template_name = "delivery/ceilings.html"
    paginate_by = 50

    def get_queryset(self) -> Any:
        """By year, and then by provider."""
        allow(may=may_see_spending(self.actor))
        return super().get_queryset().order_by("-starts_on", "contract__provider__name", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the figures of this page."""
        context = super().get_context_data(**kwargs)
        ceilings = list(context["object_list"])
        figures = spending_of(ceilings, today())
        rows = [Row(one, figures[one.pk], figures[one.pk].reached_on is not None) for one in ceilings]
        return context | {"rows": rows, "day": today()}


class CeilingDetail(ScopedMixin, DetailView[SpendingCeiling]):
    """One ceiling: the figures, how they were worked out, the amounts, what was done and what is due."""

    queryset = SpendingCeiling.objects.select_related(
        "contract__framework__region", "contract__provider"
    ).prefetch_related("amounts", "steps")
    template_name = "delivery/ceiling.html"
    context_object_name = "ceiling"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the figures, the steps and what the actor may do."""
        allow(may=may_see_spending(self.actor))
        ceiling, day = self.object, today()
        spending = spending_of([ceiling], day)[ceiling.pk]
        limits = limits_on(day)
        due = [(WORDS[one.kind], one.due_on) for one in due_steps(ceiling, spending, limits)]
        return super().get_context_data(
            spending=spending,
            day=day,
            due=due,
            share=limits.get("ceiling_warning"),
            may_change=may_change_contract(self.actor, ceiling.contract),
            **kwargs,
        )
