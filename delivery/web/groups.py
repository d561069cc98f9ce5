"""Pages to read about groups."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.generic import ListView

from audit.enums import AuditEvent
from audit.services import record
from core.actors import Actor
from core.clock import today
from core.web.views import ScopedMixin, actor_of, allow, scoped_or_404
from delivery.access import may_make_rosters, may_manage_group, may_place, may_place_in, may_see_groups, may_start_group
from delivery.forms import GroupSearch, WeekSearch
from delivery.models import Group
from delivery.rules import changes_ahead
from delivery.selectors import group_rows, number_hidden, occupation, offer_of, placements_in
from delivery.web.presenting import decided, group_week, listed
from organisations.enums import OrganisationKind


@method_decorator(never_cache, name="dispatch")
class GroupList(ScopedMixin, ListView[Group]):
    """The groups that the actor sees, with how full they are today and where the first place is."""

    queryset = Group.objects.select_related("provider", "location").order_by("provider__name", "name", "pk")
    template_name = "delivery/groups.html"
    paginate_by = 50

    def get_queryset(self) -> Any:
        """Those of now and later; also those that stopped when asked for."""
        allow(may=may_see_groups(self.actor))
        self.search = GroupSearch(self.request.GET or {"toon": ""})
        wanted = self.search.cleaned_data.get("toon") if self.search.is_valid() else ""
        return super().get_queryset() if wanted else super().get_queryset().not_ended(today())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the lines say."""
        context = super().get_context_data(**kwargs)
        is_own = works_at_provider(self.actor)
        rows = group_rows(list(context["page_obj"]), self.actor, today())
        return context | {
            "rows": [listed(row, is_own=is_own) for row in rows],
            "search": self.search,
            "is_own": is_own,
            "may_start": may_start_group(self.actor),
            "may_roster": may_make_rosters(self.actor),
        }


@never_cache
@require_safe
def group_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One group: what it is, its week, closed days, decisions on levels, and who comes."""
    actor = actor_of(request)
    rows = Group.objects.select_related("provider", "location", "target_group")
    group = scoped_or_404(rows, actor, public_id=public_id)
    allow(may=may_see_groups(actor))
    shown = max(today(), group.starts_on)
    search = WeekSearch({"dag": request.GET.get("dag", shown.isoformat())})
    if search.is_valid():
        shown = search.cleaned_data["dag"] or shown
    placements = placements_in(group, actor, today())
    if placements:
        record(actor=actor, event=AuditEvent.READ, target=group, fields=["plaatsingen"])
    is_own = works_at_provider(actor)
    context = {
        "group": group,
        "search": search,
        "shown": shown,
        "is_own": is_own,
        "week": group_week(occupation(group, actor, shown), is_own=is_own),
        "changes": changes_ahead(offer_of(group), shown),
        "closed_days": group.closed_days.filter(day__gte=today()),
        "decisions": decided(group.mix_decisions.prefetch_related("shares")),
        "placements": [(row, may_place(actor, group, row.allocation)) for row in placements],
        "hidden": number_hidden(group, actor, today()),
        "may_manage": may_manage_group(actor, group),
        "may_place": may_place_in(actor, group),
    }
    return render(request, "delivery/group.html", context)


def works_at_provider(actor: Actor) -> bool:
    """Whether the actor sees groups as their provider does, and not from outside."""
    return actor.organisation_kind == OrganisationKind.PROVIDER
