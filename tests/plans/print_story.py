"""Three plans to print together, and printing that takes no time."""

from typing import Any

import pytest

from accounts.models import User
from clients.models import Allocation
from organisations.models import CareProvider, Municipality
from plans.enums import PrintKind
from plans.models import PlanVersion, PrintBatch
from plans.services import printing
from plans.services.printing import start_printing
from tests.cast import actor_of_user
from tests.plans.story import allocate, draft_of

PDF = b"%PDF-1.7 a plan"


@pytest.fixture
def fast(monkeypatch: pytest.MonkeyPatch) -> list[PlanVersion]:
    """Printing takes no time; what is printed stands in the list."""
    printed: list[PlanVersion] = []

    def made(_kind: PrintKind, version: PlanVersion, _day: Any) -> bytes:
        printed.append(version)
        return PDF

    monkeypatch.setattr(printing, "pdf_of", made)
    return printed


@pytest.fixture
def versions(petra: User, allocation: Allocation, apeldoorn: Municipality, de_linde: CareProvider) -> list[PlanVersion]:
    """Three drafts of clients whom Petra treats."""
    others = [allocate(apeldoorn, de_linde, surname=name) for name in ("Bos", "Abels")]
    return [draft_of(petra, one, goals=1) for one in (allocation, *others)]


def start(
    user: User, versions: list[PlanVersion], kind: PrintKind = PrintKind.PLAN, *, wakes_worker: bool = False
) -> PrintBatch:
    """A batch of these plans for this user, on which nobody works yet."""
    ids = [one.public_id for one in versions]
    return start_printing(actor=actor_of_user(user), kind=kind, versions=ids, wakes_worker=wakes_worker)
