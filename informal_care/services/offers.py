"""The social map: kept by the coordinator, looked at again in time, and its links tried by a job."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, Q

from audit.enums import AuditEvent
from audit.services import record, snapshot
from core.actors import Actor
from core.clock import now, today
from core.errors import Conflict
from core.outgoing import REFUSED, NotSent, answers, destination
from core.storing import claim, store
from informal_care.access import may_keep_offer, may_keep_social_map
from informal_care.enums import CareParameter
from informal_care.models import SupportOffer
from informal_care.selectors.settings import care_setting
from organisations.models import Municipality

CHANGED = "Iemand anders heeft deze hulp intussen gewijzigd. Kijk wat er veranderde en sla daarna opnieuw op."
AT_ONCE: Final = 20
"""Links in one claim; one after the other, so that nobody's server is pressed."""
SECONDS: Final = 8.0
CLAIM: Final = timedelta(minutes=15)
AGAIN: Final = timedelta(days=1)
"""A link that failed is tried again after this."""
NEW_LINK: Final = {"link_checked_at": None, "link_status": None, "link_failures": 0}


@transaction.atomic
def add_offer(*, actor: Actor, also_in: Iterable[Municipality] = (), **values: Any) -> SupportOffer:
    """Put help on the map of the own municipality, and of `also_in`; `values` by the fields of the model.

    Raises PermissionDenied, ValidationError with code `offer_kind`, `offer_cost`, `offer_contact` or `address`.
    """
    municipality = Municipality.objects.filter(pk=actor.organisation_id or 0).first()
    if municipality is None or not may_keep_social_map(actor):
        raise PermissionDenied
    offer = SupportOffer(municipality=municipality, last_checked_on=today(), last_checked_by_id=actor.user_id or 0)
    _fill(offer, values)
    store(offer)
    offer.also_in.set(also_in)
    record(actor=actor, event=AuditEvent.CREATED, target=offer)
    return offer


@transaction.atomic
def change_offer(
    *, actor: Actor, offer: SupportOffer, revision: int, also_in: Iterable[Municipality] | None = None, **values: Any
) -> SupportOffer:
    """Change help on the map; with `withdrawn_on` it is there no more. Who changes it has looked at it.

    Raises PermissionDenied, Conflict, ValidationError as of `add_offer`.
    """
    offer = _locked(actor, offer)
    if offer.revision != revision:
        raise Conflict(CHANGED, code="offer_changed")
    before = snapshot(offer)
    had_website = offer.website
    _fill(offer, values)
    if offer.website != had_website:
        for name, value in NEW_LINK.items():
            setattr(offer, name, value)
    _look_at(offer, actor)
    store(offer)
    names = []
    if also_in is not None and {one.pk for one in also_in} != set(offer.also_in.values_list("pk", flat=True)):
        offer.also_in.set(also_in)
        names = ["also_in"]
    record(actor=actor, event=AuditEvent.CHANGED, target=offer, before=before, fields=names)
    return offer


@transaction.atomic
def confirm_offer(*, actor: Actor, offer: SupportOffer) -> SupportOffer:
    """Say that it is all still right, as of today. Raises PermissionDenied."""
    offer = _locked(actor, offer)
    before = snapshot(offer)
    _look_at(offer, actor)
    store(offer)
    record(actor=actor, event=AuditEvent.CHANGED, target=offer, before=before)
    return offer


def check_links(at_once: int = AT_ONCE) -> int:
    """Try the websites whose turn it is, and keep what they answered; the number that was tried.

    Each is claimed first, so that two workers never try the same. What is led elsewhere works: nothing is followed.
    """
    moment = now()
    long_ago = moment - timedelta(days=care_setting(CareParameter.LINK_CHECK_DAYS, today()))
    turn = Q(link_checked_at=None) | Q(link_checked_at__lt=long_ago)
    turn |= Q(link_failures__gt=0, link_checked_at__lt=moment - AGAIN)
    free = Q(claimed_until=None) | Q(claimed_until__lt=moment)
    due = SupportOffer.objects.published().exclude(website="").filter(turn, free)
    mine = claim(due.order_by(F("link_checked_at").asc(nulls_first=True), "pk"), at_once, until=moment + CLAIM)
    tried = 0
    for offer in mine.order_by("pk"):
        status = _status_of(offer.website)
        fails = status is None or status >= REFUSED
        # Only while it is ours, and still about this address.
        mine.filter(pk=offer.pk, website=offer.website).update(
            link_checked_at=now(),
            link_status=status,
            link_failures=F("link_failures") + 1 if fails else 0,
        )
        mine.filter(pk=offer.pk).update(claim=None, claimed_until=None)
        tried += 1
    return tried


def _status_of(website: str) -> int | None:
    headers = {"User-Agent": f"zorgregio sociale kaart ({settings.SITE_URL})"}
    try:
        return answers(website, headers, allows_local=settings.WEBHOOK_LOCAL, seconds=SECONDS)
    except NotSent:
        return None


def _locked(actor: Actor, offer: SupportOffer) -> SupportOffer:
    offer = SupportOffer.objects.select_for_update(of=("self",)).get(pk=offer.pk)
    if not may_keep_offer(actor, offer):
        raise PermissionDenied
    return offer


def _fill(offer: SupportOffer, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(offer, name, value.strip() if isinstance(value, str) else value)
    if offer.website:
        try:
            destination(offer.website, allows_local=settings.WEBHOOK_LOCAL)
        except ValidationError as error:
            raise ValidationError({"website": error}) from None


def _look_at(offer: SupportOffer, actor: Actor) -> None:
    offer.last_checked_on, offer.last_checked_by_id = today(), actor.user_id or 0
    offer.revision += 1
