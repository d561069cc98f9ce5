"""The OpenAPI description, with what the NL API Design Rules ask beside what the generator knows."""

from functools import cache
from typing import Any, Final

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.renderers import OpenApiJsonRenderer2
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.api.problems import PROBLEM_JSON
from core.api.queries import NoQuery, Query, read_query

VERSION_HEADER: Final = OpenApiParameter(
    name="API-Version",
    type=str,
    location=OpenApiParameter.HEADER,
    description="De volledige versie van de API.",
    required=True,
    response=True,
)


class FaultSerializer(serializers.Serializer[Any]):
    """One fault of the input."""

    location = serializers.DictField(child=serializers.CharField(), help_text="De naam of de plek van de fout.")
    code = serializers.CharField(help_text="De soort fout, voor software.")
    detail = serializers.CharField(help_text="Wat er mis is, voor mensen.")

    def get_fields(self) -> dict[str, Any]:
        """`in` is a word of Python, so it cannot be declared above."""
        place = serializers.ChoiceField(choices=["query", "body"], help_text="Waar de fout staat.")
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
        return [VERSION_HEADER, *([query] if query else [])]

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
        problems = {400: "De aanvraag klopt niet.", 404: "Niet gevonden.", 406: "Vorm niet leverbaar."}
        if not self._is_open():
            problems |= {401: "Geen geldig token.", 403: "Het token is hier niet voor bedoeld."}
        return answers | {
            (status, PROBLEM_JSON): OpenApiResponse(ProblemSerializer(many=False), description=words)
            for status, words in problems.items()
        }


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
