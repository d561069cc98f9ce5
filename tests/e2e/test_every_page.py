"""Every page of the project: reachable, accessible, and within the width of a phone."""

from collections import defaultdict

import pytest
from django.urls import get_resolver
from pytest_django import DjangoDbBlocker

from tests.access.asking import routes
from tests.e2e.conftest import SignedIn, surveys
from tests.e2e.people import ADA, BAS, COR, GIJS, HANNA, ILSE, KARIN, MAUD, PETRA, PIM, TESS, VERA, WIL, Files
from tests.e2e.survey import Survey, route_of
from tests.e2e.visiting import Visit
from tests.e2e.visits import GROUPS, NO_PAGE, ONLY_SENT, WALKED

USERS = (KARIN, PETRA, PIM, HANNA, WIL, VERA, MAUD, TESS, BAS, COR, ILSE, GIJS, ADA)


@pytest.fixture(scope="session")
def visits(site: str, django_db_blocker: DjangoDbBlocker) -> dict[str, list[Visit]]:
    """All visits, by user. They write what their pages show, so they are made once."""
    found: dict[str, list[Visit]] = defaultdict(list)
    for group in GROUPS:
        for visit in group(Files()):
            found[visit.email].append(visit)
    return found


def test_every_page_has_a_visit(visits: dict[str, list[Visit]]) -> None:
    """A new route gets a visit, a test that comes to it, or a reason why it is no page."""
    visited = {visit.route for listed in visits.values() for visit in listed}

    assert visited | set(WALKED) | set(NO_PAGE) | ONLY_SENT == set(routes(get_resolver().url_patterns))
    assert not set(NO_PAGE) & (visited | set(WALKED) | ONLY_SENT)
    assert set(visits) == set(USERS), "nobody's visits are forgotten"


@pytest.mark.parametrize("email", USERS)
def test_page_is_accessible_and_fits(
    signed_in: SignedIn, survey: Survey, visits: dict[str, list[Visit]], email: str
) -> None:
    """No violation and no sideways scrolling on any page of this user."""
    page = signed_in(email)
    for visit in visits[email]:
        response = page.goto(visit.address)
        if response is None or response.status != 200:
            survey.faults.append(f"{visit.name}: status {response and response.status} for {visit.address}")
        survey.look(page, visit.name)
        assert route_of(page) == visit.route, f"{visit.name} leads away from {visit.address} to {page.url}"


@pytest.mark.last
def test_pages_on_the_way_were_looked_at() -> None:
    """What another test is said to look at, it did. Of the tests that did not run nothing is known."""
    seen: dict[str, set[str]] = defaultdict(set)
    for survey in surveys:
        seen[survey.test] |= survey.routes

    missed = {route: test for route, test in WALKED.items() if test in seen and route not in seen[test]}

    assert not missed
