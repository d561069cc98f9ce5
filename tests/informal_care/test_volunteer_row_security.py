"""What the database itself shows of volunteers and requests when the code forgets its scope."""

from decimal import Decimal

import pytest
from django.db import ProgrammingError, transaction

from core.acting import acting
from core.personal_data import models_about_others
from informal_care.models import HelpRequest, Volunteer
from informal_care.services.volunteer_hours import record_hours
from informal_care.services.volunteers import record_talk, record_thanks, record_training
from tests.cast import actor_of_user
from tests.informal_care.volunteer_story import TODAY

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db]

PARTS = {
    *("Volunteer", "VolunteerTrait", "ConductCertificate", "VolunteerTraining", "GuidanceTalk", "VolunteerThanks"),
    *("HelpRequest", "RequestTrait", "Match", "HeldMoment", "MatchReview", "VolunteerHours"),
}


@pytest.fixture
def everything(started, joke, coordinator):
    record_training(actor=coordinator, volunteer=joke, name="Tillen", followed_on=TODAY)
    record_talk(actor=coordinator, volunteer=joke, held_on=TODAY, note="Goed.")
    record_thanks(actor=coordinator, volunteer=joke, given_on=TODAY, what="Bloemen")
    record_hours(actor=coordinator, matched=started, day=TODAY, is_week=False, hours=Decimal(2))
    return {model for model in models_about_others() if model.__name__ in PARTS}


def seen_by(user, model):
    with acting(actor_of_user(user)):
        return set(model._base_manager.values_list("pk", flat=True))


def test_only_the_own_municipality_sees_volunteers(everything, ilse, request):
    assert {model.__name__ for model in everything} == PARTS
    for model in everything:
        assert seen_by(ilse, model), model
    for name in ("zoe", "petra", "mo", "pim", "tess", "gijs", "ada", "nobody"):
        for model in everything:
            assert not seen_by(request.getfixturevalue(name), model), (name, model)


def test_nobody_is_written_elsewhere(joke, asked, ilse, zutphen):
    with acting(actor_of_user(ilse)):
        for model, row in ((Volunteer, joke), (HelpRequest, asked)):
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                model.objects.filter(pk=row.pk).update(municipality=zutphen)
