"""Attendance in the API: what a program of a provider sends, and what stands there."""

import json
from collections.abc import Sequence
from typing import Any, ClassVar, Final

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import exceptions, serializers
from rest_framework.exceptions import ErrorDetail
from rest_framework.request import Request
from rest_framework.response import Response

from clients.services.importing.faults import Fault
from core.api.access import acting_as
from core.api.paging import Cursor, as_header, links
from core.api.writing import JsonRenderer
from core.clock import end_of
from delivery.api.correcting import KEY_PARAMETER, CorrectingMixin, key_of
from delivery.api.shapes import (
    AanwezighedenSerializer,
    AanwezigheidSerializer,
    AttendanceQuery,
    NieuweAanwezigheidSerializer,
    OntvangenSerializer,
    SendQuery,
    VastgelegdSerializer,
    as_errors,
    line_of,
)
from delivery.models import ClientAttendance, StaffAttendance
from delivery.services.bringing import AT_ONCE, Line, LinesRefused, look_through, take_from_program
from delivery.services.reading import record_attendance_reading
from organisations.enums import ApiScope, OrganisationKind

MOST_BYTES: Final = 2 * 1024 * 1024


class TooLarge(exceptions.APIException):
    """More than is taken at once."""

    status_code = 413


@extend_schema_view(
    list=extend_schema(
        operation_id="listAanwezigheden",
        tags=["aanwezigheden"],
        summary="Wie er was, van wanneer tot wanneer",
        description=(
            "Aanwezigheid van cliënten, of van wie er werkte, in bladzijden. Een aanbieder ziet de eigen groepen, een "
            "gemeente de eigen inwoners. Elke inzage staat in het spoor van de cliënt."
        ),
    ),
)
class AttendanceViewSet(CorrectingMixin):
    """Attendance to read, to send, and to put right."""

    queryset = ClientAttendance.objects.all()
    http_method_names = ["get", "head", "post", "put"]
    required_scopes: ClassVar = {
        "list": ApiScope.READ_ATTENDANCE.value,
        "create": ApiScope.WRITE_ATTENDANCE.value,
        "retrieve": ApiScope.READ_ATTENDANCE.value,
        "update": ApiScope.WRITE_ATTENDANCE.value,
    }
    conflicts: ClassVar = dict.fromkeys(("create", "update"), "Met deze sleutel is al iets anders verstuurd.")
    query_classes: ClassVar[Any] = {"list": AttendanceQuery, "create": SendQuery, "update": SendQuery}

    def get_serializer_class(self) -> type[serializers.Serializer[Any]]:
        """What is answered."""
        answers: dict[str, type[serializers.Serializer[Any]]] = {
            "create": OntvangenSerializer,
            "update": VastgelegdSerializer,
        }
        return answers.get(self.action, AanwezigheidSerializer)

    def get_renderers(self) -> Any:
        """Pages only: each reading is written down, and a whole collection would be of everybody."""
        return [JsonRenderer()]

    @property
    def marks_answers(self) -> bool:  # type: ignore[override] # by action
        """Only what is read has a mark."""
        return self.action in {"list", "retrieve"}

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        """A page of rows, each reading of which stands in the trail."""
        rows = self._rows()
        cursor, most = Cursor(f"attendance.{self.query['soort']}"), self.query["aantal"]
        found = list(cursor.narrow(rows, self.query.get("na"))[: most + 1])
        page = found[:most]
        record_attendance_reading(actor=self.actor, rows=page)
        after = cursor.after(page[-1].pk) if len(found) > most else None
        relations = links(request.build_absolute_uri(request.path), request.query_params.dict(), after)
        shown = AanwezigheidSerializer(page, many=True).data
        answer: dict[str, Any] = {
            "resultaten": [self.only_wanted(one) for one in shown],
            "volgende": relations.get("next"),
        }
        if self.query["metTotaal"]:
            answer["totaal"] = rows.count()
        return self.answer(answer, {"Link": as_header(relations)})

    def _rows(self) -> QuerySet[Any]:
        asked = self.query
        rows: QuerySet[Any]
        if asked["soort"] == "medewerkers":
            if self.actor.organisation_kind != OrganisationKind.PROVIDER:
                raise PermissionDenied
            staff = StaffAttendance.objects.visible_to(self.actor).select_related("professional", "helper")
            rows = self._known(staff.prefetch_related("breaks"))
        else:
            clients = self.get_queryset().select_related("allocation__municipality", "allocation__client")
            rows = self._known(clients)
            if "toewijzing" in asked:
                rows = rows.filter(allocation__number=asked["toewijzing"])
        rows = rows.filter(session__held_on__gte=asked["van"], session__held_on__lte=asked["totEnMet"])
        if "groep" in asked:
            rows = rows.filter(session__group__public_id=asked["groep"])
        return rows.select_related("session__group")

    def _known(self, rows: Any) -> QuerySet[Any]:
        day = self.query.get("peildatum")
        if day is None:
            return rows.current()  # type: ignore[no-any-return] # of either kind
        return rows.known_at(end_of(day))  # type: ignore[no-any-return] # as above

    @extend_schema(
        operation_id="createAanwezigheden",
        tags=["aanwezigheden"],
        summary="Aanwezigheid vastleggen",
        description=(
            "Alles wordt opgeslagen, of niets: dan noemt het antwoord alle fouten, elk met de plek. Stuur bij een "
            "verbroken verbinding hetzelfde opnieuw met dezelfde sleutel: het telt één keer en u krijgt hetzelfde "
            "antwoord. Wat al zo vastlag, verandert niet. Een regel van een afgesloten dagdeel verbetert u apart."
        ),
        request=AanwezighedenSerializer,
        parameters=[KEY_PARAMETER],
    )
    def create(self, request: Request) -> Response:
        """Take it in."""
        if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
            raise TooLarge
        lines, unread = _read(request.data)
        actor = acting_as(request)
        try:
            if self.query["valideer"]:
                return Response(look_through(actor=actor, lines=lines, unread=unread))
            grant: Any = request.auth
            answer = take_from_program(
                actor=actor,
                client=grant.client,
                key=key_of(request),
                content=json.dumps(request.data, sort_keys=True),
                lines=lines,
                unread=unread,
            )
        except LinesRefused as refused:
            raise as_errors(refused.faults) from None
        return Response(answer)


