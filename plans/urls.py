from django.urls import path

from plans.web.agreements import (
    AgreeAsProfessional,
    AgreeForClient,
    AgreeOnPaper,
    AgreePage,
    RefusePlan,
    Withdraw,
    agreement_scan,
)
from plans.web.calendar import calendar
from plans.web.coordination import AddContact, AddNote, ChangeContact, coordination, nobody_else
from plans.web.drafting import ChangeMoments, ChangePlan, NewVersion, StartPlan
from plans.web.evaluations import EvaluationPage, StartEvaluation
from plans.web.execution import EndPlan, HandOver, start_execution
from plans.web.experiences import Experiences, RequestEvaluation
from plans.web.goals import AddGoal, ChangeGoal, RemoveGoal
from plans.web.indicators import ScoreStart
from plans.web.print_batches import PrintBatchPage, PrintPlans, cancel, download_batch, retry
from plans.web.printing import (
    export_plan,
    print_evaluation,
    print_pictures,
    print_plan,
    print_questions,
    print_readable_plan,
)
from plans.web.reading import plan_changes, plan_detail, plans_of_client, readable_plan
from plans.web.results import AgreedResults
from plans.web.templates import (
    AddTemplateGoal,
    ChangeTemplate,
    ChangeTemplateGoal,
    NewTemplate,
    RemoveTemplateGoal,
    copy_template,
    retire_template,
    template_detail,
    template_list,
)
from plans.web.wlz import AddStep, EndTrack, HandOverTrack, wlz_track

app_name = "plans"

PLAN = "plannen/<uuid:public_id>"
TEMPLATE = "sjablonen/<uuid:public_id>"

urlpatterns = [
    path("agenda/<uuid:public_id>/<str:secret>.ics", calendar, name="calendar"),
    path("clienten/<uuid:public_id>/plannen", plans_of_client, name="of_client"),
    path("toewijzingen/<uuid:public_id>/plan", StartPlan.as_view(), name="start"),
    path("toewijzingen/<uuid:public_id>/afspraken", AgreedResults.as_view(), name="results"),
    path(PLAN, plan_detail, name="detail"),
    path(f"{PLAN}/verschil", plan_changes, name="changes"),
    path(f"{PLAN}/pdf", print_plan, name="pdf"),
    path(f"{PLAN}/fhir", export_plan, name="fhir"),
    path(f"{PLAN}/leesversie", readable_plan, name="readable"),
    path(f"{PLAN}/leesversie/pdf", print_readable_plan, name="readable_pdf"),
    path(f"{PLAN}/plaatjes/pdf", print_pictures, name="pictures_pdf"),
    path(f"{PLAN}/gegevens", ChangePlan.as_view(), name="change"),
    path(f"{PLAN}/toezicht-en-nabijheid", ScoreStart.as_view(), name="score_start"),
    path(f"{PLAN}/evaluatiemomenten", ChangeMoments.as_view(), name="moments"),
    path(f"{PLAN}/doelen/nieuw", AddGoal.as_view(), name="add_goal"),
    path(f"{PLAN}/akkoord", AgreePage.as_view(http_method_names=["get", "head"]), name="agree"),
    path(f"{PLAN}/akkoord/client", AgreeForClient.as_view(), name="agree_for_client"),
    path(f"{PLAN}/akkoord/professional", AgreeAsProfessional.as_view(), name="agree_as_professional"),
    path(f"{PLAN}/akkoord/papier", AgreeOnPaper.as_view(), name="agree_on_paper"),
    path(f"{PLAN}/akkoord/weigering", RefusePlan.as_view(), name="refuse"),
    path(f"{PLAN}/afstemming", coordination, name="coordination"),
    path(f"{PLAN}/afstemming/professional", AddContact.as_view(), name="add_contact"),
    path(f"{PLAN}/afstemming/niemand", nobody_else, name="nobody_else"),
    path(f"{PLAN}/afstemming/gesprek", AddNote.as_view(), name="add_note"),
    path("betrokken-professionals/<uuid:public_id>", ChangeContact.as_view(), name="change_contact"),
    path(f"{PLAN}/uitvoering", start_execution, name="start_execution"),
    path(f"{PLAN}/nieuwe-versie", NewVersion.as_view(), name="new_version"),
    path(f"{PLAN}/eindverantwoordelijke", HandOver.as_view(), name="hand_over"),
    path(f"{PLAN}/einde", EndPlan.as_view(), name="end"),
    path(f"{PLAN}/evaluaties/nieuw", StartEvaluation.as_view(), name="start_evaluation"),
    path(f"{PLAN}/evaluaties/eerder", RequestEvaluation.as_view(), name="request_evaluation"),
    path("plannen/afdrukken", PrintPlans.as_view(), name="print"),
    path("plannen/afdrukken/<uuid:public_id>", PrintBatchPage.as_view(), name="print_batch"),
    path("plannen/afdrukken/<uuid:public_id>/zip", download_batch, name="print_zip"),
    path("plannen/afdrukken/<uuid:public_id>/stoppen", cancel, name="print_cancel"),
    path("plannen/afdrukken/<uuid:public_id>/opnieuw", retry, name="print_retry"),
    path("doelen/<uuid:public_id>", ChangeGoal.as_view(), name="change_goal"),
    path("doelen/<uuid:public_id>/verwijderen", RemoveGoal.as_view(), name="remove_goal"),
    path("akkoorden/<uuid:public_id>/intrekken", Withdraw.as_view(), name="withdraw"),
    path("akkoorden/<uuid:public_id>/scan", agreement_scan, name="agreement_scan"),
    path("evaluaties/<uuid:public_id>", EvaluationPage.as_view(), name="evaluation"),
    path("evaluaties/<uuid:public_id>/vragen", Experiences.as_view(), name="experiences"),
    path("evaluaties/<uuid:public_id>/vragen/pdf", print_questions, name="questions_pdf"),
    path("wlz/<uuid:public_id>", wlz_track, name="wlz_track"),
    path("wlz/<uuid:public_id>/stap", AddStep.as_view(), name="wlz_step"),
    path("wlz/<uuid:public_id>/eigenaar", HandOverTrack.as_view(), name="wlz_owner"),
    path("wlz/<uuid:public_id>/uitkomst", EndTrack.as_view(), name="wlz_end"),
    path("evaluaties/<uuid:public_id>/pdf", print_evaluation, name="evaluation_pdf"),
    path("sjablonen", template_list, name="templates"),
    path("sjablonen/nieuw", NewTemplate.as_view(), name="new_template"),
    path(TEMPLATE, template_detail, name="template"),
    path(f"{TEMPLATE}/gegevens", ChangeTemplate.as_view(), name="change_template"),
    path(f"{TEMPLATE}/kopie", copy_template, name="copy_template"),
    path(f"{TEMPLATE}/niet-meer-gebruiken", retire_template, name="retire_template"),
    path(f"{TEMPLATE}/doelen/nieuw", AddTemplateGoal.as_view(), name="add_template_goal"),
    path("sjabloondoelen/<uuid:public_id>", ChangeTemplateGoal.as_view(), name="change_template_goal"),
    path("sjabloondoelen/<uuid:public_id>/verwijderen", RemoveTemplateGoal.as_view(), name="remove_template_goal"),
]
