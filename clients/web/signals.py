"""Access to files that stands out, for the privacy officer. Looking at it is in the trail too."""

from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from clients.access import may_review_signal, may_see_conspicuous_access
from clients.filters import SignalFilterForm
from clients.forms import ReviewForm
from clients.models import SignalReview
from clients.selectors.signals import Signal, files_of_signal, signal_of, signal_rules, signals_by_person
from clients.services import record_signals_reading, review_signal
from core.periods import Period
from core.web.service_forms import ServiceFormView
from core.web.views import actor_of, allow

PEOPLE_ON_A_PAGE = 20
FILES_ON_A_PAGE = 50


@method_decorator(never_cache, name="dispatch")
class Signals(TemplateView):
    """What stands out in a period, per person."""

    template_name = "clients/signals.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        actor = actor_of(self.request)
        allow(may=may_see_conspicuous_access(actor))
        form = SignalFilterForm(self.request.GET)
        period = form.period()
        people = signals_by_person(actor, period, unseen=form.wants_unseen)
        record_signals_reading(actor=actor)
        rules = signal_rules(Period(period.ends_on or period.starts_on, period.ends_on))
        today_rules = rules[period.ends_on or period.starts_on]
        page = Paginator(people, PEOPLE_ON_A_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(form=form.as_used(), period=period, page_obj=page, rules=today_rules, **kwargs)


class ReviewSignal(ServiceFormView):
    """One thing that stands out: which files, when, and whether it was justified."""

    template_name = "clients/signal.html"
    form_class = ReviewForm
    title = "Opvallende inzage bekijken"
    done = "Uw oordeel is opgeslagen."
    signal: Signal

    def load(self) -> None:
        """What stands out of this person on this day; without it there is nothing here."""
        allow(may=may_see_conspicuous_access(self.actor))
        try:
            day = date.fromisoformat(self.kwargs["day"])
        except ValueError as error:
            raise Http404 from error
        signal = signal_of(self.actor, self.kwargs["person_id"], self.kwargs["kind"], day)
        if signal is None:
            raise Http404
        self.signal = signal
        if self.request.method == "POST":
            allow(may=may_review_signal(self.actor, signal.person))

    def record_reading(self) -> None:
        """Whose access was looked at."""
        person: UUID = self.signal.person
        record_signals_reading(actor=self.actor, person=person)

    def perform(self, form: ReviewForm) -> SignalReview:
        """Keep the verdict."""
        signal = self.signal
        return review_signal(
            actor=self.actor, person=signal.person, kind=signal.kind, day=signal.day, **form.cleaned_data
        )

    def back_url(self) -> str:
        """The list of the week that ends on this day."""
        return f"{reverse('clients:signals')}?tot={self.signal.day.isoformat()}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add which files."""
        page = Paginator(files_of_signal(self.actor, self.signal), FILES_ON_A_PAGE).get_page(
            self.request.GET.get("page")
        )
        return super().get_context_data(
            signal=self.signal,
            page_obj=page,
            may_review=self.signal.review is None and may_review_signal(self.actor, self.signal.person),
            is_own=self.signal.person == self.actor.user_uuid,
            **kwargs,
        )
