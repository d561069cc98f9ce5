"""The pages with numbers over dagdelen, and that of one dagdeel."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import AuditEntry
from compliance.models import SessionOutcome
from compliance.services.checking import check_sessions
from core.clock import now
from delivery.models import ClientAttendance, StaffAttendance
from organisations.enums import Role
from tests.cast import member, sign_in
from tests.compliance.test_checking import ENDS, HALF_PAST_TEN, correct, hold, six, team  # noqa: F401 - fixtures
from tests.compliance.test_pages import cees, contracted  # noqa: F401 - fixtures
from tests.factories.organisations import RegionFactory
from tests.plans.story import TODAY

HEAT = reverse("compliance:heat")
RATIO = "BGD-IN-09"


@pytest.fixture
def week(group, petra, six, team):  # noqa: F811
    """Four dagdelen, in the second of which somebody left at half past ten."""
    lefts = [(ENDS, ENDS), (ENDS, HALF_PAST_TEN), (ENDS, ENDS), (ENDS, ENDS)]
    sessions = [
        hold(group, petra, six, team, day=TODAY - timedelta(days=4 - place), left=left)
        for place, left in enumerate(lefts)
    ]
    check_sessions([one.pk for one in sessions])
    return sessions


def cell(page, code=RATIO):
    (row,) = page.context["rows"]
    return next(one for one in row.cells if one.requirement.code == code)


def test_how_often_each_requirement_was_met_stands_beside_each_provider(client, cees, week):  # noqa: F811
    page = sign_in(client, cees).get(HEAT)

    assert (cell(page).met, cell(page).total, cell(page).percent, cell(page).shade) == (3, 4, 75, "few")
    assert page.context["rows"][0].open_findings == 0
    assert "75%" in page.content.decode()


def test_a_purchaser_of_the_region_sees_the_numbers_and_no_names(client, region, contracted, week):  # noqa: F811
    buyer = sign_in(client, member("Ina Inkoop", region, Role.PURCHASER))
    assert cell(buyer.get(HEAT)).total == 4
    page = buyer.get(reverse("compliance:dagdeel", args=[week[1].public_id]))
    assert "de Vries" not in page.content.decode()
    assert "Cliënt 1" in page.content.decode()


def test_another_municipality_or_region_sees_nothing_of_it(client, het_anker, week):
    elders = sign_in(client, member("Els Elders", RegionFactory.create(name="Zorgregio Elders"), Role.PURCHASER))
    assert elders.get(HEAT).context["rows"] == []
    assert elders.get(reverse("compliance:dagdeel", args=[week[0].public_id])).status_code == 404
    assert elders.get(reverse("compliance:provider", args=[week[0].group.provider.public_id])).status_code == 404


def test_one_provider_month_by_month_leads_to_the_dagdelen_that_were_not_met(client, wil, week):
    address = reverse("compliance:provider", args=[week[0].group.provider.public_id])
    page = sign_in(client, wil).get(address, {"eis": RATIO})

    assert [one.session for one in page.context["page_obj"]] == [week[1]]
    assert sum(row.cells[0].total for row in page.context["rows"]) == 4
    assert "120" in page.content.decode()


def test_a_dagdeel_shows_who_was_there_where_it_went_wrong_and_what_would_mend_it(client, wil, week):
    address = reverse("compliance:dagdeel", args=[week[1].public_id])
    page = sign_in(client, wil).get(address)
    text = page.content.decode()

    assert page.context["found"].picture.red[0].times == "10:30 tot 12:30"
    assert "te weinig professionals van 10:30 tot 12:30" in text
    assert "Van 10:30 tot 12:30: 1 professional (mbo 2 of hoger) meer, of 1 cliënt minder." in text
    assert AuditEntry.objects.filter(target=week[1].public_id, event="read").exists()
    planned = sign_in(client, wil).get(address, {"volgens": "planned"})
    assert planned.context["found"].picture.red == ()


def test_what_was_corrected_can_be_read_as_it_was_known(client, wil, week):
    session = week[1]
    SessionOutcome.objects.update(computed_at=now() - timedelta(days=2))
    for model in (ClientAttendance, StaffAttendance):
        model.objects.update(recorded_at=now() - timedelta(days=2))
    correct(session, left=ENDS)
    check_sessions([session.pk])

    before = (now() - timedelta(days=1)).date()
    asked = {"van": str(TODAY - timedelta(days=9)), "tot": str(TODAY)}
    visitor = sign_in(client, wil)
    assert cell(visitor.get(HEAT, asked)).percent == 100
    assert cell(visitor.get(HEAT, asked | {"bekend_op": str(before)})).percent == 75
    page = visitor.get(reverse("compliance:dagdeel", args=[session.public_id]))
    assert [one.outcome.ratio for one in page.context["stood"]] == ["not_met", "met"]


def test_another_ratio_is_tried_on_what_there_really_was(client, cees, week):  # noqa: F811
    visitor = sign_in(client, cees)
    page = visitor.get(reverse("compliance:what_if"), {"hoogstens": "3", "niveau": "mbo2"})
    (effect,) = page.context["effects"]
    assert (effect.dagdelen, effect.not_met_now, effect.not_met_then) == (4, 1, 1)

    page = visitor.get(reverse("compliance:what_if"), {"hoogstens": "2", "niveau": "mbo2"})
    (effect,) = page.context["effects"]
    assert (effect.not_met_then, effect.extra_hours) == (4, 14.0)

    assert "effects" not in visitor.get(reverse("compliance:what_if")).context
    assert SessionOutcome.objects.count() == 8


def test_a_wrong_period_is_said_beside_the_field(client, cees):  # noqa: F811
    page = sign_in(client, cees).get(HEAT, {"van": "2026-03-02", "tot": "2026-03-01"})
    assert "einddatum" in page.content.decode()
    page = sign_in(client, cees).get(HEAT, {"van": "2020-03-02", "tot": "2026-03-01"})
    assert "hoogstens 24 maanden" in page.content.decode()


def test_numbers_take_as_many_queries_for_few_as_for_many(client, cees, week, petra, six, team):  # noqa: F811, PLR0917
    group = week[0].group
    visitor = sign_in(client, cees)

    def queries(address):
        visitor.get(address)
        with CaptureQueriesContext(
            connection,
        ) as found:
            visitor.get(address)
        return len(found)

    provider = reverse("compliance:provider", args=[group.provider.public_id])
    few = queries(HEAT), queries(provider)
    sessions = [
        hold(group, petra, six, team, left=(ENDS, HALF_PAST_TEN), day=TODAY - timedelta(days=20 + days))
        for days in range(3)
    ]
    check_sessions([one.pk for one in sessions])
    assert (queries(HEAT), queries(provider)) == few


@pytest.mark.parametrize("name", ["heat", "what_if", "requirements", "findings"])
def test_page_belongs_to_naleving_and_its_foot_names_the_program(client, pim, contracted, name):  # noqa: F811
    page = sign_in(client, pim).get(reverse(f"compliance:{name}"))

    assert [link.label for link in page.context["navigation"] if link.is_current] == ["Naleving"]
    assert f"<p>zorgregio {settings.VERSION}</p>" in page.content.decode()
