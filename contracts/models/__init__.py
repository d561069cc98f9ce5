from contracts.models.contract import Contract, ContractedProduct, Rate
from contracts.models.framework import FrameworkAgreement
from contracts.models.waiting_time import WaitingTime

__all__ = ["Contract", "ContractedProduct", "FrameworkAgreement", "Rate", "WaitingTime"]
