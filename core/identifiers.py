"""Dutch identifiers: what is a well-formed one, and how to write it in one way.

The validators are strict: they accept the one way of writing that is stored. Input from people goes
through the normalisers first. No message or error holds the value itself, since it may be a BSN.
"""

import re
import unicodedata
from typing import Final

from django.core.exceptions import ValidationError
from stdnum import iban as stdnum_iban
from stdnum.exceptions import ValidationError as NotWellFormed
from stdnum.nl import bsn as stdnum_bsn

BSN: Final = re.compile(r"[0-9]{9}")
POSTCODE: Final = re.compile(r"([1-9][0-9]{3}) ([A-Z]{2})")
POSTCODE_AS_TYPED: Final = re.compile(r"([0-9]{4})\s*([A-Za-z]{2})")
SEPA: Final = frozenset(
    {
        *("AD", "AL", "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR"),
        *("GB", "GI", "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT", "LU", "LV", "MC", "MD"),
        *("ME", "MK", "MT", "NL", "NO", "PL", "PT", "RO", "RS", "SE", "SI", "SK", "SM", "VA"),
    }
)
# Letters that Unicode does not take apart into a base letter and an accent.
WHOLE_LETTERS: Final = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "‘": "'",
        "’": "'",
        "‐": "-",
        "‑": "-",
        "–": "-",
    }
)


def validate_bsn(value: str) -> None:
    """Citizen service number: nine digits that pass the eleven test with weights 9..2 and -1.

    Source: Wet algemene bepalingen burgerservicenummer art. 1 and the Logisch Ontwerp BSN (RvIG).
    Nine zeros pass the arithmetic but are never given out. Codes: `bsn_format`, `bsn_check`.
    """
    if not BSN.fullmatch(value):
        raise ValidationError(
            "Een burgerservicenummer (BSN) heeft 9 cijfers. Vul alle 9 cijfers in.",
            code="bsn_format",
        )
    if value == "000000000" or stdnum_bsn.checksum(value) != 0:
        raise ValidationError(
            "Dit burgerservicenummer (BSN) bestaat niet. Controleer of elk cijfer klopt.",
            code="bsn_check",
        )


def normalise_bsn(value: str) -> str:
    """The digits without spaces, dots and hyphens: '1112.22.333' becomes '111222333'."""
    return re.sub(r"[\s.\-]", "", value)


def is_test_bsn(value: str) -> bool:
    """Whether this is a valid number of the 9999 range, which belongs to nobody: for demo data and tests."""
    return BSN.fullmatch(value) is not None and value.startswith("9999") and stdnum_bsn.checksum(value) == 0


def validate_agb(value: str) -> None:
    """AGB code of a care provider: eight digits, the first two name the kind of care.

    Source: Vektis, AGB-register. Code: `agb_format`.
    """
    if not re.fullmatch(r"[0-9]{8}", value) or value == "00000000":
        raise ValidationError("Een AGB-code heeft 8 cijfers. Vul alle 8 cijfers in.", code="agb_format")


def validate_kvk(value: str) -> None:
    """Number in the trade register: eight digits.

    Source: Handelsregisterbesluit 2008 and the API of the Kamer van Koophandel. Code: `kvk_format`.
    """
    if not re.fullmatch(r"[0-9]{8}", value) or value == "00000000":
        raise ValidationError("Een KVK-nummer heeft 8 cijfers. Vul alle 8 cijfers in.", code="kvk_format")


def validate_cbs_code(value: str) -> None:
    """Municipality code: four digits, with leading zeros.

    Source: CBS, Gemeentelijke indelingen (table 33 of the BRP). Code: `cbs_code_format`.
    """
    if not re.fullmatch(r"[0-9]{4}", value) or value == "0000":
        raise ValidationError(
            "Een gemeentecode van het CBS heeft 4 cijfers. Begin zo nodig met een 0.",
            code="cbs_code_format",
        )


def validate_postcode(value: str) -> None:
    """Postal code as '1234 AB': the first digit is not 0, the letters are not SA, SD or SS.

    Source: NEN 5825 and the postal code system of PostNL. Code: `postcode_format`.
    """
    match = POSTCODE.fullmatch(value)
    if match is None or match[2] in {"SA", "SD", "SS"}:
        raise ValidationError(
            "Deze postcode klopt niet. Vul 4 cijfers en 2 letters in, bijvoorbeeld 1234 AB.",
            code="postcode_format",
        )


def normalise_postcode(value: str) -> str:
    """'1234ab' becomes '1234 AB'. What does not look like a postal code comes back trimmed."""
    trimmed = value.strip()
    match = POSTCODE_AS_TYPED.fullmatch(trimmed)
    return f"{match[1]} {match[2].upper()}" if match else trimmed


def validate_iban(value: str) -> None:
    """Account number of a country of the SEPA: ISO 13616, with its own length and the check of ISO 7064 mod 97-10.

    Source: EPC409-09, list of SEPA scheme countries. Codes: `iban_country`, `iban_check`.
    """
    if value[:2] not in SEPA:
        raise ValidationError(
            "Naar deze rekening kunnen wij niet betalen. Vul een IBAN in van een land in Europa, zoals NL.",
            code="iban_country",
        )
    try:
        # Not what the library knows of the banks of a country: that grows old.
        is_written_so = stdnum_iban.validate(value, check_country=False) == value
    except NotWellFormed:
        is_written_so = False
    if not is_written_so:
        raise ValidationError("Dit rekeningnummer (IBAN) bestaat niet. Controleer elk teken.", code="iban_check")


def normalise_iban(value: str) -> str:
    """In capitals, without spaces, dots and hyphens: 'nl91 abna 0417 1643 00' becomes 'NL91ABNA0417164300'."""
    return re.sub(r"[\s.\-]", "", value).upper()


def search_key(text: str) -> str:
    """Text to search in and to search with: small letters, no accents, single spaces.

    SQLite compares only ASCII without regard to case, so names are also stored in this form.
    """
    return " ".join(_plain(_plain(text)).split())


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(char for char in apart if not unicodedata.combining(char))
    return letters.translate(WHOLE_LETTERS).casefold()
