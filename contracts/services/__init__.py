from contracts.services.contracts import conclude_contract, contract_product
from contracts.services.frameworks import conclude_framework
from contracts.services.rates import set_rate
from contracts.services.waiting_times import report_waiting_time

__all__ = ["conclude_contract", "conclude_framework", "contract_product", "report_waiting_time", "set_rate"]
