"""The database refuses templates and agreed results that the services never write."""

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from core.constraints import constraint_of
from plans.models import AgreedResult, PlanTemplate, TemplateActivity, TemplateGoal
from tests.plans.story import template_of

pytestmark = pytest.mark.django_db


def refused_by(names, write, *args, **kwargs):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        write(*args, **kwargs)
    found = constraint_of(refusal.value)
    assert found is not None
    assert found.name in names


@pytest.fixture
def template(book, petra):
    return template_of(petra)


def again(row):
    """The same row once more."""
    copy = type(row).objects.get(pk=row.pk)
    copy.pk, copy.public_id = None, uuid4()
    return copy


NAMES = {"plans_plantemplate_name", "plans_plantemplate_general_name"}
"""Over the same columns in part: SQLite names columns, so either will do there."""


def test_name_of_a_template_is_used_once_at_a_provider_until_it_is_retired(template):
    refused_by(NAMES, again(template).save)

    other = again(template)
    other.retired_at = template.provider.plan_templates.get().pk and "2026-03-02T10:00+00:00"
    other.save()
    assert PlanTemplate.objects.count() == 2


def test_name_of_a_general_template_is_used_once(template):
    PlanTemplate.objects.filter(pk=template.pk).update(provider=None, source="voorbeeld")

    refused_by(NAMES, again(template).save)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("plans_plantemplate_source", {"name": ""}),
        ("plans_plantemplate_source", {"provider": None, "source": ""}),
        ("plans_plantemplate_interval", {"evaluation_interval_months": 0}),
    ],
)
def test_template_has_a_name_a_source_and_a_possible_interval(template, name, values):
    refused_by({name}, PlanTemplate.objects.filter(pk=template.pk).update, **values)


def test_goals_of_a_template_are_numbered_once(template):
    refused_by({"plans_templategoal_position"}, again(template.goals.get()).save)


@pytest.mark.parametrize("values", [{"domain": "onbekend"}, {"statement": ""}])
def test_goal_of_a_template_has_a_known_domain_and_a_text(template, values):
    refused_by({"plans_templategoal_domain"}, TemplateGoal.objects.update, **values)


@pytest.mark.parametrize("values", [{"times": 0}, {"per": "year"}])
def test_activity_of_a_template_has_a_frequency(template, values):
    refused_by({"plans_templateactivity_frequency"}, TemplateActivity.objects.update, **values)


def test_agreed_results_are_numbered_once(results):
    refused_by({"plans_agreedresult_position"}, again(results[0]).save)


@pytest.mark.parametrize("values", [{"domain": "onbekend"}, {"text": ""}])
def test_agreed_result_has_a_known_domain_and_a_text(results, values):
    refused_by({"plans_agreedresult_content"}, AgreedResult.objects.update, **values)


def test_result_that_goals_are_about_cannot_be_deleted(draft, results):
    draft.goals.update(result=results[0])

    with pytest.raises(ProtectedError):
        results[0].delete()


def test_name_that_is_taken_is_told_in_dutch(template):
    with pytest.raises(ValidationError) as refusal:
        again(template).full_clean()

    assert refusal.value.error_dict["__all__"][0].code == "template_name"
