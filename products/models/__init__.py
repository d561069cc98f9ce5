from products.models.product import ProductFamily, ProductVariant
from products.models.requirement import Requirement
from products.models.version import ProductVersion

__all__ = ["ProductFamily", "ProductVariant", "ProductVersion", "Requirement"]
