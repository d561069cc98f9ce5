"""What the pages and forms of one case share."""

from typing import Any

from django.http import Http404
from django.urls import reverse

from clients.access import may_handle_case, may_read_cases
from clients.models import Case
from clients.web.files import FileFormView, FilePage
from core.clock import today
from core.web.views import allow, scoped_or_404

TAB = "aanvragen"


class CasesPage(FilePage):
    """A page of the file that only the intake of the own municipality sees; for others it does not exist."""

    tab = TAB

    def get_object(self, queryset: Any = None) -> Any:
        """The client."""
        client = super().get_object(queryset)
        if not may_read_cases(self.actor, client):
            raise Http404
        return client


class CaseFormView(FileFormView):
    """A form about one case. It carries the revision of the case, so that two people notice each other."""

    template_name = "clients/cases/form.html"
    tab = TAB
    tab_label = "Aanvragen"
    intro = ""
    case: Case

    def load(self) -> None:
        """The case with its client, as stored now."""
        rows = Case.objects.select_related("client__municipality", "municipality", "worker")
        ids = {"public_id": self.kwargs["case_id"], "client__public_id": self.kwargs["public_id"]}
        self.case = scoped_or_404(rows, self.actor, **ids)
        self.client = self.case.client
        allow(may=self.may())

    def may(self) -> bool:
        """Whether the actor does the intake."""
        return may_handle_case(self.actor, self.case)

    def stored(self) -> dict[str, Any]:
        """The revision of the case; a form with more adds to it."""
        return {"revision": self.case.revision}

    def back_url(self) -> str:
        """The page of the case."""
        return case_url("clients:case", self.case)

    def values(self, form: Any) -> dict[str, Any]:
        """What the service takes: who, which case, and what was typed, the revision included."""
        return {"actor": self.actor, "case": self.case, **form.cleaned_data}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add which case, and a line of explanation."""
        return super().get_context_data(case=self.case, intro=self.intro, **kwargs)


class DayFormView(CaseFormView):
    """A form of which one day begins as today."""

    day_field: str

    def get_initial(self) -> dict[str, Any]:
        """Today."""
        return super().get_initial() | {self.day_field: today()}


def case_url(name: str, case: Case, **more: Any) -> str:
    """The address of a page about a case."""
    return reverse(name, kwargs={"public_id": case.client.public_id, "case_id": case.public_id, **more})
