"""Visits of who looks at how providers comply."""

from collections.abc import Iterator
from typing import Any

from clients.models import Allocation
from clients.services.openings import open_file
from compliance.enums import State
from compliance.models import SessionOutcome
from organisations.models import CareProvider
from products.enums import VersionStatus
from products.models import ProductVersion, Requirement
from tests.compliance.story import found_in_file
from tests.e2e.people import COR, HANNA, PIM, TESS, Files, actor
from tests.e2e.visiting import Visit, visits_of


def requirement(code: str) -> Any:
    """The public id of a requirement of Duurzaam."""
    return Requirement.objects.get(code=code, version__status=VersionStatus.ADOPTED).public_id


def of_compliance(files: Files) -> Iterator[Visit]:
    """The requirements for a provider itself, who manages contracts, a purchaser and a supervisor."""
    linde = CareProvider.objects.get(agb_code="98000101").public_id
    running = files.allocation(files.new("running"))
    fictional = ProductVersion.objects.filter(is_fictional=True, status=VersionStatus.ADOPTED)[0].public_id
    visit = visits_of(HANNA)
    yield visit("heat", "compliance:heat")
    yield visit("heat wrong period", "compliance:heat", query="?van=2026-03-02&tot=2026-03-01")
    yield visit("provider figures", "compliance:provider", linde)
    short = SessionOutcome.objects.current().realised().filter(ratio=State.NOT_MET)[0].session.public_id
    yield visit("dagdeel picture", "compliance:dagdeel", short)
    yield visit("dagdeel planned", "compliance:dagdeel", short, query="?volgens=planned")
    yield visit("requirements", "compliance:requirements")
    yield visit("requirements of file", "compliance:requirements", query=f"?dossier={running.public_id}")
    yield visit("requirement of files", "compliance:requirement", requirement("BGD-IN-04"))
    yield visit("requirement of groups", "compliance:requirement", requirement("BGD-IN-08"))
    yield visit("requirement hidden", "compliance:requirement", requirement("BGD-CL-01"))
    yield visit("requirements wrong day", "compliance:requirements", query="?dag=2090-01-01")
    about_file = found_in_file(running).public_id
    yield visit("findings", "compliance:findings")
    yield visit("findings none", "compliance:findings", query="?toon=vervallen")
    yield visit("finding", "compliance:finding", about_file)
    yield visit("explain finding", "compliance:explain_finding", about_file)
    yield visit("plan improvement", "compliance:plan_improvement", about_file)
    visit = visits_of(COR)
    yield visit("findings", "compliance:findings", query="?toon=")
    yield visit("finding", "compliance:finding", about_file)
    yield visit("inspection pack", "compliance:inspection", linde)
    yield visit("judge finding", "compliance:judge_finding", about_file)
    yield visit("requirements", "compliance:requirements")
    yield visit("requirement of a person", "compliance:requirement", requirement("BGD-OP-05"))
    yield visit("judge", "compliance:judge", requirement("BGD-OP-05"), linde)
    yield visit("what if", "compliance:what_if", query="?hoogstens=3&niveau=mbo2")
    visit = visits_of(PIM)
    yield visit("heat", "compliance:heat")
    yield visit("requirements", "compliance:requirements")
    yield visit("requirements fictional", "compliance:requirements", query=f"?product={fictional}")
    visit = visits_of(TESS)
    opened = Allocation.objects.select_related("client").get(pk=running.pk)
    open_file(actor=actor(TESS), client_id=opened.client.public_id, reason="Onderzoek naar de kwaliteit.")
    yield visit("requirement of files", "compliance:requirement", requirement("BGD-IN-06"))
    yield visit("judge file", "compliance:judge_file", requirement("BGD-IN-06"), opened.public_id)
