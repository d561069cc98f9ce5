"""The requirements of a product: what was found of each, and of whom."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from audit.enums import AuditEvent
from audit.services import record
from compliance.access import may_judge
from compliance.forms import SubjectsForm
from compliance.rules import checked
from compliance.selectors.overview import Scope, judgements_of, requirement_rows, subjects_of
from compliance.web.judging import file_judgement_url, provider_judgement_url
from compliance.web.presenting import asks_a_person, of_file, of_group, of_judgement, parts, shown
from compliance.web.scoping import ScopePage
from core.web.views import scoped_or_404
from organisations.access import may_see_professionals
from plans.models import Plan
from products.models import Requirement

SHOWN = 100


class RequirementList(ScopePage):
    """Every requirement of a version: how it is checked, and what was found at a provider on a day."""

    template_name = "compliance/requirements.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the requirements by part of the sheet."""
        if self.scope is None:
            return super().get_context_data(parts=[], **kwargs)
        rows = requirement_rows(self.actor, self.scope)
        return super().get_context_data(parts=parts(rows, self.scope.version.source), **kwargs)


class RequirementDetail(ScopePage):
    """One requirement: how it is checked, what was found of whom, and what people judged."""

    template_name = "compliance/requirement.html"
    form_class = SubjectsForm
    requirement: Requirement

    def load(self) -> None:
        """The requirement; drafts exist for purchasers only."""
        rows = Requirement.objects.select_related("version__variant")
        self.requirement = scoped_or_404(rows, self.actor, public_id=self.kwargs["public_id"])
        self.fixed_version = self.requirement.version
        super().load()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the page; that names of clients were shown stands in the trail."""
        response = super().get(request, *args, **kwargs)
        context: Any = getattr(response, "context_data", {})
        if self.allocation is None and context.get("names_clients"):
            record(actor=self.actor, event=AuditEvent.READ, target=Plan, fields=["naleving"])
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the subjects with their results, and the judgements."""
        check = checked(self.requirement)
        context = super().get_context_data(
            requirement=self.requirement, line=check.line if check else None, judge_url="", **kwargs
        )
        return context | (self.of_scope(self.scope) if self.scope is not None else {})

    def of_scope(self, scope: Scope) -> dict[str, Any]:
        """What was found of whom, and what people judged."""
        found = subjects_of(self.actor, scope, self.requirement)
        wanted = self.form.cleaned_data["uitkomst"]
        files = [one for one in found.files if not wanted or one.result.state == wanted]
        groups = [one for one in found.groups if not wanted or one.result.state == wanted]
        judges = may_judge(self.actor) and asks_a_person(self.requirement.checkable)
        names = may_see_professionals(self.actor)
        judged = judgements_of(scope, self.requirement, self.actor)
        lines = [
            # A file that is shown is one that the actor has open.
            *(of_file(one, file_judgement_url(one.allocation, self.requirement) if judges else "") for one in files),
            *(of_group(one, shows_names=names) for one in groups),
        ]
        return {
            "shown": shown(found.row),
            "lines": lines[:SHOWN],
            "total": len(lines),
            "names_clients": bool(files),
            "others": found.others,
            "judgements": [of_judgement(one) for one in judged],
            "judge_url": self.judge_url(scope) if judges else "",
        }

    def judge_url(self, scope: Scope) -> str:
        """Where a judge judges the scope."""
        if scope.allocation is not None:
            return file_judgement_url(scope.allocation, self.requirement)
        return provider_judgement_url(scope.provider, self.requirement)
