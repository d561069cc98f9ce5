from django.urls import path

from contracts.web.views import ContractList

app_name = "contracts"
urlpatterns = [path("contracten", ContractList.as_view(), name="list")]
