"""Lets Django empty the test database after a transactional test.

The trail refuses DELETE and TRUNCATE, and the product has no back door for it. So the tests take the
triggers away around the emptying and put them back, and nothing else is changed.
Hook: `from tests.audit_flush import empty_the_trail` in `tests/conftest.py`.
"""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import TransactionTestCase

from audit.models import APPEND_ONLY, CERTIFICATE_APPEND_ONLY, AuditEntry, DestructionCertificate

GUARDS = ((APPEND_ONLY, AuditEntry), (CERTIFICATE_APPEND_ONLY, DestructionCertificate))


def drop_guard() -> None:
    """Take the triggers away, as somebody with all rights on the database could."""
    for guard, model in GUARDS:
        guard.remove_sql(model, connection.schema_editor())


def restore_guard() -> None:
    """Put the triggers back."""
    # Not entered as a context: on SQLite that is refused within a transaction, and only the queue is needed.
    editor = connection.schema_editor()
    editor.deferred_sql = []
    for guard, model in GUARDS:
        guard.create_sql(model, editor)
    for statement in editor.deferred_sql:
        editor.execute(statement)


@pytest.fixture(scope="session", autouse=True)
def empty_the_trail() -> Iterator[None]:
    """Wrap the emptying that follows every transactional test."""
    original = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def teardown(case: TransactionTestCase) -> None:
        drop_guard()
        try:
            original(case)
        finally:
            restore_guard()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)
        yield
