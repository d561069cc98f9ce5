"""What was delivered under an allocation, on a page of the client's file."""

from typing import Any, Final

from clients.enums import Frequency
from clients.models import Allocation, Client
from clients.web.files import FilePage
from core.clock import today
from core.web.views import scoped_or_404
from delivery.rules.delivered import Stretch
from delivery.selectors.delivered import delivered_under

SHOWN: Final = 26
"""Half a year of weeks."""
NAMES: Final = {Frequency.WEEK: "Week", Frequency.MONTH: "Maand", Frequency.TOTAL: "Periode"}


class Delivered(FilePage):
    """Dagdelen that were delivered, beside what was allocated: for who sees the file, at municipality and provider."""

    template_name = "delivery/delivered.html"
    tab = "toewijzingen"

    def get_object(self, queryset: Any = None) -> Client:
        """The client of the allocation."""
        rows = Allocation.objects.select_related("client__municipality", "variant", "provider")
        self.allocation = scoped_or_404(rows, self.actor, public_id=self.kwargs["public_id"])
        return self.allocation.client

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the stretches, the latest first, and all together."""
        stretches = delivered_under(self.allocation, self.actor, today())
        return super().get_context_data(
            allocation=self.allocation,
            name=NAMES[Frequency(self.allocation.frequency)],
            total=sum(one.delivered for one in stretches),
            rows=[(one, _verdict(one)) for one in reversed(stretches)][:SHOWN],
            is_cut=len(stretches) > SHOWN,
            **kwargs,
        )


def _verdict(stretch: Stretch) -> tuple[str, str]:
    """What a badge says: the words and the kind."""
    if stretch.difference > 0:
        return f"{stretch.difference} meer", "no"
    if stretch.unknown:
        return "nog niet alles vastgelegd", "wait"
    if not stretch.is_whole:
        return "loopt nog of is een deel", "neutral"
    return (f"{-stretch.difference} minder", "wait") if stretch.difference else ("volgens toewijzing", "ok")
