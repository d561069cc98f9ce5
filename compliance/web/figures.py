"""Numbers over dagdelen: providers beside requirements, one provider by month, and what another demand would mean."""

from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from compliance.access import may_judge_provider, may_see_compliance
from compliance.enums import State
from compliance.forms import PeriodForm, WhatIfForm
from compliance.rules import Demand
from compliance.selectors.figures import Window, dagdelen
from compliance.selectors.heat import HeatRow, checked_requirements, heat_rows, month_rows, window_of
from compliance.selectors.overview import watched_providers
from compliance.selectors.what_if import what_if
from compliance.web.scoping import versions_that_count
from core.acting import ADMINISTRATION, acting
from core.actors import Actor
from core.calendar import add_months
from core.clock import end_of, today
from core.web.views import actor_of, allow
from organisations.models import CareProvider
from organisations.rules import rank
from products.models import ProductVersion, Requirement

SHOWN = 50
MONTHS = 3


@method_decorator(never_cache, name="dispatch")
class FiguresPage(TemplateView):
    """A page with numbers over the dagdelen of a product in a period, for who may see how providers comply."""

    form_class: type[PeriodForm] = PeriodForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the page, for who may see it."""
        self.load()
        return super().get(request, *args, **kwargs)

    def load(self) -> None:
        """403 without the right."""
        allow(may=may_see_compliance(self.actor))

    @property
    def actor(self) -> Actor:
        """Who acts in this request."""
        return actor_of(self.request)

    @cached_property
    def form(self) -> PeriodForm:
        """The choices, with what the page shows when nothing was chosen."""
        versions = versions_that_count()
        first = versions.in_force_on(today()).filter(is_fictional=False).first() or versions.first()
        chosen = {
            "product": str(first.public_id) if first else "",
            "van": add_months(today(), -MONTHS).isoformat(),
            "tot": today().isoformat(),
        }
        return self.form_class(chosen | self.request.GET.dict(), versions=versions)

    @cached_property
    def version(self) -> ProductVersion:
        """The version whose requirements are counted; only after the form was found to be right."""
        found: ProductVersion = self.form.cleaned_data["product"]
        return found

    @cached_property
    def window(self) -> Window:
        """Which dagdelen count."""
        chosen = self.form.cleaned_data
        known_on = chosen.get("bekend_op")
        return window_of(self.actor, self.version, chosen["van"], chosen["tot"], end_of(known_on) if known_on else None)

    @property
    def query(self) -> str:
        """The choices in an address."""
        return urlencode({name: self.form.data[name] for name in self.form.fields if self.form.data.get(name)})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the numbers, when the choices make sense."""
        is_valid = self.form.is_valid()
        found = self.numbers() if is_valid else {"product_version": None}
        return super().get_context_data(form=self.form, is_valid=is_valid, query=self.query, **found, **kwargs)

    def numbers(self) -> dict[str, Any]:
        """What the page shows."""
        raise NotImplementedError


class HeatMap(FiguresPage):
    """Providers beside requirements."""

    template_name = "compliance/heat.html"

    def numbers(self) -> dict[str, Any]:
        """A row for each provider."""
        return {
            "product_version": self.version,
            "requirements": checked_requirements(self.version),
            "rows": heat_rows(self.actor, self.version, self.window),
        }


class ProviderFigures(FiguresPage):
    """One provider month by month, and the dagdelen in which a requirement was not met."""

    template_name = "compliance/provider.html"
    provider: CareProvider

    def load(self) -> None:
        """404 for a provider that the actor does not watch."""
        self.provider = get_object_or_404(watched_providers(self.actor), public_id=self.kwargs["public_id"])
        super().load()

    @property
    def judges(self) -> bool:
        """Whether the actor gets the inspection pack."""
        return may_judge_provider(self.actor, self.provider)

    def numbers(self) -> dict[str, Any]:
        """A row for each month, and the dagdelen that were not met."""
        requirements = checked_requirements(self.version)
        rows = month_rows(self.provider, self.version, self.window)
        asked = self.request.GET.get("eis")
        chosen = next((one for one in requirements if one.code == asked), None) or _worst(rows, requirements)
        return {
            "product_version": self.version,
            "provider": self.provider,
            "requirements": requirements,
            "chosen": chosen,
            "rows": rows,
            **(self.not_met(chosen) if chosen else {}),
        }

    def not_met(self, requirement: Requirement) -> dict[str, Any]:
        """The dagdelen that were not met or could not be told, a page at a time."""
        asked = self.request.GET.get("uitkomst")
        state = State.NOT_ASSESSABLE if asked == State.NOT_ASSESSABLE else State.NOT_MET
        with acting(ADMINISTRATION):
            page = Paginator(dagdelen(self.window, self.provider, requirement.rule_kind, state), SHOWN).get_page(
                self.request.GET.get("page")
            )
            page.object_list = list(page.object_list)
        return {"page_obj": page, "state": state}


class WhatIf(FiguresPage):
    """What another ratio or level would have meant over the last months."""

    template_name = "compliance/what_if.html"
    form_class = WhatIfForm

    def numbers(self) -> dict[str, Any]:
        """A row for each provider; nothing before a ratio was chosen."""
        most, level = self.form.cleaned_data.get("hoogstens"), self.form.cleaned_data.get("niveau")
        found: dict[str, Any] = {"product_version": self.version}
        if most is None:
            return found
        demand = Demand(most, rank(level) if level else 0)
        return found | {"effects": what_if(self.window, list(watched_providers(self.actor)), demand), "demand": demand}


def _worst(rows: Sequence[HeatRow], requirements: Sequence[Requirement]) -> Requirement | None:
    """The requirement that was not met most often; the first of equal ones."""
    missed = Counter({one.pk: 0 for one in requirements})
    for row in rows:
        missed.update({cell.requirement.pk: cell.not_met for cell in row.cells})
    return max(requirements, key=lambda one: missed[one.pk], default=None)
