"""The client list and the ways to search it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.cache import cache
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, TemplateView

from clients.access import ground_of, may_open_files, may_register_client, may_search_by_bsn
from clients.enums import AllocationFilter
from clients.forms import BsnSearchForm, SearchForm, day_or_none
from clients.models import Client
from clients.selectors import ROW_COLUMNS, ClientFilter, client_rows, filtered_clients
from clients.services import record_bsn_search, record_list_reading, record_search
from contracts.selectors import parties_and_products
from core.actors import Actor
from core.clock import today
from core.web import remembered
from core.web.views import actor_of, allow

SEARCH_KEY = "clients.search"
PAGE_SIZE = 100
REMEMBERED = 60  # seconds
EXACT_UP_TO = 2000
FAR = 1000  # rows
# `filtered_clients` and `by_bsn` below begin with the scope, as `ScopedMixin` does for other lists; the rows
# are light values and not models, for a hundred of them are printed at a time.


class ClientPaginator(Paginator[Any]):
    """Pages of the client list. A page far away is found in the index alone, and only its rows are fetched."""

    def page(self, number: int | str) -> Any:
        """The page; one that does not exist raises as Django's own."""
        number = self.validate_number(number)
        bottom = (number - 1) * self.per_page
        if bottom < FAR:
            return super().page(number)
        rows: Any = self.object_list
        ids = rows.values("pk")[bottom : min(bottom + self.per_page, self.count)]
        return Page(Client.objects.filter(pk__in=ids).values_list(*ROW_COLUMNS), number, self)


@method_decorator(never_cache, name="dispatch")
class ClientList(TemplateView):
    """The clients that the actor sees. Name, birth date and postcode come from the session, never from the URL."""

    template_name = "clients/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        actor = actor_of(self.request)
        allow(may=may_open_files(actor))
        record_list_reading(actor=actor)
        return super().get_context_data(**list_context(self.request, actor), **kwargs)


def list_context(request: HttpRequest, actor: Actor, form: SearchForm | None = None) -> dict[str, Any]:
    """What the list page shows; `form` is a search that was refused."""
    day = today()
    search = remembered.read(request, SEARCH_KEY)
    list_url = reverse("clients:list")
    providers, products = parties_and_products(actor)
    wanted = ClientFilter(
        name=search.get("naam", ""),
        birth_date=day_or_none(search.get("geboortedatum", "")),
        postcode=search.get("postcode", ""),
        number=search.get("nummer", ""),
        provider=_uuid(request.GET.get("aanbieder", "")),
        product=request.GET.get("product", ""),
        state=request.GET.get("toewijzing", "") if request.GET.get("toewijzing") in AllocationFilter.values else "",
    )
    clients, is_cut_off = filtered_clients(actor, wanted, day)
    found = clients.values_list(*ROW_COLUMNS)
    paginator = ClientPaginator(found, PAGE_SIZE)
    if not search and wanted == ClientFilter():
        paginator.count = _count(actor, found)
    page = paginator.get_page(request.GET.get("page"))
    return {
        "page_obj": page,
        "is_cut_off": is_cut_off,
        "rows": client_rows(page.object_list, actor, day, list_url=list_url),
        "shown": search if form is None else {name: form.data.get(name, "") for name in form.fields},
        "search_form": form,
        "wanted": wanted,
        "chosen_provider": str(wanted.provider or ""),
        "providers": providers,
        "products": products,
        "states": AllocationFilter.choices,
        "is_narrowed": bool(search) or wanted != ClientFilter(),
        "may_register": may_register_client(actor),
        "may_open_with_reason": ground_of(actor) is not None,
        "may_search_by_bsn": may_search_by_bsn(actor),
    }


@never_cache
def search(request: HttpRequest) -> HttpResponse:
    """Keep what was searched for in the session, and go to the list with the other filters in the URL."""
    actor = actor_of(request)
    allow(may=may_open_files(actor))
    if request.method != "POST":
        return redirect("clients:list")
    if "wis" in request.POST:
        remembered.forget(request, SEARCH_KEY)
        return redirect("clients:list")
    form = SearchForm(request.POST)
    if not form.is_valid():
        return render(request, "clients/list.html", list_context(request, actor, form))
    typed = {name: form.data.get(name, "").strip() for name in form.fields if form.cleaned_data[name]}
    if typed != remembered.read(request, SEARCH_KEY):
        remembered.keep(request, SEARCH_KEY, typed)
        if typed:
            record_search(actor=actor, fields=sorted(typed))
    filters = {name: request.POST.get(name, "") for name in ("aanbieder", "product", "toewijzing")}
    return HttpResponseRedirect(reverse("clients:list", query={k: v for k, v in filters.items() if v}))


@method_decorator(never_cache, name="dispatch")
class BsnSearch(FormView[BsnSearchForm]):
    """Look up one client by BSN: only by POST, with a reason that stands in the trail."""

    template_name = "clients/bsn_search.html"
    form_class = BsnSearchForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        allow(may=may_search_by_bsn(actor_of(request)))
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: BsnSearchForm) -> HttpResponse:
        actor = actor_of(self.request)
        client = Client.objects.visible_to(actor).by_bsn(form.cleaned_data["bsn"]).first()
        record_bsn_search(actor=actor, reason=form.cleaned_data["reason"], found=client)
        if client is None:
            messages.warning(self.request, "Er is geen dossier met dit burgerservicenummer dat u mag openen.")
            return self.render_to_response(self.get_context_data(form=form))
        return redirect("clients:file", public_id=client.public_id)


def _count(actor: Actor, found: QuerySet[Any, Any]) -> int:
    """How many clients the actor sees. A large number may be a minute old: counting takes longer than reading."""
    key = f"clients.count.{actor.organisation_id}.{actor.role}.{actor.user_id}"
    count: int | None = cache.get(key)
    if count is None:
        count = found.count()
        if count > EXACT_UP_TO:
            cache.set(key, count, REMEMBERED)
    return count


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
