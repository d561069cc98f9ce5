"""All rows of a client's file, of whatever room: found through `client_path`, so that no model can be forgotten."""

from collections.abc import Iterator
from typing import Any

from django.db.models import FileField, ManyToManyField, Model, Q, QuerySet

from clients.models import Client
from core.personal_data import models_about_clients


def parts_of_file(client: Client) -> Iterator[tuple[type[Model], "QuerySet[Any]"]]:
    """Each model with its rows of this client: the client first, then what hangs from it."""
    for model in reversed(models_about_clients()):
        yield model, rows_of(model, client)


def rows_of(model: type[Model], client: Client) -> "QuerySet[Any]":
    """The rows of a model that are part of this client's file, in the order in which they were made."""
    path: str = getattr(model, "client_path")  # noqa: B009
    return model._base_manager.filter(**{path: client.pk}).order_by("pk")


def links_of(model: type[Model]) -> list["ManyToManyField[Any, Any]"]:
    """The relations of a model that stand in a table of their own, which Django keeps and no model owns."""
    return [field for field in model._meta.many_to_many if _is_kept_by_django(field.remote_field.through)]


def _is_kept_by_django(through: Any) -> bool:
    return bool(through._meta.auto_created)


def stored_files_of(client: Client) -> list[str]:
    """The names under which the uploads of this file are stored."""
    return [name for model, rows in parts_of_file(client) for name in stored_files(model, rows)]


def stored_files(model: type[Model], rows: "QuerySet[Any]") -> list[str]:
    """The names under which the uploads of these rows of one model are stored."""
    names: list[str] = []
    for field in model._meta.concrete_fields:
        if isinstance(field, FileField):
            empty = Q(**{field.name: ""}) | Q(**{f"{field.name}__isnull": True})
            names += rows.exclude(empty).values_list(field.name, flat=True)
    return names
