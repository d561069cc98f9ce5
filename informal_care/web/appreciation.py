"""Pages of a municipality around appreciation: what there is each year, who applied, and what was decided."""

from io import BytesIO
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.generic import ListView

from audit.enums import AuditEvent
from audit.services import record
from clients.enums import TermKind
from clients.selectors.terms import due_of_legal_term
from core.clock import today
from core.sheets import XLSX, write_xlsx
from core.templatetags.pages import Crumb
from core.web.downloads import document_response
from core.web.service_forms import ServiceFormView
from core.web.views import ScopedMixin, actor_of, allow, scoped_or_404
from informal_care.access import may_give_appreciation, may_give_for, may_keep_schemes
from informal_care.documents.appreciation import decisions_pdf, granted_table
from informal_care.enums import ApplicationStatus
from informal_care.forms.appreciation import MOST_OFFERS, ApplyOnBehalfForm, ChangeSchemeForm, DecideForm, SchemeForm
from informal_care.models import AppreciationApplication, AppreciationScheme
from informal_care.rules.appreciation import unmet_conditions
from informal_care.services.appreciation import apply_for_appreciation, decide_application, open_scheme
from informal_care.services.scheme_changes import change_scheme

LIST = ("Waardering", "informal_care:appreciation")
SCHEMES = AppreciationScheme.objects.select_related("municipality")


class SchemeList(ScopedMixin, ListView[AppreciationScheme]):
    """What the own municipality gives, by year."""

    queryset = SCHEMES
    template_name = "informal_care/appreciation.html"
    context_object_name = "schemes"
    paginate_by = 20

    def get_queryset(self) -> Any:
        """Those that the actor sees."""
        allow(may=may_give_appreciation(self.actor))
        return super().get_queryset()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whether the actor may open one."""
        return super().get_context_data(may_add=may_keep_schemes(self.actor), **kwargs)


class SchemeDetail(ScopedMixin, ListView[AppreciationApplication]):
    """What there is in a year, what is left of it, and who applied."""

    queryset = AppreciationApplication.objects.select_related("kind")
    template_name = "informal_care/appreciation_scheme.html"
    context_object_name = "applications"
    paginate_by = 50

    def get_queryset(self) -> Any:
        """The applications of this scheme; that their names were read stands in the trail."""
        self.scheme = scoped_or_404(SCHEMES, self.actor, public_id=self.kwargs["public_id"])
        allow(may=may_give_for(self.actor, self.scheme))
        record(actor=self.actor, event=AuditEvent.READ, target=self.scheme, fields=["aanvragen"])
        return super().get_queryset().filter(scheme=self.scheme, emptied_on=None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the scheme with what can be chosen."""
        scheme = self.scheme
        left = scheme.budget - scheme.granted_amount
        kinds = scheme.kinds.all()
        return super().get_context_data(
            scheme=scheme,
            left=left,
            kinds=kinds,
            is_open=scheme.is_open(today()),
            may_change=may_keep_schemes(self.actor),
            **kwargs,
        )


