"""What a route of the board for informal care may point at."""

from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile

from accounts.models import User
from core.actors import Actor
from informal_care.models import Edition
from informal_care.services.boards import decline, set_up_board, take_on
from informal_care.services.editions import load_editions
from informal_care.services.evidence import add_evidence
from informal_care.services.policy import answer_vision, hold_moment, keep_decision
from informal_care.services.supplements import load_vision_questions
from organisations.models import CareProvider, Partner
from products.models import ProductVersion
from tests.cast import actor_of_user
from tests.factories.organisations import PDF
from tests.plans.story import TODAY

OF_TASK = ("task", "progress", "task_change", "evidence_new")


def board_of(
    coordinator: User, provider: CareProvider, partner: Partner, draft: ProductVersion
) -> dict[str, dict[str, Any]]:
    """A board with a task of this provider, with which this partner helps, and an activity that was left."""
    actor = actor_of_user(coordinator)
    load_editions(actor=Actor.system("proef"))
    edition = Edition.objects.get()
    load_vision_questions()
    board = set_up_board(actor=actor, edition=edition, name="Informele zorg", starts_on=TODAY)
    chosen: dict[str, Any] = {"actor": actor, "board": board}
    due_on = TODAY + timedelta(days=90)
    involved = edition.activities.get(code="VLI-B-4")
    task = take_on(**chosen, activity=involved, owner=provider, partners=[partner], due_on=due_on)
    left = decline(**chosen, activity=edition.activities.get(code="VIN-B-7"), reason="De regio doet dit.")
    proof, mistake = (
        add_evidence(actor=actor, task=task, title="Verslag", file=ContentFile(PDF, name="verslag.pdf")) for _ in "12"
    )
    question = edition.statements.get(code="VI-1")
    answer_vision(**chosen, question=question, text="Als iets van ons samen.")
    moment = hold_moment(**chosen, phase="vision", held_on=TODAY, subject="Avond over de visie")
    decision = keep_decision(**chosen, text="Wij gaan door.", decided_by="college", decided_on=TODAY, moment=moment)
    return {
        "informal_care": {"public_id": board.public_id, "code": "VIN-A-1"},
        "informal_care:section": {"public_id": board.public_id, "code": "verlichten-b"},
        "informal_care:vision": {"public_id": board.public_id, "code": "VI-2"},
        **{f"informal_care:{name}": {"public_id": task.public_id} for name in OF_TASK},
        "informal_care:take_back": {"public_id": left.public_id},
        "informal_care:evidence_file": {"public_id": proof.public_id},
        "informal_care:evidence_remove": {"public_id": mistake.public_id},
        "informal_care:moment": {"public_id": moment.public_id},
        "informal_care:decision": {"public_id": decision.public_id},
        "informal_care:version_demands": {"public_id": draft.public_id},
        "informal_care:version_demand": {"public_id": draft.public_id, "code": "VLI-B-2"},
    }
