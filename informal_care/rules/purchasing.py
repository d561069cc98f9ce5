"""Which activities of the model are demands on quality, to be made when care is bought."""

from typing import Final

from products.enums import RequirementCategory

QUALITY_DEMANDS: Final = ("VRB-B-5", "VLI-B-1", "VLI-B-2", "VLI-B-3", "VLI-B-4", "VLI-B-5", "VLI-B-6")
"""Codes of the activities that say what to ask when care is bought (Mezzo Model, p. 10 and 13)."""

KNOWLEDGE: Final = frozenset({"VRB-B-5"})
"""Of these, what is asked of the knowledge of professionals; the rest is about the care itself."""


def category_of(code: str) -> RequirementCategory:
    """The part of a product sheet in which a demand stands."""
    return RequirementCategory.PROFESSIONAL if code in KNOWLEDGE else RequirementCategory.CONTENT


def source_of(source: str, page: str) -> str:
    """What a requirement names as its source: by it, and by the code of the activity, the board finds it again."""
    return f"{source}, bladzijde {page}"
