"""Whose file a row is part of."""

import pytest
from django.apps import apps
from django.db.models import ForeignKey

from core.personal_data import models_about_clients, parent_of


def test_models_about_clients_come_before_what_they_refer_to() -> None:
    ordered = models_about_clients()

    for place, model in enumerate(ordered):
        for field in model._meta.concrete_fields:
            if isinstance(field, ForeignKey) and field.related_model in ordered and field.related_model is not model:
                assert ordered.index(field.related_model) > place, field
    assert ordered[-1]._meta.label == "clients.Client"


@pytest.mark.parametrize(
    ("label", "parent"), [("clients.Client", None), ("clients.Allocation", "client"), ("plans.Activity", "goal")]
)
def test_parent_is_the_next_step_to_the_client(label: str, parent: str | None) -> None:
    field = parent_of(apps.get_model(label))

    assert (field.name if field else None) == parent
