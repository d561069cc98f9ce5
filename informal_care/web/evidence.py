"""Pages of what shows that a task was done."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from core.web.downloads import stored_file
from core.web.views import actor_of, allow, scoped_or_404
from informal_care.access import may_direct, may_see_boards
from informal_care.forms.evidence import TaskEvidenceForm
from informal_care.models import TaskEvidence
from informal_care.services.evidence import add_evidence, remove_evidence
from informal_care.web.tasks import TaskFormView


class NewTaskEvidence(TaskFormView):
    """Show what came of a task: who does it, or who directs."""

    form_class = TaskEvidenceForm
    title, submit_label, done = "Bewijs toevoegen", "Toevoegen", "Het bewijs staat bij de taak."

    def get_form_kwargs(self) -> dict[str, Any]:
        """Figures are for who directs."""
        return super().get_form_kwargs() | {"with_figures": may_direct(self.actor, self.board)}

    def perform(self, form: TaskEvidenceForm) -> TaskEvidence:
        """Add it."""
        return add_evidence(actor=self.actor, task=self.task, **form.cleaned_data)


@require_safe
@never_cache
def evidence_file(request: HttpRequest, public_id: str) -> FileResponse:
    """Hand over the document to who sees the task; it has no public address."""
    actor = actor_of(request)
    evidence = scoped_or_404(TaskEvidence.objects.all(), actor, public_id=public_id)
    allow(may=may_see_boards(actor))
    return stored_file(evidence.file, evidence.file_name)


@require_POST
def evidence_remove(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take away what was added by mistake."""
    actor = actor_of(request)
    evidence = scoped_or_404(TaskEvidence.objects.select_related("task"), actor, public_id=public_id)
    task = evidence.task
    remove_evidence(actor=actor, evidence=evidence)
    messages.success(request, "Het bewijs is weggehaald.")
    return redirect("informal_care:task", public_id=task.public_id)
