"""Another program holds the SQLite file: the page says so, and what was typed is not lost."""

import sqlite3
from contextlib import closing

import pytest
from django.db import connection
from django.test import Client as Browser
from django.urls import reverse

from clients.models import Client
from tests.cast import sign_in
from tests.factories.clients import ClientFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sqlite]


@pytest.fixture
def hurried():
    """Do not wait the twenty seconds that an installation waits for the other writer."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 100")
    yield
    connection.close()


def test_write_while_another_program_holds_the_database_keeps_what_was_typed(karin, apeldoorn, hurried):
    client = ClientFactory.create(municipality=apeldoorn, surname="Eerst")
    browser = sign_in(Browser(raise_request_exception=False), karin)
    page = browser.get(reverse("clients:change", args=[client.public_id]))
    typed = {name: page.context["form"][name].value() or "" for name in page.context["form"].fields}
    typed |= {"surname": "Daarna", "bsn": client.bsn, "birth_date": "1941-05-17"}

    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        refused = browser.post(reverse("clients:change", args=[client.public_id]), typed)
        other.execute("ROLLBACK")
    again = browser.post(reverse("clients:change", args=[client.public_id]), typed)

    assert refused.status_code == 503
    assert "Daarna" in refused.content.decode()
    assert again.status_code == 302
    assert Client.objects.get().surname == "Daarna"
