"""Identifiers: what is accepted, what is refused, and that nothing repeats the number."""

import re

import pytest
from django.core.exceptions import ValidationError
from hypothesis import assume, given
from hypothesis import strategies as st

from core.identifiers import (
    is_test_bsn,
    normalise_bsn,
    normalise_iban,
    normalise_postcode,
    search_key,
    validate_agb,
    validate_bsn,
    validate_cbs_code,
    validate_iban,
    validate_kvk,
    validate_postcode,
)

WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2)


@st.composite
def bsns(draw: st.DrawFn) -> str:
    """Numbers that pass the eleven test, made by arithmetic of their own."""
    digits = draw(st.lists(st.integers(0, 9), min_size=8, max_size=8))
    last = sum(weight * digit for weight, digit in zip(WEIGHTS, digits, strict=True)) % 11
    assume(last < 10 and any(digits))
    return "".join(map(str, [*digits, last]))


def code_of(validator, value: str) -> str | None:
    try:
        validator(value)
    except ValidationError as error:
        return error.code
    return None


@given(bsns())
def test_bsn_that_passes_the_eleven_test_is_accepted(bsn: str):
    validate_bsn(bsn)


@given(bsns(), st.integers(0, 8), st.integers(1, 9))
def test_bsn_with_one_digit_changed_is_refused(bsn: str, place: int, shift: int):
    changed = str((int(bsn[place]) + shift) % 10)

    assert code_of(validate_bsn, bsn[:place] + changed + bsn[place + 1 :]) == "bsn_check"


@given(bsns(), st.integers(0, 7))
def test_bsn_with_two_neighbours_swapped_is_refused(bsn: str, place: int):
    assume(bsn[place] != bsn[place + 1])
    swapped = bsn[:place] + bsn[place + 1] + bsn[place] + bsn[place + 2 :]

    assert code_of(validate_bsn, swapped) == "bsn_check"


@pytest.mark.parametrize("bsn", ["111222333", "123456782", "999990019", "999998456"])
def test_known_bsn_is_accepted(bsn: str):
    validate_bsn(bsn)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("000000000", "bsn_check"),
        ("111222334", "bsn_check"),
        ("11122233", "bsn_format"),
        ("1112223334", "bsn_format"),
        ("1112.22.333", "bsn_format"),
        ("11122233a", "bsn_format"),
        ("١١١٢٢٢٣٣٣", "bsn_format"),
        ("111222333\n", "bsn_format"),
        ("", "bsn_format"),
    ],
)
def test_bsn_that_is_none_is_refused(value: str, code: str):
    assert code_of(validate_bsn, value) == code


@pytest.mark.parametrize("value", ["111222334", "12345"])
def test_refusal_does_not_repeat_the_bsn(value: str):
    with pytest.raises(ValidationError) as caught:
        validate_bsn(value)

    assert value not in repr(caught.value)
    assert not caught.value.params


def test_normalise_bsn_takes_out_what_people_put_between():
    assert normalise_bsn(" 1112.22.333 ") == "111222333"
    assert normalise_bsn("111-222 333") == "111222333"


def test_test_bsn_is_from_the_range_that_is_never_given_out():
    assert is_test_bsn("999990019")
    assert not is_test_bsn("111222333")
    assert not is_test_bsn("9999")


@pytest.mark.parametrize(
    ("validator", "good", "code"),
    [
        (validate_agb, "06290101", "agb_format"),
        (validate_kvk, "12345678", "kvk_format"),
        (validate_cbs_code, "0855", "cbs_code_format"),
    ],
)
def test_number_of_fixed_length_is_checked(validator, good: str, code: str):
    validator(good)

    for bad in ("", good[:-1], good + "1", good[:-1] + "x", " " + good[1:], "0" * len(good), good + "\n"):
        assert code_of(validator, bad) == code


