"""Demands of the model in products: where they stand, and a purchaser who makes one."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.views.generic import DetailView

from core.clock import today
from core.templatetags.pages import Crumb
from core.web.service_forms import ServiceFormView
from core.web.views import ScopedMixin, allow, scoped_or_404
from informal_care.access import may_see_boards
from informal_care.forms.purchasing import DemandForm
from informal_care.models import Activity, Board, Edition
from informal_care.rules.purchasing import QUALITY_DEMANDS, category_of, source_of
from informal_care.selectors.purchasing import demands_of
from informal_care.web.boards import LIST
from products.access import may_change_requirements
from products.models import ProductVersion, Requirement
from products.services.versions import add_requirement


class DemandsOfBoard(ScopedMixin, DetailView[Board]):
    """In which products the demands on quality stand, from when."""

    queryset = Board.objects.select_related("municipality", "edition")
    template_name = "informal_care/demands.html"
    context_object_name = "board"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the demands with where they stand."""
        allow(may=may_see_boards(self.actor))
        board, day = self.object, today()
        crumbs = [
            Crumb(LIST[0], reverse(LIST[1])),
            Crumb(board.name, reverse("informal_care:board", args=[board.public_id])),
            Crumb("In de inkoop", ""),
        ]
        demands = [
            (one.activity, [(row, row.version, row.version.life_cycle_on(day).label) for row in one.requirements])
            for one in demands_of(board.edition, self.actor)
        ]
        return super().get_context_data(demands=demands, crumbs=crumbs, **kwargs)


class DemandsForVersion(ScopedMixin, DetailView[ProductVersion]):
    """What of the model can still be demanded in a version that is not adopted yet."""

    queryset = ProductVersion.objects.select_related("variant")
    template_name = "informal_care/version_demands.html"
    context_object_name = "product_version"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the demands, for who may change the version."""
        version = self.object
        allow(may=may_change_requirements(self.actor, version))
        edition = newest_edition()
        page = reverse("products:version", args=[version.public_id])
        crumbs = [Crumb("Producten", reverse("products:list")), Crumb(str(version), page), Crumb("Mezzo Model", "")]
        demands = demands_of(edition, self.actor, version)
        return super().get_context_data(demands=demands, edition=edition, crumbs=crumbs, **kwargs)


class DemandInVersion(ServiceFormView):
    """Demand something of the model in a version that is not adopted yet: purchasers."""

    form_class = DemandForm
    template_name = "form.html"
    title, submit_label, done = "Eis uit het Mezzo Model", "Toevoegen", "De eis staat in de productversie."
    version: ProductVersion
    activity: Activity

    def load(self) -> None:
        """The version, for who may change it, and the activity of the newest edition."""
        rows = ProductVersion.objects.select_related("variant")
        self.version = scoped_or_404(rows, self.actor, public_id=self.kwargs["public_id"])
        allow(may=may_change_requirements(self.actor, self.version))
        found = newest_edition().activities.filter(code__in=QUALITY_DEMANDS, code=self.kwargs["code"]).first()
        if found is None:
            raise Http404
        self.activity = found

    def back_url(self) -> str:
        """What can be demanded."""
        return reverse("informal_care:version_demands", args=[self.version.public_id])

    def get_initial(self) -> dict[str, Any]:
        """The words of the model, to make a requirement of."""
        return {"statement": self.activity.text, "category": category_of(self.activity.code)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add where the form stands and what it is about."""
        crumbs = [
            Crumb("Producten", reverse("products:list")),
            Crumb(str(self.version), reverse("products:version", args=[self.version.public_id])),
            Crumb("Mezzo Model", self.back_url()),
            Crumb(self.activity.code, ""),
        ]
        about = f"{self.activity.code}: {self.activity.text} (bladzijde {self.activity.page} van de bron)"
        return super().get_context_data(crumbs=crumbs, about=about, **kwargs)

    def perform(self, form: DemandForm) -> Requirement:
        """Demand it, under the code and with the source of the model."""
        source = source_of(self.activity.edition.source, self.activity.page)
        return add_requirement(
            actor=self.actor, version=self.version, code=self.activity.code, source=source, **form.cleaned_data
        )

    def done_url(self, saved: Requirement) -> str:
        """The version."""
        return reverse("products:version", args=[self.version.public_id])


def newest_edition() -> Edition:
    """The newest edition of the model. Raises Http404 when none is loaded."""
    edition = Edition.objects.order_by("-number").first()
    if edition is None:
        raise Http404
    return edition
