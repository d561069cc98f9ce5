"""The demo's finding places, social map and signals. All that is told there is made up."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from core.clock import pretend
from informal_care.models import FindingPlace, FindingPlaceKind, SupportOffer
from informal_care.services.offers import add_offer
from informal_care.services.places import add_place, name_places_contact, note_training, note_visit
from informal_care.services.referrals import refer
from informal_care.services.signals import answer_reporter, note_step, raise_signal
from organisations.models import Municipality, Partner
from zorgregio.demo.organisations import Cast


def tell_finding(story: Mapping[str, Any], cast: Cast, today: date) -> None:
    """Places, help and signals of Apeldoorn, unless they are there."""
    row, coordinator = story["finding"], cast.actors["ilse"]
    if FindingPlace.objects.visible_to(coordinator).exists():
        return
    with pretend(today - timedelta(days=120)):
        name_places_contact(actor=coordinator, person=cast.users["ilse"], starts_on=today - timedelta(days=120))
        for one in row["places"]:
            _place(one, story, cast, today)
    for one in row["offers"]:
        with pretend(today - timedelta(days=one["checked"])):
            add_offer(actor=coordinator, **one["values"])
    for one in row["signals"]:
        _signal(one, cast, today)


def _place(one: Mapping[str, Any], story: Mapping[str, Any], cast: Cast, today: date) -> None:
    coordinator = cast.actors["ilse"]
    partner = Partner.objects.get(name=story["partners"][one["partner"]]["name"]) if "partner" in one else None
    kind = FindingPlaceKind.objects.filter(code=one["kind"]).order_by("-edition__number")[0]
    agreed_on = today - timedelta(days=121) if "recognising" in one["values"] else None
    place = add_place(actor=coordinator, kind=kind, partner=partner, agreed_on=agreed_on, **one["values"])
    if agreed_on is not None:
        note_training(actor=coordinator, place=place, given_on=agreed_on, subject="Herkennen (fictief)", people=6)
        note_visit(actor=coordinator, place=place, note="Kennisgemaakt (fictief).")


def _signal(one: Mapping[str, Any], cast: Cast, today: date) -> None:
    coordinator, apeldoorn = cast.actors["ilse"], Municipality.objects.get(cbs_code="0200")
    with pretend(today - timedelta(days=one["told"])):
        signal = raise_signal(
            actor=cast.actors[one["by"]], municipality=apeldoorn, source="organisation", **one["values"]
        )
    if "step" not in one:
        return
    with pretend(today - timedelta(days=one["told"] - 1)):
        note_step(actor=coordinator, signal=signal, note=one["step"])
        offer = SupportOffer.objects.get(name=one["offer"])
        refer(actor=coordinator, signal=signal, kind="warm", offer=offer, to_person=one["to_person"])
        answer_reporter(actor=coordinator, signal=signal, revision=2, feedback=one["answer"])
