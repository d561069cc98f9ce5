"""Demands of the model in products: a purchaser makes one, the board shows where it stands."""

import pytest
from django.urls import reverse

from informal_care.rules.purchasing import QUALITY_DEMANDS
from informal_care.selectors.purchasing import demands_of
from products.services.versions import adopt_version, draft_next_version
from tests.cast import actor_of_user, sign_in
from tests.factories.products import ProductVersionFactory

TYPED = {
    "category": "content",
    "statement": "De zorg past bij cliënt en mantelzorger.",
    "how_checked": "Gesprek met de aanbieder.",
    "consequence": "fault",
}


@pytest.fixture
def draft(pim, board):
    """Of a product that holds."""
    return draft_next_version(actor=actor_of_user(pim), version=ProductVersionFactory.create())


def places(board, actor):
    return {one.activity.code: len(one.requirements) for one in demands_of(board.edition, actor)}


def test_all_demands_of_the_model_are_there(mezzo, coordinator):
    assert {one.activity.code for one in demands_of(mezzo, coordinator)} == set(QUALITY_DEMANDS)


def test_a_purchaser_demands_what_the_model_asks(client, pim, board, draft, coordinator):
    sign_in(client, pim)
    page = reverse("informal_care:version_demand", args=[draft.public_id, "VLI-B-2"])
    form = client.get(page).context["form"]
    assert form.initial["statement"] == board.edition.activities.get(code="VLI-B-2").text
    assert client.post(page, TYPED).status_code == 302

    requirement = draft.requirements.get(code="VLI-B-2")
    assert requirement.source == "Mezzo, Gebruiksaanwijzing voor gemeenten, bladzijde 13"
    again = client.post(page, TYPED)
    assert "Deze code bestaat al in deze versie." in again.content.decode()
    listed = client.get(reverse("informal_care:version_demands", args=[draft.public_id])).content.decode()
    assert "staat in deze versie" in listed
    link = reverse("informal_care:version_demands", args=[draft.public_id])
    assert link in client.get(reverse("products:version", args=[draft.public_id])).content.decode()
    # A draft does not exist yet for the municipality.
    assert places(board, actor_of_user(pim))["VLI-B-2"] == 1
    assert places(board, coordinator)["VLI-B-2"] == 0


def test_the_board_shows_where_a_demand_stands_and_it_goes_along(client, pim, ilse, board, draft):
    sign_in(client, pim)
    client.post(reverse("informal_care:version_demand", args=[draft.public_id, "VRB-B-5"]), TYPED)
    adopted = adopt_version(actor=actor_of_user(pim), version=draft, starts_on=draft.starts_on)
    following = draft_next_version(actor=actor_of_user(pim), version=adopted)

    sign_in(client, ilse)
    page = client.get(reverse("informal_care:demands", args=[board.public_id])).content.decode()
    assert reverse("products:version", args=[adopted.public_id]) in page
    assert reverse("products:version", args=[following.public_id]) not in page
    assert places(board, actor_of_user(pim))["VRB-B-5"] == 2


def test_what_is_no_demand_or_adopted_is_not_there(client, pim, karin, draft):
    sign_in(client, pim)
    for code in ("VIN-A-1", "VLI-B-9"):
        assert client.get(reverse("informal_care:version_demand", args=[draft.public_id, code])).status_code == 404
    client.post(reverse("informal_care:version_demand", args=[draft.public_id, "VLI-B-2"]), TYPED)
    adopt_version(actor=actor_of_user(pim), version=draft, starts_on=draft.starts_on)
    assert client.get(reverse("informal_care:version_demands", args=[draft.public_id])).status_code == 403
    sign_in(client, karin)
    assert client.get(reverse("informal_care:version_demands", args=[draft.public_id])).status_code == 403
