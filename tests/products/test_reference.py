from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from audit.models import AuditEntry
from core.clock import today
from products.enums import RuleKind
from products.models import ProductVariant, ProductVersion, Requirement
from products.rules import PlanContentDemand, parse
from products.selectors import terms_on
from products.services.reference import SHEETS, load_products
from tests.products.conftest import System

DUURZAAM = SHEETS / "begeleiding_groep_duurzaam.yaml"


@pytest.fixture
def book(db: None) -> None:
    """The sheets, loaded by the service itself: that is what is asked here."""
    load_products(actor=System)


def changed_sheet(folder: Path, change: Any) -> Path:
    """The sheet of Duurzaam with a change, alone in a folder."""
    sheet = yaml.safe_load(DUURZAAM.read_text())
    change(sheet)
    (folder / DUURZAAM.name).write_text(yaml.safe_dump(sheet, allow_unicode=True))
    return folder


def test_sheet_of_duurzaam_has_42_requirements_in_four_parts(duurzaam: ProductVariant) -> None:
    requirements = Requirement.objects.filter(version__variant=duurzaam)
    assert requirements.count() == 42
    assert Counter(requirements.values_list("category", flat=True)) == {
        "client": 11,
        "assignment": 16,
        "content": 10,
        "professional": 5,
    }
    expected = [
        f"BGD-{part}-{number:02}"
        for part, count in (("CL", 11), ("OP", 16), ("IN", 10), ("PR", 5))
        for number in range(1, count + 1)
    ]
    assert list(requirements.values_list("code", flat=True)) == expected


def test_every_rule_of_every_sheet_can_be_read(book: None) -> None:
    ruled = Requirement.objects.exclude(rule_kind="")
    assert ruled.count() > 60
    for requirement in ruled:
        assert parse(requirement.rule_kind, requirement.rule_value).sentence() == requirement.rule_sentence
    assert set(ruled.values_list("rule_kind", flat=True)) == set(RuleKind.values)


def test_what_a_person_judges_has_no_rule_and_a_machine_always_has_one(book: None) -> None:
    assert not Requirement.objects.filter(checkable="person").exclude(rule_kind="").exists()
    assert not Requirement.objects.filter(checkable="machine", rule_kind="").exists()


def test_terms_of_duurzaam_are_the_figures_of_the_sheet(duurzaam: ProductVariant) -> None:
    terms = terms_on(duurzaam, today())
    assert terms.max_clients_per_professional == 5
    assert terms.min_level_execution == "mbo2"
    assert terms.min_level_responsible == "mbo4"
    assert terms.evaluation_interval_months == 6
    assert terms.needs_evaluation_report
    assert terms.agreeing_parties == ("client", "professional")
    assert terms.plan_content == PlanContentDemand(
        smart=("specific", "measurable", "acceptable", "realistic", "time_bound"),
        activities_min=1,
        frequency=True,
        evaluation_moments_min=1,
    )
    assert terms.goal_domains == (
        "structure",
        "activities",
        "daily_living",
        "social_contacts",
        "mental_wellbeing",
        "supervision_proximity",
    )
    assert terms.wmo_question_each_evaluation
    assert terms.wlz_action_on == ("doubt", "no")
    code, _, source = terms.requirement_of[RuleKind.EVALUATION_INTERVAL_MONTHS]
    assert code == "BGD-IN-04"
    assert source == "Productblad Begeleiding Groep Duurzaam (marktconsultatie 2019), Eisen aan inhoud, punt 4"


def test_version_of_duurzaam_names_its_source_and_consultation(duurzaam: ProductVariant) -> None:
    version = duurzaam.versions.get()
    assert str(version.starts_on) == "2020-01-01"
    assert str(version.consultation_starts_on) == "2019-03-28"
    assert str(version.consultation_ends_on) == "2019-05-03"
    assert not version.is_fictional


