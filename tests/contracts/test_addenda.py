"""What was signed changes by an addendum, and the contract stays readable as it was on any day."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from audit.models import AuditEntry
from contracts.models import AddendumLine, Clause, Contract, ContractedProduct, Rate
from contracts.rules.reading import side_by_side
from contracts.selectors import products_to_allocate
from contracts.selectors.reading import record_of
from contracts.services import (
    add_clause,
    add_line,
    adopt_addendum,
    conclude_call_off,
    contract_product,
    correct_rate,
    draft_addendum,
    remove_line,
    set_rate,
    sign_contract,
    withdraw_addendum,
)
from core.errors import Conflict
from tests.cast import actor_of_user
from tests.factories import contracts as made

TODAY = date(2026, 3, 1)
JULY = date(2026, 7, 1)
JUNE_30 = date(2026, 6, 30)


@pytest.fixture(autouse=True)
def _today(on_day):
    on_day(TODAY)


@pytest.fixture
def purchaser(pim):
    return actor_of_user(pim)


@pytest.fixture
def product(region, de_linde):
    """In a signed contract."""
    return made.ContractedProductFactory.create(
        contract__framework__region=region,
        contract__framework__ends_on=date(2030, 12, 31),
        contract__provider=de_linde,
        contract__ends_on=date(2028, 12, 31),
        contract__signed_on=date(2024, 12, 1),
    )


@pytest.fixture
def addendum(purchaser, product):
    return draft_addendum(
        actor=purchaser, contract=product.contract, title="Zomer", reason="Overleg van maart.", starts_on=JULY
    )


def read(product, day):
    """The contract on a day, by topic and subject."""
    record = record_of(Contract.objects.select_related("framework", "provider").get(pk=product.contract_id))
    return {(line.topic, line.subject): line.text for line in record.read(day)}


def adopt(actor, addendum):
    return adopt_addendum(actor=actor, addendum=addendum, signed_on=TODAY)


def test_signed_contract_is_not_changed_without_an_addendum(purchaser, product):
    writes = (
        lambda: set_rate(actor=purchaser, contracted_product=product, amount=Decimal("70"), starts_on=JULY),
        lambda: contract_product(
            actor=purchaser,
            contract=product.contract,
            variant=made.variant_in_force("basis"),
            product_code="07A12",
        ),
        lambda: add_clause(actor=purchaser, contract=product.contract, article="3.7", text="Twee maanden."),
    )

    for write in writes:
        with pytest.raises(ValidationError) as refusal:
            write()
        assert refusal.value.code == "needs_addendum"


def test_draft_changes_nothing_and_adopting_changes_all_of_it_from_its_day(purchaser, product, addendum, zutphen):
    basis = made.variant_in_force("basis")
    made.ClauseFactory.create(contract=product.contract)
    change = {"actor": purchaser, "addendum": addendum}
    add_line(**change, kind="rate", contracted_product=product, amount=Decimal("70"), is_fictional=True)
    add_line(**change, kind="product_added", variant=basis, product_code="07A12", unit="16", amount=Decimal("48.75"))
    add_line(**change, kind="municipalities", contracted_product=product, municipalities=[zutphen])
    add_line(**change, kind="clause", article="3.7", text="De opzegtermijn is twee maanden.")
    add_line(**change, kind="end", ends_on=date(2029, 12, 31))
    before = read(product, JULY)

    adopt(purchaser, addendum)

    on_last_day, on_first_day = read(product, JUNE_30), read(product, JULY)
    assert before == on_last_day  # what it changes is not there a day before
    rate, end = ("Begeleiding Groep Duurzaam", "Tarief"), ("Contract", "Eindigt op")
    assert (on_last_day[rate], on_first_day[rate]) == (
        "€\u00a061,50 per dagdeel (fictief)",
        "€\u00a070,00 per dagdeel (fictief)",
    )
    assert (on_last_day[end], on_first_day[end]) == ("31 december 2028", "31 december 2029")
    where = ("Begeleiding Groep Duurzaam", "Gemeenten")
    assert (on_last_day[where], on_first_day[where]) == ("alle die meedoen", "Zutphen")
    words = ("Bepalingen", "Artikel 3.7")
    assert (on_last_day[words], on_first_day[words]) == (
        "De opzegtermijn is een maand.",
        "De opzegtermijn is twee maanden.",
    )
    added = ("Begeleiding Groep Basis", "Tarief")
    assert added not in on_last_day
    assert on_first_day[added] == "€\u00a048,75 per dagdeel"
    assert ("Addenda die gelden", str(addendum)) in on_first_day
    written = set(AuditEntry.objects.filter(event="changed").values_list("target", flat=True))
    assert {addendum.public_id, product.contract.public_id} <= written


def test_two_days_side_by_side_show_what_changed(purchaser, product, addendum):
    add_line(actor=purchaser, addendum=addendum, kind="rate", contracted_product=product, amount=Decimal("70"))
    adopt(purchaser, addendum)
    record = record_of(Contract.objects.select_related("framework", "provider").get(pk=product.contract_id))

    changed = [pair for pair in side_by_side(record.read(JUNE_30), record.read(JULY)) if pair.is_changed]

    assert [(pair.topic, pair.subject, pair.change) for pair in changed] == [
        ("Begeleiding Groep Duurzaam", "Tarief", "gewijzigd"),
        ("Addenda die gelden", "Addendum 1: Zomer", "nieuw"),
    ]


def test_product_that_goes_out_is_not_allocated_any_more(purchaser, product, addendum, apeldoorn):
    add_line(actor=purchaser, addendum=addendum, kind="product_ended", contracted_product=product)
    adopt(purchaser, addendum)

    assert [offer.contracted_product for offer in products_to_allocate(apeldoorn, JUNE_30)] == [product]
    assert products_to_allocate(apeldoorn, JULY) == []
    assert ("Begeleiding Groep Duurzaam", "Tarief") not in read(product, JULY)


def test_article_without_text_goes(purchaser, product, addendum):
    clause = made.ClauseFactory.create(contract=product.contract)
    add_line(actor=purchaser, addendum=addendum, kind="clause", article=clause.article, text="")
    adopt(purchaser, addendum)

    assert Clause.objects.get().ends_on == JUNE_30
    assert ("Bepalingen", "Artikel 3.7") not in read(product, JULY)


def test_all_faults_are_named_at_once_and_then_nothing_changes(purchaser, product, addendum):
    change = {"actor": purchaser, "addendum": addendum}
    add_line(**change, kind="end", ends_on=date(2031, 1, 1))
    add_line(**change, kind="clause", article="1.1", text="Nieuw.")
    add_line(
        **change,
        kind="product_added",
        variant=product.variant,
        product_code="07A16",
        unit="16",
        amount=Decimal("1"),
    )

    with pytest.raises(ValidationError) as refusal:
        adopt(purchaser, addendum)

    assert {fault.code for fault in refusal.value.error_list} == {"contract_outside_framework", "contracted_twice"}
    addendum.refresh_from_db()
    assert addendum.status == "draft"
    assert not Clause.objects.exists()
    assert ContractedProduct.objects.count() == 1


def test_addendum_of_the_past_changes_no_rate_that_was_due(purchaser, product):
    addendum = draft_addendum(
        actor=purchaser, contract=product.contract, title="Laat", reason="Te laat.", starts_on=TODAY - timedelta(days=9)
    )
    add_line(actor=purchaser, addendum=addendum, kind="rate", contracted_product=product, amount=Decimal("70"))

    with pytest.raises(ValidationError) as refusal:
        adopt(purchaser, addendum)

    assert [fault.code for fault in refusal.value.error_list] == ["rate_of_the_past"]


@pytest.mark.parametrize("name", ["karin", "petra", "ada"])
def test_addendum_is_for_the_purchaser_only(request, name, purchaser, product, addendum):
    actor = actor_of_user(request.getfixturevalue(name))
    line = add_line(actor=purchaser, addendum=addendum, kind="end")

    for write in (
        lambda: draft_addendum(actor=actor, contract=product.contract, title="A", reason="A", starts_on=JULY),
        lambda: add_line(actor=actor, addendum=addendum, kind="clause", article="1"),
        lambda: remove_line(actor=actor, line=line),
        lambda: adopt(actor, addendum),
        lambda: withdraw_addendum(actor=actor, addendum=addendum),
        lambda: sign_contract(actor=actor, contract=product.contract, signed_on=TODAY),
        lambda: correct_rate(actor=actor, rate=product.rates.get(), amount=Decimal("1"), reason="A"),
    ):
        with pytest.raises(PermissionDenied):
            write()


def test_closed_addendum_takes_nothing_more(purchaser, product, addendum):
    line = add_line(actor=purchaser, addendum=addendum, kind="clause", article="1.1", text="Nieuw.")
    adopt(purchaser, addendum)

    for write in (
        lambda: add_line(actor=purchaser, addendum=addendum, kind="end"),
        lambda: remove_line(actor=purchaser, line=line),
        lambda: adopt(purchaser, addendum),
        lambda: withdraw_addendum(actor=purchaser, addendum=addendum),
    ):
        with pytest.raises(Conflict):
            write()


def test_empty_addendum_unsigned_contract_and_other_product_are_refused(purchaser, product, addendum):
    unsigned = made.ContractedProductFactory.create(contract__framework=product.contract.framework)
    fields = {"actor": purchaser, "title": "A", "reason": "A"}

    def code_of(write):
        with pytest.raises(ValidationError) as refusal:
            write()
        error = refusal.value
        return (
            {one.code for found in error.error_dict.values() for one in found}
            if hasattr(error, "error_dict")
            else {error.code}
        )

    assert code_of(lambda: adopt(purchaser, addendum)) == {"addendum_empty"}
    assert code_of(lambda: draft_addendum(**fields, contract=unsigned.contract, starts_on=JULY)) == {
        "contract_unsigned"
    }
    assert code_of(lambda: draft_addendum(**fields, contract=product.contract, starts_on=date(2031, 1, 1))) == {
        "outside_contract"
    }
    wrong = {"actor": purchaser, "addendum": addendum, "contracted_product": unsigned}
    assert code_of(lambda: add_line(**wrong, kind="rate", amount=Decimal("1"))) == {"product_other"}
    mine = wrong | {"contracted_product": product}
    assert code_of(lambda: add_line(**mine, kind="municipalities")) == {"line_municipalities"}
    tomorrow = TODAY + timedelta(days=1)
    add_line(actor=purchaser, addendum=addendum, kind="end")
    late = lambda: adopt_addendum(actor=purchaser, addendum=addendum, signed_on=tomorrow)  # noqa: E731
    assert code_of(late) == {"signed_in_future"}


def test_removed_line_and_withdrawn_addendum_change_nothing(purchaser, product, addendum):
    line = add_line(actor=purchaser, addendum=addendum, kind="end")

    remove_line(actor=purchaser, line=line)
    withdrawn = withdraw_addendum(actor=purchaser, addendum=addendum)

    assert withdrawn.status == "withdrawn"
    assert not AddendumLine.objects.exists()
    assert read(product, JULY)["Contract", "Eindigt op"] == "31 december 2028"


def test_later_addendum_is_not_overtaken_by_an_earlier_one(purchaser, product, addendum, apeldoorn):
    made.ClauseFactory.create(contract=product.contract)
    for kind, change in (
        ("end", {"ends_on": date(2029, 6, 30)}),
        ("clause", {"article": "3.7", "text": "Anders."}),
        ("municipalities", {"contracted_product": product, "municipalities": [apeldoorn]}),
    ):
        add_line(actor=purchaser, addendum=addendum, kind=kind, **change)
    adopt(purchaser, addendum)
    earlier = draft_addendum(
        actor=purchaser, contract=product.contract, title="Eerder", reason="Toch.", starts_on=date(2026, 5, 1)
    )
    for kind, change in (
        ("end", {"ends_on": date(2028, 6, 30)}),
        ("clause", {"article": "3.7", "text": "Nog anders."}),
        ("municipalities", {"contracted_product": product, "municipalities": [apeldoorn]}),
    ):
        add_line(actor=purchaser, addendum=earlier, kind=kind, **change)

    with pytest.raises(ValidationError) as refusal:
        adopt(purchaser, earlier)

    assert {fault.code for fault in refusal.value.error_list} == {"end_later", "clause_later", "allowed_later"}


def test_correction_leaves_the_wrong_rate_to_be_read(purchaser, product):
    wrong = product.rates.get()

    right = correct_rate(actor=purchaser, rate=wrong, amount=Decimal("65.10"), reason="Twee cijfers verwisseld.")

    wrong.refresh_from_db()
    assert (wrong.amount, wrong.starts_on, wrong.correction) == (Decimal("61.50"), made.START, right)
    assert wrong.superseded_at is not None
    assert product.rate_on(TODAY) == Decimal("65.10")
    assert Rate.objects.active_on(TODAY).get() == right
    with pytest.raises(Conflict):
        correct_rate(actor=purchaser, rate=wrong, amount=Decimal("66"), reason="Nog eens.")
    for amount, reason, code in (
        (right.amount, "x", "same_amount"),
        (Decimal("1"), " ", "correction_reason"),
    ):
        with pytest.raises(ValidationError) as refusal:
            correct_rate(actor=purchaser, rate=right, amount=amount, reason=reason)
        assert {one.code for found in refusal.value.error_dict.values() for one in found} == {code}


def test_contract_is_signed_once_with_something_in_it(purchaser, region):
    contract = made.ContractFactory.create(framework__region=region)
    with pytest.raises(ValidationError) as empty:
        sign_contract(actor=purchaser, contract=contract, signed_on=TODAY)
    made.ContractedProductFactory.create(contract=contract)
    with pytest.raises(ValidationError) as early:
        sign_contract(actor=purchaser, contract=contract, signed_on=TODAY + timedelta(days=1))
    signed = sign_contract(actor=purchaser, contract=contract, signed_on=TODAY)

    assert empty.value.code == "contract_empty"
    assert early.value.error_dict["signed_on"][0].code == "signed_in_future"
    assert signed.signed_on == TODAY
    with pytest.raises(Conflict):
        sign_contract(actor=purchaser, contract=contract, signed_on=TODAY)


def test_product_is_of_a_lot_of_its_framework_and_of_municipalities_that_take_part(
    purchaser, region, apeldoorn, zutphen
):
    contract = made.ContractFactory.create(framework__region=region)
    lot = made.LotFactory.create(framework=contract.framework)
    made.ParticipationFactory.create(framework=contract.framework, municipality=apeldoorn)
    fields = {"actor": purchaser, "contract": contract, "variant": made.variant_in_force(), "product_code": "07A16"}
    for wrong, code in (
        ({"lot": made.LotFactory.create()}, "lot_other"),
        ({"lot": lot, "municipalities": [zutphen]}, "municipality_not_in_framework"),
    ):
        with pytest.raises(ValidationError) as refusal:
            contract_product(**fields, **wrong)
        assert {one.code for found in refusal.value.error_dict.values() for one in found} == {code}

    product = contract_product(**fields, lot=lot, municipalities=[apeldoorn])

    assert product.lot == lot
    assert [row.municipality for row in product.allowed.all()] == [apeldoorn]


def test_call_off_holds_inside_its_contract(purchaser, product):
    fields = {
        "actor": purchaser,
        "contract": product.contract,
        "number": "NO-1",
        "title": "Zaterdag",
        "description": "Tien dagdelen op zaterdag.",
        "signed_on": TODAY,
        "starts_on": JULY,
    }
    with pytest.raises(ValidationError) as refusal:
        conclude_call_off(**fields, ends_on=date(2029, 1, 1))
    conclude_call_off(**fields, ends_on=date(2026, 12, 31))

    assert refusal.value.error_dict["ends_on"][0].code == "outside_contract"
    assert ("Nadere overeenkomsten", "NO-1: Zaterdag") in read(product, JULY)
    assert ("Nadere overeenkomsten", "NO-1: Zaterdag") not in read(product, JUNE_30)