def _read(data: Any) -> tuple[list[Line], list[Fault]]:
    """The lines in what was sent, and what is wrong with the shape of the others. Raises ValidationError."""
    sent: Sequence[Any] | None = data.get("aanwezigheden") if isinstance(data, dict) else None
    if not isinstance(sent, list) or not sent or set(data) != {"aanwezigheden"}:
        words = "Stuur een object met alleen het veld ‘aanwezigheden’: een lijst van minstens 1."
        raise serializers.ValidationError({"aanwezigheden": [ErrorDetail(words, code="required")]})
    if len(sent) > AT_ONCE:
        words = f"Stuur er hoogstens {AT_ONCE} tegelijk."
        raise serializers.ValidationError({"aanwezigheden": [ErrorDetail(words, code="too_many_lines")]})
    shape = NieuweAanwezigheidSerializer()
    lines, faults = [], []
    for number, one in enumerate(sent, 1):
        try:
            lines.append(line_of(number, shape.run_validation(one)))
        except serializers.ValidationError as error:
            faults += list(_faults_of(number, error.detail, ""))
    return lines, faults


def _faults_of(number: int, detail: Any, path: str) -> Any:
    if isinstance(detail, dict):
        for name, inner in detail.items():
            here = "" if name in {"", "non_field_errors"} else str(name)
            yield from _faults_of(number, inner, f"{path}/{here}".strip("/"))
    elif isinstance(detail, list):
        for place, inner in enumerate(detail):
            is_nested = isinstance(inner, dict | list)
            yield from _faults_of(number, inner, f"{path}/{place}" if is_nested else path)
    else:
        yield Fault(number, path, str(detail), str(detail.code))
