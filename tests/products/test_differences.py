"""What became of a draft, worked out over any two lists of requirements."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.texts import Piece
from products.enums import Fate
from products.rules.consultation import Difference, Wording, differences, names_in

words = st.lists(st.sampled_from(["elke", "groep", "heeft", "een", "plan", "5", "6"]), max_size=6).map(" ".join)
lists = st.dictionaries(st.sampled_from(["A-1", "A-2", "B-1", "B-2", "C"]), words).map(
    lambda found: [Wording(code, text) for code, text in found.items()]
)


def text(pieces: tuple[Piece, ...]) -> str:
    return "".join(piece.text for piece in pieces)


def by_code(found: list[Difference]) -> dict[str, Difference]:
    return {one.code: one for one in found}


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(lists, lists)
def test_nothing_is_lost_and_each_fate_is_right(before: list[Wording], after: list[Wording]) -> None:
    old, new = ({one.code: one.statement for one in side} for side in (before, after))
    found = differences(before, after)
    assert len(found) == len({one.code for one in found})
    assert by_code(found).keys() == old.keys() | new.keys()
    for one in found:
        assert text(one.statement.before) == old.get(one.code, "")
        assert text(one.statement.after) == new.get(one.code, "")
        expected = Fate.SAME if old.get(one.code) == new.get(one.code) else Fate.CHANGED
        expected = Fate.ADDED if one.code not in old else Fate.REMOVED if one.code not in new else expected
        assert one.fate == expected
    assert [one.code for one in found if one.code in new] == [one.code for one in after]


def test_worked_by_hand() -> None:
    before = [Wording("A", "Een plan.", "Hoogstens 5"), Wording("B", "Weg."), Wording("C", "Blijft.")]
    after = [Wording("A", "Een plan.", "Hoogstens 6"), Wording("C", "Blijft."), Wording("D", "Nieuw.")]
    found = differences(before, after)
    assert [(one.code, one.fate.value) for one in found] == [
        ("A", "changed"),
        ("B", "removed"),
        ("C", "same"),
        ("D", "added"),
    ]
    assert [piece.text for piece in found[0].rule.after if piece.is_marked] == ["6"]


def test_a_name_is_found_whatever_its_case_and_accents_and_not_within_a_word() -> None:
    names = ["De Linde", "Zoë Wissink"]
    assert names_in("Wij van DE LINDE, samen met Zoe wissink.", names) == names
    assert names_in("De lindenlaan en de Lindeboom; dé-linde.", names) == ["De Linde"]
    assert names_in("De lindenlaan.", names) == []
