"""The demo: it loads as often as one likes, and does the main job on the real product sheet."""

import json
from datetime import date, datetime
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings

from accounts.models import User
from audit.models import AuditEntry
from clients.enums import CaseStatus, OpeningGround, SignalKind, Verdict
from clients.models import Allocation, Case, Client, Destruction, FileOpening, FileShield, RightsRequest
from clients.selectors.signals import signals_by_person
from contracts.models import WaitingTime
from core.actors import Origin
from core.clock import AMSTERDAM, today
from core.identifiers import is_test_bsn
from core.pdf import pdf_available
from core.periods import Period
from delivery.models import ClosedDay, Group, MixDecision, Opening, Placement
from delivery.selectors import allocations_to_place, occupation
from organisations.enums import ReminderState
from organisations.selectors import actor_for, memberships_of
from plans.enums import PlanStatus, Recipient, Respondent
from plans.models import Evaluation, Experience, Notice, Plan, PlanVersion, WlzTrack
from plans.rules import rising_indicators
from plans.selectors import measurements_of
from plans.selectors.wlz import progress_wanted_since
from products.models import ProductVersion
from tests.cast import actor_of_user
from tests.no_personal_data import Watch, verdict

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings, on_day, tmp_path):
    """A demo on 31 August, the day from which six months end on the last day of February."""
    on_day(date(2026, 8, 31))
    settings.DEMO = True
    settings.DEMO_PASSWORD = "proef-proef-proef"
    settings.VAR = tmp_path
    return tmp_path


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The demo, loaded once for the tests that look at it or go on with it; each of those is undone by itself."""
    with (
        django_db_blocker.unblock(),
        override_settings(DEMO=True, DEMO_PASSWORD="proef-proef-proef"),
        transaction.atomic(),
    ):
        with time_machine.travel(datetime(2026, 8, 31, 12, tzinfo=AMSTERDAM), tick=False), Watch().on() as watcher:
            call_command("load_demo", stdout=StringIO())
        assert not verdict(watcher.found, None)
        yield
        transaction.set_rollback(True)


def counts():
    models = (Client, Case, Allocation, Plan, Evaluation, ProductVersion, RightsRequest, FileOpening, FileShield)
    of_groups = (Group, Opening, ClosedDay, MixDecision, Placement)
    return [model.objects.count() for model in (*models, *of_groups, WaitingTime, AuditEntry)]


def test_main_job_is_done_from_allocation_to_the_next_due_date(demo):
    """On an empty database; the tests below begin with one in which the demo stands."""
    printed = StringIO()

    call_command("run_demo", stdout=printed)

    outcome = json.loads(printed.getvalue().splitlines()[-1])
    version = PlanVersion.objects.get(public_id=outcome["plan"])
    assert version.agreements.count() == 2
    assert version.evaluations.get().is_complete
    assert outcome["status"] == PlanStatus.IN_EXECUTION
    assert outcome["next_evaluation_due_on"] == "2027-02-28"
    assert outcome["requirements_loaded"] == 42
    assert today() == date(2026, 8, 31)
    if pdf_available():
        for key in ("pdf", "evaluation_pdf"):
            assert (demo / "demo" / outcome[key].rsplit("/", 1)[-1]).read_bytes().startswith(b"%PDF")


@pytest.mark.usefixtures("loaded", "demo")
def test_demo_data_loads_twice_without_doubling():
    once = counts()

    call_command("load_demo", stdout=StringIO())

    assert counts() == once
    assert Client.objects.count() == 19
    assert set(Case.objects.values_list("status", flat=True)) == {
        CaseStatus.NOTIFIED,
        CaseStatus.INVESTIGATION,
        CaseStatus.APPLIED,
        CaseStatus.DECIDED,
    }
    assert Allocation.objects.filter(decision__isnull=False).count() == 1
    assert set(PlanVersion.objects.values_list("status", flat=True)) == {
        PlanStatus.DRAFT,
        PlanStatus.AGREED,
        PlanStatus.IN_EXECUTION,
    }


@pytest.mark.usefixtures("loaded", "demo")
def test_demo_shows_what_the_planner_has_to_do():
    garden, workshop = Group.objects.order_by("name")
    products = Placement.objects.values_list("allocation__variant__code", flat=True)
    assert set(products) == {"bg-duurzaam", "bg-basis", "bg-licht"}
    assert garden.mix_decisions.active_on(today()).get().shares.count() == 3
    assert garden.closed_days.get().day > today()
    assert not workshop.mix_decisions.exists()
    planner = actor_of_user(User.objects.get(email="wil@delinde.example"))
    assert {one.free for one in occupation(garden, planner, today())} >= {0, garden.capacity}
    assert allocations_to_place(garden, planner, today()).filter(client__surname="Meerdink").exists()


@pytest.mark.usefixtures("loaded")
def test_demo_people_have_numbers_that_belong_to_nobody():
    assert Client.objects.exists()
    assert all(is_test_bsn(client.bsn) for client in Client.objects.all())


@pytest.mark.usefixtures("loaded", "demo")
def test_demo_shows_what_the_privacy_officer_and_the_quality_officer_have_to_do():
    asked = {(row.kind, row.outcome, row.handled_on is not None) for row in RightsRequest.objects.all()}
    assert asked == {("copy", "granted", True), ("correction", "", False), ("destruction", "granted", False)}
    assert Destruction.objects.get(request__due_on__gt=today())
    assert FileShield.objects.active_on(today()).get().people.count() == 3
    assert set(FileOpening.objects.values_list("ground", "verdict")) == {
        (OpeningGround.BREAK_GLASS, ""),
        (OpeningGround.SUPERVISION, Verdict.JUSTIFIED),
    }
    vera = User.objects.get(email="vera@apeldoorn.example")
    actor = actor_for(vera, memberships_of(vera, today())[0], Origin())
    kinds = {signal.kind for row in signals_by_person(actor, Period(today(), today())) for signal in row.signals}
    assert kinds >= {SignalKind.OWN_NAME, SignalKind.OPENED}


def test_demo_belongs_beside_no_real_files(settings):
    settings.DEMO = False
    for command in ("load_demo", "run_demo"):
        with pytest.raises(CommandError):
            call_command(command)


@pytest.mark.usefixtures("loaded", "demo")
def test_main_job_can_be_done_again():
    call_command("run_demo", stdout=StringIO())
    call_command("run_demo", stdout=StringIO())

    assert Client.objects.filter(surname="Voorbeeld").count() == 2


@pytest.mark.usefixtures("loaded")
def test_trail_of_the_demo_is_whole():
    assert AuditEntry.objects.exists()
    call_command("verify_audit", stdout=StringIO())


@pytest.mark.usefixtures("loaded", "demo")
def test_demo_shows_what_follows_from_evaluations():
    """Reminders for a planner and a contract manager, a track that moves, one that stands still, a need that rises."""
    told = set(Notice.objects.filter(reminder__state=ReminderState.OPEN).values_list("recipient", flat=True))
    assert told >= {Recipient.RESPONSIBLE, Recipient.PLANNER, Recipient.QUALITY_OFFICER, Recipient.CONTRACT_MANAGER}
    assert WlzTrack.objects.running().count() == 2
    since = progress_wanted_since(today())
    assert since is not None
    (stalled,) = WlzTrack.objects.quiet_since(since)
    assert rising_indicators(measurements_of(stalled.plan))
    assert set(Experience.objects.values_list("respondent", flat=True)) == set(Respondent.values)
