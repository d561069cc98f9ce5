import pytest
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from accounts.models import User
from products.models import ProductFamily, ProductVariant, ProductVersion, Requirement
from tests.cast import sign_in

MODELS = [ProductFamily, ProductVariant, ProductVersion, Requirement]


@pytest.mark.parametrize("model", MODELS)
def test_admin_lists_finds_and_shows(client: Client, book: None, ada: User, model: type[Model]) -> None:
    sign_in(client, ada)
    name = model._meta.model_name
    row = model._default_manager.first()
    assert row is not None
    address = reverse(f"admin:products_{name}_changelist")
    assert client.post(address, {"q": "Begeleiding"}, follow=True).status_code == 200
    assert client.get(reverse(f"admin:products_{name}_change", args=[row.pk])).status_code == 200


@pytest.mark.parametrize("model", [ProductVersion, Requirement])
def test_admin_cannot_write_what_services_own(client: Client, book: None, ada: User, model: type[Model]) -> None:
    sign_in(client, ada)
    name = model._meta.model_name
    row = model._default_manager.first()
    assert row is not None
    assert client.get(reverse(f"admin:products_{name}_add")).status_code == 403
    assert client.post(reverse(f"admin:products_{name}_change", args=[row.pk]), {}).status_code == 403
    assert client.post(reverse(f"admin:products_{name}_delete", args=[row.pk]), {}).status_code == 403
