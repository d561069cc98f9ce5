"""Every constraint of what was agreed around a contract, attacked behind the services' back."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from contracts.models import (
    Addendum,
    AddendumLine,
    AgreementDocument,
    AllowedMunicipality,
    CallOff,
    Clause,
    ContractedProduct,
    ContractSetting,
    ExtensionOption,
    Lot,
    Participation,
    Rate,
)
from core.clock import now
from core.constraints import as_validation_error
from tests.factories import contracts as made

pytestmark = pytest.mark.django_db
LATER, EARLIER = date(2026, 5, 1), date(2024, 1, 1)


def refused(write):
    """The code with which the database refuses the write."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        write()
    explained = as_validation_error(refusal.value)
    assert explained is not None
    return explained.code


@pytest.mark.parametrize(
    ("factory", "model"),
    [
        (made.ParticipationFactory, Participation),
        (made.AllowedFactory, AllowedMunicipality),
        (made.CallOffFactory, CallOff),
        (made.ClauseFactory, Clause),
        (made.SettingFactory, ContractSetting),
    ],
)
def test_period_order_holds_in_the_database(factory, model):
    """contracts_participation_period_order, contracts_allowed_period_order and the others."""
    row = factory.create()

    assert refused(lambda: model.objects.filter(pk=row.pk).update(ends_on=EARLIER)) == "period_order"


def test_product_period_order_holds_in_the_database():
    row = made.ContractedProductFactory.create(starts_on=LATER)

    code = refused(lambda: ContractedProduct.objects.filter(pk=row.pk).update(ends_on=EARLIER))

    assert code == "product_period_order"


@pytest.mark.parametrize(
    ("factory", "scope", "code"),
    [
        (made.ParticipationFactory, ("framework", "municipality"), "participation_overlap"),
        (made.AllowedFactory, ("contracted_product", "municipality"), "allowed_overlap"),
        (made.ClauseFactory, ("contract", "article"), "clause_overlap"),
        (made.SettingFactory, ("parameter",), "contract_setting_overlap"),
    ],
)
def test_no_overlap_holds_in_the_database(factory, scope, code):
    first = factory.create()
    same = {name: getattr(first, name) for name in scope}

    assert refused(lambda: factory.create(**same, starts_on=LATER)) == code


@pytest.mark.parametrize(
    ("factory", "scope", "code"),
    [
        (made.LotFactory, ("framework", "number"), "lot_number"),
        (made.OptionFactory, ("framework", "number"), "option_number"),
        (made.AddendumFactory, ("contract", "number"), "addendum_number"),
        (made.DocumentFactory, ("framework", "title", "version"), "document_version"),
    ],
)
def test_once_holds_in_the_database(factory, scope, code):
    first = factory.create()
    same = {name: getattr(first, name) for name in scope}

    assert refused(lambda: factory.create(**same)) == code


def test_document_of_contract_holds_in_the_database():
    contract = made.ContractFactory.create()
    fields = {"framework": contract.framework, "contract": contract}
    made.DocumentFactory.create(**fields)
    made.DocumentFactory.create(framework=contract.framework)  # of the framework itself, so another one

    assert refused(lambda: made.DocumentFactory.create(**fields)) == "document_of_contract"


@pytest.mark.parametrize(
    ("factory", "model", "fields", "code"),
    [
        (made.LotFactory, Lot, {"domain": "wlz"}, "lot_domain"),
        (made.LotFactory, Lot, {"number": 0}, "lot_domain"),
        (made.OptionFactory, ExtensionOption, {"months": 0}, "option_months"),
        (made.OptionFactory, ExtensionOption, {"state": "used", "decided_on": LATER}, "option_state"),
        (made.OptionFactory, ExtensionOption, {"decided_on": LATER}, "option_state"),
        (made.OptionFactory, ExtensionOption, {"state": "maybe"}, "option_state"),
        (made.DocumentFactory, AgreementDocument, {"kind": "letter"}, "document_kind"),
        (made.AddendumFactory, Addendum, {"status": "adopted"}, "addendum_status"),
        (made.AddendumFactory, Addendum, {"signed_on": LATER}, "addendum_status"),
        (made.LineFactory, AddendumLine, {"kind": "rate"}, "line_incomplete"),
        (made.LineFactory, AddendumLine, {"kind": "product_added"}, "line_incomplete"),
        (made.LineFactory, AddendumLine, {"kind": "product_ended"}, "line_incomplete"),
        (made.LineFactory, AddendumLine, {"kind": "clause"}, "line_incomplete"),
        (made.SettingFactory, ContractSetting, {"value": 0}, "contract_setting"),
        (made.SettingFactory, ContractSetting, {"source": ""}, "contract_setting"),
        (made.RateFactory, Rate, {"correction_reason": "zomaar"}, "rate_correction"),
    ],
)
def test_check_holds_in_the_database(factory, model, fields, code):
    row = factory.create()

    assert refused(lambda: model.objects.filter(pk=row.pk).update(**fields)) == code


def test_a_line_stands_once_in_an_addendum():
    rate = made.RateFactory.create()
    addendum = made.AddendumFactory.create(contract=rate.contracted_product.contract)
    fields = {"addendum": addendum, "contracted_product": rate.contracted_product}
    made.LineFactory.create(**fields, kind="rate", amount=Decimal("60"))
    made.LineFactory.create(addendum=addendum, kind="clause", article="3.7")
    made.LineFactory.create(addendum=addendum)

    assert refused(lambda: made.LineFactory.create(**fields, kind="rate", amount=Decimal("61"))) == "line_twice"
    assert refused(lambda: made.LineFactory.create(addendum=addendum)) == "line_end_twice"
    clause = {"addendum": addendum, "kind": "clause", "article": "3.7"}
    assert refused(lambda: made.LineFactory.create(**clause)) == "line_clause_twice"


def test_a_superseded_rate_stands_beside_the_one_that_took_its_place():
    wrong = made.RateFactory.create(superseded_at=now())
    product = wrong.contracted_product
    right = made.RateFactory.create(
        contracted_product=product, amount=Decimal("60"), corrects=wrong, correction_reason="Tikfout."
    )

    assert product.rate_on(LATER) == right.amount
    assert refused(lambda: Rate.objects.filter(pk=wrong.pk).update(superseded_at=None)) == "rate_overlap"
