from django.urls import path

from contracts.web.views import ContractList
from contracts.web.waiting_times import ReportWaitingTime, WaitingTimes

app_name = "contracts"
urlpatterns = [
    path("contracten", ContractList.as_view(), name="list"),
    path("wachttijden", WaitingTimes.as_view(), name="waiting_times"),
    path("contracten/producten/<uuid:public_id>/wachttijd", ReportWaitingTime.as_view(), name="waiting_time"),
]
