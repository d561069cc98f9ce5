"""From a decision to an allocation: choose a provider, with rate and waiting time in sight."""

from datetime import date

import pytest

from clients.enums import DeliveryForm
from clients.models import Allocation
from contracts.services import report_waiting_time
from tests.cast import actor_of_user, sign_in
from tests.factories.clients import AllocationFactory
from tests.factories.contracts import ContractedProductFactory, variant_in_force
from tests.factories.decisions import DecisionFactory
from tests.factories.organisations import LocationFactory


@pytest.fixture
def decision(person, product):
    """Four dagdelen per week of Duurzaam in kind, from 1 March 2026 for a year."""
    return DecisionFactory.create(case__client=person, variant=product.variant)


@pytest.fixture
def url(person, decision):
    """The page on which a provider is chosen."""
    return f"/clienten/{person.public_id}/toewijzingen/uit-besluit/{decision.public_id}"


@pytest.fixture
def typed(product):
    """A good form."""
    return {
        "contracted_product": str(product.public_id),
        "starts_on": "2026-03-01",
        "ends_on": "2027-02-28",
        "volume": "4",
        "frequency": "2",
        "chosen_by": "client",
        "provider_choice_reason": "Mevrouw kent de groep.",
    }


def test_choice_of_decision_lists_what_can_be_allocated(client, karin, person, decision):
    budget = DecisionFactory.create(
        case__client=person, variant=variant_in_force("basis"), form=DeliveryForm.PERSONAL_BUDGET
    )
    other = DecisionFactory.create(variant=decision.variant)

    page = sign_in(client, karin).get(f"/clienten/{person.public_id}/toewijzingen/nieuw").content.decode()

    assert f"uit-besluit/{decision.public_id}" in page
    assert str(budget.public_id) not in page
    assert str(other.public_id) not in page
    assert "Het besluit staat niet in dit systeem" in page


def test_decision_of_somebody_else_or_in_another_form_does_not_exist(client, karin, person, product):
    sign_in(client, karin)
    budget = DecisionFactory.create(case__client=person, variant=product.variant, form=DeliveryForm.PERSONAL_BUDGET)
    other = DecisionFactory.create(variant=product.variant)

    for decision in (budget, other):
        address = f"/clienten/{person.public_id}/toewijzingen/uit-besluit/{decision.public_id}"
        assert client.get(address).status_code == 404


def test_provider_is_shown_with_place_rate_and_waiting_time(*, client, karin, pim, url, product, region, het_anker):
    LocationFactory.create(provider=product.contract.provider, name="Theehuis", city="Apeldoorn")
    ContractedProductFactory.create(
        contract__framework__region=region, contract__provider=het_anker, variant=product.variant
    )
    ContractedProductFactory.create(contract=product.contract, variant=variant_in_force("basis"))
    report_waiting_time(
        actor=actor_of_user(pim), contracted_product=product, weeks=3, reported_on=date(2026, 2, 12), source="Planner"
    )

    page = sign_in(client, karin).get(url).content.decode()

    assert "Theehuis, Apeldoorn" in page
    assert "Wachttijd 3 weken (gemeld op 12 februari 2026, 17 dagen geleden: Planner)" in page
    assert "Het Anker" in page
    assert "Wachttijd niet bekend" in page
    assert "€\u00a061,50 per dagdeel" in page
    assert "Basis" not in page
    assert 'value="2026-03-01"' in page
    assert 'value="2027-02-28"' in page
    assert 'value="4"' in page


def test_allocation_keeps_decision_and_who_chose(*, client, karin, url, typed, decision, person):
    page = sign_in(client, karin).post(url, typed, follow=True).content.decode()

    made = Allocation.objects.get()
    assert made.decision == decision
    assert (made.chosen_by, made.provider_choice_reason) == ("client", "Mevrouw kent de groep.")
    assert f"20 februari 2026, zaak {decision.case.number}" in page
    assert "De cliënt: Mevrouw kent de groep." in page


@pytest.mark.parametrize(
    ("fields", "field", "says"),
    [
        ({"volume": "5"}, "volume", "Het besluit geeft 4 dagdelen per week."),
        ({"frequency": "4"}, "volume", "Het besluit geeft 4 dagdelen per week."),
        ({"ends_on": "2027-03-01"}, "ends_on", "Het besluit geldt"),
        ({"ends_on": ""}, "ends_on", "Een aantal dagdelen per week heeft een einddatum nodig"),
        ({"contracted_product": ""}, "contracted_product", "Kies een product en aanbieder."),
        ({"chosen_by": ""}, "chosen_by", "Kies een antwoord bij"),
        ({"provider_choice_reason": ""}, "provider_choice_reason", "Vul ‘Waarom deze aanbieder?’ in."),
    ],
)
def test_refusal_stands_at_its_field_and_keeps_what_was_typed(*, client, karin, url, typed, fields, field, says):
    answer = sign_in(client, karin).post(url, typed | fields)

    form = answer.context["form"]
    assert any(says in message for message in form.errors[field]), form.errors
    assert form["provider_choice_reason"].value() == (typed | fields)["provider_choice_reason"]
    assert not Allocation.objects.exists()


def test_product_of_another_decision_is_refused(client, karin, url, typed, product):
    basis = ContractedProductFactory.create(contract=product.contract, variant=variant_in_force("basis"))

    page = sign_in(client, karin).post(url, typed | {"contracted_product": str(basis.public_id)}).content.decode()

    assert "Dit besluit gaat niet over zorg in natura met dit product" in page
    assert not Allocation.objects.exists()


def test_without_decision_a_reason_is_kept_and_shown_to_the_municipality_only(*, client, karin, petra, person, typed):
    address = f"/clienten/{person.public_id}/toewijzingen/zonder-besluit"
    refused = sign_in(client, karin).post(address, typed)
    client.post(address, typed | {"without_decision_reason": "Besluit 12 van 2025, op papier."})
    listing = f"/clienten/{person.public_id}/toewijzingen"
    made = Allocation.objects.get()
    AllocationFactory.create(
        client=person,
        contracted_product=made.contracted_product,
        starts_on=date(2020, 1, 1),
        ends_on=date(2020, 2, 1),
    )

    assert "without_decision_reason" in refused.context["form"].errors
    assert "Niet in dit systeem: Besluit 12 van 2025, op papier." in client.get(listing).content.decode()
    seen = sign_in(client, petra).get(listing).content.decode()
    assert "Besluit 12 van 2025" not in seen
    assert "Mevrouw kent de groep." not in seen


def test_choice_needs_the_same_queries_for_one_and_three(*, client, karin, url, product, region, queries_of):
    sign_in(client, karin)
    one = queries_of(url)
    for _ in range(2):
        more = ContractedProductFactory.create(contract__framework__region=region, variant=product.variant)
        LocationFactory.create(provider=more.contract.provider)

    assert queries_of(url) == one


def test_choice_of_decision_needs_the_same_queries_for_one_and_three(client, karin, person, decision, queries_of):
    sign_in(client, karin)
    address = f"/clienten/{person.public_id}/toewijzingen/nieuw"
    one = queries_of(address)
    for _ in range(2):
        DecisionFactory.create(case__client=person, variant=decision.variant)

    assert queries_of(address) == one
