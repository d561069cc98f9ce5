"""What would have been if a product had demanded something else: over the dagdelen that there really were."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from compliance.enums import Basis, State
from compliance.rules import Demand
from compliance.rules.columns import FactColumns
from compliance.rules.dated import Facts
from compliance.selectors.facts import read_facts
from compliance.selectors.figures import Window
from compliance.selectors.sweep import ranges, sweep_range
from core.acting import ADMINISTRATION, acting
from delivery.models import Session
from organisations.models import CareProvider


@dataclass(slots=True)
class Effect:
    """What another demand would have meant at one provider."""

    provider: CareProvider
    dagdelen: int = 0
    not_met_now: int = 0
    not_met_then: int = 0
    minutes_now: int = 0
    minutes_then: int = 0

    @property
    def extra_hours(self) -> float:
        """Hours of professionals that would have had to be there more than were short already."""
        return round((self.minutes_then - self.minutes_now) / 60, 1)


def what_if(window: Window, providers: list[CareProvider], demand: Demand) -> list[Effect]:
    """The effect of this demand on the dagdelen of the window, by provider: as they went, with who was there.

    Both are reckoned anew, with the diplomas as they are known now. Only numbers come out of it.
    """
    with acting(ADMINISTRATION), transaction.atomic():
        sessions = Session.objects.filter(
            pk__in=window.outcomes().filter(session__group__provider__in=providers).values("session")
        )
        provider_of = dict(sessions.order_by().values_list("pk", "group__provider_id"))
        if not provider_of:
            return []
        facts = read_facts()
        now = _reckon(facts, provider_of, window.until)
        other = facts.demanding(demand, [window.variant])
        then = _reckon(other, provider_of, window.until)
    by_key = {one.pk: one for one in providers}
    effects: dict[int, Effect] = {}
    for session, provider in provider_of.items():
        effect = effects.setdefault(provider, Effect(by_key[provider]))
        effect.dagdelen += 1
        (is_short_now, minutes_now), (is_short_then, minutes_then) = now[session], then[session]
        effect.not_met_now += is_short_now
        effect.not_met_then += is_short_then
        effect.minutes_now += minutes_now
        effect.minutes_then += minutes_then
    return sorted(effects.values(), key=lambda one: (one.provider.name, one.provider.pk))


def _reckon(facts: Facts, wanted: Mapping[int, int], day: date) -> Mapping[int, tuple[bool, int]]:
    """By session whether there were too few, and for how many minutes of professionals."""
    found: dict[int, tuple[bool, int]] = defaultdict(lambda: (False, 0))
    columns, last = FactColumns(facts), max(wanted)
    for after, until in ranges(last, first=min(wanted)):
        swept = sweep_range(columns, after=after, until=until, day=day)
        for place, session in enumerate(swept.sessions.pk.tolist()):
            if session in wanted and (outcome := swept.outcome(place, Basis.REALISED)) is not None:
                found[session] = (outcome.ratio == State.NOT_MET, outcome.short_minutes)
    return found