@pytest.mark.parametrize(
    "value", ["NL91ABNA0417164300", "DE89370400440532013000", "BE68539007547034", "GB82WEST12345698765432"]
)
def test_account_of_the_sepa_is_accepted(value: str):
    validate_iban(value)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("NL92ABNA0417164300", "iban_check"),
        ("NL91ABNA041716430", "iban_check"),
        ("NL91ABNA04171643000", "iban_check"),
        ("nl91abna0417164300", "iban_country"),
        ("NL91 ABNA 0417 1643 00", "iban_check"),
        ("NL91abna0417164300", "iban_check"),
        ("NL", "iban_check"),
        ("", "iban_country"),
        ("XX91ABNA0417164300", "iban_country"),
        # Well-formed, of a country outside the SEPA.
        ("SA0380000000608010167519", "iban_country"),
    ],
)
def test_account_that_is_none_is_refused(value: str, code: str):
    assert code_of(validate_iban, value) == code


@given(st.integers(min_value=0, max_value=9_999_999_999), st.integers(min_value=4, max_value=17), st.data())
def test_account_with_one_other_character_is_refused(number: int, place: int, data: st.DataObject):
    """Mod 97-10 finds every single error."""
    account = f"ABNA{number:010}"
    told = "".join(str(int(character, 36)) for character in f"{account}NL00")
    value = f"NL{98 - int(told) % 97:02}{account}"
    validate_iban(value)
    other = data.draw(st.sampled_from("0123456789" if value[place].isdigit() else "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    wrong = value[:place] + other + value[place + 1 :]
    if wrong != value:
        assert code_of(validate_iban, wrong) == "iban_check"


@pytest.mark.parametrize("typed", ["nl91 abna 0417 1643 00", " NL91.ABNA.0417.1643.00 ", "NL91\u00a0ABNA-0417164300"])
def test_normalise_iban_gives_one_way_of_writing(typed: str):
    assert normalise_iban(typed) == "NL91ABNA0417164300"


@pytest.mark.parametrize("value", ["1234 AB", "9999 ZZ", "1000 SB"])
def test_postcode_in_its_own_way_of_writing_is_accepted(value: str):
    validate_postcode(value)


@pytest.mark.parametrize(
    "value",
    ["0123 AB", "1234 SA", "1234 SD", "1234 SS", "1234AB", "1234 ab", "123 AB", "1234 ABC", "", "1234 ÀB"],
)
def test_postcode_that_is_none_is_refused(value: str):
    assert code_of(validate_postcode, value) == "postcode_format"


@pytest.mark.parametrize("typed", ["1234ab", " 1234 AB ", "1234  aB", "1234\u00a0AB"])
def test_normalise_postcode_gives_one_way_of_writing(typed: str):
    assert normalise_postcode(typed) == "1234 AB"


def test_normalise_postcode_leaves_other_text_for_the_validator():
    assert normalise_postcode(" Utrecht ") == "Utrecht"


@given(st.text(max_size=12))
def test_normalise_postcode_is_stable(text: str):
    once = normalise_postcode(text)

    assert normalise_postcode(once) == once


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("  Zoë   ÖZGÜR ", "zoe ozgur"),
        ("François Čapek", "francois capek"),
        ("Øster-Łódź", "oster-lodz"),
        ("Straße", "strasse"),
        ("IJsbrand", "ijsbrand"),
        ("Ĳsbrand", "ijsbrand"),
        ("d’Hondt", "d'hondt"),
        ("İpek Işık", "ipek isik"),
        ("", ""),
    ],
)
def test_search_key_is_plain_text(text: str, key: str):
    assert search_key(text) == key


@given(st.text())
def test_search_key_is_stable_and_single_spaced(text: str):
    key = search_key(text)

    assert search_key(key) == key
    assert not re.search(r"\s\s|^\s|\s$", key)


@given(st.text(alphabet=st.characters(max_codepoint=0x24F)))
def test_search_key_does_not_depend_on_case(text: str):
    assert search_key(text.upper()) == search_key(text.lower()) or "ß" in text or "ı" in text
