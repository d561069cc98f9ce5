from django.urls import path

from plans.web.agreements import AgreeAsProfessional, AgreeForClient, AgreePage, withdraw
from plans.web.drafting import ChangeMoments, ChangePlan, StartPlan, new_version
from plans.web.evaluations import EvaluationPage, StartEvaluation
from plans.web.execution import EndPlan, HandOver, start_execution
from plans.web.experiences import Experiences, RequestEvaluation
from plans.web.goals import AddGoal, ChangeGoal, RemoveGoal
from plans.web.indicators import ScoreStart
from plans.web.printing import print_evaluation, print_plan, print_questions
from plans.web.reading import plan_detail, plans_of_client
from plans.web.wlz import AddStep, EndTrack, HandOverTrack, wlz_track

app_name = "plans"

PLAN = "plannen/<uuid:public_id>"

urlpatterns = [
    path("clienten/<uuid:public_id>/plannen", plans_of_client, name="of_client"),
    path("toewijzingen/<uuid:public_id>/plan", StartPlan.as_view(), name="start"),
    path(PLAN, plan_detail, name="detail"),
    path(f"{PLAN}/pdf", print_plan, name="pdf"),
    path(f"{PLAN}/gegevens", ChangePlan.as_view(), name="change"),
    path(f"{PLAN}/toezicht-en-nabijheid", ScoreStart.as_view(), name="score_start"),
    path(f"{PLAN}/evaluatiemomenten", ChangeMoments.as_view(), name="moments"),
    path(f"{PLAN}/doelen/nieuw", AddGoal.as_view(), name="add_goal"),
    path(f"{PLAN}/akkoord", AgreePage.as_view(http_method_names=["get", "head"]), name="agree"),
    path(f"{PLAN}/akkoord/client", AgreeForClient.as_view(), name="agree_for_client"),
    path(f"{PLAN}/akkoord/professional", AgreeAsProfessional.as_view(), name="agree_as_professional"),
    path(f"{PLAN}/uitvoering", start_execution, name="start_execution"),
    path(f"{PLAN}/nieuwe-versie", new_version, name="new_version"),
    path(f"{PLAN}/eindverantwoordelijke", HandOver.as_view(), name="hand_over"),
    path(f"{PLAN}/einde", EndPlan.as_view(), name="end"),
    path(f"{PLAN}/evaluaties/nieuw", StartEvaluation.as_view(), name="start_evaluation"),
    path(f"{PLAN}/evaluaties/eerder", RequestEvaluation.as_view(), name="request_evaluation"),
    path("doelen/<uuid:public_id>", ChangeGoal.as_view(), name="change_goal"),
    path("doelen/<uuid:public_id>/verwijderen", RemoveGoal.as_view(), name="remove_goal"),
    path("akkoorden/<uuid:public_id>/intrekken", withdraw, name="withdraw"),
    path("evaluaties/<uuid:public_id>", EvaluationPage.as_view(), name="evaluation"),
    path("evaluaties/<uuid:public_id>/vragen", Experiences.as_view(), name="experiences"),
    path("evaluaties/<uuid:public_id>/vragen/pdf", print_questions, name="questions_pdf"),
    path("wlz/<uuid:public_id>", wlz_track, name="wlz_track"),
    path("wlz/<uuid:public_id>/stap", AddStep.as_view(), name="wlz_step"),
    path("wlz/<uuid:public_id>/eigenaar", HandOverTrack.as_view(), name="wlz_owner"),
    path("wlz/<uuid:public_id>/uitkomst", EndTrack.as_view(), name="wlz_end"),
    path("evaluaties/<uuid:public_id>/pdf", print_evaluation, name="evaluation_pdf"),
]
