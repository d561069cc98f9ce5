from contracts.models.contract import Contract, ContractedProduct, Rate
from contracts.models.framework import FrameworkAgreement

__all__ = ["Contract", "ContractedProduct", "FrameworkAgreement", "Rate"]
