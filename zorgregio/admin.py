"""The Django admin site: for administrators and reference data."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from celery import current_app
from django.contrib import messages
from django.contrib.admin import AdminSite, ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import path, reverse

from audit.models import TaskRun
from clients.enums import ImportStatus
from clients.models import DiscardedFile, ImportRun
from core.admin import SealedSearch
from core.web.views import actor_of, allow
from delivery.models import AttendanceRun
from informal_care.models import OfferNotice, TaskNotice
from organisations.access import may_manage_work
from organisations.enums import ReminderState
from organisations.models import Mail
from organisations.services import retry_mails
from plans.enums import ItemState
from plans.models import Notice, PlanVersion, PrintItem

SHOWN: Final = 100
"""Mails that were given up on the page; the total says how many there are."""

AT_WORK: Final = (
    ImportStatus.UPLOADED,
    ImportStatus.CHECKING,
    ImportStatus.CONFIRMED,
    ImportStatus.IMPORTING,
)

QUEUES: Final[Mapping[str, Callable[[], QuerySet[Any]]]] = {
    "Mail die wacht op verzending": Mail.objects.waiting,
    "Mail die nu wordt verstuurd": lambda: Mail.objects.waiting().exclude(claim=None),
    "Herinneringen waarover nog geen mail klaarstaat": lambda: Notice.objects.filter(
        mail=None, reminder__state=ReminderState.OPEN
    ),
    "Herinneringen aan taken van een bord waarover nog geen mail klaarstaat": lambda: TaskNotice.objects.filter(
        mail=None, reminder__state=ReminderState.OPEN
    ),
    "Herinneringen aan de sociale kaart waarover nog geen mail klaarstaat": lambda: OfferNotice.objects.filter(
        mail=None, reminder__state=ReminderState.OPEN
    ),
    "Vastgestelde plannen zonder vingerafdruk van de pdf": lambda: PlanVersion.objects.filter(
        agreed_at__isnull=False, pdf_sha256=""
    ),
    "Plannen die nog worden afgedrukt": lambda: PrintItem.objects.filter(state=ItemState.WAITING),
    "Bestanden met aanwezigheid die bezig zijn of wachten": lambda: AttendanceRun.objects.filter(status__in=AT_WORK),
    "Imports die bezig zijn of wachten": lambda: ImportRun.objects.filter(status__in=AT_WORK),
    "Bestanden van vernietigde dossiers die nog weg moeten": DiscardedFile.objects.all,
}
"""What the worker still has to do, of every room."""


@dataclass(frozen=True, slots=True)
class Run:
    """A task of the clock: when it should run and when it did; without a row it never ran here."""

    name: str
    schedule: str
    row: TaskRun | None


class Site(AdminSite):
    """Titles in Dutch; signing in and changing a password go through the pages that everybody uses."""

    site_header = "zorgregio beheer"
    site_title = "zorgregio beheer"
    index_title = "Gegevens en instellingen"

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Every list is searched without the words in its address."""
        pages = admin_class or ModelAdmin
        super().register(model_or_iterable, type(pages.__name__, (SealedSearch, pages), {}), **options)

    def get_urls(self) -> list[Any]:
        """Add the page of the work in the background."""
        return [
            path("taken", self.admin_view(self.tasks), name="tasks"),
            path("taken/opnieuw", self.admin_view(self.retry), name="tasks_retry"),
            *super().get_urls(),
        ]

    def tasks(self, request: HttpRequest) -> HttpResponse:
        """What waits, when each task of the clock last ran, and what was given up."""
        allow(may=may_manage_work(actor_of(request)))
        given_up = Mail.objects.given_up()
        context = {
            **self.each_context(request),
            "title": "Achtergrondtaken en mail",
            "queues": [(label, rows().count()) for label, rows in QUEUES.items()],
            "runs": _runs(),
            "given_up": given_up.select_related("user")[:SHOWN],
            "given_up_in_all": given_up.count(),
        }
        return TemplateResponse(request, "admin/tasks.html", context)

    def retry(self, request: HttpRequest) -> HttpResponseBase:
        """Try again all mail that was given up."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        given_up = Mail.objects.given_up().values_list("public_id", flat=True)
        number = retry_mails(actor=actor_of(request), mails=list(given_up))
        messages.success(request, "1 mail gaat opnieuw." if number == 1 else f"{number} mails gaan opnieuw.")
        return HttpResponseRedirect(reverse("admin:tasks"))

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponseRedirect:
        """Go to the page with the lockout and the trail; somebody who is signed in but no administrator: 403."""
        if request.user.is_authenticated:
            raise PermissionDenied
        wanted = request.GET.get("next") or reverse("admin:index")
        return HttpResponseRedirect(f"{reverse('accounts:sign_in')}?{urlencode({'next': wanted})}")

    def password_change(  # type: ignore[override]  # Django's own gives a page, ours leads to one
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponseRedirect:
        """Go to the page that also ends the other sessions."""
        return HttpResponseRedirect(reverse("accounts:change_password"))


def _runs() -> list[Run]:
    rows = {row.name: row for row in TaskRun.objects.all()}
    entries = sorted(current_app.conf.beat_schedule.values(), key=lambda entry: str(entry["task"]))
    return [Run(entry["task"], str(entry["schedule"]), rows.get(entry["task"])) for entry in entries]