class AppreciationFormView(ServiceFormView):
    """A form around appreciation."""

    template_name = "form.html"
    scheme: AppreciationScheme
    about = ""

    def load(self) -> None:
        """The scheme, for its municipality."""
        self.scheme = scoped_or_404(SCHEMES, self.actor, public_id=self.kwargs["public_id"])
        allow(may=may_give_for(self.actor, self.scheme))

    def back_url(self) -> str:
        """The scheme."""
        return reverse("informal_care:appreciation_scheme", args=[self.scheme.public_id])

    def path(self) -> list[tuple[str, str]]:
        """The pages above this one."""
        return [(LIST[0], reverse(LIST[1])), (str(self.scheme), self.back_url())]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add where the form stands and what it is about."""
        crumbs = [*(Crumb(label, url) for label, url in self.path()), Crumb(self.title, "")]
        return super().get_context_data(crumbs=crumbs, about=self.about, **kwargs)


class NewScheme(AppreciationFormView):
    """Say what there is in a year."""

    form_class = SchemeForm
    title, submit_label, done = "Nieuwe regeling", "Klaarzetten", "De regeling staat klaar."

    def load(self) -> None:
        """For coordinators."""
        allow(may=may_keep_schemes(self.actor))

    def back_url(self) -> str:
        """The list."""
        return reverse(LIST[1])

    def path(self) -> list[tuple[str, str]]:
        """Under the list."""
        return [(LIST[0], reverse(LIST[1]))]

    def perform(self, form: SchemeForm) -> AppreciationScheme:
        """Say it."""
        return open_scheme(actor=self.actor, offers=form.offers, **form.about)

    def done_url(self, saved: AppreciationScheme) -> str:
        """The scheme."""
        return reverse("informal_care:appreciation_scheme", args=[saved.public_id])


class ChangeScheme(AppreciationFormView):
    """Change what there is in a year that was opened."""

    form_class = ChangeSchemeForm
    title, done = "Regeling wijzigen", "De regeling is gewijzigd."
    about = "Na de eerste toekenning veranderen de voorwaarden niet meer, en wat iemand aanvroeg houdt zijn waarde."

    def load(self) -> None:
        """For the coordinator."""
        super().load()
        allow(may=may_keep_schemes(self.actor))

    def stored(self) -> dict[str, Any]:
        """What there is now."""
        scheme = self.scheme
        names = ("opens_on", "closes_on", "introduction", "bond", "least_hours", "least_months", "budget", "revision")
        values = {name: getattr(scheme, name) for name in names}
        for number, kind in enumerate(scheme.kinds.order_by("pk")[:MOST_OFFERS], start=1):
            for part in ("form", "name", "value", "available"):
                values[f"{part}_{number}"] = getattr(kind, part)
        return values

    def perform(self, form: ChangeSchemeForm) -> AppreciationScheme:
        """Change it."""
        revision = form.cleaned_data["revision"]
        return change_scheme(actor=self.actor, scheme=self.scheme, revision=revision, offers=form.places, **form.about)


class ApplyOnBehalf(AppreciationFormView):
    """Apply for somebody who asks for help with it."""

    form_class = ApplyOnBehalfForm
    title, submit_label, done = "Aanvraag invullen voor iemand", "Aanvragen", "De aanvraag is vastgelegd."

    def get_form_kwargs(self) -> dict[str, Any]:
        """What can be chosen follows from the scheme."""
        return super().get_form_kwargs() | {"scheme": self.scheme}

    def perform(self, form: ApplyOnBehalfForm) -> None:
        """Apply."""
        apply_for_appreciation(actor=self.actor, scheme=self.scheme, **form.told)


class Decide(AppreciationFormView):
    """One application with what it lacks, and the decision."""

    form_class = DecideForm
    template_name = "informal_care/appreciation_application.html"
    title, submit_label, done = "Aanvraag", "Besluiten", "Het besluit staat vast."
    application: AppreciationApplication

    def load(self) -> None:
        """The application, for its municipality."""
        rows = AppreciationApplication.objects.select_related(
            "scheme__municipality", "kind", "decided_by", "same_as", "entered_by"
        )
        self.application = scoped_or_404(rows, self.actor, public_id=self.kwargs["public_id"])
        self.scheme = self.application.scheme
        allow(may=may_give_for(self.actor, self.application))

    def record_reading(self) -> None:
        """Who reads it stands in the trail."""
        record(
            actor=self.actor,
            event=AuditEvent.READ,
            target=self.application,
            client=self.application.public_id,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the application and what it does not meet."""
        one, scheme = self.application, self.scheme
        unmet = unmet_conditions(
            bond=scheme.bond,
            least_hours=scheme.least_hours,
            least_months=scheme.least_months,
            hours_per_week=one.hours_per_week,
            cares_since=one.cares_since,
            lives_here=one.lives_here,
            cared_for_lives_here=one.cared_for_lives_here,
            applied_on=one.applied_on,
        )
        may_decide = one.status == ApplicationStatus.APPLIED and one.same_as_id is None and one.emptied_on is None
        return super().get_context_data(application=one, unmet=unmet, may_decide=may_decide, **kwargs)

    def perform(self, form: DecideForm) -> AppreciationApplication:
        """Decide."""
        return decide_application(
            actor=self.actor,
            application=self.application,
            granted=form.cleaned_data["granted"] == "ja",
            reason=form.cleaned_data["reason"],
        )


@require_safe
def scheme_sheet(request: HttpRequest, public_id: str) -> HttpResponse:
    """Who gets what, as a workbook to pay or send by. The accounts are for the coordinator, who has it paid."""
    scheme = _scheme(request, public_id)
    pays = may_keep_schemes(actor_of(request))
    fields = ["aanvragen", "rekeningen"] if pays else ["aanvragen"]
    record(actor=actor_of(request), event=AuditEvent.EXPORTED, target=scheme, fields=fields)
    out = BytesIO()
    write_xlsx(granted_table(scheme, with_accounts=pays), out)
    return document_response(request, out.getvalue, f"waardering-{scheme.year}.xlsx", XLSX)


@require_safe
def scheme_letters(request: HttpRequest, public_id: str) -> HttpResponse:
    """All decisions as letters in one PDF."""
    scheme = _scheme(request, public_id)
    decided = scheme.applications.exclude(status=ApplicationStatus.APPLIED).filter(emptied_on=None)
    applications = list(decided.select_related("kind").order_by("name", "pk"))
    if not applications:
        messages.info(request, "Er is nog niets besloten, dus er is geen brief.")
        return redirect("informal_care:appreciation_scheme", public_id=scheme.public_id)
    try:
        until = due_of_legal_term(TermKind.OBJECTION, today())
    except ValidationError as error:
        messages.error(request, error.message)
        return redirect("informal_care:appreciation_scheme", public_id=scheme.public_id)
    record(actor=actor_of(request), event=AuditEvent.PRINTED, target=scheme, fields=["aanvragen"])

    def pdf() -> bytes:
        return decisions_pdf(scheme, applications, sent_on=today(), objection_until_on=until)

    return document_response(request, pdf, "brieven-waardering.pdf")


def _scheme(request: HttpRequest, public_id: str) -> AppreciationScheme:
    scheme = scoped_or_404(SCHEMES, actor_of(request), public_id=public_id)
    allow(may=may_give_for(actor_of(request), scheme))
    return scheme
