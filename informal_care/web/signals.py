"""Pages of signals: told in a short form, taken up by a colleague, answered to who told."""

from typing import Any

from django.urls import reverse
from django.views.generic import DetailView, ListView

from audit.enums import AuditEvent
from audit.services import record
from core.clock import today
from core.templatetags.pages import Crumb
from core.web.service_forms import ServiceFormView
from core.web.views import ScopedMixin, allow, scoped_or_404
from informal_care.access import may_handle_signal, may_handle_signals, may_signal_carers
from informal_care.forms.signals import AnswerForm, HandleForm, LinkForm, OwnerForm, OwnSignalForm, SignalForm, StepForm
from informal_care.models import CarerSignal, Referral, SignalStep
from informal_care.services.signals import (
    answer_reporter,
    give_signal,
    handle_signal,
    link_carer,
    note_step,
    raise_signal,
)

LIST = ("Signalen", "informal_care:signals")
WAITING_SHOWN = 20
DONE = "afgehandeld"
ROWS = CarerSignal.objects.select_related("municipality", "finding_place", "reported_by", "owner")


class SignalList(ScopedMixin, ListView[CarerSignal]):
    """The signals of the municipality: what is open, late ones first, or what is done; of another organisation what it
    reported.
    """

    queryset = ROWS
    template_name = "informal_care/signals.html"
    context_object_name = "signals"
    paginate_by = 50

    def get_queryset(self) -> Any:
        """Those that are asked for, with the person that the municipality knows."""
        allow(may=may_signal_carers(self.actor))
        rows = super().get_queryset()
        if not may_handle_signals(self.actor):
            return rows.late_first(today())
        rows = rows.select_related("carer")
        return rows.handled().order_by("-handled_on", "-pk") if self.is_done else rows.open().late_first(today())

    @property
    def is_done(self) -> bool:
        """Whether who takes signals up asked for what is done, and not for what is open."""
        return may_handle_signals(self.actor) and self.request.GET.get("stand") == DONE

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Note in the trail that the list was read: names stand on it."""
        record(actor=self.actor, event=AuditEvent.READ, target=CarerSignal, fields=["lijst"])
        is_inside = may_handle_signals(self.actor)
        late = Referral.objects.visible_to(self.actor).filter(signal__isnull=False).waiting(today())
        waiting = late.select_related("offer", "organisation").order_by("feedback_due_on", "pk")[:WAITING_SHOWN]
        shown: dict[str, Any] = {"is_inside": is_inside, "is_done": self.is_done, "waiting": waiting}
        return super().get_context_data(day=today(), **shown, **kwargs)


class SignalDetail(ScopedMixin, DetailView[CarerSignal]):
    """One signal: for the municipality with all that was done, for who reported it with what is meant for them."""

    queryset = ROWS
    template_name = "informal_care/signal.html"
    context_object_name = "signal"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the steps where the actor may see them, and note the reading in the trail."""
        allow(may=may_signal_carers(self.actor))
        signal, is_inside = self.object, may_handle_signal(self.actor, self.object)
        client = signal.file_id if is_inside else signal.public_id
        record(actor=self.actor, event=AuditEvent.READ, target=signal, client=client)
        steps = SignalStep.objects.visible_to(self.actor).filter(signal=signal).select_related("by")
        referrals = (
            Referral.objects.visible_to(self.actor).filter(signal=signal).select_related("offer", "organisation")
        )
        shown = {"steps": steps, "referrals": referrals, "is_inside": is_inside, "day": today()}
        return super().get_context_data(**shown, **kwargs)


