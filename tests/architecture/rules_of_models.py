"""Looks at the models and the routes, once Django has loaded them. Every function returns breaches."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.urls import URLPattern, URLResolver

from core.models import PublicModel, ReferenceModel
from core.querysets import ScopedQuerySet

ORDER = [
    "core",
    "accounts",
    "audit",
    "organisations",
    "products",
    "contracts",
    "clients",
    "plans",
    "delivery",
    "informal_care",
    "compliance",
]
"""From the lowest room to the highest."""

ABOUT_PEOPLE = {"clients", "plans", "delivery", "informal_care", "compliance"}
"""Rooms whose every row is about a client: not everybody may see it."""

OF_MANY_FILES = {
    "clients.ImportRun": "many clients at once; it holds no data of theirs once it has ended",
    "plans.PrintBatch": "many plans at once, of many clients; its items are part of their files",
    "plans.PlanTemplate": "about nobody: texts with which any plan of a product can start",
    "plans.TemplateGoal": "of a template",
    "plans.TemplateActivity": "of a template",
    "delivery.Group": "about nobody: what a provider offers",
    "delivery.Opening": "of a group",
    "delivery.ClosedDay": "of a group",
    "delivery.MixDecision": "of a group",
    "delivery.MixShare": "of a group",
    "delivery.Helper": "about nobody who is a client: who works beside professionals",
    "delivery.RosterLine": "of a group",
    "delivery.Leave": "about somebody who works for a provider",
    "delivery.Session": "of a group",
    "delivery.StaffAttendance": "of a group: who works there",
    "delivery.AttendanceRun": "many people at once; it holds no data of theirs once it has ended",
    "delivery.Receipt": "about nobody: that something was sent, and not what",
    "delivery.StaffBreak": "of a group: who works there",
    "informal_care.Board": "about nobody: what a municipality takes on",
    "informal_care.BoardTask": "about nobody: what an organisation takes on",
    "informal_care.FindingPlace": "about nobody: where carers are found, and what was agreed there",
    "informal_care.SupportOffer": "about nobody: which help there is, for everybody to read",
    "informal_care.PlaceTraining": "of a finding place",
    "informal_care.PlaceVisit": "of a finding place",
    "informal_care.PlacesContact": "about a colleague: who is there for all finding places",
    "informal_care.Poll": "about nobody: what a municipality asks, and how many answered; nobody's answer stands there",
    "informal_care.PollQuestion": "of a poll",
    "informal_care.PollOption": "of a poll: how many chose it",
    "informal_care.AppreciationScheme": "about nobody: what a municipality gives in a year",
    "informal_care.AppreciationKind": "of a scheme",
    "informal_care.CouncilVacancy": "about nobody: what a municipality asks for",
    "informal_care.TaskEvidence": "of a task",
    "informal_care.TaskReminder": "of a task",
    "informal_care.TaskNotice": "of a task: which worker is told",
    "informal_care.OfferReminder": "of help on the social map",
    "informal_care.OfferNotice": "of help on the social map: which coordinator is told",
    "informal_care.VisionAnswer": "of a board",
    "informal_care.PolicyMoment": "of a board: numbers of who took part, and no names",
    "informal_care.MomentParticipants": "of a board: numbers, and no names",
    "informal_care.PolicyDecision": "of a board",
    "compliance.Judgement": "about a provider or a group of it",
    "compliance.SessionOutcome": "of a session",
    "clients.SignalReview": "about a colleague who opened files; whose files stands in the trail alone",
}
"""Models about people that are part of nobody's file, each with its reason."""

ADMIN = "admin"
"""The routes of Django's admin site are Django's own; some of them have no name."""


