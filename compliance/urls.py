from django.urls import path

from compliance.web.judging import JudgeFile, JudgeProvider
from compliance.web.requirements import RequirementDetail, RequirementList

app_name = "compliance"

REQUIREMENT = "eisen/<uuid:public_id>"

urlpatterns = [
    path("naleving/eisen", RequirementList.as_view(), name="requirements"),
    path(f"naleving/{REQUIREMENT}", RequirementDetail.as_view(), name="requirement"),
    path(f"naleving/aanbieders/<uuid:provider_id>/{REQUIREMENT}/oordeel", JudgeProvider.as_view(), name="judge"),
    path(f"naleving/toewijzingen/<uuid:allocation_id>/{REQUIREMENT}/oordeel", JudgeFile.as_view(), name="judge_file"),
]