@pytest.mark.parametrize(
    ("code", "figures"),
    [
        ("bg-licht", (10, "mbo2", "mbo4", 12)),
        ("bg-basis", (8, "mbo3", "mbo4", 6)),
        ("bg-complex", (6, "mbo4", "hbo", 6)),
    ],
)
def test_made_up_products_say_so_everywhere(book: None, code: str, figures: tuple[Any, ...]) -> None:
    variant = ProductVariant.objects.get(code=code)
    version = variant.versions.get()
    terms = terms_on(variant, today())
    assert version.is_fictional
    assert version.source.startswith("Fictief")
    assert version.summary.startswith("Fictief")
    for requirement in version.requirements.all():
        assert requirement.statement.startswith("Fictief: ")
        assert "Fictief" in requirement.source
    assert (
        terms.max_clients_per_professional,
        terms.min_level_execution,
        terms.min_level_responsible,
        terms.evaluation_interval_months,
    ) == figures


def test_loading_again_changes_nothing(book: None) -> None:
    rows = list(Requirement.objects.order_by("pk").values())
    entries = AuditEntry.objects.count()
    loaded = load_products(actor=System)
    assert loaded.added == []
    assert loaded.requirements == len(rows)
    assert list(Requirement.objects.order_by("pk").values()) == rows
    assert AuditEntry.objects.count() == entries


def test_loading_stands_in_the_trail(duurzaam: ProductVariant) -> None:
    requirement = Requirement.objects.get(code="BGD-IN-09")
    entry = AuditEntry.objects.get(target=requirement.public_id)
    assert entry.actor_label == "Test"
    assert entry.event == "created"


def test_a_changed_sheet_is_refused_by_name(duurzaam: ProductVariant, tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        ratio = next(one for one in sheet["requirements"] if one["code"] == "BGD-IN-09")
        ratio["rule"]["max_clients_per_professional"]["max"] = 6
        sheet["requirements"] = [one for one in sheet["requirements"] if one["code"] != "BGD-PR-05"]
        sheet["version"]["starts_on"] = "2021-01-01"

    with pytest.raises(ValidationError) as refused:
        load_products(actor=System, folder=changed_sheet(tmp_path, change))
    told = "\n".join(refused.value.messages)
    assert "Maak een nieuwe versie" in told
    assert "BGD-IN-09: waarde van de regel is {'max': 5}, in het bestand {'max': 6}" in told
    assert "BGD-PR-05 staat niet in het bestand" in told
    assert "begindatum" in told
    assert terms_on(duurzaam, today()).max_clients_per_professional == 5


def test_a_new_name_of_a_product_is_taken_over(duurzaam: ProductVariant, tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet["variant"]["name"] = "Duurzame begeleiding"

    load_products(actor=System, folder=changed_sheet(tmp_path, change))
    duurzaam.refresh_from_db()
    assert duurzaam.name == "Duurzame begeleiding"


def test_a_sheet_with_a_bad_value_leaves_nothing_behind(db: None, tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet["requirements"][-1]["rule"] = {"max_clients_per_professional": {"max": 0}}

    with pytest.raises(ValidationError):
        load_products(actor=System, folder=changed_sheet(tmp_path, change))
    assert not ProductVersion.objects.exists()


def test_a_made_up_sheet_that_hides_it_is_refused(db: None, tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet["version"]["is_fictional"] = True

    with pytest.raises(ValidationError) as refused:
        load_products(actor=System, folder=changed_sheet(tmp_path, change))
    assert refused.value.code == "not_marked_fictional"


def test_command_says_what_was_loaded(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_products")
    call_command("load_products")
    first, second = capsys.readouterr().out.splitlines()
    assert "Begeleiding Groep Duurzaam versie 1" in first
    assert second.endswith("nothing new")


def test_command_ends_with_the_reason(duurzaam: ProductVariant, tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet["version"]["source"] = "Ander blad"

    with pytest.raises(CommandError, match="Maak een nieuwe versie"):
        call_command("load_products", folder=changed_sheet(tmp_path, change))
