from django.urls import path

from products.web import actions, consultations, pages

app_name = "products"

VERSION = "producten/versies/<uuid:public_id>"
CONSULTATION = "marktconsultaties/<uuid:public_id>"

urlpatterns = [
    path("producten", pages.ProductList.as_view(), name="list"),
    path("producten/<uuid:public_id>", pages.ProductDetail.as_view(), name="detail"),
    path(VERSION, pages.VersionDetail.as_view(), name="version"),
    path(f"{VERSION}/volgende", actions.draft_next, name="draft_next"),
    path(f"{VERSION}/marktconsultatie", consultations.PublishConsultation.as_view(), name="consultation"),
    path(f"{VERSION}/vaststellen", actions.AdoptVersion.as_view(), name="adopt"),
    path(f"{VERSION}/intrekken", actions.WithdrawVersion.as_view(), name="withdraw"),
    path(f"{VERSION}/eisen/nieuw", actions.NewRequirement.as_view(), name="requirement_new"),
    path("producten/eisen/<uuid:public_id>/weghalen", actions.take_out, name="requirement_remove"),
    path("producten/eisen/<uuid:public_id>", actions.ChangeRequirement.as_view(), name="requirement"),
    path("marktconsultaties", consultations.ConsultationList.as_view(), name="consultations"),
    path(CONSULTATION, consultations.ConsultationDetail.as_view(), name="consultation_detail"),
    path(f"{CONSULTATION}/reageren", consultations.ReactionFormView.as_view(), name="react"),
    path(f"{CONSULTATION}/nota", consultations.PublishNote.as_view(), name="note_publish"),
    path(f"{CONSULTATION}/nota.pdf", consultations.note, name="note"),
    path(f"{CONSULTATION}/verschil", consultations.ConsultationDifference.as_view(), name="difference"),
    path(
        "marktconsultaties/eisen/<uuid:requirement_id>/reageren",
        consultations.ReactionFormView.as_view(),
        name="react_to_requirement",
    ),
    path(
        "marktconsultaties/reacties/<uuid:reaction_id>/beantwoorden",
        consultations.AnswerFormView.as_view(),
        name="answer",
    ),
    path("marktconsultaties/reacties/<uuid:reaction_id>/intrekken", consultations.withdraw, name="reaction_withdraw"),
]
