"""Reading the product book."""

from datetime import date
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.views.generic import DetailView, ListView

from core.clock import now, today
from core.web.views import ScopedMixin
from products.access import may_bring_to, may_change_requirements, may_manage_products
from products.enums import VersionStatus
from products.forms import ReferenceDayForm
from products.models import MarketConsultation, ProductVariant, ProductVersion
from products.selectors import key_figures, product_rows, requirement_groups, terms_of, version_in_force


class ReferenceDayMixin(ScopedMixin):
    """A page that shows the product book as it was or will be on a day of the reader's choice."""

    @cached_property
    def day_form(self) -> ReferenceDayForm:
        """The choice of a day; the field shows the day that the page is about."""
        return ReferenceDayForm(self.request.GET if "peildatum" in self.request.GET else {"peildatum": today()})

    @property
    def day(self) -> date:
        """The chosen day; today when there is none or it is no day."""
        chosen: date | None = self.day_form.cleaned_data.get("peildatum") if self.day_form.is_valid() else None
        return chosen or today()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the day and its form."""
        return super().get_context_data(day=self.day, day_form=self.day_form, **kwargs)


class ProductList(ReferenceDayMixin, ListView[ProductVariant]):
    """All products with what they demand."""

    queryset = ProductVariant.objects.select_related("family")
    template_name = "products/product_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the version and the terms of the day."""
        return super().get_context_data(rows=product_rows(self.object_list, self.day), **kwargs)


class ProductDetail(ReferenceDayMixin, DetailView[ProductVariant]):
    """A product, its versions, and the requirements of the version of the day."""

    queryset = ProductVariant.objects.select_related("family")
    template_name = "products/product_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the version of the day, or why there is none."""
        visible = self.object.versions.all().visible_to(self.actor)
        versions = [(version, version.life_cycle_on(self.day)) for version in visible]
        return super().get_context_data(versions=versions, **self._version_of_the_day(), **kwargs)

    def _version_of_the_day(self) -> dict[str, Any]:
        try:
            version = version_in_force(self.object, self.day)
        except ValidationError as error:
            return {"product_version": None, "why_none": error.messages[0]}
        return {
            "product_version": version,
            "life_cycle": version.life_cycle_on(self.day),
            "groups": requirement_groups(version),
            "figures": key_figures(terms_of(version)),
        }


class VersionDetail(ScopedMixin, DetailView[ProductVersion]):
    """One version, also one that does not hold yet, with what a purchaser can do about it."""

    queryset = ProductVersion.objects.select_related("variant__family").prefetch_related("requirements")
    template_name = "products/version_detail.html"
    context_object_name = "product_version"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the requirements and the steps that may be taken."""
        groups = requirement_groups(self.object)
        consultation = MarketConsultation.objects.filter(version=self.object).first()
        # While providers react the text stays what it is; the services refuse it too.
        is_asked = consultation is not None and now() < consultation.closes_at
        return super().get_context_data(
            life_cycle=self.object.life_cycle_on(today()),
            consultation=consultation,
            groups=groups,
            figures=key_figures(terms_of(self.object)),
            may_draft=may_manage_products(self.actor) and not self._is_open(),
            may_change=not is_asked and may_change_requirements(self.actor, self.object),
            may_consult=may_bring_to(self.actor, self.object, VersionStatus.CONSULTATION),
            may_adopt=not is_asked and may_bring_to(self.actor, self.object, VersionStatus.ADOPTED),
            may_withdraw=may_bring_to(self.actor, self.object, VersionStatus.WITHDRAWN),
            **kwargs,
        )

    def _is_open(self) -> bool:
        return self.object.status in {VersionStatus.DRAFT, VersionStatus.CONSULTATION}
