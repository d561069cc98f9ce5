"""A death that was written down by mistake is undone."""

from typing import Any

from clients.forms.amendments import UndoDeathForm
from clients.models import Death
from clients.selectors.deaths import consequences_of_death
from clients.services import undo_death
from clients.web.life_events import LifeEventView


class UndoDeath(LifeEventView):
    """Say beforehand what will be open again and what will not, and why."""

    template_name = "clients/death_undo.html"
    form_class = UndoDeathForm
    title = "Overlijden terugdraaien"
    submit_label = "Overlijden terugdraaien"
    done = "Het overlijden is teruggedraaid. Op deze pagina staat wat weer open is en wat niet."
    intro = "Doe dit alleen als het overlijden niet klopt. In het spoor blijft staan wat er is gebeurd."

    def perform(self, form: UndoDeathForm) -> Death:
        """Undo it."""
        return undo_death(actor=self.actor, client=self.client, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what comes of it."""
        rows = consequences_of_death(self.client) if self.client.died_on else []
        return super().get_context_data(
            reopened=[one for one in rows if one.may_reopen],
            kept=[one for one in rows if not one.may_reopen],
            **kwargs,
        )
