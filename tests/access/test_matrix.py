"""Every route, asked by everybody: nobody sees what is not theirs."""

import pytest
from django.contrib import admin
from django.urls import get_resolver, reverse

from clients.models import ImportRun
from organisations.models import Qualification
from plans.models import Evaluation, PlanVersion
from tests.access.asking import ENDS_THE_SESSION, ask, outcome, routes
from tests.access.matrix import ADMIN, MATRIX
from tests.access.world import *  # noqa: F403 - fixtures


def test_every_route_has_a_row_in_the_matrix():
    assert set(routes(get_resolver().url_patterns)) == set(MATRIX)


@pytest.mark.usefixtures("plain_refusals")
@pytest.mark.parametrize("method", ["get", "post"])
def test_everybody_gets_what_the_matrix_says(world, method):
    wrong = []
    for name, row in MATRIX.items():
        address = world.address_of(name)
        for person, expected in getattr(row, method).items():
            if name in ENDS_THE_SESSION and method == "post":
                continue  # for the routes that follow; tested in tests/accounts
            found = outcome(ask(world.browsers[person], method, address))
            if found != expected:
                wrong.append(f"{method.upper()} {name}: {person} gets {found}, not {expected}")
    assert not wrong, "\n".join(wrong)


def test_admin_is_for_administrators_only(world):
    wrong = []
    pages = [reverse("admin:index")]
    for model in admin.site._registry:
        place = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        pages.append(reverse(f"{place}_changelist"))
        row = model._default_manager.first()
        if row is not None:
            pages.append(reverse(f"{place}_change", args=[row.pk]))
    for address in pages:
        for person, expected in ADMIN.items():
            response = ask(world.browsers[person], "get", address)
            if response.status_code == 302 and response["Location"].startswith(
                "/beheer"
            ):  # the admin's own sign-in passes on, or refuses who is signed in
                response = ask(world.browsers[person], "get", response["Location"])
            if (found := outcome(response)) != expected:
                wrong.append(f"{address}: {person} gets {found}, not {expected}")
    assert not wrong, "\n".join(wrong)


def test_public_routes_say_why():
    public = {name for name, row in MATRIX.items() if {"ok", "401"} & {row.get["anonymous"], row.post["anonymous"]}}

    assert public == {name for name, row in MATRIX.items() if row.public_because}


def test_ids_of_another_organisation_are_as_good_as_none(world, zoe, mo):
    """Whatever the route, a stranger gets nothing else for a real id than for one that does not exist."""
    theirs = {
        str(Evaluation.objects.get().version.plan.allocation.client.public_id),
        str(Evaluation.objects.get().public_id),
    }
    theirs |= {str(version.public_id) for version in PlanVersion.objects.all()}
    theirs |= {str(row.public_id) for row in Qualification.objects.all()}
    theirs |= {str(run.public_id) for run in ImportRun.objects.all()}
    for stranger in ("zoe", "mo"):
        for name in MATRIX:
            address = world.address_of(name)
            if not any(identifier in address for identifier in theirs):
                continue
            real = ask(world.browsers[stranger], "get", address)
            for identifier in theirs:
                address = address.replace(identifier, "00000000-0000-4000-8000-000000000000")
            none = ask(world.browsers[stranger], "get", address)
            assert real.status_code == none.status_code, (stranger, name)
            assert b"Vries" not in real.content
