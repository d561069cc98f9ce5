"""One row of attendance in the API: reading it, and putting it right on the condition that it is as it was seen."""

import json
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ErrorDetail
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import ValidationError as ShapeError

from core.api.collections import CollectionViewSet, mark_of, seen_marks
from core.api.problems import InvalidHeader, PreconditionFailed
from delivery.api.shapes import (
    AanwezigheidSerializer,
    GecorrigeerdeAanwezigheidSerializer,
    stay_from,
)
from delivery.models import ClientAttendance, StaffAttendance
from delivery.services.bringing import Correction, look_at_right, put_right_once
from delivery.services.floor import Row
from delivery.services.reading import record_attendance_reading
from delivery.services.receipts import LONGEST_KEY
from organisations.enums import OrganisationKind

KEY = "Idempotency-Key"
KEY_PARAMETER = OpenApiParameter(
    name=KEY,
    type=str,
    location=OpenApiParameter.HEADER,
    description="Uw sleutel van dit verzoek, bijvoorbeeld een UUID; hoogstens 64 tekens.",
)
FIELD_OF = {"reason": "correctiereden"}


def key_of(request: Request) -> str:
    """The key of this request. Raises InvalidHeader without a good one."""
    key = request.headers.get(KEY, "")
    if not key or not key.isprintable() or not key.isascii() or len(key) > LONGEST_KEY:
        words = f"Stuur een sleutel mee van hoogstens {LONGEST_KEY} leesbare tekens, bijvoorbeeld een UUID."
        raise InvalidHeader({KEY: [ErrorDetail(words, code="no_key")]})
    return key


class CorrectingMixin(CollectionViewSet[ClientAttendance]):
    """One row of a client or of who worked, with an ETag; a write names in `If-Match` the ETag of what it is made from.

    The ETag is looked at when nobody else can write in the dagdeel any more. So of two programs that put the same row
    right the second one gets 412, and nothing is overwritten that was not seen.
    """

    guarded_actions: ClassVar = ("update",)

    @extend_schema(
        operation_id="getAanwezigheden",
        tags=["aanwezigheden"],
        summary="Een regel",
        description="Een cliënt of een medewerker in een dagdeel. Inzage staat in het spoor van de cliënt.",
    )
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        """The row, also one that was replaced; its reading stands in the trail."""
        row = self._row(kwargs["uuid"])
        record_attendance_reading(actor=self.actor, rows=[row])
        return self.answer(_shown(row), {})

    @extend_schema(
        operation_id="putAanwezigheden",
        tags=["aanwezigheden"],
        summary="Een regel verbeteren",
        description=(
            "Zet in ‘If-Match’ de ‘ETag’ van de regel zoals u hem zag. Is het dagdeel afgesloten, dan is een "
            "correctiereden nodig: de oude regel blijft staan en een nieuwe komt ervoor in de plaats. Stuur bij een "
            "verbroken verbinding hetzelfde opnieuw met dezelfde sleutel: het telt één keer."
        ),
        request=GecorrigeerdeAanwezigheidSerializer,
        parameters=[KEY_PARAMETER],
    )
    def update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Put it right."""
        marks = seen_marks(request)
        row = self._row(kwargs["uuid"])
        given = _read(request, row)

        def look(_: Row) -> None:
            if mark_of(_shown(self._row(kwargs["uuid"]))) not in marks:
                raise PreconditionFailed

        try:
            if self.query["valideer"]:
                look_at_right(actor=self.actor, row=row, given=given, look=look)
                return Response({"uuid": kwargs["uuid"]}, headers={"ETag": mark_of(_shown(row))})
            content = json.dumps([str(kwargs["uuid"]), sorted(marks), request.data], sort_keys=True)
            answer = put_right_once(
                actor=self.actor, key=key_of(request), content=content, row=row, given=given, look=look
            )
        except ValidationError as error:
            raise _in_body(error) from None
        return Response(answer, headers={"ETag": mark_of(_shown(self._row(answer["uuid"])))})

    def _row(self, public_id: Any) -> Row:
        """The row of this id, of either kind, as the actor may see it. Raises Http404."""
        clients = ClientAttendance.objects.visible_to(self.actor)
        found: Row | None = (
            clients.filter(public_id=public_id)
            .select_related("session__group", "allocation__municipality", "allocation__client")
            .first()
        )
        if found is None and self.actor.organisation_kind == OrganisationKind.PROVIDER:
            staff = StaffAttendance.objects.visible_to(self.actor).prefetch_related("breaks")
            related = ("session__group", "professional", "helper")
            found = staff.filter(public_id=public_id).select_related(*related).first()
        if found is None:
            raise Http404
        return found


def _shown(row: Row) -> dict[str, Any]:
    return dict(AanwezigheidSerializer(row).data)


def _read(request: Request, row: Row) -> Correction:
    sent = GecorrigeerdeAanwezigheidSerializer().run_validation(request.data)
    lost = "pauzes" if isinstance(row, ClientAttendance) else "reden"
    if lost in sent:
        whose = "medewerker" if isinstance(row, ClientAttendance) else "cliënt"
        text = f"Dit hoort bij een {whose}. Laat het weg."
        raise ShapeError({lost: [ErrorDetail(text, code="whose_cell")]})
    return Correction(stay_from(sent), "pauzes" not in sent, sent.get("correctiereden", ""))


def _in_body(error: ValidationError) -> ValidationError:
    """The same faults at the fields of what was sent: services know the row, of which there is one."""
    if not hasattr(error, "error_dict"):
        return error
    faults: dict[str, list[ValidationError]] = {}
    for name, found in error.error_dict.items():
        faults.setdefault(FIELD_OF.get(name, "__all__"), []).extend(found)
    return ValidationError(faults)
