from contracts.services.contracts import conclude_contract, contract_product
from contracts.services.frameworks import conclude_framework
from contracts.services.rates import set_rate

__all__ = ["conclude_contract", "conclude_framework", "contract_product", "set_rate"]
