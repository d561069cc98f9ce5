"""The facts for a match: what a request asks and what the volunteers of the municipality offer."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Prefetch

from informal_care.enums import MatchEnd, MatchStatus, VolunteerStatus
from informal_care.models import HelpRequest, Match, Volunteer
from informal_care.models.match import UNDER_WAY
from informal_care.rules.matching import Matching, Offer, Wanted, match
from plans.rules.week import MOMENTS, Week


def wanted_by(asked: HelpRequest) -> Wanted:
    """What the request asks."""
    said = _by_kind(asked.traits.all())
    return Wanted(
        postcode=asked.postcode,
        moments=asked.moments,
        duration=asked.duration,
        tasks=said.get("task", frozenset()),
        circumstances=said.get("circumstance", frozenset()),
        wishes=said.get("wish", frozenset()),
        refuses=said.get("refuses", frozenset()),
    )


def offers_for(asked: HelpRequest, day: date, *, only: Volunteer | None = None) -> list[Offer]:
    """What the volunteers of the request's municipality offer on `day`; who stopped is left out. Four queries."""
    rows = Volunteer.objects.filter(municipality=asked.municipality_id).exclude(status=VolunteerStatus.STOPPED)
    if only is not None:
        rows = rows.filter(pk=only.pk)
    tried = Match.objects.filter(status__in=[*UNDER_WAY, MatchStatus.DECLINED, MatchStatus.ENDED])
    known = rows.with_readiness().prefetch_related("traits", "held", Prefetch("matches", tried, to_attr="tried"))
    return [_offer(one, asked, day) for one in known]


def matching_for(asked: HelpRequest, day: date) -> Matching:
    """Who fits the request on `day`, and who does not, each with why."""
    return match(wanted_by(asked), offers_for(asked, day))


def _offer(volunteer: Any, asked: HelpRequest, day: date) -> Offer:
    said = _by_kind(volunteer.traits.all())
    return Offer(
        key=volunteer.pk,
        name=volunteer.name,
        status=volunteer.status,
        kind=volunteer.kind,
        has_intake=volunteer.intake_on is not None,
        has_certificate=volunteer.vog_until is not None and volunteer.vog_until >= day,
        postcode=volunteer.postcode,
        max_nearness=volunteer.max_nearness,
        moments=volunteer.moments,
        held=Week(frozenset(MOMENTS[one.place] for one in volunteer.held.all())),
        load=sum(one.status in UNDER_WAY for one in volunteer.tried),
        tasks=said.get("task", frozenset()),
        limits=said.get("limit", frozenset()),
        talents=said.get("talent", frozenset()),
        was_declined=any(
            one.request_id == asked.pk and (one.status == MatchStatus.DECLINED or one.end_reason == MatchEnd.NO_CLICK)
            for one in volunteer.tried
        ),
    )


def _by_kind(traits: Iterable[Any]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for one in traits:
        found.setdefault(one.kind, set()).add(one.value)
    return {kind: frozenset(values) for kind, values in found.items()}
