"""The API of version 1: the rooms' endpoints together. Paths are Dutch plurals without a trailing slash."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from clients.api.views import AllocationViewSet
from compliance.api.views import FindingViewSet
from contracts.api.open_contracting.views import RecordView, ReleasesView
from contracts.api.views import (
    ContractedProductViewSet,
    ContractViewSet,
    FrameworkAgreementViewSet,
    LotViewSet,
    RateViewSet,
)
from core.api.documents import docs, versions
from core.api.schema import OpenApiView
from delivery.api.spending import SpendingCeilingViewSet
from delivery.api.views import AttendanceViewSet
from informal_care.api.care_figures import CareFiguresViewSet
from informal_care.api.views import SupportOfferViewSet
from organisations.api import schema  # noqa: F401 - tells the description what a token is
from organisations.api.views import CareProviderViewSet, LocationViewSet, MunicipalityViewSet
from organisations.api.webhooks import SubscriptionViewSet
from plans.api.views import EvaluationViewSet, PlanViewSet
from products.api.views import (
    MarketConsultationViewSet,
    ProductVersionViewSet,
    ProductViewSet,
    RequirementViewSet,
)

app_name = "api-v1"

router = SimpleRouter(trailing_slash=False, use_regex_path=False)
router.register("producten", ProductViewSet, basename="product")
router.register("productversies", ProductVersionViewSet, basename="product-version")
router.register("eisen", RequirementViewSet, basename="requirement")
router.register("marktconsultaties", MarketConsultationViewSet, basename="consultation")
router.register("zorgaanbieders", CareProviderViewSet, basename="provider")
router.register("locaties", LocationViewSet, basename="location")
router.register("gemeenten", MunicipalityViewSet, basename="municipality")
router.register("raamovereenkomsten", FrameworkAgreementViewSet, basename="framework")
router.register("percelen", LotViewSet, basename="lot")
router.register("contracten", ContractViewSet, basename="contract")
router.register("gecontracteerde-producten", ContractedProductViewSet, basename="contracted-product")
router.register("tarieven", RateViewSet, basename="rate")
router.register("bestedingsruimtes", SpendingCeilingViewSet, basename="spending-ceiling")
router.register("steunaanbiedingen", SupportOfferViewSet, basename="support-offer")
router.register("mantelzorgcijfers", CareFiguresViewSet, basename="care-figures")
router.register("toewijzingen", AllocationViewSet, basename="allocation")
router.register("uitvoeringsplannen", PlanViewSet, basename="plan")
router.register("evaluaties", EvaluationViewSet, basename="evaluation")
router.register("bevindingen", FindingViewSet, basename="finding")
router.register("abonnementen", SubscriptionViewSet, basename="subscription")

urlpatterns = [
    path("openapi.json", OpenApiView.as_view(), name="openapi"),
    path("docs", docs, name="docs"),
    path("versies", versions, name="versions"),
    path("aanwezigheden", AttendanceViewSet.as_view({"get": "list", "post": "create"}), name="attendance"),
    path("ocds/releases/<str:ocid>", ReleasesView.as_view(), name="ocds-releases"),
    path("ocds/records/<str:ocid>", RecordView.as_view(), name="ocds-record"),
    path(
        "aanwezigheden/<uuid:uuid>",
        AttendanceViewSet.as_view({"get": "retrieve", "put": "update"}),
        name="attendance-detail",
    ),
    *router.urls,
]
