"""Signals: told by who sees something, taken up in time, handled, and answered to who told."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from audit.models import AuditEntry
from core.errors import Conflict
from informal_care.models import CarerSignal, SignalStep
from informal_care.services.signals import (
    answer_reporter,
    give_signal,
    handle_signal,
    link_carer,
    note_step,
    raise_signal,
)
from tests.cast import actor_of_user
from tests.factories.contracts import ContractFactory
from tests.informal_care.places_story import SEEN, carer_of, place_of, signal_of
from tests.plans.test_constraints import refused_by

TODAY = date(2026, 3, 2)
DUE = date(2026, 3, 7)


@pytest.fixture(autouse=True)
def _today(on_day, db):
    on_day(TODAY)


@pytest.fixture
def signal(gijs, apeldoorn):
    return signal_of(gijs, apeldoorn)


def code_of(refused):
    return {one.code for faults in refused.value.error_dict.values() for one in faults}


def test_a_partner_tells_in_its_own_name_and_the_term_follows(ilse, gijs, practice, apeldoorn, karin):
    place = place_of(ilse, partner=practice)
    # What only the municipality knows is not taken from an outsider.
    signal = signal_of(gijs, apeldoorn, carer=carer_of(apeldoorn), owner=karin, source="measurement")

    assert (signal.reported_by_id, signal.finding_place, signal.source) == (practice.pk, place, "finding_place")
    assert (signal.carer, signal.owner, signal.due_on) == (None, None, DUE)
    assert AuditEntry.objects.filter(event="created", target=signal.public_id, client=signal.public_id).exists()


def test_a_partner_without_a_finding_place_tells_as_an_organisation(signal, practice):
    assert (signal.source, signal.finding_place, signal.reported_by_id) == ("organisation", None, practice.pk)


def test_the_municipality_writes_down_who_phoned(ilse, karin, apeldoorn):
    place = place_of(ilse)
    signal = signal_of(
        ilse, apeldoorn, source="finding_place", finding_place=place, reporter_name="de huisarts", owner=karin
    )

    assert (signal.reported_by, signal.finding_place, signal.owner) == (None, place, karin)


def test_a_measurement_raises_a_signal_about_a_registered_carer(ilse, apeldoorn):
    carer = carer_of(apeldoorn)
    signal = signal_of(ilse, apeldoorn, source="measurement", carer=carer, person_name="")

    assert AuditEntry.objects.get(event="created", target=signal.public_id).client == carer.public_id


def test_a_signal_needs_somebody_words_and_a_day_that_was(ilse, apeldoorn, zutphen):
    for wrong, code in (
        ({"person_name": " "}, "signal_person"),
        ({"seen": " "}, "blank"),
        ({"kind": "other"}, "invalid_choice"),
        ({"received_on": TODAY + timedelta(days=1)}, "received_later"),
        ({"carer": carer_of(zutphen, "Piet Zwart")}, "other_municipality"),
    ):
        with pytest.raises(ValidationError) as refused:
            signal_of(ilse, apeldoorn, **wrong)
        assert code in code_of(refused)
    assert not CarerSignal.objects.exists()


def test_only_a_colleague_who_works_with_carers_takes_it_up(ilse, maud, apeldoorn):
    with pytest.raises(ValidationError) as refused:
        signal_of(ilse, apeldoorn, owner=maud)
    assert code_of(refused) == {"not_a_colleague"}


@pytest.mark.parametrize("name", ["zoe", "ruud", "maud", "hanna", "pim", "ada", "nobody", "gijs"])
def test_others_tell_nothing_to_a_municipality_that_is_not_theirs(name, request, zutphen, apeldoorn):
    user, where = request.getfixturevalue(name), apeldoorn if name == "zoe" else zutphen
    with pytest.raises(PermissionDenied):
        signal_of(user, where)


def test_a_professional_tells_municipalities_with_which_there_is_a_contract(petra, mo, de_linde, region, apeldoorn):
    ContractFactory.create(framework__region=region, provider=de_linde)

    assert signal_of(petra, apeldoorn).reported_by_id == de_linde.pk
    with pytest.raises(PermissionDenied):
        signal_of(mo, apeldoorn)


def test_the_first_step_takes_it_up_and_the_outcome_closes_it(signal, ilse):
    coordinator = actor_of_user(ilse)
    note_step(actor=coordinator, signal=signal, note="Gebeld.")
    signal.refresh_from_db()
    assert (signal.owner, signal.taken_up_on, signal.revision) == (ilse, TODAY, 2)

    done = handle_signal(
        actor=coordinator, signal=signal, revision=2, outcome="supported", outcome_note="Er komt een vrijwilliger."
    )
    assert (done.handled_on, done.is_late(DUE + timedelta(days=1))) == (TODAY, False)
    with pytest.raises(ValidationError) as refused:
        note_step(actor=coordinator, signal=signal, note="Nog eens gebeld.")
    assert refused.value.code == "signal_was_handled"
    assert AuditEntry.objects.filter(event="changed", target=signal.public_id).count() == 2


def test_a_step_is_between_receipt_and_today(signal, ilse):
    for day in (TODAY - timedelta(days=1), TODAY + timedelta(days=1)):
        with pytest.raises(ValidationError) as refused:
            note_step(actor=actor_of_user(ilse), signal=signal, note="Gebeld.", done_on=day)
        assert code_of(refused) == {"step_dates"}


def test_handling_needs_words_and_a_day_after_it_was_taken_up(signal, ilse, on_day):
    coordinator = actor_of_user(ilse)
    on_day(TODAY + timedelta(days=2))
    note_step(actor=coordinator, signal=signal, note="Gebeld.")
    for wrong, code in (
        ({"handled_on": TODAY}, "handled_dates"),
        ({"outcome_note": " "}, "signal_handled"),
        ({"outcome": ""}, "signal_handled"),
    ):
        given = {"outcome": "no_help", "outcome_note": "Wil geen hulp."} | wrong
        with pytest.raises(ValidationError) as refused:
            handle_signal(actor=coordinator, signal=signal, revision=2, **given)
        assert code in code_of(refused)


def test_late_is_what_nobody_took_up_in_time(signal, gijs, ilse, apeldoorn, on_day):
    taken = signal_of(gijs, apeldoorn)
    note_step(actor=actor_of_user(ilse), signal=taken, note="Gebeld.")
    on_day(DUE)
    assert not signal.is_late(DUE)
    later = DUE + timedelta(days=1)
    on_day(later)
    fresh = signal_of(gijs, apeldoorn)
    taken.refresh_from_db()

    assert (signal.is_late(later), taken.is_late(later), fresh.is_late(later)) == (True, False, False)
    assert list(CarerSignal.objects.late_first(later)) == [signal, taken, fresh]


def test_a_signal_is_linked_to_one_carer_of_the_municipality(signal, ilse, apeldoorn, zutphen):
    coordinator = actor_of_user(ilse)
    with pytest.raises(ValidationError) as refused:
        link_carer(actor=coordinator, signal=signal, carer=carer_of(zutphen), revision=1)
    assert code_of(refused) == {"other_municipality"}
    carer = carer_of(apeldoorn)
    linked = link_carer(actor=coordinator, signal=signal, carer=carer, revision=1)
    assert linked.file_id == carer.public_id
    with pytest.raises(ValidationError) as refused:
        link_carer(actor=coordinator, signal=signal, carer=carer_of(apeldoorn, "Ander"), revision=2)
    assert code_of(refused) == {"signal_was_linked"}


def test_the_answer_can_be_given_again_also_afterwards(signal, ilse):
    coordinator = actor_of_user(ilse)
    with pytest.raises(ValidationError) as refused:
        answer_reporter(actor=coordinator, signal=signal, revision=1, feedback=" ")
    assert code_of(refused) == {"signal_feedback"}
    handle_signal(actor=coordinator, signal=signal, revision=1, outcome="supported", outcome_note="Hulp thuis.")
    answer_reporter(actor=coordinator, signal=signal, revision=2, feedback="Wij helpen.")
    assert answer_reporter(actor=coordinator, signal=signal, revision=3, feedback="Dank u.").feedback_on == TODAY


def test_two_at_once_do_not_overwrite_each_other(signal, ilse, karin):
    give_signal(actor=actor_of_user(ilse), signal=signal, revision=1, owner=karin)
    with pytest.raises(Conflict, match="intussen gewijzigd"):
        answer_reporter(actor=actor_of_user(karin), signal=signal, revision=1, feedback="Wij helpen.")


@pytest.mark.parametrize("name", ["zoe", "mo", "petra", "gijs", "maud", "ruud", "nobody"])
def test_others_do_nothing_with_it(name, request, signal, ilse, apeldoorn):
    actor, given = actor_of_user(request.getfixturevalue(name)), {"signal": signal, "revision": 1}
    for service, more in (
        (give_signal, {"owner": ilse}),
        (link_carer, {"carer": carer_of(apeldoorn)}),
        (handle_signal, {"outcome": "supported", "outcome_note": "Hulp."}),
        (answer_reporter, {"feedback": "Wij helpen."}),
    ):
        with pytest.raises(PermissionDenied):
            service(actor=actor, **given, **more)
    with pytest.raises(PermissionDenied):
        note_step(actor=actor, signal=signal, note="Gebeld.")


def test_who_sees_which_signals(signal, request):
    people = {name: request.getfixturevalue(name) for name in ("gijs", "ilse", "karin", "zoe", "petra", "bo", "maud")}
    region, provider = signal.municipality.region, request.getfixturevalue("de_linde")
    ContractFactory.create(framework__region=region, provider=provider)
    of_petra = signal_of(people["petra"], signal.municipality, person_name="Henk Smit")
    note_step(actor=actor_of_user(people["ilse"]), signal=signal, note="Gebeld.")

    actors = {name: actor_of_user(user) for name, user in people.items()}
    seen = {name: set(CarerSignal.objects.visible_to(actor)) for name, actor in actors.items()}
    assert seen["ilse"] == seen["karin"] == {signal, of_petra}
    assert (seen["gijs"], seen["petra"]) == ({signal}, {of_petra})
    assert seen["bo"] == seen["zoe"] == seen["maud"] == set()
    assert not SignalStep.objects.visible_to(actors["gijs"]).exists()
    assert SignalStep.objects.visible_to(actors["ilse"]).count() == 1


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("informal_care_carersignal_words", {"seen": ""}),
        ("informal_care_carersignal_words", {"kind": "other"}),
        ("informal_care_carersignal_person", {"person_name": ""}),
        ("informal_care_carersignal_dates", {"due_on": date(2026, 3, 1)}),
        ("informal_care_carersignal_dates", {"taken_up_on": date(2026, 3, 1)}),
        ("informal_care_carersignal_handled", {"outcome": "supported"}),
        ("informal_care_carersignal_handled", {"handled_on": TODAY, "taken_up_on": TODAY, "outcome": "supported"}),
        ("informal_care_carersignal_feedback", {"feedback": "Wij helpen."}),
        ("informal_care_carersignal_feedback", {"feedback_on": TODAY}),
    ],
)
def test_the_database_refuses(name, wrong, signal):
    refused_by(name, CarerSignal.objects.filter(pk=signal.pk).update, **wrong)


def test_the_database_refuses_a_step_without_words(signal, ilse):
    step = note_step(actor=actor_of_user(ilse), signal=signal, note="Gebeld.")
    refused_by("informal_care_signalstep_note", SignalStep.objects.filter(pk=step.pk).update, note="")


def test_nobody_tells_in_the_name_of_the_municipality_without_the_right(ruud, apeldoorn):
    with pytest.raises(PermissionDenied):
        raise_signal(
            actor=actor_of_user(ruud),
            municipality=apeldoorn,
            kind="overloaded",
            source="carer",
            seen=SEEN,
            person_name="Truus Akkerman",
        )
