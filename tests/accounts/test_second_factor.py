"""The second step: services, what is stored, and how often one may try."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.enums import AccountEvent, ProvenBy
from accounts.models import RecoveryCode, SecondFactor, UserSession
from accounts.rules import RECOVERY_ALPHABET, browser_in_words, is_app_code, plain_code, readable
from accounts.services.second_factor import (
    check_code,
    new_key,
    remove_second_factor,
    renew_recovery_codes,
    set_up_second_factor,
)
from accounts.services.sessions import begin_session
from audit.enums import AuditEvent
from audit.models import AuditEntry
from tests.accounts.phone import ORIGIN, Phone, set_up
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
NOON = "2026-03-02T12:00:10Z"


@pytest.fixture
def user():
    """Somebody with a password."""
    return UserFactory.create(email="anna@gemeente.example")


def events() -> list[str]:
    """The events of the trail, from old to new."""
    return list(AuditEntry.objects.order_by("id").values_list("event", flat=True))


def test_code_of_now_proves_and_cannot_be_used_again(user):
    with time_machine.travel(NOON, tick=False):
        phone, _ = set_up(user)

        assert check_code(user=user, code=phone.code(), origin=ORIGIN) == ProvenBy.APP
        assert check_code(user=user, code=phone.code(), origin=ORIGIN) == ProvenBy.NOTHING


def test_code_with_which_it_was_set_up_cannot_be_used_to_sign_in(user):
    with time_machine.travel(NOON, tick=False):
        phone = Phone(new_key())
        set_up_second_factor(user=user, key=phone.key, code=phone.code(), origin=ORIGIN)

        assert check_code(user=user, code=phone.code(), origin=ORIGIN) == ProvenBy.NOTHING


@pytest.mark.parametrize(("ahead", "counts"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_clock_may_differ_by_one_step(user, ahead, counts):
    with time_machine.travel(NOON, tick=False):
        phone, _ = set_up(user)

        assert bool(check_code(user=user, code=phone.code(ahead), origin=ORIGIN)) is counts


def test_codes_follow_the_standard():
    """RFC 6238, appendix B: the code at 59 seconds, cut to six figures."""
    with time_machine.travel(59, tick=False):
        assert Phone("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ").code() == "287082"


@pytest.mark.parametrize("typed", ["{0}", " {0} ", "{0[0]}{0[1]}{0[2]} {0[3]}{0[4]}{0[5]}"])
def test_blanks_in_a_code_do_not_matter(user, typed):
    phone, _ = set_up(user)

    assert check_code(user=user, code=typed.format(phone.code()), origin=ORIGIN) == ProvenBy.APP


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "-12345", "1e5"])
def test_what_is_no_code_is_refused(user, typed):
    set_up(user)

    assert check_code(user=user, code=typed, origin=ORIGIN) == ProvenBy.NOTHING


def test_recovery_code_works_once_and_stands_in_the_trail(user):
    _, codes = set_up(user)
    typed = readable(codes[3], 5).upper()

    assert check_code(user=user, code=typed, origin=ORIGIN) == ProvenBy.RECOVERY
    assert check_code(user=user, code=typed, origin=ORIGIN) == ProvenBy.NOTHING
    assert RecoveryCode.objects.count() == 9
    entry = AuditEntry.objects.get(event=AuditEvent.RECOVERY_USED)
    assert (entry.actor, entry.target, entry.address) == (user.public_id, user.public_id, "192.0.2.1")


def test_recovery_code_of_another_user_is_refused(user):
    set_up(user)
    _, codes = set_up(UserFactory.create())

    assert check_code(user=user, code=codes[0], origin=ORIGIN) == ProvenBy.NOTHING


def test_there_are_ten_recovery_codes_and_all_differ(user):
    _, codes = set_up(user)

    assert len(set(codes)) == 10
    assert all(len(code) == 10 and set(code) <= set(RECOVERY_ALPHABET) for code in codes)


def test_new_recovery_codes_take_the_place_of_the_old(user):
    _, codes = set_up(user)
    fresh = renew_recovery_codes(user=user, origin=ORIGIN)

    assert check_code(user=user, code=codes[0], origin=ORIGIN) == ProvenBy.NOTHING
    assert not set(codes) & set(fresh)
    assert RecoveryCode.objects.count() == 10
    assert AuditEvent.RECOVERY_RENEWED in events()


def test_nobody_renews_codes_without_a_second_factor(user):
    with pytest.raises(PermissionDenied):
        renew_recovery_codes(user=user, origin=ORIGIN)


def test_wrong_codes_make_the_next_one_wait_longer_and_longer(user):
    with time_machine.travel(NOON, tick=False) as clock:
        phone, codes = set_up(user)
        for seconds in (1, 2, 4, 8):
            assert not check_code(user=user, code=phone.wrong(), origin=ORIGIN)
            clock.shift(timedelta(seconds=seconds - 1))
            assert not check_code(user=user, code=phone.code(), origin=ORIGIN), "too soon"
            assert not check_code(user=user, code=codes[0], origin=ORIGIN), "the other kind waits too"
            clock.shift(timedelta(seconds=1))
        assert SecondFactor.objects.get().throttling_failure_count == 4
        assert check_code(user=user, code=phone.code(), origin=ORIGIN)
        assert SecondFactor.objects.get().throttling_failure_count == 0


def test_wrong_recovery_codes_wait_as_well(user):
    with time_machine.travel(NOON, tick=False):
        phone, _ = set_up(user)

        assert not check_code(user=user, code="aaaaa-aaaaa", origin=ORIGIN)
        assert not check_code(user=user, code=phone.code(), origin=ORIGIN)


def test_without_a_second_factor_no_code_is_right(user):
    assert check_code(user=user, code="123456", origin=ORIGIN) == ProvenBy.NOTHING


def test_key_is_not_readable_in_the_database(user):
    phone, codes = set_up(user)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounts_secondfactor")
        rows = str(cursor.fetchall())
        cursor.execute("SELECT * FROM accounts_recoverycode")
        rows += str(cursor.fetchall())

    assert phone.key not in rows
    assert key_as_hex(phone) not in rows
    assert "v1:t1:" in rows
    assert not any(code in rows for code in codes)


def key_as_hex(phone: Phone) -> str:
    """The key as the device of django-otp would keep it."""
    from accounts.models.second_factor import key_bytes

    return key_bytes(phone.key).hex()


def test_setting_up_needs_a_code_of_the_key(user):
    phone = Phone(new_key())

    with pytest.raises(ValidationError) as refusal:
        set_up_second_factor(user=user, key=phone.key, code=phone.wrong(), origin=ORIGIN)

    assert refusal.value.error_dict["code"][0].code == "code"
    assert not SecondFactor.objects.exists()


def test_another_app_takes_the_place_of_the_first_and_ends_other_sessions(user):
    _, codes = set_up(user)
    here = begin_session(user=user, key="here", user_agent="")
    begin_session(user=user, key="there", user_agent="")
    new = Phone(new_key())

    set_up_second_factor(user=user, key=new.key, code=new.code(), origin=ORIGIN, session=here)

    assert SecondFactor.objects.get().key == new.key
    assert not check_code(user=user, code=codes[0], origin=ORIGIN)
    assert list(UserSession.objects.values_list("pk", "proven_by")) == [(here.pk, ProvenBy.APP)]
    assert events()[-2:] == [AuditEvent.SECOND_STEP_SET, AuditEvent.SESSION_ENDED]


def test_administrator_takes_it_away_and_all_sessions_end(user):
    set_up(user)
    begin_session(user=user, key="there", user_agent="")
    boss = UserFactory.create(administrator=True)

    assert remove_second_factor(user=user, by=boss, origin=ORIGIN)

    assert not SecondFactor.objects.exists()
    assert not UserSession.objects.exists()
    entry = AuditEntry.objects.get(event=AuditEvent.SECOND_STEP_REMOVED)
    assert (entry.actor, entry.target) == (boss.public_id, user.public_id)
    assert not remove_second_factor(user=user, by=boss, origin=ORIGIN)


def test_nobody_else_takes_it_away_and_nobody_their_own_without_a_session(user):
    set_up(user)
    boss = UserFactory.create(administrator=True)
    set_up(boss)

    for whose, by in ((user, UserFactory.create()), (boss, boss)):
        with pytest.raises(PermissionDenied):
            remove_second_factor(user=whose, by=by, origin=ORIGIN)

    assert SecondFactor.objects.count() == 2


def test_user_has_one_second_factor():
    user = UserFactory.create()
    set_up(user)

    with pytest.raises(ValidationError) as refusal:
        SecondFactor(user=user, name="nog een", key=new_key()).full_clean()
    assert "second_factor_twice" in str(refusal.value.error_dict) or "Er is al een tweede stap" in str(refusal.value)
    with pytest.raises(IntegrityError, match=r"accounts_secondfactor"), transaction.atomic():
        SecondFactor.objects.create(user=user, name="nog een", key=new_key())


def test_session_is_proven_by_something_known(user):
    session = begin_session(user=user, key="x", user_agent="")

    with pytest.raises(IntegrityError, match="accounts_usersession_proven_by"), transaction.atomic():
        UserSession.objects.filter(pk=session.pk).update(proven_by="hand")


def test_every_event_of_accounts_is_one_of_the_trail():
    assert {event.value: event.label for event in AccountEvent}.items() <= dict(AuditEvent.choices).items()


def test_forgotten_sessions_are_swept_at_the_next_sign_in(user, settings):
    old = begin_session(user=user, key="old", user_agent="")
    long_ago = timezone.now() - timedelta(seconds=settings.SESSION_COOKIE_AGE + 1)
    UserSession.objects.filter(pk=old.pk).update(last_used_at=long_ago)

    begin_session(user=user, key="new", user_agent="")

    assert UserSession.objects.count() == 1


@given(code=st.text(RECOVERY_ALPHABET, min_size=10, max_size=10), size=st.integers(1, 10), upper=st.booleans())
def test_recovery_code_is_the_same_however_it_is_typed(code, size, upper):
    typed = readable(code, size).replace("-", " - ")

    assert plain_code(typed.upper() if upper else typed) == code
    assert not is_app_code(code)


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge op Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36", "Chrome op Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18 Safari/604.1", "Safari op een iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) Gecko/140.0 Firefox/140.0", "Firefox op een Android-apparaat"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Version/18 Safari/605", "Safari op een Mac"),
        ("<script>alert(1)</script>", "Onbekende browser op een onbekend apparaat"),
        ("", "Onbekende browser op een onbekend apparaat"),
    ],
)
def test_browser_is_told_in_plain_words(user_agent, words):
    assert browser_in_words(user_agent) == words
