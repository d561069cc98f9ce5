"""A contract read on a day, two readings side by side, and which document goes first: worked by hand and at random."""

from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.enums import DocumentKind
from contracts.rules.reading import EndChange, Line, end_on, in_order_of_precedence, side_by_side
from contracts.selectors import is_open_to, products_to_allocate
from contracts.selectors.reading import record_of
from tests.factories import contracts as made

DAY = date(2026, 3, 1)


@dataclass
class Paper:
    kind: str
    title: str
    version: str
    dated_on: date


lines = st.dictionaries(
    st.tuples(st.sampled_from("ABC"), st.sampled_from("pqr")), st.sampled_from(["een", "twee"]), max_size=9
).map(lambda found: [Line(*key, text) for key, text in found.items()])


@given(lines, lines)
def test_side_by_side_loses_nothing_and_says_what_changed(before, after):
    pairs = side_by_side(before, after)

    assert {(p.topic, p.subject): p.before for p in pairs if p.before} == {
        (one.topic, one.subject): one.text for one in before
    }
    assert {(p.topic, p.subject): p.after for p in pairs if p.after} == {
        (one.topic, one.subject): one.text for one in after
    }
    assert len(pairs) == len({(p.topic, p.subject) for p in pairs})
    for pair in pairs:
        expected = {(True, False): "nieuw", (False, True): "vervallen"}.get((not pair.before, not pair.after))
        assert pair.change == (expected or ("gewijzigd" if pair.before != pair.after else ""))
    topics = [pair.topic for pair in pairs]
    assert len(set(topics)) == sum(topic != earlier for topic, earlier in zip(topics, [None, *topics], strict=False))


@given(lines)
def test_a_reading_beside_itself_shows_no_change(reading):
    assert not any(pair.is_changed for pair in side_by_side(reading, reading))


def test_order_of_precedence_worked_by_hand():
    """Contractstandaarden Wmo art. 1.2: agreement, call-off, nota's (later first), purchasing documents, offer."""
    papers = [
        Paper("offer", "Inschrijving", "1", date(2025, 2, 1)),
        Paper("note", "Eerste nota", "1", date(2025, 1, 10)),
        Paper("purchasing", "Inkoopdocument", "1", date(2025, 1, 1)),
        Paper("purchasing", "Inkoopdocument", "2", date(2025, 1, 5)),
        Paper("note", "Tweede nota", "1", date(2025, 1, 20)),
        Paper("call_off", "Nadere overeenkomst", "1", date(2025, 6, 1)),
        Paper("agreement", "Raamovereenkomst", "1", date(2025, 3, 1)),
        Paper("agreement", "Raamovereenkomst", "2", date(2027, 3, 1)),
    ]

    found = [(paper.title, paper.version) for paper in in_order_of_precedence(papers, DAY)]

    assert found == [
        ("Raamovereenkomst", "1"),
        ("Nadere overeenkomst", "1"),
        ("Tweede nota", "1"),
        ("Eerste nota", "1"),
        ("Inkoopdocument", "2"),
        ("Inschrijving", "1"),
    ]


@given(
    st.lists(
        st.builds(
            Paper,
            st.sampled_from(DocumentKind.values),
            st.sampled_from("abc"),
            st.sampled_from("12"),
            st.dates(date(2024, 1, 1), date(2027, 1, 1)),
        )
    )
)
def test_order_of_precedence_keeps_the_latest_of_each_and_the_kinds_in_order(papers):
    found = in_order_of_precedence(papers, DAY)

    assert {(one.kind, one.title) for one in found} == {(p.kind, p.title) for p in papers if p.dated_on <= DAY}
    places = [(DocumentKind.values.index(one.kind), -one.dated_on.toordinal()) for one in found]
    assert places == sorted(places)
    for one in found:
        same = [p.dated_on for p in papers if (p.kind, p.title) == (one.kind, one.title) and p.dated_on <= DAY]
        assert one.dated_on == max(same)


days = st.dates(date(2024, 1, 1), date(2027, 1, 1))


@given(st.lists(st.tuples(days, days), unique_by=lambda pair: pair[0]), days, days)
def test_end_on_a_day_is_what_the_last_change_by_then_made_of_it(changes, first_end, day):
    """Told forward: begin with the first end, and let each change take effect on its day."""
    changes.sort()
    ends, made_of = [first_end], []
    for starts_on, ends_on in changes:
        made_of.append(EndChange(starts_on, ends[-1]))
        ends.append(ends_on)
    told = first_end
    for starts_on, ends_on in changes:
        if starts_on <= day:
            told = ends_on

    assert end_on(day, ends[-1], made_of) == told


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("participations", "allowed", "is_open"),
    [
        ({}, {}, True),
        ({"apeldoorn": {}}, {}, True),
        ({"zutphen": {}}, {}, False),
        ({"zutphen": {"starts_on": date(2026, 3, 2)}}, {}, True),
        ({"apeldoorn": {"ends_on": date(2026, 2, 28)}}, {}, False),
        ({"apeldoorn": {"ends_on": DAY}}, {}, True),
        ({}, {"zutphen": {}}, False),
        ({"apeldoorn": {}, "zutphen": {}}, {"apeldoorn": {}}, True),
        ({"zutphen": {}}, {"apeldoorn": {}}, False),
        ({}, {"apeldoorn": {"ends_on": date(2026, 2, 28)}}, False),
    ],
)
def test_municipality_allocates_what_it_takes_part_in(*, request, apeldoorn, region, participations, allowed, is_open):
    """Until the first municipality is named, all count."""
    product = made.ContractedProductFactory.create(contract__framework__region=region)
    for name, fields in participations.items():
        municipality = request.getfixturevalue(name)
        made.ParticipationFactory.create(framework=product.contract.framework, municipality=municipality, **fields)
    for name, fields in allowed.items():
        made.AllowedFactory.create(contracted_product=product, municipality=request.getfixturevalue(name), **fields)

    assert is_open_to(product, apeldoorn, DAY) is is_open
    assert [offer.contracted_product for offer in products_to_allocate(apeldoorn, DAY)] == [product] * is_open


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3])
def test_reading_a_contract_needs_the_same_queries_for_one_and_three(number, django_assert_num_queries):
    contract = made.ContractFactory.create()
    for step in range(number):
        product = made.ContractedProductFactory.create(contract=contract, variant=made.variant_in_force(f"v-{step}"))
        made.AllowedFactory.create(contracted_product=product)
        made.ParticipationFactory.create(framework=contract.framework)
        made.LotFactory.create(framework=contract.framework)
        made.ClauseFactory.create(contract=contract, article=str(step))
        made.DocumentFactory.create(framework=contract.framework, version=str(step))
        made.OptionFactory.create(framework=contract.framework, number=step + 1)

    with django_assert_num_queries(10):
        found = record_of(contract).read(DAY)

    assert len(found) > 10
