"""The Mezzo Model as it is loaded: nothing of the source is lost, and nothing changes afterwards."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from audit.models import AuditEntry
from core.actors import Actor
from informal_care.models import (
    Activity,
    ActivityActor,
    Aim,
    Choice,
    Edition,
    FindingPlaceKind,
    Statement,
    TaskGroup,
)
from informal_care.services.editions import DATA, load_editions

pytestmark = pytest.mark.django_db

SYSTEM = Actor.system("proef")
FILE = DATA / "mezzo_1.yaml"
CHOICES = {
    "vinden-a": ("VIN-A", 6),
    "vinden-b": ("VIN-B", 7),
    "vinden-c": ("VIN-C", 6),
    "versterken-a": ("VER-A", 9),
    "versterken-b": ("VER-B", 6),
    "versterken-c": ("VER-C", 5),
    "verbinden-a": ("VRB-A", 7),
    "verbinden-b": ("VRB-B", 6),
    "verbinden-c": ("VRB-C", 4),
    "verlichten-a": ("VLI-A", 7),
    "verlichten-b": ("VLI-B", 6),
}
GROUPS = {
    "beleid-informele-zorg-1": (5, {"municipality"}),
    "beleid-informele-zorg-2": (4, {"provider", "employer"}),
    "co-creatie": (4, {"interest_group"}),
    "samenspel-informele-zorg": (3, {"carer_support"}),
    "specialisme-informele-zorg": (3, {"carer_support"}),
    "generalist-informele-zorg": (4, {"generalist"}),
}


def changed(folder: Path, change: Any) -> Path:
    """The edition with a change, alone in a folder."""
    told = yaml.safe_load(FILE.read_text())
    change(told)
    (folder / FILE.name).write_text(yaml.safe_dump(told, allow_unicode=True))
    return folder


def test_nothing_of_the_source_is_lost(mezzo: Edition) -> None:
    assert list(mezzo.aims.values_list("name", flat=True)) == ["Vinden", "Versterken", "Verbinden", "Verlichten"]
    assert Choice.objects.count() == 11
    assert mezzo.activities.filter(choice__isnull=False).count() == 69
    assert TaskGroup.objects.count() == 6
    assert mezzo.activities.filter(task_group__isnull=False, part_of=None).count() == 23
    assert mezzo.activities.filter(part_of__isnull=False).count() == 3
    assert mezzo.finding_places.count() == 12
    kinds = Counter(mezzo.statements.values_list("kind", flat=True))
    assert kinds == {"principle": 3, "duty": 6, "ingredient": 5, "actor": 6, "carer_type": 4}


def test_ids_are_those_of_the_source(mezzo: Edition) -> None:
    for code, (letters, count) in CHOICES.items():
        found = Choice.objects.get(code=code).activities.values_list("code", flat=True)
        assert list(found) == [f"{letters}-{number}" for number in range(1, count + 1)]
    for place, (code, (count, actors)) in enumerate(GROUPS.items(), 1):
        group = TaskGroup.objects.get(code=code)
        whole = group.activities.filter(part_of=None)
        assert list(whole.values_list("code", flat=True)) == [f"TG{place}-{number}" for number in range(1, count + 1)]
        assert set(ActivityActor.objects.filter(activity__in=whole).values_list("kind", flat=True)) == actors
    assert list(Activity.objects.get(code="TG5-1").parts.values_list("code", flat=True)) == [
        "TG5-1a",
        "TG5-1b",
        "TG5-1c",
    ]
    assert list(FindingPlaceKind.objects.values_list("code", flat=True)) == [f"VP-{n:02}" for n in range(1, 13)]


def test_every_activity_has_aim_place_actor_page_and_words(mezzo: Edition) -> None:
    for activity in mezzo.activities.select_related("choice", "task_group").prefetch_related("actors"):
        place = activity.choice or activity.task_group
        assert place is not None
        assert place.aim_id == activity.aim_id
        assert any(actor.leads for actor in activity.actors.all())
        first, _, last = activity.page.partition("-")
        assert 1 <= int(first) <= int(last or first) <= 14
        assert activity.text.endswith((".", "?"))


def test_duties_name_the_law_and_aims_what_they_are_a_condition_for(mezzo: Edition) -> None:
    assert all(duty.law.startswith("Wmo 2015 art. ") for duty in mezzo.statements.filter(kind="duty"))
    conditions = {aim.code: set(aim.condition_for.values_list("code", flat=True)) for aim in mezzo.aims.all()}
    assert conditions == {
        "vinden": {"versterken", "verbinden", "verlichten"},
        "versterken": set(),
        "verbinden": {"vinden", "versterken"},
        "verlichten": set(),
    }


def test_loading_again_changes_nothing(mezzo: Edition) -> None:
    before = [model.objects.count() for model in (Edition, Aim, Choice, TaskGroup, Activity, Statement, AuditEntry)]
    assert load_editions(actor=SYSTEM) == []
    assert before == [
        model.objects.count() for model in (Edition, Aim, Choice, TaskGroup, Activity, Statement, AuditEntry)
    ]


def test_an_edition_that_was_loaded_never_changes(mezzo: Edition, tmp_path: Path) -> None:
    def other_words(told: Any) -> None:
        told["aims"][0]["name"] = "Zoeken"

    with pytest.raises(ValidationError) as refused:
        load_editions(actor=SYSTEM, folder=changed(tmp_path, other_words))
    assert refused.value.code == "edition_changed"
    with pytest.raises(CommandError, match="nieuw nummer"):
        call_command("load_mezzo", folder=tmp_path)
    assert not Aim.objects.filter(name="Zoeken").exists()


def test_a_later_edition_stands_beside_the_first(mezzo: Edition, tmp_path: Path, capsys: Any) -> None:
    def next_edition(told: Any) -> None:
        told["edition"]["number"] = 2
        told["aims"][0]["choices"][0]["activities"].pop()

    call_command("load_mezzo", folder=changed(tmp_path, next_edition))

    assert "uitgave 2" in capsys.readouterr().out
    assert list(Edition.objects.values_list("number", flat=True)) == [2, 1]
    assert mezzo.activities.count() == 95
    assert Edition.objects.get(number=2).activities.count() == 94


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("informal_care_edition_number", lambda one: Edition(code=one.code, number=one.number)),
        ("informal_care_aim_code", lambda one: Aim(edition=one, code="vinden", position=9)),
        ("informal_care_choice_code", lambda one: Choice(aim=one.aims.get(code="vinden"), code="vinden-a", position=9)),
        (
            "informal_care_taskgroup_code",
            lambda one: TaskGroup(aim=one.aims.get(code="versterken"), code="co-creatie", position=9),
        ),
        (
            "informal_care_activity_code",
            lambda one: Activity(
                edition=one,
                aim=one.aims.get(code="vinden"),
                choice=Choice.objects.get(code="vinden-a"),
                code="VIN-A-1",
                position=9,
            ),
        ),
        (
            "informal_care_activity_place",
            lambda one: Activity(edition=one, aim=one.aims.get(code="vinden"), code="X", position=9),
        ),
        (
            "informal_care_activityactor_once",
            lambda one: ActivityActor(activity=one.activities.get(code="VIN-A-1"), kind="municipality"),
        ),
        (
            "informal_care_activityactor_kind",
            lambda one: ActivityActor(activity=one.activities.get(code="VIN-A-1"), kind="iedereen"),
        ),
        ("informal_care_findingplacekind_code", lambda one: FindingPlaceKind(edition=one, code="VP-01", position=9)),
        ("informal_care_statement_code", lambda one: Statement(edition=one, kind="principle", code="UG-1", position=9)),
        ("informal_care_statement_law", lambda one: Statement(edition=one, kind="duty", code="PL-9", position=9)),
    ],
)
def test_the_database_refuses(name: str, row: Any, mezzo: Edition) -> None:
    with pytest.raises(IntegrityError, match=name.rpartition("_")[0]), transaction.atomic():
        row(mezzo).save(force_insert=True)
