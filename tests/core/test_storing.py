"""What an error of the database says must never be the row itself."""

import traceback

import pytest
from django.db import IntegrityError

from clients.models import Client
from core.storing import store
from tests.factories.clients import ClientFactory

pytestmark = pytest.mark.django_db


def test_error_of_the_database_does_not_quote_the_row(apeldoorn, monkeypatch):
    person = ClientFactory.create(municipality=apeldoorn, surname="Geheimenberg")
    monkeypatch.setattr(Client, "full_clean", lambda *_, **__: None)  # as if another writer came in between
    setattr(person, "city", None)  # noqa: B010 - the type checker would refuse what is tried here

    with pytest.raises(IntegrityError) as caught:
        store(person)

    told = "".join(traceback.format_exception(caught.value))
    assert "Geheimenberg" not in told
    assert "1941" not in told
    assert "city" in told
