from django.urls import path

from contracts.web import addenda, ceilings, contracts, evidence, frameworks, indexation, indicators, prices, reports
from contracts.web.views import ContractList
from contracts.web.waiting_times import ReportWaitingTime, WaitingTimes

app_name = "contracts"
FRAMEWORK = "raamovereenkomsten/<uuid:public_id>"
CONTRACT = "contracten/<uuid:public_id>"
PRODUCT = "contracten/producten/<uuid:public_id>"
CEILING = "bestedingsruimtes/<uuid:public_id>"
ADDENDUM = "contracten/addenda/<uuid:public_id>"
urlpatterns = [
    path("contracten", ContractList.as_view(), name="list"),
    path("wachttijden", WaitingTimes.as_view(), name="waiting_times"),
    path(f"{PRODUCT}/wachttijd", ReportWaitingTime.as_view(), name="waiting_time"),
    path("raamovereenkomsten", frameworks.FrameworkList.as_view(), name="frameworks"),
    path("raamovereenkomsten/nieuw", frameworks.NewFramework.as_view(), name="framework_new"),
    path(FRAMEWORK, frameworks.FrameworkDetail.as_view(), name="framework"),
    path(f"{FRAMEWORK}/percelen/nieuw", frameworks.NewLot.as_view(), name="lot_new"),
    path(f"{FRAMEWORK}/documenten/nieuw", frameworks.NewDocument.as_view(), name="document_new"),
    path("raamovereenkomsten/documenten/<uuid:public_id>", frameworks.document_file, name="document"),
    path(f"{FRAMEWORK}/gemeenten/nieuw", frameworks.NewParticipation.as_view(), name="participation_new"),
    path(
        f"{FRAMEWORK}/gemeenten/<uuid:participation_id>/beeindigen",
        frameworks.EndParticipation.as_view(),
        name="participation_end",
    ),
    path(f"{FRAMEWORK}/verlengingen/<uuid:option_id>", frameworks.DecideOption.as_view(), name="option"),
    path(f"{FRAMEWORK}/contracten/nieuw", frameworks.NewContract.as_view(), name="contract_new"),
    path("indexeringen", indexation.IndexationList.as_view(), name="indexations"),
    path("indexeringen/nieuw", indexation.NewIndexation.as_view(), name="indexation_new"),
    path("indexeringen/<uuid:public_id>", indexation.IndexationDetail.as_view(), name="indexation"),
    path("indexeringen/<uuid:public_id>/goedkeuren", indexation.approve, name="indexation_approve"),
    path("indexeringen/<uuid:public_id>/intrekken", indexation.withdraw, name="indexation_withdraw"),
    path("indexeringen/<uuid:public_id>/brieven/<uuid:provider_id>", indexation.letter, name="indexation_letter"),
    path("reele-prijzen", prices.PriceList.as_view(), name="prices"),
    path("reele-prijzen/nieuw", prices.NewPrice.as_view(), name="price_new"),
    path("reele-prijzen/<uuid:public_id>", prices.PriceDetail.as_view(), name="price"),
    path(CONTRACT, contracts.ContractDetail.as_view(), name="contract"),
    path(f"{CONTRACT}/ondertekenen", contracts.SignContract.as_view(), name="sign"),
    path(f"{CONTRACT}/producten/nieuw", contracts.NewProduct.as_view(), name="product_new"),
    path(f"{CONTRACT}/bepalingen/nieuw", contracts.NewClause.as_view(), name="clause_new"),
    path(f"{CONTRACT}/nadere-overeenkomsten/nieuw", contracts.NewCallOff.as_view(), name="call_off_new"),
    path(f"{CONTRACT}/addenda/nieuw", addenda.NewAddendum.as_view(), name="addendum_new"),
    path(f"{PRODUCT}/tarieven/nieuw", contracts.NewRate.as_view(), name="rate_new"),
    path(f"{PRODUCT}/tarieven/<uuid:rate_id>/corrigeren", contracts.CorrectRate.as_view(), name="rate_correct"),
    path(f"{CONTRACT}/bestedingsruimtes/nieuw", ceilings.NewCeiling.as_view(), name="ceiling_new"),
    path(f"{CEILING}/bedrag", ceilings.ChangeCeiling.as_view(), name="ceiling_change"),
    path(f"{CEILING}/stappen/nieuw", ceilings.RecordStep.as_view(), name="ceiling_step"),
    path("contractmeldingen", reports.ReportList.as_view(), name="reports"),
    path("contractmeldingen/clientenstop", reports.ReportStop.as_view(), name="report_stop"),
    path("contractmeldingen/maatregel", reports.ReportMeasure.as_view(), name="report_measure"),
    path("contractmeldingen/datalek", reports.ReportBreach.as_view(), name="report_breach"),
    path("contractmeldingen/<uuid:public_id>", reports.ReportDetail.as_view(), name="report"),
    path("contractmeldingen/<uuid:public_id>/antwoord", reports.AnswerReport.as_view(), name="report_answer"),
    path("bewijsstukken", evidence.EvidenceList.as_view(), name="evidence"),
    path("bewijsstukken/nieuw", evidence.NewEvidence.as_view(), name="evidence_new"),
    path("bewijsstukken/<uuid:public_id>/bestand", evidence.download, name="evidence_file"),
    path("bewijsstukken/<uuid:public_id>/controle", evidence.CheckEvidence.as_view(), name="evidence_check"),
    path("prestaties", indicators.IndicatorList.as_view(), name="indicators"),
    path("prestaties/nieuw", indicators.NewIndicator.as_view(), name="indicator_new"),
    path("prestaties/<uuid:public_id>/meting", indicators.NewMeasurement.as_view(), name="measurement_new"),
    path(ADDENDUM, addenda.AddendumDetail.as_view(), name="addendum"),
    path(f"{ADDENDUM}/regels/nieuw/<slug:kind>", addenda.NewLine.as_view(), name="line_new"),
    path(f"{ADDENDUM}/regels/<uuid:line_id>/weghalen", addenda.remove, name="line_remove"),
    path(f"{ADDENDUM}/vaststellen", addenda.AdoptAddendum.as_view(), name="addendum_adopt"),
    path(f"{ADDENDUM}/intrekken", addenda.withdraw, name="addendum_withdraw"),
]
