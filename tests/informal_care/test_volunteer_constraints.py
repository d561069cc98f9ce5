"""The last guard: what the database refuses of volunteers, requests and matches, behind the back of the services."""

from datetime import date
from decimal import Decimal

import pytest

from informal_care.models import (
    Carer,
    ConductCertificate,
    GuidanceTalk,
    HeldMoment,
    HelpRequest,
    Match,
    MatchReview,
    RequestTrait,
    Volunteer,
    VolunteerHours,
    VolunteerThanks,
    VolunteerTraining,
    VolunteerTrait,
)
from tests.factories.clients import ClientFactory
from tests.informal_care.volunteer_story import TODAY, available, request_of
from tests.plans.test_constraints import refused_by

EARLIER = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("informal_care_volunteer_choices", {"name": ""}),
        ("informal_care_volunteer_choices", {"postcode": ""}),
        ("informal_care_volunteer_choices", {"kind": "often"}),
        ("informal_care_volunteer_choices", {"recruited_by": "magic"}),
        ("informal_care_volunteer_choices", {"max_nearness": 5}),
        ("informal_care_volunteer_status", {"intake_on": None}),
        ("informal_care_volunteer_status", {"status": "stopped"}),
        ("informal_care_volunteer_status", {"status": "gone"}),
        ("informal_care_volunteer_status", {"paused_until": TODAY}),
        ("informal_care_volunteer_dates", {"intake_on": EARLIER}),
        ("informal_care_volunteer_moments", {"moments": 1 << 21}),
    ],
)
def test_database_refuses_volunteers(name, values, joke):
    refused_by(name, Volunteer.objects.filter(pk=joke.pk).update, **values)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("informal_care_helprequest_complete", {"asked_for": ""}),
        ("informal_care_helprequest_complete", {"contact": ""}),
        ("informal_care_helprequest_complete", {"duration": "ever"}),
        ("informal_care_helprequest_closed", {"status": "closed"}),
        ("informal_care_helprequest_closed", {"closed_on": TODAY}),
        ("informal_care_helprequest_closed", {"status": "closed", "closed_because": "Klaar."}),
        ("informal_care_helprequest_closed", {"status": "closed", "closed_on": EARLIER, "closed_because": "Klaar."}),
        ("informal_care_helprequest_moments", {"moments": 1 << 21}),
    ],
)
def test_database_refuses_requests(name, values, asked):
    refused_by(name, HelpRequest.objects.filter(pk=asked.pk).update, **values)


def test_request_is_not_of_a_client_and_a_carer(asked, apeldoorn):
    carer = Carer.objects.create(
        municipality=apeldoorn, name="Ria", search_name="ria", known_since=TODAY, consent_on=TODAY
    )
    client = ClientFactory.create(municipality=apeldoorn)
    refused_by("informal_care_helprequest_one_asker", HelpRequest.objects.update, client=client, carer=carer)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("informal_care_match_chosen", {"note": ""}),
        ("informal_care_match_chosen", {"chosen_by": None}),
        ("informal_care_match_chosen", {"chosen_on": EARLIER}),
        ("informal_care_match_chosen", {"chosen_on": None}),
        ("informal_care_match_met", {"asker_agrees": False}),
        ("informal_care_match_met", {"asker_agrees": None}),
        ("informal_care_match_met", {"volunteer_agrees": None}),
        ("informal_care_match_met", {"met_on": EARLIER}),
        ("informal_care_match_met", {"met_on": None}),
        ("informal_care_match_started", {"started_on": None}),
        ("informal_care_match_started", {"started_on": EARLIER}),
        ("informal_care_match_ended", {"ended_on": TODAY}),
        ("informal_care_match_ended", {"status": "ended", "ended_on": TODAY}),
        ("informal_care_match_ended", {"status": "ended", "end_reason": "done"}),
        ("informal_care_match_ended", {"status": "ended", "ended_on": EARLIER, "end_reason": "done"}),
        ("informal_care_match_moments", {"moments": 1 << 21}),
    ],
)
def test_database_refuses_matches(name, values, started):
    refused_by(name, Match.objects.filter(pk=started.pk).update, **values)


