"""Pages of the real price: what was calculated beside what was agreed, and what if."""

from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.views.generic import DetailView, TemplateView

from contracts.access import may_conclude_frameworks
from contracts.forms.prices import PriceForm, WhatIfForm
from contracts.models import PriceSheet
from contracts.rules.price import Price, gap_of, price_of, what_if
from contracts.selectors.prices import sheet_row, sheet_rows
from contracts.services import set_price_sheet
from contracts.web.base import PurchaserForm
from core.clock import today
from core.web.views import ScopedMixin, actor_of, allow
from organisations.models import Region


class PriceList(TemplateView):
    """The prices of today beside the rates of today."""

    template_name = "contracts/prices.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add a row per product."""
        actor = actor_of(self.request)
        allow(may=may_conclude_frameworks(actor))
        return super().get_context_data(rows=sheet_rows(actor, today()), **kwargs)


class PriceDetail(ScopedMixin, DetailView[PriceSheet]):
    """How a price came about, what was agreed, and what it would be with another ratio or mix of levels."""

    queryset = PriceSheet.objects.select_related("version__variant", "region").prefetch_related("levels")
    template_name = "contracts/price.html"
    context_object_name = "sheet"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the elements, and beside them those of the question that was asked."""
        row = sheet_row(self.object, today())
        form = WhatIfForm(self.request.GET or self._as_it_is(), sheet=self.object)
        asked = self._asked(form)
        then = asked.elements if asked is not None else [None] * len(row.price.elements)
        sources = [self.object.source_of(one.letter) for one in row.price.elements]
        elements = list(zip(row.price.elements, then, sources, strict=True))
        return super().get_context_data(
            row=row,
            elements=elements,
            asked=asked,
            gap=gap_of(asked.total, row.price.total) if asked else None,
            what_if=form,
            **kwargs,
        )

    def _as_it_is(self) -> dict[str, Any]:
        """The question that changes nothing."""
        now = self.object.as_input()
        shares = {f"deel_{place}": level.share.normalize() for place, level in enumerate(now.levels)}
        return {"clients": now.clients_per_professional, **shares}

    def _asked(self, form: WhatIfForm) -> Price | None:
        if not form.is_valid() or not self.request.GET:
            return None
        wish = what_if(self.object.as_input(), clients=form.cleaned_data["clients"], shares=list(form.shares()))
        try:
            return price_of(wish)
        except ValidationError as error:
            places = {"clients_per_professional": "clients"}
            for name, faults in error.error_dict.items():
                form.add_error(places.get(name, form.names[0]), ValidationError(faults))
            return None


class NewPrice(PurchaserForm):
    """Reckon a price from new numbers."""

    form_class = PriceForm
    title, submit_label = "Nieuwe prijsopbouw", "Berekenen en vastleggen"
    done = "De prijs is berekend en vastgelegd."

    def load(self) -> None:
        """For purchasers."""
        allow(may=may_conclude_frameworks(self.actor))
        self.about = (
            "De letters zijn die van de kostenelementen in artikel 5.4 van het Uitvoeringsbesluit Wmo 2015. "
            "De delen van de niveaus zijn samen 100 procent."
        )

    def path(self) -> list[tuple[str, str]]:
        """Under the list."""
        return [*super().path(), ("Reële prijs", reverse("contracts:prices"))]

    def perform(self, form: PriceForm) -> PriceSheet:
        """Reckon it."""
        region = Region.objects.get(organisation=self.actor.organisation_id or 0)
        return set_price_sheet(actor=self.actor, region=region, **form.wish())

    def done_url(self, saved: PriceSheet) -> str:
        """How it came about."""
        return reverse("contracts:price", args=[saved.public_id])
