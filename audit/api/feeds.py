"""What changed in a collection since somebody last asked: the rows as they are now, and which are gone."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any, ClassVar, Final, cast
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ErrorDetail
from rest_framework.request import Request

from audit.selectors import Place, place_now, written_since
from core.acting import ADMINISTRATION, acting
from core.api.collections import CollectionViewSet, M
from core.api.problems import InvalidQuery
from core.api.queries import Query
from core.api.shapes import Shape, shape_of
from core.crypto import DecryptionError, decrypt, encrypt

SEALED_AS: Final = "audit.api.feeds"
ENTRIES_AT_ONCE: Final = 500
"""So many entries of the trail are looked at for one answer."""
SINCE: Final = "gewijzigdSinds"
NOW: Final = "Wat nieuw is of veranderde, zoals het nu is."
HOW: Final = (
    "Zo houdt u een kopie bij. Vraag eerst zonder ‘gewijzigdSinds’ en bewaar ‘tot’. Haal dan de hele lijst op. Vraag "
    "daarna steeds wat er veranderde sinds de ‘tot’ die u het laatst kreeg. Er gaat niets verloren; wat tijdens het "
    "ophalen veranderde, kan twee keer komen. Een rij komt ook als iets veranderde waarover zij gaat, zoals de naam "
    "van een aanbieder."
)


class ChangesSerializer(serializers.Serializer[Any]):
    """What changed."""

    verwijderd = serializers.ListField(
        child=serializers.UUIDField(), help_text="Kenmerken van wat er niet meer is, of niet meer openbaar is."
    )
    tot = serializers.CharField(help_text="Geef dit de volgende keer mee als ‘gewijzigdSinds’.")
    meer = serializers.BooleanField(help_text="Of u meteen opnieuw kunt vragen: er is nog meer veranderd.")


class ChangesQuery(Query):
    """Since when."""

    gewijzigdSinds = serializers.CharField(  # noqa: N815 - the name in the address
        required=False,
        max_length=1000,
        help_text=(
            "Wat bij ‘tot’ stond in uw vorige antwoord. Zonder: niets, en bij ‘tot’ vanaf waar u kunt gaan volgen."
        ),
    )


class ChangesMixin(CollectionViewSet[M]):
    """A collection whose changes can be followed: ask for a mark, pull everything, and from then on ask what changed.

    A row that changed comes as it is now. It comes too when something changed in another row that it tells of, such as
    the name of its provider. A row that is gone, or is not published any more, comes as its public id alone. What
    changed while it was asked for may come twice; nothing is left out.
    """

    aliases: ClassVar[dict[str, str]] = {}
    """The relations behind names that only the query set has."""

    def get_serializer_class(self) -> Any:
        """Of changes the rows as in a list, with what stands around them."""
        if self.action != "changes":
            return super().get_serializer_class()
        row: Any = self.serializer_class
        changed = {"gewijzigd": row(many=True, help_text=NOW)}
        return type(f"Wijzigingen{row.__name__}", (ChangesSerializer,), changed)

    @property
    def shape(self) -> Shape:
        """Of changes the rows whole."""
        if self.action != "changes":
            return super().shape
        return shape_of(cast(Any, self.serializer_class), self.queryset.model, ())

    @extend_schema(summary="Wat er veranderde", description=HOW)
    @action(detail=False, url_path="wijzigingen", url_name="changes")
    def changes(self, request: Request) -> Any:
        """The rows that changed since the mark, those that are gone, and the next mark."""
        given = self.query.get(SINCE)
        if given is None:
            with acting(ADMINISTRATION):
                return self.answer(_answer([], [], place_now(), is_all=True), {})
        shape, model = self.shape, self.queryset.model
        ways = shape.rests_on(self.aliases)
        own = model._meta.label_lower
        with acting(ADMINISTRATION):
            written = written_since(_place(given), list(ways), ENTRIES_AT_ONCE)
            touched = {
                pk: public_id
                for label, ids in written.ids.items()
                for way in ways[label]
                for pk, public_id in model._default_manager.filter(**{f"{way}public_id__in": ids}).values_list(
                    "pk", "public_id"
                )
            }
        found = shape.page(self.get_queryset().filter(pk__in=touched))
        shown = {touched[pk] for pk, _ in found}
        gone = ({*touched.values(), *written.ids.get(own, set())}) - shown
        return self.answer(_answer([row for _, row in found], sorted(gone), written.place, is_all=written.is_all), {})


def _answer(rows: list[Any], gone: list[UUID], place: Place, *, is_all: bool) -> dict[str, Any]:
    return {"gewijzigd": rows, "verwijderd": gone, "tot": _mark(place), "meer": not is_all}


def _mark(place: Place) -> str:
    """The place, which nobody can read: it tells how much is written here."""
    return urlsafe_b64encode(encrypt(json.dumps(sorted(place.items())), SEALED_AS).encode()).decode()


def _place(given: str) -> Place:
    try:
        pairs = json.loads(decrypt(urlsafe_b64decode(given.encode("ascii", "replace")).decode(), SEALED_AS))
    except (DecryptionError, ValueError):
        words = f"‘{SINCE}’ klopt niet. Neem over wat bij ‘tot’ stond in uw vorige antwoord."
        raise InvalidQuery({SINCE: [ErrorDetail(words, code="mark")]}) from None
    return {int(lane): int(position) for lane, position in pairs}
