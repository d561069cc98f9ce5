"""The predicates of informal care beside the action that each asks for."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from core.actors import Actor
from informal_care import access
from organisations.enums import Action

OWN: Any = SimpleNamespace(municipality_id=7)
"""Of the municipality of `test_rights.py`."""
TASK: Any = SimpleNamespace(board=SimpleNamespace(municipality_id=8), owner_id=7)
"""What that municipality does for another."""

OF_INFORMAL_CARE: dict[str, tuple[Action, Callable[[Actor], bool]]] = {
    "may_see_boards": (Action.SEE_BOARDS, access.may_see_boards),
    "may_read_report": (Action.SEE_BOARDS, lambda actor: access.may_read_report(actor, OWN)),
    "may_see_care_figures": (Action.SEE_CARE_FIGURES, access.may_see_care_figures),
    "may_direct_boards": (Action.DIRECT_BOARDS, access.may_direct_boards),
    "may_direct": (Action.DIRECT_BOARDS, lambda actor: access.may_direct(actor, OWN)),
    "may_work_on": (Action.WORK_ON_BOARDS, lambda actor: access.may_work_on(actor, TASK)),
    "may_see_carers": (Action.SEE_CARERS, access.may_see_carers),
    "may_keep_carers": (Action.KEEP_CARERS, access.may_keep_carers),
    "may_keep_carer": (Action.KEEP_CARERS, lambda actor: access.may_keep_carer(actor, OWN)),
    "may_keep_finding_places": (Action.KEEP_FINDING_PLACES, access.may_keep_finding_places),
    "may_keep_place": (Action.KEEP_FINDING_PLACES, lambda actor: access.may_keep_place(actor, OWN)),
    "may_keep_social_map": (Action.KEEP_SOCIAL_MAP, access.may_keep_social_map),
    "may_keep_offer": (Action.KEEP_SOCIAL_MAP, lambda actor: access.may_keep_offer(actor, OWN)),
    "may_signal_carers": (Action.SIGNAL_CARERS, access.may_signal_carers),
    "may_handle_signals": (Action.KEEP_CARERS, access.may_handle_signals),
    "may_handle_signal": (Action.KEEP_CARERS, lambda actor: access.may_handle_signal(actor, OWN)),
    "may_ask_carers": (Action.ASK_CARERS, access.may_ask_carers),
    "may_ask_for": (Action.ASK_CARERS, lambda actor: access.may_ask_for(actor, OWN)),
    "may_keep_volunteers": (Action.KEEP_VOLUNTEERS, access.may_keep_volunteers),
    "may_keep_volunteer": (Action.KEEP_VOLUNTEERS, lambda actor: access.may_keep_volunteer(actor, OWN)),
    "may_see_requests": (Action.SEE_CARERS, access.may_see_requests),
    "may_ask_for_help": (Action.KEEP_CARERS, access.may_ask_for_help),
    "may_change_request": (Action.KEEP_CARERS, lambda actor: access.may_change_request(actor, OWN)),
    "may_match": (Action.KEEP_VOLUNTEERS, lambda actor: access.may_match(actor, OWN)),
    "may_give_appreciation": (Action.GIVE_APPRECIATION, access.may_give_appreciation),
    "may_give_for": (Action.GIVE_APPRECIATION, lambda actor: access.may_give_for(actor, OWN)),
    "may_keep_schemes": (Action.ASK_CARERS, access.may_keep_schemes),
}
