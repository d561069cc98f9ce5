"""What the database itself shows of informal carers when the code forgets its scope."""

from datetime import date

import pytest
from django.db import ProgrammingError, transaction

from core.acting import acting
from core.actors import Actor
from core.personal_data import models_about_others
from informal_care.models import (
    Carer,
    CareRelation,
    CarerPermission,
    CarerSignal,
    CarerType,
    Measurement,
    SignalStep,
    Support,
)
from informal_care.services.instruments import load_shipped_instruments
from tests.cast import actor_of_user
from tests.factories.informal_care import (
    CareRelationFactory,
    CarerFactory,
    CarerPermissionFactory,
    CarerTypeFactory,
)

START = date(2026, 1, 1)

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db]


@pytest.fixture
def carer(apeldoorn):
    carer = CarerFactory.create(municipality=apeldoorn)
    CareRelationFactory.create(carer=carer)
    CarerTypeFactory.create(carer=carer)
    return carer


def seen_by(user, model):
    with acting(actor_of_user(user) if user else Actor.anonymous()):
        return set(model._base_manager.values_list("pk", flat=True))


def test_only_the_own_municipality_sees_a_carer(carer, request):
    CarerPermissionFactory.create(carer=carer)
    for name in ("karin", "ilse"):
        for known in (Carer, CareRelation, CarerType, CarerPermission):
            assert seen_by(request.getfixturevalue(name), known), (name, known)
    for name in ("zoe", "petra", "mo", "pim", "tess", "gijs", "ada", "nobody"):
        for model in models_about_others():
            assert not seen_by(request.getfixturevalue(name), model), (name, model)
    assert not any(seen_by(None, model) for model in models_about_others())


def test_a_provider_sees_a_carer_who_let_it_know_and_no_other(carer, petra, mo, de_linde, apeldoorn):
    CarerFactory.create(municipality=apeldoorn, name="Zonder Toestemming")
    given = CarerPermissionFactory.create(carer=carer, provider=de_linde)

    assert seen_by(petra, Carer) == {carer.pk}
    assert seen_by(petra, CarerPermission) == {given.pk}
    assert seen_by(petra, CareRelation) == {carer.relations.get().pk}
    assert not seen_by(mo, Carer) | seen_by(mo, CarerPermission) | seen_by(mo, CareRelation)


def test_a_carer_is_not_registered_elsewhere(carer, karin, zutphen):
    with acting(actor_of_user(karin)):
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            CarerFactory.create(municipality=zutphen)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Carer.objects.filter(pk=carer.pk).update(municipality=zutphen)


@pytest.fixture
def in_confidence(carer, ilse, de_linde):
    """A row of each part of a carer that is for the municipality alone; De Linde may know the carer."""
    CarerPermissionFactory.create(carer=carer, provider=de_linde, shares_words=True)
    (instrument,) = load_shipped_instruments(actor=Actor.system("proef"))
    told = {"reported_by": de_linde, "received_on": START, "due_on": START, "person_name": "Marie", "seen": "Moe."}
    signal = CarerSignal.objects.create(
        municipality=carer.municipality, kind="overloaded", source="organisation", **told
    )
    here = {"municipality": carer.municipality}
    return [
        Measurement(carer=carer, instrument=instrument, measured_on=START, answers={}, score=3, taken_by=ilse, **here),
        Support(carer=carer, kind="information", about="Een gesprek", asked_on=START, **here),
        SignalStep(signal=signal, done_on=START, note="Gebeld.", by=ilse, **here),
    ]


def test_a_provider_that_may_know_a_carer_is_refused_what_the_municipality_keeps(in_confidence, carer, ilse, petra):
    for row in in_confidence:
        refused = pytest.raises(ProgrammingError, match="row-level security")
        with acting(actor_of_user(petra)), refused, transaction.atomic():
            row.save()
        with acting(actor_of_user(ilse)):
            row.save()
        assert seen_by(ilse, type(row)) == {row.pk}
        assert not seen_by(petra, type(row))
        with acting(actor_of_user(petra)):
            assert not type(row)._base_manager.filter(pk=row.pk).update(municipality=carer.municipality)
            assert not type(row)._base_manager.filter(pk=row.pk).delete()[0]
    assert seen_by(petra, Carer) == {carer.pk}
    assert seen_by(petra, CarerSignal)
