"""What the database itself shows of informal carers when the code forgets its scope."""

import pytest
from django.db import ProgrammingError, transaction

from core.acting import acting
from core.actors import Actor
from core.personal_data import models_about_others
from informal_care.models import Carer, CareRelation, CarerPermission, CarerType
from tests.cast import actor_of_user
from tests.factories.informal_care import (
    CareRelationFactory,
    CarerFactory,
    CarerPermissionFactory,
    CarerTypeFactory,
)

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
