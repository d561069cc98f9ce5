"""The way to the Wlz: an evaluation opens it, steps keep it moving, an outcome ends it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clients.services.allocations import record_start_of_delivery
from core.errors import Conflict
from organisations.enums import Role
from plans.enums import WlzOutcome, WlzStepKind
from plans.models import PlanSetting, WlzStep, WlzTrack
from plans.selectors import days_quiet, quiet_days
from plans.services.evaluations import complete_evaluation
from plans.services.settings import load_settings
from plans.services.wlz import end_track, hand_over_track, record_wlz_step
from tests.cast import actor_of_user, member, sign_in
from tests.factories.accounts import UserFactory
from tests.plans.story import *  # noqa: F403 - fixtures
from tests.plans.story import TODAY, evaluate
from tests.plans.test_constraints import refused_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def track(petra, running):
    return evaluate(petra, running, wmo_fit="doubt").wlz_track


def step(petra, track, kind=WlzStepKind.CONVERSATION, taken_on=TODAY, note="Dochter belde."):
    return record_wlz_step(actor=actor_of_user(petra), track=track, kind=kind, taken_on=taken_on, note=note)


def end(petra, track, outcome=WlzOutcome.STAYS_IN_WMO, **other):
    given = {"ended_on": TODAY, "note": "Besproken.", "revision": track.revision} | other
    return end_track(actor=actor_of_user(petra), track=track, outcome=outcome, **given)


@pytest.mark.parametrize(("answer", "opens"), [("yes", False), ("doubt", True), ("no", True)])
def test_complete_evaluation_opens_a_track_as_the_product_demands(petra, running, answer, opens):
    evaluate(petra, running, wmo_fit=answer)

    assert [track.owner for track in running.plan.wlz_tracks.all()] == ([petra] if opens else [])


def test_open_evaluation_opens_nothing(petra, running):
    evaluation = evaluate(petra, running, wmo_fit="no", complete=False)
    assert not WlzTrack.objects.exists()

    complete_evaluation(actor=actor_of_user(petra), evaluation=evaluation, revision=evaluation.revision)

    assert WlzTrack.objects.get().evaluation == evaluation


def test_second_doubt_goes_on_in_the_same_track_and_after_its_end_opens_another(petra, running, track, on_day):
    on_day(date(2026, 6, 1))
    evaluate(petra, running, wmo_fit="no")
    assert WlzTrack.objects.get() == track
    end(petra, track)
    on_day(date(2026, 9, 1))

    evaluate(petra, running, wmo_fit="no")

    assert running.plan.wlz_tracks.count() == 2


def test_steps_have_a_day_and_a_note(petra, track):
    step(petra, track)
    with pytest.raises(ValidationError):
        step(petra, track, note=" ")
    with pytest.raises(ValidationError):
        step(petra, track, kind="nothing")
    with pytest.raises(ValidationError, match="moet nog komen"):
        step(petra, track, taken_on=TODAY + timedelta(days=1))
    assert track.steps.get().recorded_by == petra


@pytest.mark.parametrize("who", ["karin", "hanna", "bo", "mo", "zoe"])
def test_only_who_writes_the_plan_takes_steps(request, track, who):
    with pytest.raises(PermissionDenied):
        step(request.getfixturevalue(who), track)


def test_ended_track_takes_no_more(petra, track):
    end(petra, track)

    with pytest.raises(Conflict):
        step(petra, track)
    with pytest.raises(Conflict):
        end(petra, track)


def test_two_who_end_a_track_come_one_after_the_other(petra, track):
    hand_over_track(actor=actor_of_user(petra), track=track, revision=track.revision, owner=petra)

    with pytest.raises(Conflict, match="gewijzigd"):
        end(petra, track)


def test_track_is_handed_to_a_colleague_who_writes_plans(petra, track):
    colleague = member("Cor Collega", track.plan.allocation.provider, Role.CARE_PROFESSIONAL)
    actor = actor_of_user(petra)

    handed = hand_over_track(actor=actor, track=track, revision=track.revision, owner=colleague)

    assert handed.owner == colleague
    with pytest.raises(ValidationError):
        hand_over_track(actor=actor, track=handed, revision=handed.revision, owner=UserFactory.create())


def test_granted_track_stops_delivery_with_reason_39(petra, running, track, on_day):
    allocation = running.plan.allocation
    record_start_of_delivery(actor=actor_of_user(petra), allocation=allocation, on=TODAY)

    end(petra, track, WlzOutcome.GRANTED, last_delivery_on=TODAY)

    allocation.refresh_from_db()
    assert (allocation.delivery_stopped_on, allocation.delivery_stop_reason) == (TODAY, "39")


@pytest.mark.parametrize("outcome", [WlzOutcome.STAYS_IN_WMO, WlzOutcome.WITHDRAWN])
def test_delivery_stops_only_when_the_wlz_was_granted(petra, track, outcome):
    with pytest.raises(ValidationError):
        end(petra, track, outcome, last_delivery_on=TODAY)


def test_delivery_that_never_began_keeps_the_track_open(petra, track):
    with pytest.raises(ValidationError, match="niet begonnen"):
        end(petra, track, WlzOutcome.GRANTED, last_delivery_on=TODAY)

    track.refresh_from_db()
    assert track.is_open


@pytest.mark.parametrize(
    "values",
    [
        {"outcome": "granted"},
        {"ended_on": TODAY},
        {"outcome": "nothing", "ended_on": TODAY, "outcome_note": "x"},
        {"outcome": "granted", "ended_on": TODAY, "outcome_note": ""},
        {"outcome": "granted", "ended_on": TODAY - timedelta(days=1), "outcome_note": "x"},
    ],
)
def test_database_ties_outcome_day_and_note(track, values):
    refused_by("plans_wlztrack_outcome", WlzTrack.objects.update, **values)


def test_database_keeps_one_open_track_and_whole_steps(petra, running, track, on_day):
    step(petra, track)
    refused_by("plans_wlzstep_complete", WlzStep.objects.update, note="")
    refused_by("plans_wlzstep_complete", WlzStep.objects.update, kind="nothing")
    on_day(date(2026, 6, 1))
    other = evaluate(petra, running)
    twin = WlzTrack(plan=track.plan, evaluation=other, owner=petra, opened_on=TODAY)
    refused_by("plans_wlztrack_one_open", twin.save)


@pytest.mark.parametrize("values", [{"value": 0}, {"source": ""}, {"parameter": "nothing"}])
def test_database_keeps_settings_whole(values):
    load_settings()

    refused_by("plans_plansetting_value", PlanSetting.objects.update, **values)


def test_database_keeps_settings_in_order_of_time():
    load_settings()
    later = {"parameter": "wlz_quiet_days", "value": 7, "source": "x"}
    refused_by("plans_plansetting_no_overlap", PlanSetting(starts_on=TODAY, **later).save)
    ends = date(2014, 1, 1)
    refused_by("plans_plansetting_period_order", PlanSetting.objects.update, ends_on=ends)


def test_settings_load_once_and_refuse_another_value(tmp_path):
    call_command("load_reminders")
    assert load_settings() == 0
    assert (quiet_days(TODAY), quiet_days(date(2014, 1, 1))) == (14, None)
    file = tmp_path / "settings.yaml"
    row = "{parameter: wlz_quiet_days, value: 20, starts_on: 2015-01-01, source: raad}"
    file.write_text(f"settings:\n  - {row}\n", encoding="utf-8")
    with pytest.raises(ValidationError, match="nieuwe begindatum"):
        load_settings(file)
    kept = 'value: 14, starts_on: 2015-01-01, ends_on: 2026-12-31, source: "eigen keuze, pas aan"'
    following = "value: 7, starts_on: 2027-01-01, source: raad"
    lines = "".join(f"  - {{parameter: wlz_quiet_days, {one}}}\n" for one in (kept, following))
    file.write_text(f"settings:\n{lines}", encoding="utf-8")
    assert load_settings(file) == 2
    assert (quiet_days(date(2026, 12, 31)), quiet_days(date(2027, 1, 1))) == (14, 7)


@pytest.mark.parametrize("who", ["petra", "karin"])
def test_track_without_a_step_is_a_signal_for_provider_and_municipality(request, client, track, on_day, who):
    load_settings()
    step(request.getfixturevalue("petra"), track)
    pages = {}
    for days in (13, 14):
        on_day(TODAY + timedelta(days=days))
        pages[days] = sign_in(client, request.getfixturevalue(who)).get(reverse("home")).content.decode()

    assert {days: "Wlz-traject staat stil (1)" in page for days, page in pages.items()} == {13: False, 14: True}
    assert days_quiet(track, TODAY + timedelta(days=14)) == 14


def test_track_leads_to_the_end_of_delivery_and_allocation(client, petra, karin, running, track):
    record_start_of_delivery(actor=actor_of_user(petra), allocation=running.plan.allocation, on=TODAY)
    end(petra, track, WlzOutcome.GRANTED)
    ids = [running.plan.allocation.client.public_id, running.plan.allocation.public_id]

    for user, route in ((petra, "clients:allocation_stop"), (karin, "clients:allocation_end")):
        url = reverse(route, args=ids) + "?reden=39"
        assert url in sign_in(client, user).get(reverse("home")).content.decode()
        assert client.get(url).context["form"]["reason"].value() == "39"
    assert (
        client.get(reverse("clients:allocation_end", args=ids) + "?reden=x").context["form"]["reason"].value() is None
    )


def test_doubt_leaves_the_list_with_the_end_of_its_track(client, karin, petra, track):
    before = sign_in(client, karin).get(reverse("home")).content.decode()
    end(petra, track)

    assert "Twijfel of de Wmo nog past (1)" in before
    assert "Twijfel of de Wmo nog past" not in client.get(reverse("home")).content.decode()


def test_pages_take_a_track_from_its_first_step_to_its_end(client, petra, karin, track, on_day):
    load_settings()
    on_day(TODAY + timedelta(days=20))
    urls = {name: reverse(f"plans:wlz_{name}", args=[track.public_id]) for name in ("track", "step", "owner", "end")}
    sign_in(client, petra)
    assert "Al 20 dagen is er geen stap gezet." in client.get(urls["track"]).content.decode()
    client.post(urls["step"], {"kind": "ciz_application", "taken_on": "2026-03-20", "note": "Aanvraag verstuurd."})
    client.post(urls["owner"], {"owner": str(petra.public_id), "revision": track.revision})
    ended = {"outcome": "withdrawn", "ended_on": "2026-03-22", "note": "Wil thuis blijven.", "revision": 2}
    response = client.post(urls["end"], ended)

    page = client.get(urls["track"]).content.decode()

    assert response.status_code == 302
    for words in ("Aanvraag verstuurd.", "Aanvraag ingetrokken", "Wil thuis blijven."):
        assert words in page
    assert "Stap vastleggen" not in page
    assert "Stap vastleggen" not in sign_in(client, karin).get(urls["track"]).content.decode()
    plan = client.get(reverse("plans:detail", args=[track.evaluation.version.public_id])).content.decode()
    assert urls["track"] in plan


def test_changed_track_keeps_what_was_typed(client, petra, track):
    hand_over_track(actor=actor_of_user(petra), track=track, revision=track.revision, owner=petra)
    typed = {"outcome": "granted", "ended_on": "2026-03-02", "note": "Toegekend per mei.", "revision": 1}

    response = sign_in(client, petra).post(reverse("plans:wlz_end", args=[track.public_id]), typed)

    assert response.status_code == 409
    assert "Toegekend per mei." in response.content.decode()


def test_page_asks_the_same_number_of_queries_with_one_and_with_three_steps(client, petra, track):
    url = reverse("plans:wlz_track", args=[track.public_id])
    step(petra, track)
    sign_in(client, petra).get(url)
    with CaptureQueriesContext(connection) as with_one:
        client.get(url)
    for kind in (WlzStepKind.CIZ_APPLICATION, WlzStepKind.CIZ_DECISION):
        step(petra, track, kind)
    with CaptureQueriesContext(connection) as with_three:
        client.get(url)

    assert len(with_one) == len(with_three)
