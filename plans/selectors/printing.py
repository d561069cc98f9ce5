"""Plans that can be printed together, and how far a batch is."""

from dataclasses import dataclass
from typing import Final

from django.db.models import Count, QuerySet

from core.actors import Actor
from core.clock import today
from core.querysets import holds_on
from organisations.enums import OrganisationKind
from plans.access import may_read_plan
from plans.enums import ItemState
from plans.models import PlanVersion, PrintBatch, PrintItem

PARTS: Final = ("plan__allocation__client", "plan__allocation__variant", "plan__allocation__provider")


@dataclass(frozen=True, slots=True)
class BatchProgress:
    """How many plans of a batch are in which state."""

    total: int
    done: int
    refused: int
    failed: int

    @property
    def settled(self) -> int:
        """Those with which nobody is to do anything any more."""
        return self.done + self.refused + self.failed

    @property
    def percentage(self) -> int:
        """How far it is."""
        return 100 * self.settled // self.total if self.total else 0


def plans_to_print(actor: Actor, *, status: str, is_own: bool) -> QuerySet[PlanVersion]:
    """Versions with this status that the actor sees, by name of the client.

    Own are at a provider those of plans for which the actor is responsible today, at a municipality those of clients
    with a case of the actor.
    """
    versions = PlanVersion.objects.visible_to(actor).filter(status=status).select_related(*PARTS)
    if is_own and actor.organisation_kind == OrganisationKind.PROVIDER:
        responsible = {"plan__responsibilities__professional__user": actor.user_id}
        versions = versions.filter(holds_on(today(), "plan__responsibilities__"), **responsible)
    elif is_own:
        versions = versions.filter(plan__allocation__client__cases__worker=actor.user_id)
    return versions.order_by("plan__allocation__client__search_name", "pk").distinct()


def progress_of(batch: PrintBatch) -> BatchProgress:
    """How far a batch is, in one query."""
    numbers = dict(batch.items.order_by().values_list("state").annotate(number=Count("pk")))
    return BatchProgress(
        total=sum(numbers.values()),
        done=numbers.get(ItemState.DONE, 0),
        refused=numbers.get(ItemState.REFUSED, 0),
        failed=numbers.get(ItemState.FAILED, 0),
    )


def not_printed(batch: PrintBatch) -> list[PrintItem]:
    """Those that were refused or failed, each with its allocation; whose they are is not told here."""
    rows = batch.items.filter(state__in=[ItemState.REFUSED, ItemState.FAILED]).defer("sealed_pdf")
    return list(rows.select_related("version__plan__allocation").order_by("pk"))


def readable_items(batch: PrintBatch, actor: Actor) -> list[PrintItem]:
    """What was printed of a batch and the actor may still read now, with its PDF."""
    rows = PrintItem.objects.visible_to(actor).filter(batch=batch, state=ItemState.DONE).defer(None)
    rows = rows.select_related(*(f"version__{part}" for part in PARTS)).order_by("pk")
    return [one for one in rows if may_read_plan(actor, one.version.plan)]
