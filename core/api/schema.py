"""The OpenAPI description, with what the NL API Design Rules ask beside what the generator knows."""

from functools import cache
from typing import Any, Final

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.renderers import OpenApiJsonRenderer2
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.api.problems import PROBLEM_JSON
from core.api.queries import NoQuery, Query, read_query
from core.api.writing import CSV, NDJSON

VERSION_HEADER: Final = OpenApiParameter(
    name="API-Version",
    type=str,
    location=OpenApiParameter.HEADER,
    description="De volledige versie van de API.",
    required=True,
    response=True,
)


ETAG: Final = OpenApiParameter(
    name="ETag",
    type=str,
    location=OpenApiParameter.HEADER,
    description="Kenmerk van dit antwoord.",
    response=[200, 304],
)
LINK: Final = OpenApiParameter(
    name="Link",
    type=str,
    location=OpenApiParameter.HEADER,
    description="Adressen van de eerste en de volgende bladzijde (RFC 8288).",
    response=[200],
)
IF_NONE_MATCH: Final = OpenApiParameter(
    name="If-None-Match",
    type=str,
    location=OpenApiParameter.HEADER,
    description="Kenmerken van antwoorden die u al hebt; is het er een van, dan is het antwoord 304 zonder inhoud.",
)


def resource(name: str, *, one: str, many: str, about: str) -> Any:
    """Describe a collection for who reads the API: its name in paths, what one row is, what the list is, and more."""
    camel = "".join(part.capitalize() for part in name.split("-"))
    return extend_schema_view(
        list=extend_schema(operation_id=f"list{camel}", tags=[name], summary=many, description=about),
        retrieve=extend_schema(operation_id=f"get{camel}", tags=[name], summary=one, description=about),
    )


class FaultSerializer(serializers.Serializer[Any]):
    """One fault of the input."""

    location = serializers.DictField(child=serializers.CharField(), help_text="De naam of de plek van de fout.")
    code = serializers.CharField(help_text="De soort fout, voor software.")
    detail = serializers.CharField(help_text="Wat er mis is, voor mensen.")

    def get_fields(self) -> dict[str, Any]:
        """`in` is a word of Python, so it cannot be declared above."""
        place = serializers.ChoiceField(choices=["query", "header", "body"], help_text="Waar de fout staat.")
        return {"in": place, **super().get_fields()}


class ProblemSerializer(serializers.Serializer[Any]):
    """A problem (RFC 9457)."""

    type = serializers.CharField(help_text="De soort probleem als URI.")
    title = serializers.CharField(help_text="Wat er mis is, in een paar woorden.")
    status = serializers.IntegerField(help_text="De HTTP-status.")
    detail = serializers.CharField(help_text="Wat u kunt doen.")
    instance = serializers.CharField(required=False, help_text="Het pad van de aanvraag.")

    def get_fields(self) -> dict[str, Any]:
        """`errors` is already an attribute of serializers, so it cannot be declared above."""
        faults = FaultSerializer(many=True, required=False, help_text="Alle fouten van de invoer tegelijk.")
        return {**super().get_fields(), "errors": faults}


class DutchSchema(AutoSchema):
    """Adds the `API-Version` header to every answer, problems to every operation, and the view's own query."""

    def get_override_parameters(self) -> list[Any]:
        """The query that the view reads, and the header that every answer has."""
        query: type[Query] | None = getattr(self.view, "query_class", None)
        marks = [ETAG, IF_NONE_MATCH] if getattr(self.view, "marks_answers", False) else []
        lists = [LINK] if marks and getattr(self.view, "action", "") == "list" else []
        return [VERSION_HEADER, *marks, *lists, *([query] if query and query().fields else [])]

    def get_operation_id(self) -> str:
        """Of what a collection can do beside its list: the name of the collection, and of the act."""
        described: Any = super()
        act = getattr(self.view, "action", "")
        if act in {"list", "retrieve", "create"}:
            return str(described.get_operation_id())
        return f"{act}{''.join(part.capitalize() for part in self.get_tags()[0].split('-'))}"

    def get_auth(self) -> list[Any]:
        """What a token must be for; nothing where everybody may ask."""
        return [{}] if self._is_open() else super().get_auth()

    def _is_open(self) -> bool:
        return any(isinstance(permission, AllowAny) for permission in self.view.get_permissions())

    def get_response_serializers(self) -> Any:
        """What the view answers, and the problems that any operation can answer."""
        answers: Any = super().get_response_serializers()
        if not isinstance(answers, dict):
            answers = {200: answers}
        if getattr(self.view, "marks_answers", False):
            answers |= {304: OpenApiResponse(description="U hebt dit antwoord al (zie ‘If-None-Match’).")}
        problems = {
            400: "De aanvraag klopt niet.",
            404: "Niet gevonden.",
            406: "Vorm niet leverbaar.",
            429: "Te veel verzoeken.",
        }
        if not self._is_open():
            problems |= {401: "Geen geldig token.", 403: "Het token is hier niet voor bedoeld."}
        conflicts: dict[str, str] = getattr(self.view, "conflicts", {})
        if words := conflicts.get(getattr(self.view, "action", "")):
            problems[409] = words
        return answers | {
            (status, PROBLEM_JSON): OpenApiResponse(ProblemSerializer(many=False), description=words)
            for status, words in problems.items()
        }

    def _get_response_for_code(self, serializer: Any, status_code: str, *args: Any, **kwargs: Any) -> Any:
        """Lines and tables are text to whoever reads the description, and answers carry a mark and links."""
        generated: Any = super()
        answer = generated._get_response_for_code(serializer, status_code, *args, **kwargs)
        for media_type in (NDJSON, CSV):
            if media_type in answer.get("content", {}):
                answer["content"][media_type] = {"schema": {"type": "string"}}
        return answer


class OpenApiView(APIView):
    """The description of this version, for everybody (rule publish-openapi)."""

    permission_classes = (AllowAny,)
    renderer_classes = (OpenApiJsonRenderer2,)
    http_method_names = ["get", "head"]

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        """The whole description as JSON."""
        read_query(request.query_params, NoQuery)
        return Response(described(), headers={"Access-Control-Allow-Origin": "*"})


@cache
def described() -> dict[str, Any]:
    """The description. Made once in each process: it follows from the code alone."""
    generator: Any = SchemaGenerator
    schema: dict[str, Any] = generator().get_schema(request=None, public=True)
    return schema
