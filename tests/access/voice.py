"""What the routes of the panel and of appreciation point at."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from accounts.models import User
from core.actors import Actor
from informal_care.models import Poll
from informal_care.rules.polls import Asked
from informal_care.services.appreciation import Offer, apply_for_appreciation, open_scheme
from informal_care.services.panel import join_panel
from informal_care.services.polls import invite_panel, make_poll
from informal_care.services.settings import load_care_settings
from informal_care.services.vacancies import open_vacancy
from tests.cast import actor_of_user
from tests.plans.story import TODAY


def voice_of(coordinator: User) -> dict[str, dict[str, Any]]:
    """A panel of one with an open poll, one that closed, and a council that looks for members."""
    actor = actor_of_user(coordinator)
    load_care_settings()
    join_panel(actor=actor, name="Fatma Yılmaz")
    asked = [Asked("Hoe gaat het met u?")]
    poll = make_poll(
        actor=actor,
        asked=asked,
        title="Even weg kunnen",
        opens_on=TODAY - timedelta(days=3),
        closes_on=TODAY + timedelta(days=30),
    )
    ((_, secret),) = invite_panel(actor=actor, poll=poll).letters
    dates = {"opens_on": TODAY, "closes_on": TODAY + timedelta(days=9)}
    closed = make_poll(actor=actor, asked=asked, title="Uw buurt", **dates)
    Poll.objects.filter(pk=closed.pk).update(opens_on=TODAY - timedelta(days=9), closes_on=TODAY - timedelta(days=1))
    draft = make_poll(actor=actor, asked=asked, title="Straks", **dates)
    leaving = join_panel(actor=actor, name="Piet Postma")
    vacancy = open_vacancy(
        actor=actor, council="Adviesraad", text="Wij zoeken u.", contact="055 000 00 00", starts_on=TODAY
    )
    scheme = open_scheme(
        actor=actor,
        offers=[Offer("pass", "Pas", Decimal(50), 10)],
        year=TODAY.year,
        opens_on=TODAY,
        closes_on=TODAY + timedelta(days=30),
        budget=Decimal(500),
    )
    own = apply_for_appreciation(
        actor=Actor.anonymous(),
        scheme=scheme,
        kind=scheme.kinds.get(),
        name="Fatma Yılmaz",
        birth_date=TODAY - timedelta(days=15000),
        cares_since=TODAY - timedelta(days=900),
        cared_for="mijn man",
        hours_per_week=12,
        lives_here=True,
        cared_for_lives_here=True,
    )
    applied = scheme.applications.get().public_id
    link = {"public_id": poll.public_id, "secret": secret}
    place = {"cbs_code": poll.municipality.cbs_code}
    of_scheme = ("appreciation_scheme", "scheme_change", "application_new", "scheme_sheet", "scheme_letters")
    return {
        **{f"informal_care:{name}": {"public_id": scheme.public_id} for name in of_scheme},
        "informal_care:application": {"public_id": applied},
        "informal_care:application_state": {**place, "secret": own},
        "informal_care:member_out": {"public_id": leaving.public_id},
        **{f"informal_care:{name}": {"public_id": poll.public_id} for name in ("poll", "poll_invite")},
        **{f"informal_care:{name}": {"public_id": draft.public_id} for name in ("poll_change", "poll_follow_up")},
        "informal_care:poll_results": {"public_id": closed.public_id},
        "informal_care:vacancy_change": {"public_id": vacancy.public_id},
        **{f"informal_care:{name}": link for name in ("poll_answer", "panel_leave")},
        **{f"informal_care:{name}": place for name in ("have_a_say", "self_test", "apply")},
    }
