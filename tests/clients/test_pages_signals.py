"""The page of conspicuous access: what stands out, for whom it is there, and what it leaves in the trail."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from audit.enums import AuditEvent
from audit.models import AuditEntry
from audit.services import record
from audit.services.recording import Act, record_many
from clients.models import Client, SignalReview, SignalSetting
from clients.selectors.signals import signals_by_person
from clients.services import load_terms, record_reading, review_signal
from clients.services.openings import open_file
from core.actors import Actor
from core.clock import AMSTERDAM, now
from core.constraints import as_validation_error
from core.errors import Conflict
from core.periods import Period
from organisations.enums import Role
from organisations.models import Organisation
from tests.cast import actor_of_user, member, sign_in
from tests.clients.conftest import TODAY
from tests.factories.clients import ClientFactory, ShieldFactory

pytestmark = pytest.mark.django_db
PAGE = reverse("clients:signals")
WEDNESDAY = date(2026, 2, 25)
WEEK = Period(TODAY - timedelta(days=6), TODAY)


@pytest.fixture(autouse=True)
def _settings(db):
    load_terms()


@pytest.fixture
def officer(vera):
    """Vera as an actor."""
    return actor_of_user(vera)


def at(day, hour):
    return time_machine.travel(datetime.combine(day, time(hour), AMSTERDAM), tick=False)


def reads(user, *clients, day=WEDNESDAY, hour=11):
    """This user looks into these files."""
    with at(day, hour):
        record_many(
            actor=user if isinstance(user, Actor) else actor_of_user(user),
            event=AuditEvent.READ,
            acts=[Act(target=one, client=one.public_id) for one in clients],
        )


def found(officer, days=WEEK, **given):
    """Kind, name and words of all that stands out."""
    rows = signals_by_person(officer, days, **given)
    return [(signal.kind.value, one.who, signal.in_words) for one in rows for signal in one.signals]


def address(user, kind, day=WEDNESDAY):
    return reverse("clients:signal", args=[user.public_id, kind, day.isoformat()])


def test_ordinary_work_does_not_stand_out(officer, karin, petra, person):
    reads(karin, person, person)
    reads(petra, person)

    assert found(officer) == []


def test_many_files_on_a_day_stand_out_unless_that_is_usual(officer, karin, ruud, apeldoorn):
    files = ClientFactory.create_batch(26, municipality=apeldoorn)
    reads(karin, *files, *files)
    for week in (1, 2):
        reads(ruud, *files, day=WEDNESDAY - timedelta(weeks=week))
    reads(ruud, *files)

    assert found(officer) == [("volume", "Karin Consulent", "26 dossiers ingezien; gewoon is 0 op een dag")]
    assert len(signals_by_person(officer, Period(WEDNESDAY - timedelta(weeks=2), WEDNESDAY))) == 2


def test_own_surname_stands_out_as_a_whole_word(officer, apeldoorn, person):
    namesake = member("Anna van Dal", apeldoorn, Role.CASE_WORKER)
    other = member("Anne Dalman", apeldoorn, Role.CASE_WORKER)
    reads(namesake, person, person)
    reads(other, person)

    assert found(officer) == [
        ("own_name", "Anna van Dal", "2 keer een dossier ingezien van iemand met dezelfde achternaam")
    ]


def test_hours_are_those_of_the_clock_in_the_netherlands(officer, karin, ruud, person):
    reads(karin, person, hour=23)
    reads(ruud, person, hour=8)
    # Half past midnight in the Netherlands is the day before in UTC.
    reads(ruud, person, day=WEDNESDAY + timedelta(days=1), hour=0)

    rows = signals_by_person(officer, WEEK)

    assert {(one.who, signal.day, signal.in_words) for one in rows for signal in one.signals} == {
        ("Karin Consulent", WEDNESDAY, "1 keer in een dossier, tussen 23 en 24 uur"),
        ("Ruud Reader", WEDNESDAY + timedelta(days=1), "1 keer in een dossier, tussen 0 en 1 uur"),
    }


def test_every_opening_with_a_reason_stands_out(officer, allocation, bo, tess):
    for user in (bo, tess, tess):
        with at(WEDNESDAY, 11):
            open_file(actor=actor_of_user(user), client_id=allocation.client.public_id, reason="Zij belde zelf. " * 3)

    assert found(officer) == [
        ("opened", "Bo Linde", "1 keer: noodtoegang zonder behandelrelatie"),
        ("opened", "Tess Toezicht", "2 keer: toezicht (Wmo 2015 art. 6.1)"),
    ]


def test_sign_in_that_is_refused_often_stands_out_for_own_users_only(officer, karin, zoe):
    for user, times in ((karin, 6), (zoe, 9)):
        for _ in range(times):
            with at(WEDNESDAY, 11):
                record(actor=Actor.anonymous(), event=AuditEvent.SIGN_IN_REFUSED, target=user)

    assert found(officer) == [("refused", "Karin Consulent", "6 keer geweigerd bij het inloggen")]


def test_scope_is_own_files_by_whomever_and_what_happened_on_own_behalf(*, officer, karin, zoe, mo, person, zutphen):
    stranger = ClientFactory.create(municipality=zutphen)
    reads(mo, person, hour=22)  # another organisation in a file of ours
    reads(zoe, stranger, hour=22)  # theirs in theirs
    reads(karin, stranger, hour=22)  # ours in a file of theirs

    assert {who for _, who, _ in found(officer)} == {"Mo Anker", "Karin Consulent"}


def test_shielded_file_is_no_blind_spot_and_has_no_link_in_vain(client, vera, karin, person, apeldoorn):
    ShieldFactory.create(client=person, organisation=Organisation.objects.get(pk=apeldoorn.pk), set_by=karin)
    reads(karin, person, hour=22)

    page = sign_in(client, vera).get(address(karin, "outside_hours"))

    shown = page.content.decode()
    assert "Dossier 1" in shown
    for link in page.context["page_obj"]:
        assert not link.has_trail or client.get(reverse("clients:trail", args=[link.client])).status_code == 200


def test_page_groups_by_person_and_shows_no_client(client, vera, karin, ruud, person):
    reads(karin, person, hour=22)
    reads(karin, person, day=TODAY)  # a Sunday
    reads(ruud, person, hour=22)

    page = sign_in(client, vera).get(PAGE)

    shown = page.content.decode()
    assert [one.who for one in page.context["page_obj"]] == ["Karin Consulent", "Ruud Reader"]
    assert "Dál" not in shown
    assert str(person.public_id) not in shown
    detail = client.get(address(karin, "outside_hours")).content.decode()
    assert f"/clienten/{person.public_id}/spoor?van=2026-02-25" in detail
    assert "Dál" not in detail


@pytest.mark.parametrize(
    ("query", "days"),
    [
        ({}, WEEK),
        ({"tot": "2026-02-20"}, Period(date(2026, 2, 14), date(2026, 2, 20))),
        ({"van": "2026-02-01"}, Period(date(2026, 2, 1), date(2026, 2, 7))),
        ({"van": "2026-01-01", "tot": "2026-02-01"}, Period(date(2026, 1, 1), date(2026, 2, 1))),
        ({"van": "onzin"}, WEEK),
        ({"van": "2026-02-02", "tot": "2026-02-01"}, WEEK),
        ({"van": "2020-01-01", "tot": "2026-02-01"}, WEEK),
        ({"tot": "0001-01-01"}, WEEK),
        ({"van": "9999-12-30", "tot": "9999-12-31"}, WEEK),
    ],
)
def test_period_is_asked_for_or_the_last_seven_days(client, vera, query, days):
    page = sign_in(client, vera).get(PAGE, query)

    assert page.status_code == 200
    assert page.context["period"] == days


def test_reading_the_page_is_itself_in_the_trail(client, vera, karin, person):
    reads(karin, person, hour=22)
    sign_in(client, vera).get(PAGE)
    client.get(address(karin, "outside_hours"))

    lines = AuditEntry.objects.filter(actor=vera.public_id, event="read").order_by("pk")

    assert [(line.target_label, line.target, line.client) for line in lines] == [
        ("clients.signalreview", None, None)
    ] * 2
    assert lines[0].fields == [{"name": "opvallende inzage"}]
    assert {"name": f"gebruiker:{karin.public_id}"} in lines[1].fields


def test_officer_says_whether_it_was_justified_and_that_is_in_the_trail(client, vera, karin, person):
    reads(karin, person, hour=22)
    browser, place = sign_in(client, vera), address(karin, "outside_hours")

    refused = browser.post(place, {"verdict": "unjustified", "note": ""})
    assert "Vul in wat er niet klopt" in refused.content.decode()
    assert not SignalReview.objects.exists()
    browser.post(place, {"verdict": "unjustified", "note": "Geen dienst; besproken."})

    review = SignalReview.objects.get()
    assert (review.user, review.user_label, review.day) == (karin.public_id, "Karin Consulent", WEDNESDAY)
    assert (review.verdict, review.reviewed_by) == ("unjustified", vera)
    line = AuditEntry.objects.get(target=review.public_id)
    assert (line.event, line.actor, line.client) == ("created", vera.public_id, None)
    assert "besproken" not in str(line.fields)
    assert "besproken" in browser.get(place).content.decode()
    assert len(browser.get(PAGE).context["page_obj"]) == 1
    assert not browser.get(PAGE, {"toon": "open"}).context["page_obj"].object_list
    again = browser.post(place, {"verdict": "justified", "note": "Toch wel"})
    assert again.status_code == 409
    assert SignalReview.objects.get().verdict == "unjustified"


def test_nothing_is_kept_without_its_line(monkeypatch, officer, karin, person):
    reads(karin, person, hour=22)

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("no trail")

    monkeypatch.setattr("audit.services.recording.append", broken)
    with pytest.raises(RuntimeError, match="no trail"), transaction.atomic():
        review(officer, karin)

    assert not SignalReview.objects.exists()


def review(actor, user, **given):
    values: dict[str, Any] = {"kind": "outside_hours", "day": WEDNESDAY, "verdict": "justified", "note": ""} | given
    return review_signal(actor=actor, person=user.public_id, **values)


def test_only_the_officer_of_the_municipality_reviews_and_never_what_they_did_themselves(
    *, request, officer, vera, karin, person, zutphen
):
    reads(karin, person, hour=22)
    reads(vera, person, hour=22)
    strangers = ("karin", "ruud", "maud", "zoe", "petra", "hanna", "tess", "ada", "pim", "nobody")
    others = [request.getfixturevalue(name) for name in strangers]
    others.append(member("Zoran Zutphen", zutphen, Role.PRIVACY_OFFICER))

    for other in others:
        with pytest.raises(PermissionDenied):
            review(actor_of_user(other), karin)
    for who, given in ((vera, {}), (karin, {"kind": "volume"}), (karin, {"day": TODAY})):
        with pytest.raises(PermissionDenied):
            review(officer, who, **given)
    review(officer, karin)
    with pytest.raises(Conflict):
        review(officer, karin, verdict="unjustified", note="Nee.")


def test_what_nobody_did_and_what_others_did_is_not_there(client, vera, zoe, karin, zutphen):
    reads(zoe, ClientFactory.create(municipality=zutphen), hour=22)
    browser = sign_in(client, vera)
    places = [
        address(zoe, "outside_hours"),
        address(karin, "outside_hours"),
        address(karin, "onzin"),
        reverse("clients:signal", args=[uuid4(), "volume", "onzin"]),
        reverse("clients:signal", args=[uuid4(), "volume", "0001-01-01"]),
        reverse("clients:signal", args=[uuid4(), "volume", "9999-12-31"]),
    ]

    assert {browser.get(place).status_code for place in places} == {404}
    assert {browser.post(place, {"verdict": "justified"}).status_code for place in places} == {404}


def test_page_needs_the_same_queries_for_few_and_many(*, client, vera, apeldoorn, queries_of):
    def busy(number):
        files = ClientFactory.create_batch(26, municipality=apeldoorn, surname=f"Naam{number}x")
        user = member(f"Anna{number} Naam{number}x", apeldoorn, Role.CASE_WORKER)
        reads(user, *files, hour=22)
        for _ in range(6):
            with at(WEDNESDAY, 11):
                record(actor=Actor.anonymous(), event=AuditEvent.SIGN_IN_REFUSED, target=user)
        return user

    user = busy(1)
    sign_in(client, vera)
    few, few_files = queries_of(PAGE), queries_of(address(user, "volume"))
    for number in (2, 3):
        busy(number)

    assert queries_of(PAGE) == few
    assert queries_of(address(user, "volume")) == few_files
    assert len(client.get(PAGE).context["page_obj"]) == 3
    assert {signal.kind.value for signal in client.get(PAGE).context["page_obj"][0].signals} == {
        *("volume", "own_name", "outside_hours", "refused")
    }


def test_page_says_what_is_not_set(client, vera):
    SignalSetting.objects.filter(parameter="volume_floor").delete()

    shown = sign_in(client, vera).get(PAGE).content.decode()

    assert "niet ingesteld: meer dan zoveel dossiers op een dag" in shown


def test_loading_again_changes_nothing_and_refuses_another_value():
    assert load_terms().added == []
    SignalSetting.objects.filter(parameter="volume_floor").update(value=7)

    with pytest.raises(ValidationError) as error:
        load_terms()

    assert error.value.error_list[0].code == "reference_changed"


def refused(change):
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        change()
    fault = as_validation_error(error.value)
    assert fault is not None
    return fault.error_list[0].code


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"value": -1}, "signal_setting"),
        ({"parameter": "x"}, "signal_setting"),
        ({"source": ""}, "signal_setting"),
        ({"parameter": "hour_from", "value": 25}, "signal_hour"),
        ({"starts_on": date(2027, 1, 1), "ends_on": date(2026, 1, 1)}, "period_order"),
    ],
)
def test_setting_rules_hold_in_the_database(values, code):
    """Constraints: clients_signalsetting_period_order and its neighbours."""
    SignalSetting.objects.filter(parameter="hour_from").delete()
    rows = SignalSetting.objects.filter(parameter="volume_floor")

    assert refused(lambda: rows.update(**values)) == code


def test_settings_do_not_overlap():
    with pytest.raises(IntegrityError), transaction.atomic():
        SignalSetting.objects.create(parameter="hour_from", value=6, source="proef", starts_on=TODAY)
    with pytest.raises(ValidationError) as error:
        SignalSetting(parameter="hour_from", value=6, source="proef", starts_on=TODAY).full_clean()
    assert "signal_setting_overlap" in [one.code for one in error.value.error_dict["__all__"]]


@pytest.mark.parametrize(
    "values", [{"kind": "x"}, {"verdict": ""}, {"verdict": "x"}, {"verdict": "unjustified", "note": ""}]
)
def test_review_rules_hold_in_the_database(values, vera, apeldoorn):
    given = {"municipality": apeldoorn, "kind": "volume", "user": UUID(int=1), "day": TODAY, "reviewed_by": vera}
    given |= {"reviewed_at": now(), "verdict": "justified", "user_label": "Iemand"}
    SignalReview.objects.create(**given)

    assert refused(lambda: SignalReview.objects.update(**values)) == "signal_verdict"
    assert refused(lambda: SignalReview.objects.create(**given)) == "signal_reviewed"


def test_reading_one_file_leaves_the_line_that_is_counted(officer, karin, person):
    with at(WEDNESDAY, 22):
        record_reading(actor=actor_of_user(karin), client=person)

    assert [kind for kind, _, _ in found(officer)] == ["outside_hours"]
    assert Client.objects.count() == 1
