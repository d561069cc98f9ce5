"""The table of rights as people meet it: the menu, and the page that prints it."""

import pytest
from django.conf import settings
from django.urls import reverse

from organisations.enums import Action, Role
from organisations.rules import SEES, role_may, roles_that_may
from tests.cast import sign_in


@pytest.mark.parametrize(
    ("route", "action"),
    [
        ("clients:list", Action.READ_FILES),
        ("organisations:professionals", Action.SEE_PROFESSIONALS),
        ("clients:signals", Action.SEE_CONSPICUOUS_ACCESS),
        ("compliance:heat", Action.SEE_COMPLIANCE),
    ],
)
def test_menu_shows_a_page_to_the_roles_that_may_open_it(route, action):
    menu = {entry[0]: set(entry[2]) for entry in settings.NAVIGATION}

    assert menu[route] == roles_that_may(action)


@pytest.mark.django_db
def test_page_prints_the_whole_table(client, nobody):
    page = sign_in(client, nobody).get(reverse("organisations:rights"))

    told = page.content.decode()
    assert all(str(role.label) in told and SEES[role].replace("'", "&#x27;") in told for role in Role)
    assert all(str(action.label).replace("'", "&#x27;") in told for action in Action)
    given = {
        (column.label, line.action): cell.may
        for table in page.context["tables"]
        for _, lines in table.groups
        for line in lines
        for column, cell in zip(table.columns, line.cells, strict=True)
    }
    for role in Role:
        for action in Action:
            assert given.get((str(role.label), str(action.label)), False) == role_may(role, action)


@pytest.mark.django_db
def test_every_page_leads_to_the_table(client, petra):
    assert reverse("organisations:rights") in sign_in(client, petra).get(reverse("home")).content.decode()
