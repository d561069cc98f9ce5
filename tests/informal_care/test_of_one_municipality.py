"""What is part of a carer, a signal, a finding place or a scheme is of the same municipality, whoever writes it."""

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from core.actors import Actor
from informal_care.models import CarerSignal, Instrument
from informal_care.services.appreciation import Offer, apply_for_appreciation, open_scheme
from informal_care.services.instruments import load_shipped_instruments
from informal_care.services.measurements import record_measurement
from informal_care.services.panel import join_panel
from informal_care.services.referrals import refer
from informal_care.services.signals import note_step
from informal_care.services.support import add_support
from organisations.enums import Role
from tests.cast import actor_of_user, member
from tests.factories.informal_care import CarerFactory, CarerPermissionFactory
from tests.informal_care.places_story import offer_of, place_of, signal_of
from tests.informal_care.volunteer_story import TODAY, request_of

PARTS = [
    ("informal_care_carerpermission_of_carer", "permission", "carer"),
    ("informal_care_measurement_of_carer", "measurement", "carer"),
    ("informal_care_support_of_carer", "support", "carer"),
    ("informal_care_carersignal_of_carer", "signal", "carer"),
    ("informal_care_carersignal_of_place", "signal", "finding_place"),
    ("informal_care_signalstep_of_signal", "step", "signal"),
    ("informal_care_referral_of_signal", "referral", "signal"),
    ("informal_care_referral_of_carer", "referral", "carer"),
    ("informal_care_panelmember_of_carer", "member", "carer"),
    ("informal_care_helprequest_of_carer", "request", "carer"),
    ("informal_care_appreciationapplication_of_scheme", "application", "scheme"),
]
WHOLES = [
    ("informal_care_carer_of_municipality", "carer"),
    ("informal_care_carersignal_of_municipality", "signal"),
    ("informal_care_findingplace_of_municipality", "finding_place"),
    ("informal_care_appreciationscheme_of_municipality", "scheme"),
]


def story_of(user, municipality, provider):
    """A carer, a signal, a place and a scheme of this municipality, with everything that is part of them."""
    actor = actor_of_user(user)
    carer = CarerFactory.create(municipality=municipality)
    place = place_of(user)
    signal = signal_of(user, municipality, carer=carer, finding_place=place)
    load_shipped_instruments(actor=Actor.system("proef"))
    instrument = Instrument.objects.get()
    scheme = open_scheme(
        actor=actor,
        offers=[Offer("pass", "Pas", Decimal(50), 10)],
        year=TODAY.year,
        opens_on=TODAY,
        closes_on=TODAY + timedelta(days=30),
        budget=Decimal(500),
    )
    apply_for_appreciation(
        actor=Actor.anonymous(),
        scheme=scheme,
        kind=scheme.kinds.get(),
        name=f"Fatma uit {municipality.name}",
        birth_date=TODAY - timedelta(days=15000),
        cares_since=TODAY - timedelta(days=900),
        cared_for="mijn man",
        hours_per_week=12,
        lives_here=True,
        cared_for_lives_here=True,
    )
    request = request_of(actor)
    request.carer = carer
    request.save()
    return SimpleNamespace(
        carer=carer,
        finding_place=place,
        signal=signal,
        scheme=scheme,
        permission=CarerPermissionFactory.create(carer=carer, provider=provider),
        measurement=record_measurement(
            actor=actor,
            carer=carer,
            instrument=instrument,
            measured_on=TODAY,
            answers={item.code: item.answers[1].code for item in instrument.content.items},
            vas=6,
        ),
        support=add_support(actor=actor, carer=carer, kind="emotional", about="Praten", asked_on=TODAY),
        step=note_step(actor=actor, signal=signal, note="Gebeld."),
        referral=refer(actor=actor, kind="cold", signal=signal, carer=carer, offer=offer_of(user)),
        member=join_panel(actor=actor, name="Fatma", carer=carer),
        request=request,
        application=scheme.applications.get(),
    )


@pytest.fixture
def here(on_day, ilse, apeldoorn, de_linde):
    on_day(TODAY)
    return story_of(ilse, apeldoorn, de_linde)


@pytest.fixture
def there(here, zutphen, het_anker):
    return story_of(member("Zus Zutphen", zutphen, Role.INFORMAL_CARE_COORDINATOR), zutphen, het_anker)


def refused(name):
    # SQLite does not name a foreign key.
    return pytest.raises(IntegrityError, match=name if connection.vendor == "postgresql" else None)


@transaction.atomic
def write_behind(row, **values):
    """Write to the database itself, and let it look as at the end of a transaction."""
    type(row).objects.filter(pk=row.pk).update(**values)
    connection.check_constraints()


@pytest.mark.parametrize(("name", "part", "through"), PARTS, ids=[name for name, _, _ in PARTS])
def test_a_part_goes_to_no_other_municipality(name, part, through, here, there):
    row, other = getattr(here, part), getattr(there, through)
    assert getattr(row, through) is not None
    with refused(name):
        write_behind(row, **{through: other})

    setattr(row, through, other)
    with pytest.raises(ValidationError) as caught:
        row.full_clean()
    assert "other_municipality" in {fault.code for fault in caught.value.error_dict["__all__"]}


@pytest.mark.parametrize(("name", "whole"), WHOLES, ids=[name for name, _ in WHOLES])
def test_the_whole_moves_to_no_other_municipality(name, whole, here, zutphen):
    row = getattr(here, whole)
    assert name in {constraint.name for constraint in row._meta.constraints}
    with pytest.raises(IntegrityError):
        write_behind(row, municipality=zutphen)


def test_what_belongs_to_nobody_yet_stands_by_itself(here, ilse, apeldoorn):
    signal = signal_of(ilse, apeldoorn)
    connection.check_constraints()

    assert CarerSignal.objects.filter(pk=signal.pk, carer=None, finding_place=None).exists()
