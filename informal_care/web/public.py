"""The social map for everybody: without signing in, without script, and about nobody."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify
from django.views.decorators.http import require_safe
from rest_framework.exceptions import Throttled

from core.api.limits import WINDOW, count
from core.web.origin import origin_of
from informal_care.forms.offers import MapForm
from informal_care.models import SupportOffer
from informal_care.selectors.offers import help_in, kinds_in, municipality_called
from organisations.models import Municipality


def for_everybody(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page without signing in, to be looked at so many times a minute from one address (`API_OPEN_PER_MINUTE`)."""

    @wraps(view)
    def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            count(request, f"page {origin_of(request).address}", settings.API_OPEN_PER_MINUTE)
        except Throttled:
            page = render(request, "informal_care/public/busy.html", status=429)
            page["Retry-After"] = str(WINDOW)
            return page
        return view(request, *args, **kwargs)

    return login_not_required(require_safe(counted))


@for_everybody
def maps(request: HttpRequest) -> HttpResponse:
    """The municipalities with help on their map."""
    rows = Municipality.objects.filter(offers__withdrawn_on=None, offers__isnull=False).distinct().order_by("name")
    places = [(one.name, slugify(one.name)) for one in rows]
    return render(request, "informal_care/public/maps.html", {"places": places})


@for_everybody
def social_map(request: HttpRequest, place: str) -> HttpResponse:
    """Look for help in a municipality, in plain words."""
    municipality = _municipality(place)
    form = MapForm(request.GET or None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    found = help_in(
        municipality, asked.get("zoek", ""), asked.get("soort", ""), only_free=bool(asked.get("gratis", False))
    )
    context = {"municipality": municipality, "place": place, "form": form, "found": found}
    context["is_search"] = any(asked.values())
    context["kinds"] = kinds_in(municipality) if context["is_search"] and not found else []
    return render(request, "informal_care/public/map.html", context)


@for_everybody
def offer(request: HttpRequest, place: str, public_id: str) -> HttpResponse:
    """All about one kind of help."""
    municipality = _municipality(place)
    one = get_object_or_404(SupportOffer.objects.shown_in(municipality.pk), public_id=public_id)
    context = {"municipality": municipality, "place": place, "offer": one}
    return render(request, "informal_care/public/offer.html", context)


def _municipality(place: str) -> Municipality:
    municipality = municipality_called(place)
    if municipality is None:
        raise Http404
    return municipality
