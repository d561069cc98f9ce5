"""Base class of API endpoints that give the data of clients: what is read stands in the trail."""

from collections.abc import Sequence
from typing import Any, Final, TypeVar
from uuid import UUID

from django.db.models import F, Model

from audit.enums import AuditEvent
from audit.services import Act, record_many
from core.api.collections import CollectionViewSet
from core.api.writing import JsonRenderer

M = TypeVar("M", bound=Model)

BY_PROGRAM: Final = "API"
"""Stands in the trail beside what was read, so that it is told from a page."""


class TrailedCollectionViewSet(CollectionViewSet[M]):
    """As its base; each client of whom a row goes out has it in their trail (NEN 7513), once for an answer.

    Page by page only: of a whole collection in one answer nobody could say how much of it was read.
    """

    def get_renderers(self) -> Any:
        """JSON and nothing else."""
        return [JsonRenderer()]

    def going_out(self, keys: Sequence[Any]) -> None:
        """Record of whom these rows are. What is part of nobody's file is not recorded."""
        model = self.queryset.model
        path = "" if model.client_path == "pk" else f"{model.client_path}__"
        read: dict[UUID, list[M]] = {}
        rows = model._base_manager.filter(pk__in=keys).only("public_id")
        for row in rows.annotate(read_of=F(f"{path}public_id")).order_by("pk"):
            if row.read_of is not None:
                read.setdefault(row.read_of, []).append(row)
        acts = [
            Act(target=of[0] if len(of) == 1 else model, client=client, fields=[BY_PROGRAM])
            for client, of in read.items()
        ]
        record_many(actor=self.actor, event=AuditEvent.READ, acts=acts)
