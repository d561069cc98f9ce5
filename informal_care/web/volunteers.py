"""Pages about volunteers, for who coordinates them."""

from typing import Any

from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import DetailView, ListView

from audit.enums import AuditEvent
from audit.services import record
from core.clock import today
from core.templatetags.pages import Crumb
from core.web.service_forms import ServiceFormView
from core.web.views import ScopedMixin, allow, scoped_or_404
from informal_care.access import may_keep_volunteer, may_keep_volunteers
from informal_care.enums import Circumstance, HelpTask, Interest, VolunteerStatus
from informal_care.forms.volunteers import (
    CertificateForm,
    IntakeForm,
    NewVolunteerForm,
    StatusForm,
    TalkForm,
    ThanksForm,
    TrainingForm,
    VolunteerForm,
    VolunteerSearch,
)
from informal_care.models import Volunteer
from informal_care.rules.volunteering import VOLUNTEER_STEPS
from informal_care.selectors.volunteers import hours_of, lacks_of, rows_of
from informal_care.services import volunteers as services

LIST = ("Vrijwilligers", "informal_care:volunteers")
LABELS = {"task": HelpTask, "limit": Circumstance, "talent": Interest}


@method_decorator(never_cache, name="dispatch")
class VolunteerList(ScopedMixin, ListView[Volunteer]):
    """The volunteers of the own municipality, with what is lacking."""

    queryset = Volunteer.objects.with_readiness()
    template_name = "informal_care/volunteers.html"
    paginate_by = 50

    def get_queryset(self) -> Any:
        """Those with the status that is asked for, and otherwise all who did not stop."""
        allow(may=may_keep_volunteers(self.actor))
        self.search = VolunteerSearch(self.request.GET or None)
        status = self.search.cleaned_data["stand"] if self.search.is_valid() else ""
        rows = super().get_queryset().order_by("search_name", "pk")
        return rows.filter(status=status) if status else rows.exclude(status=VolunteerStatus.STOPPED)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what each lacks; who looked stands in the trail."""
        context = super().get_context_data(search=self.search, **kwargs)
        record(actor=self.actor, event=AuditEvent.READ, target=Volunteer, fields=["lijst"])
        return context | {"lines": rows_of(context["page_obj"].object_list, today())}


@method_decorator(never_cache, name="dispatch")
class VolunteerDetail(ScopedMixin, DetailView[Volunteer]):
    """All that is known of a volunteer."""

    queryset = Volunteer.objects.with_readiness().prefetch_related(
        "traits", "certificates", "trainings", "talks", "thanks", "matches__request"
    )
    template_name = "informal_care/volunteer.html"
    context_object_name = "volunteer"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what is lacking, in words what was said in the intake, and the hours."""
        volunteer = self.object
        record(actor=self.actor, event=AuditEvent.READ, target=volunteer, client=volunteer.public_id)
        return super().get_context_data(
            lacks=lacks_of(volunteer, today()),
            said=said_of(volunteer.traits.all(), LABELS),
            total_hours=hours_of(volunteer),
            steps=VOLUNTEER_STEPS[volunteer.status] - {VolunteerStatus.INTAKE_DONE},
            **kwargs,
        )


def said_of(traits: Any, labels: dict[str, Any]) -> dict[str, list[str]]:
    """What was said, by its kind, in the words of the lists."""
    found: dict[str, list[str]] = {kind: [] for kind in labels}
    for one in traits:
        found[one.kind].append(str(labels[one.kind](one.value).label))
    return found


