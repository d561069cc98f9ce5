"""What a page about requirements looks at: the provider, the version, the day, and perhaps one file."""

from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from clients.models import Allocation
from clients.services import record_reading
from compliance.access import may_see_compliance
from compliance.forms import ScopeForm
from compliance.selectors.overview import Scope, counting, files_counted, watched_providers
from core.actors import Actor
from core.clock import today
from core.web.views import actor_of, allow, scoped_or_404
from organisations.models import CareProvider
from plans.access import may_read_plans
from products.enums import VersionStatus
from products.models import ProductVersion
from products.querysets import VersionQuerySet


def versions_that_count() -> VersionQuerySet[ProductVersion]:
    """Versions whose terms ever counted, by product, the newest first."""
    counting = ProductVersion.objects.filter(status__in=[VersionStatus.ADOPTED, VersionStatus.WITHDRAWN])
    return counting.select_related("variant").order_by("variant__position", "-starts_on")


@method_decorator(never_cache, name="dispatch")
class ScopePage(TemplateView):
    """A page over the requirements of a version at a provider on a day, for who may see how it complies."""

    form_class: type[ScopeForm] = ScopeForm
    fixed_version: ProductVersion | None = None
    """The version that the page is about, whatever is chosen."""

    @property
    def actor(self) -> Actor:
        """Who acts in this request."""
        return actor_of(self.request)

    def load(self) -> None:
        """Get what the page is about: 404 out of scope, 403 without the right."""
        allow(may=may_see_compliance(self.actor))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the page. That of one file stands in the trail of the client."""
        self.load()
        context = self.get_context_data(**kwargs)
        if self.allocation is not None:
            record_reading(actor=self.actor, client=self.allocation.client, parts=["naleving"])
        return self.render_to_response(context)

    @cached_property
    def allocation(self) -> Allocation | None:
        """The one file that is asked for, for who reads its plan."""
        asked = _uuid(self.request.GET.get("dossier", ""))
        if asked is None:
            return None
        rows = Allocation.objects.select_related("client", "provider", "variant")
        found = scoped_or_404(rows, self.actor, public_id=asked)
        allow(may=may_read_plans(self.actor))
        return found

    @cached_property
    def form(self) -> ScopeForm:
        """The choices, with what the page shows when nothing was chosen."""
        first = {"aanbieder": self.first_provider, "product": self.first_version, "dag": today()}
        chosen = {name: getattr(value, "public_id", value) for name, value in first.items() if value is not None}
        chosen |= self.request.GET.dict()
        if self.allocation is not None:
            chosen |= {"aanbieder": str(self.allocation.provider.public_id)}
        return self.form_class(chosen, providers=watched_providers(self.actor), versions=versions_that_count())

    @cached_property
    def first_provider(self) -> CareProvider | None:
        """The one that is shown when nothing was chosen."""
        return watched_providers(self.actor).first()

    @cached_property
    def first_version(self) -> ProductVersion | None:
        """That of the file; else the first in force today of a product that the provider delivers; else the first."""
        rows = versions_that_count()
        if self.allocation is not None:
            return rows.in_force_on(today()).filter(variant=self.allocation.variant_id).first()
        current = rows.in_force_on(today())
        if self.first_provider is None:
            return current.first()
        given = files_counted(self.actor, self.first_provider).filter(variant=OuterRef("variant"))
        with counting(self.actor):
            return current.order_by(Exists(given).desc(), "is_fictional", "variant__position").first() or rows.first()

    @cached_property
    def scope(self) -> Scope | None:
        """What is looked at; None when there is nothing, or something impossible was asked."""
        if not self.form.is_valid():
            return None
        chosen = self.form.cleaned_data
        version = self.fixed_version or chosen["product"]
        return Scope(chosen["aanbieder"], version, chosen["dag"], self.allocation)

    @property
    def query(self) -> str:
        """The scope in an address."""
        if self.scope is None:
            return ""
        asked = {"aanbieder": str(self.scope.provider.public_id), "dag": self.scope.day.isoformat()}
        if self.allocation is not None:
            asked["dossier"] = str(self.allocation.public_id)
        return urlencode(asked)

    @property
    def list_url(self) -> str:
        """The list of all requirements, over the same scope."""
        product = f"&product={self.scope.version.public_id}" if self.scope is not None else ""
        return f"{reverse('compliance:requirements')}?{self.query}{product}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what is looked at."""
        holds = self.scope is not None and self.scope.version.period.contains(self.scope.day)
        return super().get_context_data(
            form=self.form,
            scope=self.scope,
            allocation=self.allocation,
            holds=holds,
            query=self.query,
            list_url=self.list_url,
            today=today(),
            **kwargs,
        )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
