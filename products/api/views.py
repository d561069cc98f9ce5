"""The product book in the API: public, read only."""

from datetime import date
from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.views import ScopedReadOnlyViewSet
from core.clock import today
from products.api.serializers import (
    ProductMetEisenSerializer,
    ProductPageQuery,
    ProductSerializer,
    ReferenceDayQuery,
)
from products.models import ProductVariant
from products.selectors import ProductRow, product_rows


@extend_schema_view(
    list=extend_schema(
        operation_id="listProducten",
        tags=["producten"],
        summary="Producten met de versie die op een dag geldt",
        description="Alle producten van het productenboek, in bladzijden.",
    ),
    retrieve=extend_schema(
        operation_id="getProduct",
        tags=["producten"],
        summary="Een product met zijn eisen",
        description="Het product met alle eisen van de versie die op de peildatum geldt.",
    ),
)
class ProductViewSet(ScopedReadOnlyViewSet[ProductVariant]):
    """Products with the version that holds on `peildatum`."""

    queryset = ProductVariant.objects.select_related("family")
    permission_classes = (AllowAny,)
    query_classes: ClassVar[Any] = {"list": ProductPageQuery, "retrieve": ReferenceDayQuery}

    @property
    def day(self) -> date:
        """The day that was asked for, or today."""
        day: date | None = self.query.get("peildatum")
        return day or today()

    def get_serializer_class(self) -> type[ProductSerializer]:
        """Requirements come with one product only."""
        return ProductMetEisenSerializer if self.action == "retrieve" else ProductSerializer

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A page of products."""
        page = self.paginate_queryset(self.get_queryset()) or []
        rows = [self._answer(row) for row in product_rows(page, self.day)]
        return self.get_paginated_response(self.get_serializer(rows, many=True).data)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One product with its requirements."""
        (row,) = product_rows([self.get_object()], self.day)
        return Response(self.get_serializer(self._answer(row)).data)

    def _answer(self, row: ProductRow) -> dict[str, Any]:
        requirements = list(row.version.requirements.all()) if row.version else []
        return {"variant": row.variant, "version": row.version, "day": self.day, "requirements": requirements}
