"""What will go says so: in every answer that it is about, and in the description."""

from datetime import date
from typing import Any, ClassVar

import pytest
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import include, path
from drf_spectacular.generators import SchemaGenerator
from rest_framework import serializers
from rest_framework.routers import SimpleRouter

from core.api.collections import PublicCollectionViewSet
from core.api.deprecation import Retirement, headers_of, retiring
from core.api.queries import CollectionQuery, FieldsQuery
from core.api.schema import resource
from organisations.models import CareProvider
from tests.factories.organisations import CareProviderFactory

SOON = Retirement(since=date(2026, 1, 1), ends=date(2026, 9, 1), about="https://zorgregio.example/versies")
LATER = Retirement(since=date(2026, 3, 1), ends=date(2027, 3, 1), about="https://zorgregio.example/versies#naam")


@retiring(naam=LATER)
class OldSerializer(serializers.Serializer[Any]):
    """A provider, whose name will go."""

    uuid = serializers.UUIDField(source="public_id", help_text="Kenmerk.")
    naam = serializers.CharField(source="name", help_text="Naam.")


@resource("oud", one="Een oude", many="Oude", about="Wat gaat.")
@retiring(retrieve=SOON)
class OldViewSet(PublicCollectionViewSet[CareProvider]):
    """Providers, of which one alone cannot be asked for much longer."""

    queryset = CareProvider.objects.all()
    serializer_class = OldSerializer
    query_classes: ClassVar[Any] = {"list": CollectionQuery, "retrieve": FieldsQuery}


router = SimpleRouter(trailing_slash=False, use_regex_path=False)
router.register("oud", OldViewSet, basename="old")
urlpatterns = [path("api/v1/", include((router.urls, "old")))]


@pytest.fixture
def ask(db: None) -> Any:
    """Ask one of them, or all."""
    one = CareProviderFactory.create()
    with override_settings(ROOT_URLCONF=__name__):
        client = Client()
        yield lambda tail="", **query: client.get(f"/api/v1/oud{tail}".replace("{uuid}", str(one.public_id)), query)


def told(response: HttpResponse) -> tuple[str | None, str | None]:
    return response.get("Deprecation"), response.get("Sunset")


def test_field_that_will_go_is_told_where_it_is_answered(ask: Any) -> None:
    response = ask()
    assert told(response) == ("@1772323200", "Mon, 01 Mar 2027 00:00:00 GMT")
    assert '<https://zorgregio.example/versies#naam>; rel="deprecation"; type="text/html"' in response["Link"]
    assert 'rel="first"' in response["Link"]
    assert told(ask(velden="naam")) == told(response)
    assert told(ask(velden="uuid")) == (None, None)
    assert "deprecation" not in ask(velden="uuid")["Link"]


def test_act_that_will_go_is_told_and_the_first_day_counts(ask: Any) -> None:
    assert told(ask("/{uuid}", velden="uuid")) == ("@1767225600", "Tue, 01 Sep 2026 00:00:00 GMT")
    both = ask("/{uuid}")
    assert told(both) == ("@1767225600", "Tue, 01 Sep 2026 00:00:00 GMT")
    assert both["Link"].count('rel="deprecation"') == 2
    assert told(ask("/00000000-0000-4000-8000-000000000000")) == told(both)


def test_description_says_it_too(db: None) -> None:
    generator: Any = SchemaGenerator
    described = generator(patterns=urlpatterns).get_schema(request=None, public=True)
    assert described["paths"]["/oud/{uuid}"]["get"]["deprecated"] is True
    assert "deprecated" not in described["paths"]["/oud"]["get"]
    fields = described["components"]["schemas"]["Old"]["properties"]
    assert [name for name, field in fields.items() if field.get("deprecated")] == ["naam"]


def test_nothing_that_stays_says_that_it_goes() -> None:
    assert headers_of([]) == {}


def test_what_goes_is_announced_long_enough_before() -> None:
    with pytest.raises(ValueError, match="six months"):
        Retirement(since=date(2026, 1, 1), ends=date(2026, 6, 30), about="x")
