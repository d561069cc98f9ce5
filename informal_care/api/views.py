"""The social map in the API: public, read only."""

from typing import Any, ClassVar

from audit.api.feeds import ChangesMixin, ChangesQuery
from core.api.collections import PublicCollectionViewSet
from core.api.queries import FieldsQuery
from core.api.schema import resource
from informal_care.api.serializers import OfferPageQuery, SteunaanbodSerializer
from informal_care.models import SupportOffer


@resource(
    "steunaanbiedingen",
    one="Hulp op de sociale kaart",
    many="Hulp op de sociale kaarten van gemeenten",
    about=("Hulp voor wie voor een ander zorgt, zoals gemeenten die op hun sociale kaart bijhouden."),
)
class SupportOfferViewSet(ChangesMixin[SupportOffer], PublicCollectionViewSet[SupportOffer]):
    """Help on the social maps."""

    queryset = SupportOffer.objects.published()
    serializer_class = SteunaanbodSerializer
    query_classes: ClassVar[Any] = {"list": OfferPageQuery, "retrieve": FieldsQuery, "changes": ChangesQuery}
    filters: ClassVar[Any] = {"gemeente": "municipality__public_id", "soort": "kind"}
