"""The numbers about informal care that no law gives: dated, with a source, loaded from a file."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured, ValidationError

from informal_care.enums import CareParameter
from informal_care.models import CareSetting
from informal_care.selectors.settings import care_setting
from informal_care.services.settings import load_care_settings
from tests.plans.test_constraints import refused_by

DAY = date(2026, 3, 2)


def test_settings_load_all_and_twice_changes_nothing(db: None) -> None:
    assert load_care_settings() == len(CareParameter)
    assert load_care_settings() == 0
    assert care_setting(CareParameter.K_ANONYMITY, DAY) == 10
    assert set(CareSetting.objects.values_list("parameter", flat=True)) == set(CareParameter.values)


def test_setting_follows_the_day(db: None, tmp_path: Path) -> None:
    load_care_settings()
    file = tmp_path / "settings.yaml"
    file.write_text(
        "settings:\n"
        "- {parameter: k_anonymity, value: 10, starts_on: 2015-01-01, ends_on: 2026-03-01, "
        'source: "eigen keuze van dit project, pas aan"}\n'
        "- {parameter: k_anonymity, value: 15, starts_on: 2026-03-02, source: fictief}\n"
    )
    assert load_care_settings(file) == 2
    assert care_setting(CareParameter.K_ANONYMITY, date(2026, 3, 1)) == 10
    assert care_setting(CareParameter.K_ANONYMITY, DAY) == 15


def test_settings_that_changed_without_a_new_day_are_refused(db: None, tmp_path: Path) -> None:
    load_care_settings()
    file = tmp_path / "settings.yaml"
    file.write_text("settings:\n- {parameter: k_anonymity, value: 3, starts_on: 2015-01-01, source: fictief}\n")
    with pytest.raises(ValidationError) as refused:
        load_care_settings(file)
    assert refused.value.error_list[0].code == "reference_changed"


def test_missing_setting_says_what_to_do(db: None) -> None:
    with pytest.raises(ImproperlyConfigured, match="load_mezzo"):
        care_setting(CareParameter.SIGNAL_TERM_DAYS, DAY)


@pytest.mark.parametrize("values", [{"value": 0}, {"source": ""}, {"parameter": "other"}])
def test_setting_without_value_or_source_is_refused_by_the_database(db: None, values: dict[str, Any]) -> None:
    load_care_settings()
    refused_by("informal_care_caresetting_value", CareSetting.objects.filter(parameter="k_anonymity").update, **values)


def test_setting_twice_on_a_day_is_refused_by_the_database(db: None) -> None:
    load_care_settings()
    again = CareSetting(parameter="k_anonymity", value=5, source="fictief", starts_on=DAY)
    refused_by("informal_care_caresetting_no_overlap", again.save)


def test_setting_that_ends_before_it_begins_is_refused_by_the_database(db: None) -> None:
    load_care_settings()
    refused_by("informal_care_caresetting_period_order", CareSetting.objects.update, ends_on=date(2014, 12, 31))
