"""Shapes of what is typed about groups and placements. Rules stand in `rules`; services apply them."""

from delivery.forms.groups import CloseDayForm, GroupChangeForm, GroupForm, GroupSearch, HoursForm, MixForm, WeekSearch
from delivery.forms.placements import ChangePlacementForm, EffectForm, EndPlacementForm, PlaceForm
from delivery.forms.rosters import (
    CancelSessionForm,
    ChangeLeaveForm,
    ChangeRosterLineForm,
    HelperForm,
    LastDayForm,
    PlanStaffForm,
    RosterLineForm,
)

__all__ = [
    "CancelSessionForm",
    "ChangeLeaveForm",
    "ChangePlacementForm",
    "ChangeRosterLineForm",
    "CloseDayForm",
    "EffectForm",
    "EndPlacementForm",
    "GroupChangeForm",
    "GroupForm",
    "GroupSearch",
    "HelperForm",
    "HoursForm",
    "LastDayForm",
    "MixForm",
    "PlaceForm",
    "PlanStaffForm",
    "RosterLineForm",
    "WeekSearch",
]
