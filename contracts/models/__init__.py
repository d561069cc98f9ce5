from contracts.models.addendum import Addendum, AddendumLine
from contracts.models.contract import AllowedMunicipality, CallOff, Clause, Contract, ContractedProduct
from contracts.models.document import AgreementDocument
from contracts.models.framework import ExtensionOption, FrameworkAgreement, Lot, Participation
from contracts.models.indexation import IndexationLine, IndexationRun
from contracts.models.price import PriceLevel, PriceSheet
from contracts.models.rate import Rate
from contracts.models.setting import ContractSetting
from contracts.models.waiting_time import WaitingTime

__all__ = [
    "Addendum",
    "AddendumLine",
    "AgreementDocument",
    "AllowedMunicipality",
    "CallOff",
    "Clause",
    "Contract",
    "ContractSetting",
    "ContractedProduct",
    "ExtensionOption",
    "FrameworkAgreement",
    "IndexationLine",
    "IndexationRun",
    "Lot",
    "Participation",
    "PriceLevel",
    "PriceSheet",
    "Rate",
    "WaitingTime",
]
