"""Which documents of providers count, which are about to lapse and which are missing."""

from dataclasses import dataclass
from datetime import date

from contracts.enums import EvidenceKind, EvidenceState
from contracts.models import Contract, Evidence
from core.actors import Actor
from organisations.models import CareProvider


@dataclass(frozen=True, slots=True)
class Standing:
    """One kind of document of one provider: until when it counts, None when there is none that was accepted."""

    provider: CareProvider
    kind: EvidenceKind
    valid_until: date | None
    is_waiting: bool
    """A newer one waits to be checked."""
    day: date

    @property
    def is_valid(self) -> bool:
        """Whether the document counts on the day."""
        return self.valid_until is not None and self.valid_until >= self.day


def standing(actor: Actor, day: date) -> list[Standing]:
    """Each kind of document of every provider with a contract on `day`, as far as the actor sees it. Two queries."""
    contracts = Contract.objects.visible_to(actor).active_on(day).select_related("provider")
    providers = {one.provider_id: one.provider for one in contracts.order_by("provider__name")}
    accepted: dict[tuple[int, str], date] = {}
    waiting: set[tuple[int, str]] = set()
    rows = Evidence.objects.visible_to(actor).filter(provider__in=providers).order_by("valid_until")
    for provider, kind, state, valid_until in rows.values_list("provider", "kind", "state", "valid_until"):
        if state == EvidenceState.ACCEPTED:
            accepted[provider, kind] = valid_until
        elif state == EvidenceState.WAITING:
            waiting.add((provider, kind))
    return [
        Standing(provider, kind, accepted.get((key, kind)), (key, kind) in waiting, day)
        for key, provider in providers.items()
        for kind in EvidenceKind
    ]
