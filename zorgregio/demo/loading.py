"""Loading the demo, and doing the main job once."""

import io
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Final

import yaml
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction

from clients.models import Client
from core.clock import pretend
from core.clock import today as calendar_today
from core.pdf import pdf_available
from informal_care.services.offer_reminders import derive_offer_reminders
from informal_care.services.task_reminders import derive_task_reminders
from plans.documents import evaluation_document, evaluation_pdf, plan_pdf
from plans.models import Evaluation, PlanTemplate, PlanVersion
from plans.services.reminders import derive_reminders
from plans.services.templates import change_template, copy_template
from products.models import Requirement
from zorgregio.demo.attendance import tell_attendance
from zorgregio.demo.boards import tell_boards
from zorgregio.demo.carers import tell_carers
from zorgregio.demo.complying import tell_compliance
from zorgregio.demo.files import tell, test_bsns
from zorgregio.demo.finding import tell_finding
from zorgregio.demo.groups import tell_groups
from zorgregio.demo.organisations import Cast, set_up
from zorgregio.demo.privacy import tell_privacy
from zorgregio.demo.voice import tell_voice
from zorgregio.demo.volunteers import tell_volunteers

STORY: Final = Path(__file__).with_name("story.yaml")


def read_story() -> Mapping[str, Any]:
    """The people and events of the demo."""
    story: Mapping[str, Any] = yaml.safe_load(STORY.read_text(encoding="utf-8"))
    return story


def load(story: Mapping[str, Any], today: date) -> tuple[Cast, int]:
    """Write what is not there yet; the cast, and the number of files that were added."""
    # One transaction: what was woken a hundred times on the way is done once, at its end.
    with transaction.atomic():
        for name in ("region", "products", "contract_limits", "terms", "reminders", "plan_templates", "mezzo"):
            call_command(f"load_{name}", stdout=io.StringIO())
        cast = _cast(story, today)
        _own_template(cast)
        added = 0
        for row, bsn in zip(story["clients"], test_bsns(), strict=False):
            told = tell(story, row, bsn, cast, today)
            if told is not None:
                added += 1
                tell_privacy(row, told.client, cast, today)
        tell_groups(story, cast, today)
        tell_boards(story, cast, today)
        tell_finding(story, cast, today)
        tell_carers(cast, today)
        tell_voice(story, cast, today)
        tell_volunteers(story, cast, today)
        tell_attendance(story, cast, today)
    tell_compliance(story, cast, today)
    derive_reminders(today)
    derive_task_reminders(today)
    derive_offer_reminders(today)
    return cast, added


def do_main_job(folder: Path) -> dict[str, Any]:
    """The main job for one new client: allocation, plan, both agreements, evaluation, and their PDFs.

    Returns the plan's public id, its status, the next due date, the number of requirements of the product
    version, and the paths of the two PDFs relative to the project (None where PDF is off).
    """
    story, today = read_story(), calendar_today()
    cast, _ = load(story, today)
    row = dict(story["main_job"])
    used = len(story["clients"])
    bsn = next(bsn for bsn in islice(test_bsns(), used, None) if not Client.objects.by_bsn(bsn).exists())
    with transaction.atomic():
        told = tell(story, row, bsn, cast, today)
    if told is None or told.version is None or told.evaluation is None:
        raise CommandError("The main job was not done to its end.")
    return _outcome(told.version, told.evaluation, folder)


def _cast(story: Mapping[str, Any], today: date) -> Cast:
    """The organisations, as if they were entered some years ago: a diploma counts from its verification."""
    with pretend(today - timedelta(days=3 * 365)):
        return set_up(story, today)


def _outcome(version: PlanVersion, evaluation: Evaluation, folder: Path) -> dict[str, Any]:
    version.refresh_from_db()
    plan = version.plan
    plan.refresh_from_db()
    pdf = evaluation_pdf_path = None
    if version.agreed_document is not None and pdf_available():
        folder.mkdir(parents=True, exist_ok=True)
        pdf = folder / "uitvoeringsplan.pdf"
        pdf.write_bytes(plan_pdf(version.agreed_document))
        evaluation_pdf_path = folder / "evaluatieverslag.pdf"
        evaluation_pdf_path.write_bytes(evaluation_pdf(evaluation_document(evaluation)))
    return {
        "plan": str(version.public_id),
        "status": version.status,
        "next_evaluation_due_on": plan.next_evaluation_due_on.isoformat() if plan.next_evaluation_due_on else None,
        "requirements_loaded": Requirement.objects.filter(version__variant=plan.allocation.variant).count(),
        "pdf": pdf,
        "evaluation_pdf": evaluation_pdf_path,
    }


def _own_template(cast: Cast) -> None:
    """A template that De Linde took over from the general ones."""
    if PlanTemplate.objects.filter(provider__isnull=False).exists():
        return
    general = PlanTemplate.objects.get(provider=None, retired_at=None, variant__code="bg-duurzaam")
    copied = copy_template(actor=cast.actors["petra"], template=general)
    name = "Vaste dagen, zoals wij dat doen"
    change_template(actor=cast.actors["petra"], template=copied, revision=copied.revision, values={"name": name})
