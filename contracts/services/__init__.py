from contracts.services.addenda import add_line, adopt_addendum, draft_addendum, remove_line, withdraw_addendum
from contracts.services.ceilings import agree_ceiling, change_ceiling, record_ceiling_step
from contracts.services.contracts import (
    add_clause,
    conclude_call_off,
    conclude_contract,
    contract_product,
    sign_contract,
)
from contracts.services.evidence import add_evidence, check_evidence
from contracts.services.frameworks import (
    add_document,
    add_lot,
    conclude_framework,
    decide_extension,
    join_framework,
    leave_framework,
)
from contracts.services.indexation import approve_indexation, prepare_indexation, withdraw_indexation
from contracts.services.indicators import measure, set_indicator
from contracts.services.prices import set_price_sheet
from contracts.services.rates import correct_rate, set_rate
from contracts.services.reports import answer_report, report_breach, report_client_stop, report_measure
from contracts.services.waiting_times import report_waiting_time

__all__ = [
    "add_clause",
    "add_document",
    "add_evidence",
    "add_line",
    "add_lot",
    "adopt_addendum",
    "agree_ceiling",
    "answer_report",
    "approve_indexation",
    "change_ceiling",
    "check_evidence",
    "conclude_call_off",
    "conclude_contract",
    "conclude_framework",
    "contract_product",
    "correct_rate",
    "decide_extension",
    "draft_addendum",
    "join_framework",
    "leave_framework",
    "measure",
    "prepare_indexation",
    "record_ceiling_step",
    "remove_line",
    "report_breach",
    "report_client_stop",
    "report_measure",
    "report_waiting_time",
    "set_indicator",
    "set_price_sheet",
    "set_rate",
    "sign_contract",
    "withdraw_addendum",
    "withdraw_indexation",
]
