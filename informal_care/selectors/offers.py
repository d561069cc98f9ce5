"""The social map: looking for help, and what has to be checked."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

import yaml
from django.utils.text import slugify

from core.actors import Actor
from core.calendar import add_months
from core.identifiers import search_key
from informal_care.enums import CareParameter, OfferKind
from informal_care.models import SupportOffer
from informal_care.rules.searching import Synonyms, closeness, sought_in
from informal_care.selectors.settings import care_setting
from organisations.models import Municipality

SYNONYMS: Final = Path(__file__).resolve().parent.parent / "data" / "synonyms.yaml"


@cache
def synonyms() -> Synonyms:
    """The plain words that come with the software."""
    told = yaml.safe_load(SYNONYMS.read_text(encoding="utf-8"))
    kinds = {kind: tuple(search_key(word) for word in words) for kind, words in told["kinds"].items()}
    return Synonyms(kinds, frozenset(told["idle"]))


def municipality_called(slug: str) -> Municipality | None:
    """The municipality whose name this is in an address; None for none."""
    return next((one for one in Municipality.objects.order_by("name") if slugify(one.name) == slug), None)


def help_in(
    municipality: Municipality, query: str = "", kind: str = "", *, only_free: bool = False
) -> list[SupportOffer]:
    """What stands on the map of a municipality: with words the closest first, else by name."""
    rows = SupportOffer.objects.shown_in(municipality.pk)
    rows = rows.filter(kind=kind) if kind else rows
    rows = rows.filter(is_free=True) if only_free else rows
    offers = sorted(rows, key=lambda one: search_key(one.name))
    sought = sought_in(query, synonyms())
    if not sought:
        return offers
    # Here and not in the database: a municipality has some hundreds of these, and the closest come first.
    scored = [(closeness(sought, one.kind, one.search_text), one) for one in offers]
    return [one for score, one in sorted(scored, key=lambda found: -found[0]) if score]


def kinds_in(municipality: Municipality) -> list[tuple[str, str]]:
    """The kinds of help that stand on the map of a municipality, with their label, in the order of the choices."""
    shown = set(SupportOffer.objects.shown_in(municipality.pk).values_list("kind", flat=True))
    return [(str(kind), str(label)) for kind, label in OfferKind.choices if kind in shown]


def check_due_on(last_checked_on: date, months: int) -> date:
    """The last day on which help that was looked at then may go unchecked."""
    return add_months(last_checked_on, months)


@dataclass(frozen=True, slots=True)
class OfferRow:
    """Help that is kept, with what there is to do about it."""

    offer: SupportOffer
    is_due: bool
    is_broken: bool


def kept_offers(actor: Actor, day: date) -> list[OfferRow]:
    """What the actor's municipality keeps on the map: what has to be checked first, then by name."""
    months = care_setting(CareParameter.MAP_CHECK_MONTHS, day)
    failures = care_setting(CareParameter.LINK_FAILURES, day)
    rows = SupportOffer.objects.visible_to(actor).published().select_related("last_checked_by")
    found = [
        OfferRow(one, check_due_on(one.last_checked_on, months) < day, one.link_failures >= failures) for one in rows
    ]
    return sorted(found, key=lambda row: (not (row.is_due or row.is_broken), search_key(row.offer.name)))
