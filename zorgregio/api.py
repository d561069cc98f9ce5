"""The API of version 1: the rooms' endpoints together. Paths are Dutch plurals without a trailing slash."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from core.api.schema import OpenApiView
from organisations.api import schema  # noqa: F401 - tells the description what a token is
from products.api.views import ProductViewSet

app_name = "api-v1"

router = SimpleRouter(trailing_slash=False, use_regex_path=False)
router.register("producten", ProductViewSet, basename="product")

urlpatterns = [path("openapi.json", OpenApiView.as_view(), name="openapi"), *router.urls]
