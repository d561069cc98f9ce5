from delivery.models.group import ClosedDay, Group, MixDecision, MixShare, Opening
from delivery.models.placement import Placement

__all__ = ["ClosedDay", "Group", "MixDecision", "MixShare", "Opening", "Placement"]
