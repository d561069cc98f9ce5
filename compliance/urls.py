from django.urls import path

from compliance.web.ahead import ReportLeave, roster
from compliance.web.dagdeel import DagdeelPage
from compliance.web.exporting import InspectionPack, findings_csv, findings_xlsx
from compliance.web.figures import HeatMap, ProviderFigures, WhatIf
from compliance.web.findings import finding_detail, finding_list
from compliance.web.handling import ExplainFinding, JudgeFinding, PlanImprovement
from compliance.web.judging import JudgeFile, JudgeProvider
from compliance.web.placing import ChangePlacement, Place, PlaceOne
from compliance.web.requirements import RequirementDetail, RequirementList

app_name = "compliance"

REQUIREMENT = "naleving/eisen/<uuid:public_id>"
FINDING = "naleving/bevindingen/<uuid:finding_id>"

urlpatterns = [
    path("groepen/<uuid:public_id>/plaatsen", Place.as_view(), name="place"),
    path("groepen/<uuid:public_id>/plaatsen/<uuid:allocation_id>", PlaceOne.as_view(), name="place_one"),
    path("groepen/plaatsingen/<uuid:public_id>/dagdelen", ChangePlacement.as_view(), name="change_placement"),
    path("groepen/<uuid:public_id>/rooster", roster, name="roster"),
    path("groepen/<uuid:public_id>/rooster/afwezig", ReportLeave.as_view(), name="report_leave"),
    path("naleving/overzicht", HeatMap.as_view(), name="heat"),
    path("naleving/aanbieders/<uuid:public_id>", ProviderFigures.as_view(), name="provider"),
    path("naleving/dagdelen/<uuid:public_id>", DagdeelPage.as_view(), name="dagdeel"),
    path("naleving/wat-als", WhatIf.as_view(), name="what_if"),
    path("naleving/eisen", RequirementList.as_view(), name="requirements"),
    path(REQUIREMENT, RequirementDetail.as_view(), name="requirement"),
    path(f"{REQUIREMENT}/aanbieders/<uuid:provider_id>", JudgeProvider.as_view(), name="judge"),
    path(f"{REQUIREMENT}/toewijzingen/<uuid:allocation_id>", JudgeFile.as_view(), name="judge_file"),
    path("naleving/bevindingen", finding_list, name="findings"),
    path("naleving/bevindingen.csv", findings_csv, name="findings_csv"),
    path("naleving/bevindingen.xlsx", findings_xlsx, name="findings_xlsx"),
    path("naleving/aanbieders/<uuid:provider_id>/inspectie", InspectionPack.as_view(), name="inspection"),
    path(FINDING, finding_detail, name="finding"),
    path(f"{FINDING}/uitleg", ExplainFinding.as_view(), name="explain_finding"),
    path(f"{FINDING}/verbeterplan", PlanImprovement.as_view(), name="plan_improvement"),
    path(f"{FINDING}/oordeel", JudgeFinding.as_view(), name="judge_finding"),
]
