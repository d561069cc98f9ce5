"""Which product fits, by properties: the advice never turns by answering what was unknown."""

from hypothesis import assume, given
from hypothesis import strategies as st

from clients.enums import ProfileAnswer, ProfileFit
from clients.rules.advice import Wish, best_of, weigh

TRAITS = ["a", "b", "c", "d", "e"]
ANSWERS = st.dictionaries(st.sampled_from(TRAITS), st.sampled_from(list(ProfileAnswer)))
WISHES = st.lists(
    st.builds(
        Wish,
        code=st.sampled_from(["R1", "R2"]),
        statement=st.just("Past bij wie structuur nodig heeft."),
        traits=st.lists(st.sampled_from(TRAITS), min_size=1, max_size=3, unique=True).map(tuple),
        is_hard=st.booleans(),
    ),
    max_size=6,
)
CERTAIN = {ProfileFit.FITS, ProfileFit.PARTLY, ProfileFit.NOT, ProfileFit.NO_PROFILE}
YES_OR_NO = st.sampled_from([ProfileAnswer.YES, ProfileAnswer.NO])


def open_traits(answers):
    return [trait for trait in TRAITS if answers.get(trait, ProfileAnswer.UNKNOWN) == ProfileAnswer.UNKNOWN]


@given(WISHES, ANSWERS, st.data())
def test_verdict_that_was_known_stays_when_more_is_answered(wishes, answers, data):
    before = weigh(wishes, answers)
    assume(before.verdict in CERTAIN)
    still_open = open_traits(answers)
    assume(still_open)
    trait = data.draw(st.sampled_from(still_open))
    assert weigh(wishes, answers | {trait: data.draw(YES_OR_NO)}).verdict == before.verdict


@given(WISHES, st.fixed_dictionaries(dict.fromkeys(TRAITS, YES_OR_NO)))
def test_all_answered_gives_a_verdict(wishes, answers):
    assert weigh(wishes, answers).verdict in CERTAIN


@given(WISHES, ANSWERS)
def test_unknown_means_that_answers_can_still_make_a_difference(wishes, answers):
    fit = weigh(wishes, answers)
    best, worst = (
        weigh(wishes, answers | dict.fromkeys(open_traits(answers), answer)).verdict
        for answer in (ProfileAnswer.YES, ProfileAnswer.NO)
    )
    assert (fit.verdict == ProfileFit.UNKNOWN) == (best != worst)


@given(WISHES, ANSWERS, st.data())
def test_yes_in_the_place_of_no_never_fits_less(wishes, answers, data):
    order = [ProfileFit.NOT, ProfileFit.PARTLY, ProfileFit.FITS]
    answers = {trait: data.draw(YES_OR_NO) for trait in TRAITS}
    trait = data.draw(st.sampled_from(TRAITS))
    less = weigh(wishes, answers | {trait: ProfileAnswer.NO}).verdict
    more = weigh(wishes, answers | {trait: ProfileAnswer.YES}).verdict
    assume(less != ProfileFit.NO_PROFILE)
    assert order.index(more) >= order.index(less)


@given(WISHES, ANSWERS, st.randoms(use_true_random=False))
def test_order_of_the_requirements_makes_no_difference(wishes, answers, random):
    shuffled = list(wishes)
    random.shuffle(shuffled)
    assert weigh(shuffled, answers).verdict == weigh(wishes, answers).verdict


@given(
    st.lists(WISHES, min_size=1, max_size=3),
    st.fixed_dictionaries({trait: st.sampled_from([*ProfileAnswer, ProfileAnswer.YES]) for trait in TRAITS}),
    st.data(),
)
def test_advice_that_was_given_stays_when_more_is_answered(products, answers, data):
    def advised(given):
        return best_of({key: weigh(wishes, given) for key, wishes in enumerate(products)})

    before = advised(answers)
    more = answers | {trait: data.draw(YES_OR_NO) for trait in open_traits(answers)}
    assert before in {None, advised(more)}


def test_hard_requirement_that_is_not_met_rules_a_product_out():
    wishes = [Wish("R1", "Hard.", ("a",), is_hard=True), *(Wish("R2", "Zacht.", (t,), is_hard=False) for t in "bcd")]
    answers = dict.fromkeys("bcd", ProfileAnswer.YES) | {"a": ProfileAnswer.NO}
    assert weigh(wishes, answers).verdict == ProfileFit.NOT


def test_half_of_the_soft_requirements_fits_in_part_and_fewer_do_not():
    wishes = [Wish("R", "Zacht.", (trait,), is_hard=False) for trait in "abcd"]
    half = {"a": ProfileAnswer.YES, "b": ProfileAnswer.YES, "c": ProfileAnswer.NO, "d": ProfileAnswer.NO}
    assert weigh(wishes, half).verdict == ProfileFit.PARTLY
    assert weigh(wishes, half | {"b": ProfileAnswer.NO}).verdict == ProfileFit.NOT


def test_two_products_that_fit_equally_well_give_no_advice():
    wishes = [Wish("R", "Zacht.", ("a",), is_hard=False)]
    fits = {key: weigh(wishes, {"a": ProfileAnswer.YES}) for key in (1, 2)}
    assert best_of(fits) is None
    assert best_of({1: fits[1]}) == 1


def test_product_that_could_still_fit_better_holds_the_advice_back():
    known = weigh([Wish("R", "Zacht.", ("a",), is_hard=False)], {"a": ProfileAnswer.YES})
    still_open = weigh([Wish("R", "Zacht.", (trait,), is_hard=False) for trait in "ab"], {"a": ProfileAnswer.YES})
    assert (known.verdict, still_open.verdict) == (ProfileFit.FITS, ProfileFit.UNKNOWN)
    assert best_of({1: known, 2: still_open}) is None