class SignalFormView(ServiceFormView):
    """A form about one signal, for who takes signals up."""

    template_name = "form.html"
    signal: CarerSignal
    about = ""

    def load(self) -> None:
        """The signal, for its municipality."""
        rows = ROWS.select_related("carer")
        self.signal = scoped_or_404(rows, self.actor, public_id=self.kwargs["public_id"])
        allow(may=may_handle_signal(self.actor, self.signal))

    def stored(self) -> dict[str, Any]:
        """The revision that was shown."""
        return {"revision": self.signal.revision}

    def back_url(self) -> str:
        """The signal."""
        return reverse("informal_care:signal", args=[self.signal.public_id])

    def path(self) -> list[Crumb]:
        """The pages above this one."""
        return [Crumb(LIST[0], reverse(LIST[1])), Crumb(str(self.signal), self.back_url())]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add where the form stands."""
        crumbs = [*self.path(), Crumb(self.title, "")]
        return super().get_context_data(crumbs=crumbs, about=self.about, **kwargs)


class NewSignal(SignalFormView):
    """Tell of a signal: in a few lines for others, with where it comes from for who writes it down."""

    title, submit_label = "Signaal doorgeven", "Doorgeven"
    done = "Dank u wel. Het signaal is doorgegeven."
    about = (
        "Maakt u zich zorgen om iemand die voor een ander zorgt? Geef het door. Vertel die persoon ook zelf dat u dit "
        "doet, als dat kan."
    )

    def load(self) -> None:
        """For who may tell."""
        allow(may=may_signal_carers(self.actor))

    def stored(self) -> dict[str, Any]:
        """Nothing yet."""
        return {}

    def back_url(self) -> str:
        """The list."""
        return reverse(LIST[1])

    def path(self) -> list[Crumb]:
        """Under the list."""
        return [Crumb(LIST[0], reverse(LIST[1]))]

    def get_form_class(self) -> Any:
        """The longer form within the municipality."""
        return OwnSignalForm if may_handle_signals(self.actor) else SignalForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Municipalities follow from who tells."""
        return super().get_form_kwargs() | {"actor": self.actor}

    def perform(self, form: SignalForm) -> CarerSignal:
        """Tell it."""
        return raise_signal(actor=self.actor, **{"source": "organisation"} | form.cleaned_data)

    def done_url(self, saved: CarerSignal) -> str:
        """The signal."""
        return reverse("informal_care:signal", args=[saved.public_id])


class GiveSignal(SignalFormView):
    """Give it to a colleague."""

    form_class = OwnerForm
    title, done = "Wie pakt dit signaal op?", "Het signaal staat bij uw collega."

    def stored(self) -> dict[str, Any]:
        """Who has it now."""
        return super().stored() | {"owner": self.signal.owner.public_id if self.signal.owner else None}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Colleagues of the municipality."""
        return super().get_form_kwargs() | {"municipality_id": self.signal.municipality_id}

    def perform(self, form: OwnerForm) -> CarerSignal:
        """Give it."""
        return give_signal(actor=self.actor, signal=self.signal, **form.cleaned_data)


class NewStep(SignalFormView):
    """Keep what was done."""

    form_class = StepForm
    title, done = "Stap vastleggen", "De stap staat erbij."

    def stored(self) -> dict[str, Any]:
        """Steps are only added."""
        return {}

    def perform(self, form: StepForm) -> SignalStep:
        """Keep it."""
        return note_step(actor=self.actor, signal=self.signal, **form.cleaned_data)


class HandleSignal(SignalFormView):
    """Tell what came of it."""

    form_class = HandleForm
    title, submit_label, done = "Signaal afhandelen", "Afhandelen", "Het signaal is afgehandeld."

    def perform(self, form: HandleForm) -> CarerSignal:
        """Handle it."""
        return handle_signal(actor=self.actor, signal=self.signal, **form.cleaned_data)


class AnswerReporter(SignalFormView):
    """Tell who reported it what they may know."""

    form_class = AnswerForm
    title, done = "Terugkoppelen", "Wie dit doorgaf, kan uw antwoord nu lezen."

    def stored(self) -> dict[str, Any]:
        """What was told before."""
        return super().stored() | {"feedback": self.signal.feedback}

    def perform(self, form: AnswerForm) -> CarerSignal:
        """Tell it."""
        return answer_reporter(actor=self.actor, signal=self.signal, **form.cleaned_data)


class LinkCarer(SignalFormView):
    """Say which registered carer it is about."""

    form_class = LinkForm
    template_name = "informal_care/link_carer.html"
    title, submit_label, done = (
        "Welke mantelzorger is dit?",
        "Zoeken of koppelen",
        "Het signaal hoort nu bij deze persoon.",
    )
    about = "Staat de naam er nog niet bij? Leg de mantelzorger dan eerst vast, als die dat goedvindt."

    def stored(self) -> dict[str, Any]:
        """The name that was told."""
        return super().stored() | {"name": self.signal.person_name}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Carers of the municipality."""
        return super().get_form_kwargs() | {"actor": self.actor, "signal": self.signal}

    def goes_on(self, form: LinkForm) -> bool:
        """Only with a choice; without one the names that were found are shown."""
        return form.cleaned_data["carer"] is not None

    def perform(self, form: LinkForm) -> CarerSignal:
        """Link it."""
        values = form.cleaned_data
        return link_carer(actor=self.actor, signal=self.signal, carer=values["carer"], revision=values["revision"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the signal, from which somebody new is registered."""
        return super().get_context_data(signal=self.signal, **kwargs)