class VolunteerFormView(ServiceFormView):
    """A form about one volunteer."""

    template_name = "form.html"
    volunteer: Volunteer

    def load(self) -> None:
        """The volunteer, for the coordinator of the municipality."""
        self.volunteer = scoped_or_404(Volunteer.objects.all(), self.actor, public_id=self.kwargs["public_id"])
        allow(may=may_keep_volunteer(self.actor, self.volunteer))

    def record_reading(self) -> None:
        """Some of it stands in the form."""
        person = self.volunteer.public_id
        record(actor=self.actor, event=AuditEvent.READ, target=self.volunteer, client=person)

    def back_url(self) -> str:
        """The page of the volunteer."""
        return reverse("informal_care:volunteer", args=[self.volunteer.public_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add where the form stands and about whom it is."""
        crumbs = [
            Crumb(LIST[0], reverse(LIST[1])),
            Crumb(self.volunteer.name, self.back_url()),
            Crumb(self.title, ""),
        ]
        return super().get_context_data(crumbs=crumbs, about=self.volunteer.name, **kwargs)


class NewVolunteer(ServiceFormView):
    """Somebody wants to help."""

    template_name = "form.html"
    form_class = NewVolunteerForm
    title, submit_label = "Nieuwe vrijwilliger", "Aanmelden"
    done = "{.name} is aangemeld. Plan nu een intake."

    def load(self) -> None:
        """For coordinators."""
        allow(may=may_keep_volunteers(self.actor))

    def stored(self) -> dict[str, Any]:
        """Today."""
        return {"registered_on": today()}

    def perform(self, form: NewVolunteerForm) -> Volunteer:
        """Register them."""
        values = dict(form.cleaned_data)
        return services.register_volunteer(actor=self.actor, registered_on=values.pop("registered_on"), values=values)

    def back_url(self) -> str:
        """The list."""
        return reverse(LIST[1])

    def done_url(self, saved: Volunteer) -> str:
        """The volunteer."""
        return reverse("informal_care:volunteer", args=[saved.public_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add where the form stands."""
        return super().get_context_data(crumbs=[Crumb(LIST[0], self.back_url()), Crumb(self.title, "")], **kwargs)


class ChangeVolunteer(VolunteerFormView):
    """Other details of who it is."""

    form_class = VolunteerForm
    title, done = "Gegevens wijzigen", "De gegevens zijn opgeslagen."

    def stored(self) -> dict[str, Any]:
        """As they are."""
        return {name: getattr(self.volunteer, name) for name in (*services.DETAILS, "revision")}

    def perform(self, form: VolunteerForm) -> Volunteer:
        """Change them."""
        revision = form.cleaned_data["revision"]
        return services.change_volunteer(
            actor=self.actor, volunteer=self.volunteer, revision=revision, values=form.values
        )


class Intake(VolunteerFormView):
    """What came out of the intake, or changed since."""

    form_class = IntakeForm
    title, done = "Intake", "De intake is opgeslagen."

    def stored(self) -> dict[str, Any]:
        """As it is now."""
        one = self.volunteer
        said: dict[str, list[str]] = {kind: [] for kind in LABELS}
        for trait in one.traits.all():
            said[trait.kind].append(trait.value)
        columns = ("motivation", "talents_note", "limits_note", "moments", "max_nearness", "revision")
        return {name: getattr(one, name) for name in columns} | {
            "intake_on": one.intake_on or today(),
            "tasks": said["task"],
            "limits": said["limit"],
            "talents": said["talent"],
        }

    def perform(self, form: IntakeForm) -> Volunteer:
        """Store it."""
        return services.do_intake(actor=self.actor, volunteer=self.volunteer, **form.cleaned_data)


class ChangeStatus(VolunteerFormView):
    """The volunteer is available, pauses or stops."""

    form_class = StatusForm
    title, done = "Stand wijzigen", "De stand is gewijzigd."

    def get_form_kwargs(self) -> dict[str, Any]:
        """What can follow depends on what is."""
        return super().get_form_kwargs() | {"now": self.volunteer.status}

    def stored(self) -> dict[str, Any]:
        """What was shown."""
        return {"revision": self.volunteer.revision}

    def perform(self, form: StatusForm) -> Volunteer:
        """Change it."""
        return services.change_status(actor=self.actor, volunteer=self.volunteer, **form.cleaned_data)


class AddCertificate(VolunteerFormView):
    """A certificate of conduct was seen."""

    form_class = CertificateForm
    title, done = "VOG vastleggen", "De VOG staat erbij."

    def stored(self) -> dict[str, Any]:
        """Seen today."""
        return {"seen_on": today()}

    def perform(self, form: CertificateForm) -> object:
        """Record it."""
        return services.record_certificate(actor=self.actor, volunteer=self.volunteer, **form.cleaned_data)


class AddTraining(VolunteerFormView):
    """A training was followed."""

    form_class = TrainingForm
    title, done = "Scholing vastleggen", "De scholing staat erbij."

    def perform(self, form: TrainingForm) -> object:
        """Record it."""
        return services.record_training(actor=self.actor, volunteer=self.volunteer, **form.cleaned_data)


class AddTalk(VolunteerFormView):
    """A guidance conversation was held."""

    form_class = TalkForm
    title, done = "Gesprek vastleggen", "Het gesprek staat erbij."

    def stored(self) -> dict[str, Any]:
        """Today."""
        return {"held_on": today()}

    def perform(self, form: TalkForm) -> object:
        """Record it."""
        return services.record_talk(actor=self.actor, volunteer=self.volunteer, **form.cleaned_data)


class AddThanks(VolunteerFormView):
    """The volunteer was thanked."""

    form_class = ThanksForm
    title, done = "Attentie vastleggen", "De attentie staat erbij."

    def stored(self) -> dict[str, Any]:
        """Today."""
        return {"given_on": today()}

    def perform(self, form: ThanksForm) -> object:
        """Record it."""
        return services.record_thanks(actor=self.actor, volunteer=self.volunteer, **form.cleaned_data)
