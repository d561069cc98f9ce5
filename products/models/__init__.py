from products.models.consultation import ConsultedRequirement, Invitation, MarketConsultation, Reaction
from products.models.product import ProductFamily, ProductVariant
from products.models.requirement import Requirement
from products.models.version import ProductVersion

__all__ = [
    "ConsultedRequirement",
    "Invitation",
    "MarketConsultation",
    "ProductFamily",
    "ProductVariant",
    "ProductVersion",
    "Reaction",
    "Requirement",
]
