from copy import deepcopy

import pytest
import yaml
from django.core.exceptions import ValidationError
from django.core.management import call_command

from audit.models import AuditEntry
from core.actors import Actor
from organisations.management.commands.load_region import REGION
from organisations.models import Municipality, Region, TargetGroup
from organisations.services import load_region

pytestmark = pytest.mark.django_db


@pytest.fixture
def data():
    return yaml.safe_load(REGION.read_text(encoding="utf-8"))


def test_command_loads_the_region_and_a_second_time_changes_nothing(capsys):
    call_command("load_region")
    entries = AuditEntry.objects.count()
    call_command("load_region")

    assert Region.objects.count() == 1
    assert Municipality.objects.count() == 8
    assert Municipality.objects.get(cbs_code="0200").name == "Apeldoorn"
    assert TargetGroup.objects.exists()
    assert AuditEntry.objects.count() == entries == 9 + TargetGroup.objects.count()
    assert "0 created, 0 changed" in capsys.readouterr().out.splitlines()[-1]


def test_new_name_of_a_municipality_is_a_change(data):
    actor = Actor.system("test")
    load_region(actor=actor, data=data)
    changed = deepcopy(data)
    changed["municipalities"][0]["name"] = "Apeldoorn-Stad"

    done = load_region(actor=actor, data=changed)

    assert (done.created, done.changed) == (0, 1)
    assert Municipality.objects.get(cbs_code="0200").name == "Apeldoorn-Stad"


def test_wrong_code_is_refused_and_nothing_is_loaded(data):
    data["municipalities"][3]["cbs_code"] = 244

    with pytest.raises(ValidationError):
        load_region(actor=Actor.system("test"), data=data)

    assert not Municipality.objects.exists()
