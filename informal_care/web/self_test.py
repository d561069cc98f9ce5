"""The self test "U zorgt voor iemand". Nothing is kept: no row, no session, no line in a log with an answer.

The answers are sent in the body of a POST, so that they stand in no address, and the advice is the answer to that very
request.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from informal_care.forms.self_test import SelfTestForm
from informal_care.rules.self_test import advice_for
from informal_care.web.guarding import is_accepted, open_to_all, show_form
from informal_care.web.public_polls import FORM
from organisations.models import Municipality


@require_safe
@open_to_all
def choose_place(request: HttpRequest) -> HttpResponse:
    """In which municipality somebody lives."""
    places = Municipality.objects.order_by("name")
    return render(request, "informal_care/public/self_test_place.html", {"places": places})


@sensitive_post_parameters()
@FORM
@open_to_all
def self_test(request: HttpRequest, cbs_code: str) -> HttpResponse:
    """The questions, and after sending the advice."""
    municipality = get_object_or_404(Municipality, cbs_code=cbs_code)
    form = SelfTestForm(request.POST or None)
    if request.method == "POST" and is_accepted(request, form) and not form.is_from_a_program:
        shown = {"advice": advice_for(form.cleaned_data), "municipality": municipality}
        return render(request, "informal_care/public/self_test_advice.html", shown)
    return show_form(request, "informal_care/public/self_test.html", form, municipality=municipality)
