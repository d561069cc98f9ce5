"""The panel beside what else is known of a carer."""

from datetime import date

from core.actors import Actor
from informal_care.models import Carer, PanelMember


def panel_since(actor: Actor, carer: Carer) -> date | None:
    """Since when this carer takes part in the panel, for who asks it something; None for others, or when not."""
    rows = PanelMember.objects.visible_to(actor).filter(carer=carer, left_on=None)
    return rows.values_list("joined_on", flat=True).first()
