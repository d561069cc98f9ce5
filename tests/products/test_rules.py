from dataclasses import fields
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from plans.enums import GoalDomain, Party, WmoFit
from products.api.rules import schema_of
from products.enums import AgreeingParty, DemandedDomain, RuleKind, WmoAnswer
from products.rules import PARAMETERS, parse, sentence, terms_from
from products.rules.readers import OneOf, Reader, SomeOf, Whole, YesNo


def good(reader: Reader) -> st.SearchStrategy[Any]:
    match reader:
        case Whole(least, most):
            return st.integers(least, most)
        case OneOf(choices):
            return st.sampled_from(list(choices))
        case SomeOf(choices):
            return st.lists(st.sampled_from(list(choices)), min_size=1, unique=True)
    return st.booleans()


def bad(reader: Reader) -> st.SearchStrategy[Any]:
    nonsense = st.one_of(st.none(), st.floats(), st.just("zeven"), st.just({}), st.just([]), st.just(["x"]))
    match reader:
        case Whole(least, most):
            return nonsense | st.integers(max_value=least - 1) | st.integers(min_value=most + 1) | st.booleans()
        case YesNo():
            return nonsense | st.integers()
        case SomeOf(choices):
            first = next(iter(choices))
            return nonsense | st.just([first, first]) | st.just(first)
    return nonsense


@st.composite
def rules(draw: st.DrawFn) -> tuple[RuleKind, dict[str, Any]]:
    kind = draw(st.sampled_from(list(RuleKind)))
    return kind, {part.name: draw(good(part.metadata["reader"])) for part in fields(PARAMETERS[kind])}


def requirement(kind: str, value: Any, code: str = "T-1") -> Any:
    return SimpleNamespace(code=code, statement="Eis.", source="Bron, punt 1", rule_kind=kind, rule_value=value)


@given(st.sampled_from(list(RuleKind)), rules(), st.data())
def test_the_schema_takes_what_the_rules_take(kind: RuleKind, rule: tuple[RuleKind, Any], data: st.DataObject) -> None:
    value = dict(rule[1])
    if data.draw(st.booleans()):
        part = data.draw(st.sampled_from(fields(PARAMETERS[rule[0]])))
        # To a schema 6.0 is a whole number, for JSON has no other.
        value[part.name] = data.draw(bad(part.metadata["reader"]).filter(lambda one: not isinstance(one, float)))
    schema = Draft202012Validator(schema_of(kind))
    try:
        parse(kind, value)
    except ValidationError:
        assert not schema.is_valid(value)
    else:
        assert schema.is_valid(value)


@pytest.mark.parametrize("kind", list(RuleKind))
def test_the_schema_of_each_kind_has_an_example_that_fits(kind: RuleKind) -> None:
    schema = schema_of(kind)
    (example,) = schema["examples"]
    Draft202012Validator.check_schema(schema)
    assert Draft202012Validator(schema).is_valid(example)
    assert sentence(kind, example) in schema["description"]


def test_every_kind_of_rule_has_a_parameter_type() -> None:
    assert set(PARAMETERS) == set(RuleKind)


@given(rules())
def test_a_good_value_is_read_back_and_explained(rule: tuple[RuleKind, dict[str, Any]]) -> None:
    kind, value = rule
    demand = parse(kind, value)
    assert {
        part.name: list(read) if isinstance(read := getattr(demand, part.name), tuple) else read
        for part in fields(demand)
    } == value
    words = sentence(kind, value)
    assert words[0].isupper()
    assert not words.endswith(".")


@given(rules(), st.data())
def test_one_bad_part_gives_one_message(rule: tuple[RuleKind, dict[str, Any]], data: st.DataObject) -> None:
    kind, value = rule
    part = data.draw(st.sampled_from(fields(PARAMETERS[kind])))
    with pytest.raises(ValidationError) as refused:
        parse(kind, value | {part.name: data.draw(bad(part.metadata["reader"]))})
    (fault,) = refused.value.error_list
    assert fault.code == "rule_value_invalid"
    assert part.metadata["label"] in fault.message


@given(st.one_of(st.none(), st.integers(), st.text(), st.lists(st.integers())))
def test_a_value_without_names_is_refused(value: Any) -> None:
    with pytest.raises(ValidationError) as refused:
        parse(RuleKind.MAX_CLIENTS_PER_PROFESSIONAL, value)
    assert refused.value.error_list[0].code == "rule_value_shape"


def test_all_faults_are_named_at_once() -> None:
    with pytest.raises(ValidationError) as refused:
        parse(RuleKind.PLAN_CONTENT, {"smart": [], "frequency": 1, "activities": 2})
    assert sorted(fault.code or "" for fault in refused.value.error_list) == [
        "rule_value_invalid",
        "rule_value_invalid",
        "rule_value_missing",
        "rule_value_missing",
        "rule_value_unknown",
    ]


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValidationError) as refused:
        parse("max_dogs", {"max": 1})
    assert refused.value.error_list[0].code == "rule_kind"


def test_sentence_of_the_ratio_counts_in_dutch() -> None:
    kind = RuleKind.MAX_CLIENTS_PER_PROFESSIONAL
    assert sentence(kind, {"max": 7}) == "Hoogstens 7 cliënten per professional"
    assert sentence(kind, {"max": 1}) == "Hoogstens 1 cliënt per professional"


def test_terms_without_rules_demand_nothing() -> None:
    terms = terms_from([requirement("", None)])
    assert terms.max_clients_per_professional is None
    assert terms.agreeing_parties == ()
    assert terms.plan_content is None
    assert not terms.needs_evaluation_report


def test_terms_name_the_requirement_behind_each_demand() -> None:
    terms = terms_from(
        [
            requirement(RuleKind.EVALUATION_INTERVAL_MONTHS, {"months": 3}, "T-1"),
            requirement(RuleKind.GOAL_DOMAIN, {"domain": "structure"}, "T-2"),
            requirement(RuleKind.GOAL_DOMAIN, {"domain": "structure"}, "T-3"),
            requirement(RuleKind.GOAL_DOMAIN, {"domain": "activities"}, "T-4"),
        ]
    )
    assert terms.evaluation_interval_months == 3
    assert terms.requirement_of[RuleKind.EVALUATION_INTERVAL_MONTHS] == ("T-1", "Eis.", "Bron, punt 1")
    assert terms.goal_domains == ("structure", "activities")
    assert {domain: why.code for domain, why in terms.requirement_of_domain.items()} == {
        "structure": "T-2",
        "activities": "T-4",
    }


def test_terms_refuse_two_numbers_for_one_rule() -> None:
    twice = [requirement("max_clients_per_professional", {"max": number}, f"T-{number}") for number in (4, 5)]
    with pytest.raises(ValidationError) as refused:
        terms_from(twice)
    assert refused.value.code == "rule_twice"
    assert "T-4 en T-5" in refused.value.message


def test_terms_are_a_value_that_compares_and_cannot_change() -> None:
    terms = terms_from([requirement("evaluation_interval_months", {"months": 3})])
    assert terms == terms_from([requirement("evaluation_interval_months", {"months": 3})])
    assert hash(terms)
    with pytest.raises(AttributeError):
        terms.evaluation_interval_months = 4  # type: ignore[misc]


def test_words_of_the_product_book_are_those_of_the_plans() -> None:
    assert set(DemandedDomain.values) == set(GoalDomain.values)
    assert set(AgreeingParty.values) == set(Party.values)
    assert set(WmoAnswer.values) == set(WmoFit.values)
