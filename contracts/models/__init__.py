from contracts.models.addendum import Addendum, AddendumLine
from contracts.models.ceiling import CeilingAmount, CeilingStep, SpendingCeiling
from contracts.models.contract import AllowedMunicipality, CallOff, Clause, Contract, ContractedProduct
from contracts.models.document import AgreementDocument
from contracts.models.evidence import Evidence
from contracts.models.framework import ExtensionOption, FrameworkAgreement, Lot, Participation
from contracts.models.indexation import IndexationLine, IndexationRun
from contracts.models.indicator import Indicator, Measurement
from contracts.models.price import PriceLevel, PriceSheet
from contracts.models.rate import Rate
from contracts.models.report import ProviderReport
from contracts.models.setting import ContractSetting
from contracts.models.waiting_time import WaitingTime

__all__ = [
    "Addendum",
    "AddendumLine",
    "AgreementDocument",
    "AllowedMunicipality",
    "CallOff",
    "CeilingAmount",
    "CeilingStep",
    "Clause",
    "Contract",
    "ContractSetting",
    "ContractedProduct",
    "Evidence",
    "ExtensionOption",
    "FrameworkAgreement",
    "IndexationLine",
    "IndexationRun",
    "Indicator",
    "Lot",
    "Measurement",
    "Participation",
    "PriceLevel",
    "PriceSheet",
    "ProviderReport",
    "Rate",
    "SpendingCeiling",
    "WaitingTime",
]
