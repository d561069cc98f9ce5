"""Which models hold the data of somebody. Each model says so itself, by its `client_path` or `person_path`.

What must reach every row of a file starts here: the copy for the client, destruction, and the row security of the
database. So a new model cannot be forgotten.
"""

from collections.abc import Iterator

from django.apps import apps
from django.db.models import ForeignKey, Model


def models_about_clients() -> list[type[Model]]:
    """The models that are part of a client's file, each after those that refer to it.

    In this order their rows can be deleted; in the reverse order they can be made.
    """
    return _those_first_that_refer([model for model in apps.get_models() if _named(model, "client_path")])


def models_about_others() -> list[type[Model]]:
    """The models that are part of the file of an informal carer or a volunteer, in the same order."""
    return _those_first_that_refer([model for model in apps.get_models() if _named(model, "person_path")])


def is_about_client(model: type[Model]) -> bool:
    """Whether a row is part of a client's file."""
    return bool(_named(model, "client_path"))


def _named(model: type[Model], attribute: str) -> str:
    return getattr(model, attribute, None) or ""


def _those_first_that_refer(waiting: list[type[Model]]) -> list[type[Model]]:
    ordered: list[type[Model]] = []
    while waiting:
        # Free to go: nothing that still waits refers to it.
        free = [
            model for model in waiting if not any(model in _targets(other) for other in waiting if other is not model)
        ]
        if not free:
            names = ", ".join(model._meta.label for model in waiting)
            raise TypeError(f"These models refer to each other in a circle: {names}")
        ordered += free
        waiting = [model for model in waiting if model not in free]
    return ordered


def parent_of(model: type[Model]) -> ForeignKey[Model, Model] | None:
    """The relation to the row of the file that this one is part of; None for the person themselves."""
    path = _named(model, "client_path") or _named(model, "person_path")
    if path == "pk":
        return None
    field = model._meta.get_field(path.partition("__")[0])
    if not isinstance(field, ForeignKey):
        raise TypeError(f"{model._meta.label}: {path} does not begin with a foreign key.")
    return field


def _targets(model: type[Model]) -> Iterator[type[Model]]:
    return (field.related_model for field in model._meta.concrete_fields if isinstance(field, ForeignKey))
