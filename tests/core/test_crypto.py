"""Encryption of values: nobody reads, changes or moves one unnoticed, and keys can be replaced."""

import base64
import traceback

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from core import crypto
from core.crypto import DecryptionError, blind_index, decrypt, encrypt

SECRET = "999990019"
CONTEXT = "clients.Person.bsn"
OLD = ("2025", b"o" * 32)
NEW = ("2026", b"n" * 32)


@pytest.fixture(autouse=True)
def ring(settings):
    settings.FIELD_ENCRYPTION_KEYS = [NEW, OLD]
    settings.BLIND_INDEX_KEY = b"i" * 32


@given(st.text())
def test_decrypt_gives_back_what_was_encrypted(text: str):
    assert decrypt(encrypt(text, CONTEXT), CONTEXT) == text


def test_token_names_its_version_and_key_and_hides_the_text():
    token = encrypt(SECRET, CONTEXT)

    assert token.startswith("v1:2026:")
    assert SECRET not in token
    assert SECRET.encode() not in base64.b64decode(token.split(":")[2])
    assert crypto.key_id_of(token) == "2026"


def test_same_text_gives_another_token_each_time():
    assert encrypt(SECRET, CONTEXT) != encrypt(SECRET, CONTEXT)


def test_older_key_still_decrypts_and_first_key_encrypts(settings):
    settings.FIELD_ENCRYPTION_KEYS = [OLD]
    token = encrypt(SECRET, CONTEXT)

    settings.FIELD_ENCRYPTION_KEYS = [NEW, OLD]

    assert decrypt(token, CONTEXT) == SECRET
    assert encrypt(SECRET, CONTEXT).startswith("v1:2026:")


def test_key_that_was_taken_away_is_named(settings):
    token = encrypt(SECRET, CONTEXT)
    settings.FIELD_ENCRYPTION_KEYS = [OLD]

    with pytest.raises(DecryptionError, match="'2026' is not in FIELD_ENCRYPTION_KEYS"):
        decrypt(token, CONTEXT)


def test_key_with_the_same_id_but_other_bytes_is_refused(settings):
    token = encrypt(SECRET, CONTEXT)
    settings.FIELD_ENCRYPTION_KEYS = [("2026", b"x" * 32)]

    with pytest.raises(DecryptionError):
        decrypt(token, CONTEXT)


def test_token_moved_to_another_field_is_refused():
    with pytest.raises(DecryptionError, match=r"clients\.Person\.phone"):
        decrypt(encrypt(SECRET, CONTEXT), "clients.Person.phone")


@given(st.data())
def test_token_with_one_bit_changed_is_refused(data: st.DataObject):
    version, key_id, payload = encrypt(SECRET, CONTEXT).split(":")
    raw = bytearray(base64.b64decode(payload))
    bit = data.draw(st.integers(0, len(raw) * 8 - 1))
    raw[bit // 8] ^= 1 << (bit % 8)
    changed = f"{version}:{key_id}:{base64.b64encode(raw).decode()}"

    with pytest.raises(DecryptionError):
        decrypt(changed, CONTEXT)


@pytest.mark.parametrize("token", [SECRET, "", "v1:2026", "v1:2026:!!", "v1:2026:", "v2:2026:AAAA", "a:b:c:d"])
def test_what_is_no_token_is_refused_without_repeating_it(token: str):
    with pytest.raises(DecryptionError) as caught:
        decrypt(token, CONTEXT)

    assert SECRET not in "".join(traceback.format_exception_only(caught.value))
    assert caught.value.__cause__ is None


def test_empty_ring_is_refused(settings):
    settings.FIELD_ENCRYPTION_KEYS = []

    with pytest.raises(ImproperlyConfigured, match="FIELD_ENCRYPTION_KEYS"):
        encrypt(SECRET, CONTEXT)


@pytest.mark.parametrize("key", [b"short", "text" * 8, b""])
def test_key_of_the_wrong_size_is_refused(settings, key):
    settings.FIELD_ENCRYPTION_KEYS = [("k", key)]
    settings.BLIND_INDEX_KEY = key

    with pytest.raises(ImproperlyConfigured, match="32 bytes"):
        encrypt(SECRET, CONTEXT)
    with pytest.raises(ImproperlyConfigured, match="32 bytes"):
        blind_index(SECRET, CONTEXT)


def test_blind_index_is_the_same_for_the_same_text_only():
    index = blind_index(SECRET, CONTEXT)

    assert index == blind_index(SECRET, CONTEXT)
    assert len(index) == 64
    assert index != blind_index("999990020", CONTEXT)


def test_blind_index_differs_between_fields_and_keys(settings):
    index = blind_index(SECRET, CONTEXT)

    assert index != blind_index(SECRET, "plans.Plan.note")
    settings.BLIND_INDEX_KEY = b"j" * 32
    assert index != blind_index(SECRET, CONTEXT)


def test_blind_index_keeps_context_and_text_apart():
    assert blind_index("bc", "a") != blind_index("c", "ab")
