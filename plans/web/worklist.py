"""The first page: what needs me."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from audit.enums import AuditEvent
from audit.services import record
from clients.access import may_open_in_emergency, may_review_openings
from clients.enums import StopReason
from clients.models import FileOpening, RightsRequest
from clients.selectors.rights import open_requests, proposals_to_approve
from clients.web.case_work import case_blocks
from core.actors import Actor
from core.clock import today
from core.web.views import actor_of
from organisations.enums import OrganisationKind, Role
from plans.access import may_print_plans, may_read_plans
from plans.enums import WorkKind
from plans.models import Plan
from plans.selectors import WorkBlock, WorkItem, late_by_provider, work_items
from plans.web.presenting import Badge, due_badge
from products.access import may_manage_products
from products.enums import VersionStatus
from products.models import ProductVersion

TEXTS = {
    WorkKind.EVALUATION_OVERDUE: "De uiterste datum is voorbij. Plan de evaluatie zo snel mogelijk.",
    WorkKind.EVALUATION_SOON: "Deze evaluaties moeten binnen zes weken klaar zijn.",
    WorkKind.EVALUATION_ASKED: "Iemand vroeg om eerder te evalueren. In het plan staat wie dat vroeg en waarom.",
    WorkKind.EVALUATION_OPEN: "Deze evaluaties zijn begonnen maar nog niet afgerond.",
    WorkKind.WITHOUT_PLAN: "Deze cliënten zijn toegewezen en hebben nog geen uitvoeringsplan.",
    WorkKind.DRAFT: "Aan deze plannen wordt nog geschreven.",
    WorkKind.WAITS_FOR_AGREEMENT: "Eén kant is akkoord. De andere kant moet nog akkoord geven.",
    WorkKind.LAPSED: "De eindverantwoordelijke van deze plannen mag dat niet meer zijn. Wijs iemand anders aan.",
    WorkKind.LAPSE_AHEAD: "Dienstverband of diploma van de eindverantwoordelijke loopt af. Kies iemand anders.",
    WorkKind.CLIENT_REFUSES: "In het plan staat waarom. Pas het plan samen aan en vraag opnieuw akkoord.",
    WorkKind.WITHOUT_AGREEMENT: "Het akkoord met deze plannen is ingetrokken. Er moet een nieuwe versie komen.",
    WorkKind.NOT_STARTED: "Deze plannen zijn vastgesteld. Start de uitvoering.",
    WorkKind.ALLOCATION_ENDED: "De gemeente beëindigde de toewijzing. Rond af en beëindig ook het plan.",
    WorkKind.WITHOUT_TEAM: "Deze cliënten zijn toegewezen. Zolang niemand in het team zit, ziet geen zorgprofessional "
    "het dossier.",
    WorkKind.REMINDED: "De uiterste datum komt eraan of is voorbij. Maak tijd voor deze evaluaties in het rooster.",
    WorkKind.WMO_DOUBT: "Bij de laatste evaluatie was het antwoord twijfel of nee. Bespreek of de Wlz beter past.",
    WorkKind.WLZ_STALLED: "In deze trajecten is al een tijd geen stap gezet. Vraag hoe het staat, of zet een stap.",
    WorkKind.WLZ_RUNNING: "Bij deze cliënten wordt bekeken of de Wlz beter past.",
    WorkKind.WLZ_STOP_DELIVERY: "De Wlz is toegekend. Leg vast wanneer de levering stopt, met reden 39.",
    WorkKind.WLZ_END_ALLOCATION: "De Wlz is toegekend. Beëindig de toewijzing, met reden 39.",
}
PAGES = {
    WorkKind.EVALUATION_OPEN: ("plans:evaluation", "Evaluatie openen"),
    WorkKind.WMO_DOUBT: ("plans:evaluation", "Evaluatie openen"),
    WorkKind.WLZ_STALLED: ("plans:wlz_track", "Traject openen"),
    WorkKind.WLZ_RUNNING: ("plans:wlz_track", "Traject openen"),
    WorkKind.WLZ_STOP_DELIVERY: ("clients:allocation_stop", "Levering stoppen"),
    WorkKind.WLZ_END_ALLOCATION: ("clients:allocation_end", "Toewijzing beëindigen"),
    WorkKind.REMINDED: ("clients:file", "Dossier openen"),
    WorkKind.WITHOUT_TEAM: ("clients:team", "Team samenstellen"),
    WorkKind.WITHOUT_PLAN: ("plans:of_client", "Plannen bekijken"),
    WorkKind.WAITS_FOR_AGREEMENT: ("plans:agree", "Akkoord bekijken"),
}
OF_ALLOCATION = {WorkKind.WLZ_STOP_DELIVERY, WorkKind.WLZ_END_ALLOCATION}
"""What is done on a page of the allocation, with the reason that goes with it (iWmo 3.2, WMO588)."""
DAY_LABELS = {
    **dict.fromkeys({WorkKind.WITHOUT_PLAN, WorkKind.WITHOUT_TEAM, *OF_ALLOCATION}, "Toegewezen vanaf"),
    WorkKind.LAPSED: "Sinds",
    WorkKind.LAPSE_AHEAD: "Vanaf",
}
WITH_BADGE = {WorkKind.EVALUATION_OVERDUE, WorkKind.EVALUATION_SOON, WorkKind.REMINDED}
WITHOUT_PLANS = {WorkKind.WITHOUT_TEAM, WorkKind.REMINDED}
"""What is shown to who may not open the plans."""
DRAFTS_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Row:
    """One thing to do: whose file, with the plans in it, where it is done, and how much time is left."""

    item: WorkItem
    client_url: str
    url: str
    action: str
    badge: Badge | None


@dataclass(frozen=True, slots=True)
class Block:
    """One kind of work."""

    code: str
    title: str
    text: str
    rows: list[Row]
    total: int
    day_label: str

    @property
    def is_cut(self) -> bool:
        """Whether there is more than what is shown."""
        return self.total > len(self.rows)


@never_cache
@require_safe
def worklist(request: HttpRequest, more: Sequence[Callable[[Actor], Any]] = ()) -> HttpResponse:
    """What needs the organisation on whose behalf one acts, the most urgent first.

    `more` gives the work that higher rooms know of; each of these has a `template` that shows it.
    """
    actor, day = actor_of(request), today()
    blocks, intake = work_items(actor, day), case_blocks(actor, day)
    if blocks or intake:
        record(actor=actor, event=AuditEvent.READ, target=Plan, fields=["werkvoorraad"])
    asked, proposals = list(open_requests(actor)[:DRAFTS_SHOWN]), list(proposals_to_approve(actor)[:DRAFTS_SHOWN])
    if asked or proposals:
        record(actor=actor, event=AuditEvent.READ, target=RightsRequest, fields=["werkvoorraad"])
    is_provider = actor.organisation_kind == OrganisationKind.PROVIDER
    context = {
        "blocks": [_block(block, reads_plans=may_read_plans(actor)) for block in blocks],
        "case_blocks": intake,
        "product_drafts": _product_drafts() if may_manage_products(actor) else [],
        "openings": FileOpening.objects.visible_to(actor).to_review().count() if may_review_openings(actor) else 0,
        "may_open_in_emergency": may_open_in_emergency(actor),
        "asked": [(request, due_badge(request.days_left(day))) for request in asked],
        "proposals": proposals,
        "late": late_by_provider(actor, day) if actor.role == Role.CONTRACT_MANAGER else [],
        "is_provider": is_provider,
        "may_print": may_print_plans(actor),
        "more": [work for find in more if (work := find(actor)) is not None],
        "day": day,
    }
    return render(request, "plans/worklist.html", context)


def _block(block: WorkBlock, *, reads_plans: bool) -> Block:
    kind = block.kind
    has_days = any(item.due_on for item in block.items)
    return Block(
        code=kind.value,
        title=str(kind.label),
        text=TEXTS[kind],
        rows=[_row(kind, item, reads_plans=reads_plans) for item in block.items],
        total=block.total,
        day_label=DAY_LABELS.get(kind, "Uiterlijk op") if has_days else "",
    )


def _row(kind: WorkKind, item: WorkItem, *, reads_plans: bool) -> Row:
    file_url = reverse("clients:file", args=[item.client_uuid])
    badge = due_badge(item.days_left) if kind in WITH_BADGE else None
    if not reads_plans and kind not in WITHOUT_PLANS:
        return Row(item, file_url, file_url, "Dossier openen", badge)
    page, action = PAGES.get(kind, ("plans:detail", "Plan openen"))
    ids = [item.client_uuid, item.subject_uuid] if kind in OF_ALLOCATION else [item.subject_uuid]
    url = reverse(page, args=ids) + (f"?reden={StopReason.OTHER_DOMAIN}" if kind in OF_ALLOCATION else "")
    client_url = file_url if kind in WITHOUT_PLANS else reverse("plans:of_client", args=[item.client_uuid])
    return Row(item, client_url, url, action, badge)


def _product_drafts() -> list[ProductVersion]:
    return list(
        ProductVersion.objects.filter(status__in=[VersionStatus.DRAFT, VersionStatus.CONSULTATION])
        .select_related("variant")
        .order_by("starts_on", "variant__position")[:DRAFTS_SHOWN]
    )
