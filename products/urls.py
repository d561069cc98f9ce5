from django.urls import path

from products.web import actions, pages

app_name = "products"

VERSION = "producten/versies/<uuid:public_id>"

urlpatterns = [
    path("producten", pages.ProductList.as_view(), name="list"),
    path("producten/<uuid:public_id>", pages.ProductDetail.as_view(), name="detail"),
    path(VERSION, pages.VersionDetail.as_view(), name="version"),
    path(f"{VERSION}/volgende", actions.draft_next, name="draft_next"),
    path(f"{VERSION}/marktconsultatie", actions.OpenConsultation.as_view(), name="consultation"),
    path(f"{VERSION}/vaststellen", actions.AdoptVersion.as_view(), name="adopt"),
    path(f"{VERSION}/intrekken", actions.WithdrawVersion.as_view(), name="withdraw"),
    path("producten/eisen/<uuid:public_id>", actions.ChangeRequirement.as_view(), name="requirement"),
]
