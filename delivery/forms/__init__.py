"""Shapes of what is typed about groups and placements. Rules stand in `rules`; services apply them."""

from delivery.forms.groups import CloseDayForm, GroupChangeForm, GroupForm, GroupSearch, HoursForm, MixForm, WeekSearch
from delivery.forms.placements import ChangePlacementForm, EffectForm, EndPlacementForm, PlaceForm

__all__ = [
    "ChangePlacementForm",
    "CloseDayForm",
    "EffectForm",
    "EndPlacementForm",
    "GroupChangeForm",
    "GroupForm",
    "GroupSearch",
    "HoursForm",
    "MixForm",
    "PlaceForm",
    "WeekSearch",
]
