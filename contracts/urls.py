from django.urls import path

from contracts.web.views import ContractList
from contracts.web.waiting_times import ReportWaitingTime

app_name = "contracts"
urlpatterns = [
    path("contracten", ContractList.as_view(), name="list"),
    path("contracten/producten/<uuid:public_id>/wachttijd", ReportWaitingTime.as_view(), name="waiting_time"),
]
