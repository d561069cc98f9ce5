"""Pages about what a professional can show: diplomas with evidence, experience and competence."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from core.web.downloads import stored_file
from core.web.views import actor_of, allow, scoped_or_404
from organisations.access import may_see_professionals
from organisations.forms import CompetenceForm, EvidenceForm, ExperienceForm, QualificationForm
from organisations.models import Qualification
from organisations.services import (
    add_qualification,
    attach_evidence,
    record_competence,
    record_experience,
    verify_qualification,
    withdraw_verification,
)
from organisations.web.base import ProfessionalFormView


class AddQualification(ProfessionalFormView):
    """Add a diploma, with or without its evidence."""

    form_class = QualificationForm
    title = "Diploma toevoegen"
    done = "Het diploma is toegevoegd. Het telt mee zodra een ander het bewijs heeft gecontroleerd."

    def perform(self, form: Any) -> object:
        """Add it."""
        return add_qualification(actor=self.actor, professional=self.professional, **form.cleaned_data)


class AttachEvidence(ProfessionalFormView):
    """Put a file at a diploma."""

    form_class = EvidenceForm
    title = "Bewijs toevoegen"
    done = "Het bewijs is toegevoegd. Het diploma telt mee zodra een ander het heeft gecontroleerd."

    qualification: Qualification

    def load(self) -> None:
        """The diploma too."""
        super().load()
        self.qualification = _qualification(self.request, **self.kwargs)

    def perform(self, form: Any) -> object:
        """Put it there."""
        return attach_evidence(actor=self.actor, qualification=self.qualification, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add for which diploma."""
        return super().get_context_data(subject=str(self.qualification), **kwargs)


class AddExperience(ProfessionalFormView):
    """Add experience with a target group."""

    form_class = ExperienceForm
    title = "Ervaring toevoegen"
    done = "De ervaring is toegevoegd."

    def perform(self, form: Any) -> object:
        """Add it."""
        return record_experience(actor=self.actor, professional=self.professional, **form.cleaned_data)


class AddCompetence(ProfessionalFormView):
    """Add competence for personal care."""

    form_class = CompetenceForm
    title = "Bekwaamheid persoonlijke verzorging toevoegen"
    done = "De bekwaamheid is toegevoegd."

    def perform(self, form: Any) -> object:
        """Add it."""
        return record_competence(actor=self.actor, professional=self.professional, **form.cleaned_data)


@require_POST
def verify(request: HttpRequest, public_id: str, qualification_id: str) -> HttpResponse:
    """Say that the evidence was seen and is right."""
    qualification = _qualification(request, public_id, qualification_id)
    verify_qualification(actor=actor_of(request), qualification=qualification)
    messages.success(request, "Het diploma is gecontroleerd en telt vanaf vandaag mee.")
    return redirect("organisations:professional", public_id)


@require_POST
def withdraw(request: HttpRequest, public_id: str, qualification_id: str) -> HttpResponse:
    """Take the verification back."""
    qualification = _qualification(request, public_id, qualification_id)
    withdraw_verification(actor=actor_of(request), qualification=qualification)
    messages.success(request, "De controle is ingetrokken. Het diploma telt niet meer mee.")
    return redirect("organisations:professional", public_id)


@require_safe
@never_cache
def download_evidence(request: HttpRequest, public_id: str, qualification_id: str) -> FileResponse:
    """Hand over the file to those who may see the professional; it has no public address."""
    qualification = _qualification(request, public_id, qualification_id)
    allow(may=may_see_professionals(actor_of(request)))
    return stored_file(qualification.evidence, qualification.evidence_name or "bewijs")


def _qualification(request: HttpRequest, public_id: str, qualification_id: str) -> Qualification:
    rows = Qualification.objects.filter(professional__public_id=public_id)
    return scoped_or_404(rows, actor_of(request), public_id=qualification_id)
