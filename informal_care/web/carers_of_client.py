"""Who cares for a client, on a page of the client's file."""

from typing import Any

from clients.web.files import FilePage
from core.calendar import add_months
from core.clock import today
from core.web.views import allow
from informal_care.access import may_ask_for_help, may_keep_carers, may_see_carers_of_client
from informal_care.selectors.carers import CarerOfClient, carers_of_client, plans_of
from informal_care.selectors.measurements import trends_of
from informal_care.services.carer_reading import record_carers_reading
from informal_care.web.carers import RELIEF_MONTHS


class CarersOfClient(FilePage):
    """Those who care for a client: at the provider only who let it know."""

    template_name = "informal_care/of_client.html"
    tab = "mantelzorgers"
    shown: list[CarerOfClient]

    def record(self) -> None:
        """In the trail of the client, and of each carer that was seen."""
        super().record()
        record_carers_reading(
            actor=self.actor, carers=[one.carer for one in self.shown], parts=["dossier van de cliënt"]
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add who cares, with what was measured beside the goals of the plan."""
        allow(may=may_see_carers_of_client(self.actor))
        day = today()
        since = add_months(day, -RELIEF_MONTHS)
        self.shown = carers_of_client(self.object, self.actor, day, since)
        return super().get_context_data(
            shown=[(one, trends_of(one.measured)) for one in self.shown],
            plans=plans_of([self.object], self.actor),
            relief_since=since,
            may_add=may_keep_carers(self.actor),
            may_ask=may_ask_for_help(self.actor),
            **kwargs,
        )