def upward_relations(models: Iterable[type[Model]]) -> Iterator[str]:
    """Foreign keys to a higher room, and to other software than Django's users, groups and content types."""
    for model in models:
        here = model._meta.app_label
        if here not in ORDER:
            continue
        for field in model._meta.get_fields(include_hidden=False):
            target = field.related_model
            if field.auto_created or not field.is_relation or target is None:
                continue
            there = target._meta.app_label if isinstance(target, type) else str(target).partition(".")[0]
            if there in {"auth", "contenttypes"}:
                continue
            if there not in ORDER or ORDER.index(there) > ORDER.index(here):
                yield f"{model._meta.label}.{field.name} points up to {there}"


def unattacked_constraints(models: Iterable[type[Model]], tests: Path) -> Iterator[str]:
    """Constraints that no test of their room names, by name or by code: nobody tries to break them."""
    for model in models:
        here = model._meta.app_label
        if here not in ORDER:
            continue
        written = "".join(file.read_text() for file in (tests / here).rglob("*.py"))
        for constraint in model._meta.constraints:
            code = getattr(constraint, "violation_error_code", None)
            if constraint.name not in written and (code is None or code not in written):
                yield f"{model._meta.label}: nobody tries to break {constraint.name}"


def unplaced_models(models: Iterable[type[Model]]) -> Iterator[str]:
    """Models about people that do not say whose file they are part of, or say it wrongly."""
    for model in models:
        if model._meta.app_label not in ABOUT_PEOPLE or issubclass(model, ReferenceModel):
            continue
        if model._meta.label in OF_MANY_FILES:
            continue
        path = getattr(model, "client_path", None)
        if path is None and getattr(model, "person_path", None) is not None:
            yield from _astray(model)
            continue
        if path is None:
            yield f"{model._meta.label} does not say by `client_path` or `person_path` whose file it is part of"
            continue
        end = _at_the_end(model, path)
        if end != "clients.client":
            yield f"{model._meta.label}.client_path ends at {end}, not at the client"


def _astray(model: type[Model]) -> Iterator[str]:
    """Of somebody who is no client: the way must end at a person whose rows have an owner."""
    path = str(getattr(model, "person_path"))  # noqa: B009
    end = apps.get_model(_at_the_end(model, path)) if "." in _at_the_end(model, path) else None
    if getattr(end, "person_path", None) != "pk" or not getattr(end, "row_owners", ()):
        yield f"{model._meta.label}.person_path does not end at a person whose rows are somebody's"


def _at_the_end(model: type[Model], path: str) -> str:
    if path == "pk":
        return model._meta.label_lower
    for name in path.split("__"):
        there = model._meta.get_field(name).related_model
        if not (isinstance(there, type) and issubclass(there, Model)):
            return "nothing"
        model = there
    return model._meta.label_lower


def unscoped_models(models: Iterable[type[Model]]) -> Iterator[str]:
    """Models about people whose rows can be fetched without saying who looks.

    A row without a public id has no page or API address: it is reached through the parent that it
    cannot do without, and that parent has a scope.
    """
    for model in models:
        if model._meta.app_label not in ABOUT_PEOPLE or _is_scoped(model) or issubclass(model, ReferenceModel):
            continue
        if issubclass(model, PublicModel):
            yield f"{model._meta.label}.objects is no ScopedQuerySet"
        elif not any(_is_parent(field) for field in model._meta.get_fields()):
            yield f"{model._meta.label} has neither a scope nor a parent about the same person"


def _is_scoped(model: type[Model]) -> bool:
    return isinstance(model._default_manager.all(), ScopedQuerySet)


def _is_parent(field: Any) -> bool:
    there = field.related_model
    return (
        field.is_relation
        and not field.auto_created
        and not field.many_to_many
        and not field.null
        and isinstance(there, type)
        and issubclass(there, Model)
        and there._meta.app_label in ABOUT_PEOPLE
    )


def nameless_routes(patterns: Iterable[Any], prefix: str = "") -> Iterator[str]:
    """Routes that the access matrix could not list."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            if pattern.namespace != ADMIN:
                yield from nameless_routes(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern) and not pattern.name:
            yield route
