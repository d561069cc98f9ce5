"""Pages on which the social map is kept."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from core.clock import today
from core.templatetags.pages import Crumb
from core.web.service_forms import ServiceFormView
from core.web.views import actor_of, allow, scoped_or_404
from informal_care.access import may_keep_offer, may_keep_social_map, may_see_carers
from informal_care.forms.offers import OfferForm
from informal_care.models import SupportOffer
from informal_care.selectors.offers import kept_offers
from informal_care.services.offers import add_offer, change_offer, confirm_offer

LIST = ("Steunaanbod", "informal_care:offers")
SAME = ("name", "kind", "provider", "for_whom", "about", "is_free", "cost", "first_step", "area")
CONTACT = ("phone", "email", "website", "withdrawn_on", "revision")


@require_safe
def offer_list(request: HttpRequest) -> HttpResponse:
    """What the municipality keeps on the map; what has to be looked at again first."""
    actor = actor_of(request)
    allow(may=may_see_carers(actor))
    context = {
        "rows": kept_offers(actor, today()),
        "may_keep": may_keep_social_map(actor),
        "public_url": reverse("informal_care:map", args=[slugify(actor.organisation_label)]),
    }
    return render(request, "informal_care/offers.html", context)


@require_POST
def checked(request: HttpRequest, public_id: str) -> HttpResponse:
    """It is all still right."""
    actor = actor_of(request)
    offer = scoped_or_404(SupportOffer.objects.all(), actor, public_id=public_id)
    confirm_offer(actor=actor, offer=offer)
    messages.success(request, "Nagekeken. De kaart toont dat deze informatie van vandaag is.")
    return redirect(LIST[1])


class NewOffer(ServiceFormView):
    """Put help on the map."""

    template_name = "form.html"
    form_class = OfferForm
    title, submit_label, done = "Nieuwe hulp op de kaart", "Toevoegen", "De hulp staat op de kaart."

    def load(self) -> None:
        """For coordinators."""
        allow(may=may_keep_social_map(self.actor))

    def stored(self) -> dict[str, Any]:
        """Nothing yet."""
        return {"revision": 0}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Other municipalities follow from the own one."""
        return super().get_form_kwargs() | {"municipality_id": self.actor.organisation_id}

    def back_url(self) -> str:
        """The list."""
        return reverse(LIST[1])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add where the form stands."""
        return super().get_context_data(crumbs=[Crumb(LIST[0], self.back_url()), Crumb(self.title, "")], **kwargs)

    def perform(self, form: OfferForm) -> SupportOffer:
        """Add it."""
        return add_offer(actor=self.actor, **form.values)


class ChangeOffer(NewOffer):
    """Change help on the map."""

    title, submit_label, done = "Hulp op de kaart wijzigen", "Opslaan", "De hulp is gewijzigd en nagekeken."
    offer: SupportOffer

    def load(self) -> None:
        """The help, for who keeps it."""
        self.offer = scoped_or_404(SupportOffer.objects.all(), self.actor, public_id=self.kwargs["public_id"])
        allow(may=may_keep_offer(self.actor, self.offer))

    def stored(self) -> dict[str, Any]:
        """What stands there now."""
        values = {name: getattr(self.offer, name) for name in (*SAME, *CONTACT)}
        return values | {"also_in": list(self.offer.also_in.values_list("public_id", flat=True))}

    def get_form_kwargs(self) -> dict[str, Any]:
        """It can be taken off the map."""
        return super().get_form_kwargs() | {"offer": self.offer}

    def perform(self, form: OfferForm) -> SupportOffer:
        """Change it."""
        return change_offer(actor=self.actor, offer=self.offer, **form.cleaned_data)
