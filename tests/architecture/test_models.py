"""Foreign keys point down, people are scoped, routes have names; and that these checks bite."""

from pathlib import Path

from django.apps import apps
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.test.utils import isolate_apps
from django.urls import get_resolver, include, path

from core.actors import Actor
from core.models import PublicModel, ReferenceModel
from core.querysets import ScopedQuerySet
from tests.architecture.rules_of_models import (
    nameless_routes,
    unattacked_constraints,
    unplaced_models,
    unscoped_models,
    upward_relations,
)


class Planted(models.Model):
    """What the planted models share."""

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return "planted"


def test_foreign_keys_point_down() -> None:
    assert list(upward_relations(apps.get_models(include_auto_created=True))) == []


@isolate_apps("products", "plans")
def test_foreign_key_to_a_higher_room_is_caught() -> None:
    class Plan(Planted):
        class Meta:
            app_label = "plans"

    class Product(Planted):
        plan = models.ForeignKey(Plan, on_delete=models.CASCADE)
        plans = models.ManyToManyField(Plan, related_name="+")
        log = models.ForeignKey("admin.LogEntry", on_delete=models.CASCADE)

        class Meta:
            app_label = "products"

    assert list(upward_relations([Product, Plan])) == [
        "products.Product.plan points up to plans",
        "products.Product.log points up to admin",
        "products.Product.plans points up to plans",
    ]


@isolate_apps("products", "plans")
def test_foreign_key_to_a_lower_room_is_let_through() -> None:
    class Product(Planted):
        parent = models.ForeignKey("self", on_delete=models.CASCADE)

        class Meta:
            app_label = "products"

    class Plan(Planted):
        product = models.ForeignKey(Product, on_delete=models.CASCADE)

        class Meta:
            app_label = "plans"

    assert list(upward_relations([Product, Plan])) == []


def test_models_about_people_say_whose_file_they_are_part_of() -> None:
    assert list(unplaced_models(apps.get_models())) == []


@isolate_apps("plans", "products")
def test_model_that_hides_whose_file_it_is_part_of_is_caught() -> None:
    class Silent(Planted):
        class Meta:
            app_label = "plans"

    class Astray(Planted):
        client_path = "other"
        other = models.ForeignKey(Silent, on_delete=models.CASCADE)

        class Meta:
            app_label = "plans"

    class Law(ReferenceModel):
        def __str__(self) -> str:
            return "law"

        class Meta:
            app_label = "plans"

    assert list(unplaced_models([Silent, Astray, Law])) == [
        "plans.Silent does not say by `client_path` or `person_path` whose file it is part of",
        "plans.Astray.client_path ends at plans.silent, not at the client",
    ]


def test_models_about_people_are_scoped() -> None:
    assert list(unscoped_models(apps.get_models())) == []


@isolate_apps("plans", "products")
def test_model_about_people_without_scope_is_caught() -> None:
    class ScopedRows(ScopedQuerySet[models.Model]):
        def visible_to(self, actor: Actor) -> "ScopedRows":
            return self.none()

    class Closed(Planted):
        objects = ScopedRows.as_manager()

        class Meta:
            app_label = "plans"

    class Child(Planted):
        parent = models.ForeignKey(Closed, on_delete=models.CASCADE)

        class Meta:
            app_label = "plans"

    class Open(PublicModel, Planted):
        parent = models.ForeignKey(Closed, on_delete=models.CASCADE)

        class Meta:
            app_label = "plans"

    class Orphan(Planted):
        parent = models.ForeignKey(Closed, on_delete=models.CASCADE, null=True)

        class Meta:
            app_label = "plans"

    class Product(Planted):
        class Meta:
            app_label = "products"

    assert list(unscoped_models([Closed, Child, Open, Orphan, Product])) == [
        "plans.Open.objects is no ScopedQuerySet",
        "plans.Orphan has neither a scope nor a parent about the same person",
    ]


def test_every_route_has_a_name() -> None:
    assert list(nameless_routes(get_resolver().url_patterns)) == []


def test_route_without_a_name_is_caught() -> None:
    def page(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    patterns = [path("a", page, name="a"), path("b/", include([path("c", page), path("d", page, name="d")]))]

    assert list(nameless_routes(patterns)) == ["b/c"]


def test_every_constraint_is_attacked_by_name(project: Path) -> None:
    assert list(unattacked_constraints(apps.get_models(), project / "tests")) == []


@isolate_apps("plans")
def test_constraint_without_an_attack_is_caught(tmp_path: Path) -> None:
    class Plan(Planted):
        class Meta:
            app_label = "plans"
            constraints = [
                models.CheckConstraint(name="plans_plan_tried", condition=models.Q(pk__gt=0)),
                models.CheckConstraint(name="plans_plan_forgotten", condition=models.Q(pk__gt=0)),
            ]

    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "test_constraints.py").write_text('refused_by("plans_plan_tried", write)')

    assert list(unattacked_constraints([Plan], tmp_path)) == ["plans.Plan: nobody tries to break plans_plan_forgotten"]
