"""From what the region reckons a real price."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction

from contracts.access import may_purchase
from contracts.models import PriceLevel, PriceSheet
from contracts.rules.price import ELEMENTS, LevelShare, PriceInput, check_input
from contracts.services.writing import fault, keep_changed, keep_new
from core.actors import Actor
from core.storing import store
from organisations.enums import Level
from organisations.models import Region
from products.models import ProductVersion

ONE_DAY = timedelta(days=1)


@transaction.atomic
def set_price_sheet(
    *,
    actor: Actor,
    region: Region,
    version: ProductVersion,
    starts_on: date,
    numbers: Mapping[str, Decimal],
    levels: Mapping[str, tuple[Decimal, Decimal]],
    source: str = "",
    sources: Mapping[str, str] | None = None,
    is_fictional: bool = False,
    is_public: bool = False,
) -> PriceSheet:
    """Reckon the price of a version from a day on; the former way ends the day before.

    `sources` says by letter of a cost element (art. 5.4) where its numbers come from, where that differs from `source`.
    `numbers` has all of `PriceSheet.INPUTS`, `levels` by level its share in percent and the gross cost of an hour in
    euros. With `is_public` the price stands in the open contract data.
    Raises PermissionDenied for anybody but a purchaser of the region, ValidationError by field with a code of
    `contracts.rules.price.check_input`, `price_source`, `price_overlap` or `price_later`.
    """
    region = Region.objects.select_for_update(of=("self",)).get(pk=region.pk)
    if not may_purchase(actor, region):
        raise PermissionDenied
    named = {Level(level): worth for level, worth in levels.items()}
    shares = tuple(LevelShare(level.label, share, cost) for level, (share, cost) in named.items())
    check_input(PriceInput(levels=shares, **numbers))
    rows = PriceSheet.objects.filter(region=region, version=version)
    if rows.filter(starts_on__gt=starts_on).exists():
        raise fault("starts_on", "Er is al een prijsopbouw die later ingaat. Kies een latere dag.", "price_later")
    former = rows.active_on(starts_on).first()
    # One that begins on the same day is left for the database to refuse: it cannot end the day before.
    if former is not None and former.starts_on < starts_on:
        keep_changed(actor, former, ends_on=starts_on - ONE_DAY)
    sheet = PriceSheet(
        region=region,
        version=version,
        starts_on=starts_on,
        source=source,
        sources=_named(sources or {}),
        is_fictional=is_fictional,
        is_public=is_public,
        **numbers,
    )
    keep_new(actor, sheet)
    for level, (share, cost) in named.items():
        if share or cost:
            store(PriceLevel(sheet=sheet, level=level, share=share, hourly_cost=cost))
    return sheet


def _named(sources: Mapping[str, str]) -> dict[str, str]:
    """The sources that say something, of elements that there are."""
    return {letter: words.strip() for letter, words in sources.items() if letter in ELEMENTS and words.strip()}
