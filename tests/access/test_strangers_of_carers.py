"""Every route of informal care with what another municipality keeps: for the people of the story it is not there."""

from typing import Any
from uuid import UUID

import pytest
from django.urls import get_resolver, reverse

from organisations.enums import Role
from organisations.models import Region
from plans.models import Evaluation
from tests.access.asking import ask
from tests.access.strangers import Elsewhere, elsewhere, in_role
from tests.access.test_strangers import INSIDERS, NO_ONE, PUBLIC, parameters
from tests.access.world import *  # noqa: F403 - fixtures
from tests.access.world import World
from tests.cast import sign_in
from tests.plans.story import *  # noqa: F403 - fixtures

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_refusals")]

OF_THE_PRODUCT_BOOK = {"informal_care:version_demands", "informal_care:version_demand"}
"""Name a product version, which everybody may read."""

KEPT_THERE_BY = (Role.INFORMAL_CARE_COORDINATOR, Role.CASE_WORKER)


@pytest.fixture
def others(world: World, region: Region, evaluation: Evaluation) -> Elsewhere:
    return elsewhere(region, evaluation.version.plan.allocation.variant)


def asked_of(others: Elsewhere) -> dict[str, dict[str, Any]]:
    """Each route of the room that is not public, with the ids of what those elsewhere keep."""
    found = {}
    for name, names in parameters(get_resolver().url_patterns):
        if name.startswith("informal_care:") and name not in PUBLIC | OF_THE_PRODUCT_BOOK:
            kept = others.informal_care.get(name) or others.informal_care["informal_care"]
            found[name] = {key: kept[key] for key in names}
    return found


def is_refused(browser: Any, method: str, name: str, kwargs: dict[str, Any]) -> bool:
    """Whether it is not there; or this page is forbidden to this role whatever the id."""
    status = ask(browser, method, reverse(name, kwargs=kwargs)).status_code
    if status != 403:
        return status in {404, 405}
    nobodys = {key: NO_ONE if isinstance(one, UUID) else one for key, one in kwargs.items()}
    return bool(ask(browser, method, reverse(name, kwargs=nobodys)).status_code == 403)


def test_what_another_municipality_keeps_of_informal_care_is_not_there(client, world, others):
    routes = asked_of(others)
    assert len(routes) > 70
    wrong = [
        f"{person}: {method} {name}"
        for person in (*INSIDERS, "gijs")
        for name, kwargs in routes.items()
        for method in ("get", "post")
        if not is_refused(world.browsers[person], method, name, kwargs)
    ]
    assert not wrong, "\n".join(wrong)

    # Only then does the above say something: for those who keep it there, there is something there.
    unseen = set(routes)
    for role in KEPT_THERE_BY:
        browser = sign_in(client, in_role(others.people, role))
        for name in sorted(unseen):
            address = reverse(name, kwargs=routes[name])
            if {ask(browser, method, address).status_code for method in ("get", "post")} & {200, 302}:
                unseen.discard(name)
    assert not unseen