def test_one_request_has_one_volunteer_and_a_volunteer_each_dagdeel_once(chosen, coordinator):
    kees, other = available(coordinator, name="Kees"), request_of(coordinator)
    known = {
        "status": "chosen",
        "proposed_on": TODAY,
        "chosen_on": TODAY,
        "chosen_by": chosen.chosen_by,
        "note": "Past.",
    }
    refused_by("informal_care_match_one_for_request", Match(volunteer=kees, request=chosen.request, **known).save)
    again = Match(volunteer=chosen.volunteer, request=chosen.request, proposed_on=TODAY)
    refused_by("informal_care_match_once", again.save)
    second = Match.objects.create(volunteer=chosen.volunteer, request=other, **known)
    held = chosen.held.get()
    refused_by(
        "informal_care_heldmoment_once", HeldMoment(match=second, volunteer=held.volunteer, place=held.place).save
    )
    refused_by("informal_care_heldmoment_place", HeldMoment(match=second, volunteer=held.volunteer, place=21).save)


def test_database_refuses_what_is_kept_of_a_volunteer(joke):
    for kind, value in (("task", "smoking"), ("limit", "walk"), ("talent", "walk"), ("other", "walk")):
        wrong = VolunteerTrait(volunteer=joke, kind=kind, value=value)
        refused_by("informal_care_volunteertrait_value", wrong.save)
    refused_by("informal_care_volunteertrait_once", VolunteerTrait(volunteer=joke, kind="task", value="walk").save)
    known = joke.certificates.get()
    again = ConductCertificate(volunteer=joke, issued_on=known.issued_on, seen_on=TODAY, valid_until=TODAY)
    refused_by("informal_care_certificate_once", again.save)
    refused_by("informal_care_certificate_dates", ConductCertificate.objects.update, valid_until=known.issued_on)
    refused_by("informal_care_certificate_dates", ConductCertificate.objects.update, seen_on=date(2025, 5, 31))
    refused_by(
        "informal_care_volunteertraining_name", VolunteerTraining(volunteer=joke, name="", followed_on=TODAY).save
    )
    refused_by("informal_care_guidancetalk_dates", GuidanceTalk(volunteer=joke, held_on=TODAY, note="").save)
    too_soon = GuidanceTalk(volunteer=joke, held_on=TODAY, note="Goed.", next_on=TODAY)
    refused_by("informal_care_guidancetalk_dates", too_soon.save)
    refused_by("informal_care_volunteerthanks_what", VolunteerThanks(volunteer=joke, given_on=TODAY, what="").save)


def test_database_refuses_what_is_kept_of_a_request_and_a_match(started):
    for kind, value in (("task", "often"), ("circumstance", "walk"), ("wish", "walk"), ("refuses", "walk")):
        wrong = RequestTrait(request=started.request, kind=kind, value=value)
        refused_by("informal_care_requesttrait_value", wrong.save)
    again = RequestTrait(request=started.request, kind="task", value="company")
    refused_by("informal_care_requesttrait_once", again.save)
    refused_by("informal_care_matchreview_open", MatchReview(match=started, planned_on=TODAY).save)
    refused_by("informal_care_matchreview_held", MatchReview.objects.update, held_on=TODAY)
    refused_by("informal_care_matchreview_held", MatchReview.objects.update, note="Goed.")


@pytest.mark.parametrize(
    ("name", "last", "hours"),
    [
        ("informal_care_volunteerhours_span", TODAY, "0"),
        ("informal_care_volunteerhours_span", TODAY, "24.01"),
        ("informal_care_volunteerhours_span", date(2026, 3, 8), "168.01"),
        ("informal_care_volunteerhours_span", None, "1"),
        ("informal_care_volunteerhours_no_overlap", date(2026, 3, 8), "1"),
    ],
)
def test_database_refuses_hours(name, last, hours, started):
    VolunteerHours.objects.create(match=started, starts_on=date(2026, 3, 5), ends_on=date(2026, 3, 5), hours=2)
    first = TODAY if name.endswith("overlap") else date(2026, 3, 2)
    if not name.endswith("overlap"):
        VolunteerHours.objects.all().delete()
    refused_by(name, VolunteerHours(match=started, starts_on=first, ends_on=last, hours=Decimal(hours)).save)


def test_database_refuses_hours_that_end_before_they_begin(started):
    row = VolunteerHours.objects.create(match=started, starts_on=TODAY, ends_on=date(2026, 3, 8), hours=2)
    found = VolunteerHours.objects.filter(pk=row.pk)
    # Both constraints refuse it; the databases name the one or the other.
    with pytest.raises(Exception, match=r"volunteerhours_(period_order|span)"):
        found.update(ends_on=date(2026, 3, 1))
    assert {one.name for one in VolunteerHours._meta.constraints} >= {"informal_care_volunteerhours_period_order"}
