"""Pages for everybody: applying for appreciation, and seeing how far the application is."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from core.acting import acting
from core.clock import today
from informal_care.forms.appreciation import ApplyForm
from informal_care.models import AppreciationApplication, AppreciationScheme
from informal_care.services.appreciation import apply_for_appreciation
from informal_care.services.links import fingerprint_of
from informal_care.web.guarding import is_accepted, nothing_here, open_to_all, show_form, standing_for, visitor
from informal_care.web.public_polls import FORM
from organisations.models import Municipality


@FORM
@open_to_all
def apply(request: HttpRequest, cbs_code: str) -> HttpResponse:
    """Apply, without an account. Who applied before gets the same answer as who did not."""
    municipality = get_object_or_404(Municipality, cbs_code=cbs_code)
    day = today()
    schemes = AppreciationScheme.objects.filter(municipality=municipality, opens_on__lte=day, closes_on__gte=day)
    scheme = schemes.order_by("-year").first()
    if scheme is None:
        return render(request, "informal_care/public/apply_closed.html", {"municipality": municipality})
    form = ApplyForm(request.POST or None, scheme=scheme)
    if request.method == "POST" and is_accepted(request, form) and not form.is_from_a_program:
        try:
            with acting(standing_for(municipality)):
                secret = apply_for_appreciation(actor=visitor(request), scheme=scheme, **form.told)
        except ValidationError as error:
            form.refuse(error)
        else:
            return redirect("informal_care:application_state", cbs_code=cbs_code, secret=secret)
    shown = {"municipality": municipality, "scheme": scheme, "kinds": scheme.kinds.all()}
    return show_form(request, "informal_care/public/apply.html", form, **shown)


@require_safe
@open_to_all
def application_state(request: HttpRequest, cbs_code: str, secret: str) -> HttpResponse:
    """How far an application is, for whoever has its link. Nothing of the person stands there."""
    municipality = Municipality.objects.filter(cbs_code=cbs_code).first()
    fingerprint = fingerprint_of(secret)
    if municipality is None:
        return nothing_here(request)
    with acting(standing_for(municipality)):
        rows = AppreciationApplication.objects.select_related("kind", "scheme")
        application = rows.filter(municipality=municipality, fingerprint=fingerprint).first()
        if application is None:
            return nothing_here(request)
        shown = {"application": application, "municipality": municipality}
        return render(request, "informal_care/public/application_state.html", shown)
