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

from core.api.deprecation import retirements_of
from core.api.problems import PROBLEM_JSON
from core.api.queries import NoQuery, Query, read_query
from core.api.sharing import SharedView
from core.api.writing import CSV, NDJSON

NO_CONTENT: Final = 204
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
ETAG_OF_WRITTEN: Final = OpenApiParameter(
    name="ETag",
    type=str,
    location=OpenApiParameter.HEADER,
    description="Kenmerk van wat er nu staat.",
    response=[200],
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


SEARCH: Final = "search"
"""The action that is asked by POST and answers as the list."""
IF_MATCH: Final = OpenApiParameter(
    name="If-Match",
    type=str,
    location=OpenApiParameter.HEADER,
    description="De ‘ETag’ van wat u zag. Staat er nu iets anders, dan is het antwoord 412 en verandert er niets.",
    required=True,
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
        marks = [ETAG, IF_NONE_MATCH] if self._is_marked() else []
        action = getattr(self.view, "action", "")
        if action in getattr(self.view, "guarded_actions", ()):
            marks = [ETAG_OF_WRITTEN, IF_MATCH]
        lists = [LINK] if action in {"list", SEARCH} else []
        return [VERSION_HEADER, *marks, *lists, *([query] if query and query().fields else [])]

    def get_operation_id(self) -> str:
        """Of what a collection can do beside its list: the name of the collection, and of the act."""
        described: Any = super()
        act = getattr(self.view, "action", "")
        if act in {"list", "retrieve", "create"}:
            return str(described.get_operation_id())
        return f"{act}{''.join(part.capitalize() for part in self.get_tags()[0].split('-'))}"

    def is_deprecated(self) -> bool:
        """Whether this operation will go."""
        return getattr(self.view, "action", "") in retirements_of(self.view)

    def get_auth(self) -> list[Any]:
        """What a token must be for; nothing where everybody may ask."""
        return [{}] if self._is_open() else super().get_auth()

    def get_request_serializer(self) -> Any:
        """What the view reads: of a search what can be looked for."""
        described: Any = super()
        view: Any = self.view
        return view.search_class if getattr(self.view, "action", "") == SEARCH else described.get_request_serializer()

    def _is_marked(self) -> bool:
        return getattr(self.view, "marks_answers", False) and self.method == "GET"

    def _is_open(self) -> bool:
        return any(isinstance(permission, AllowAny) for permission in self.view.get_permissions())

    def get_response_serializers(self) -> Any:
        """What the view answers, and the problems that any operation can answer."""
        answers: Any = super().get_response_serializers()
        if not isinstance(answers, dict):
            status = getattr(self.view, "statuses", {}).get(getattr(self.view, "action", ""), 200)
            answers = {status: OpenApiResponse(description="Gedaan.") if status == NO_CONTENT else answers}
        view: Any = self.view
        if getattr(view, "action", "") == SEARCH:
            answers = {200: view.get_serializer_class()(many=True)}
        if self._is_marked():
            answers |= {304: OpenApiResponse(description="U hebt dit antwoord al (zie ‘If-None-Match’).")}
        problems = {
            400: "De aanvraag klopt niet.",
            401: "Geen geldig token.",
            404: "Niet gevonden.",
            405: "Methode niet toegestaan; ‘Allow’ noemt wat wel kan.",
            406: "Vorm niet leverbaar.",
            429: "Te veel verzoeken; ‘Retry-After’ zegt hoelang u wacht.",
            500: "Fout bij ons.",
            503: "Even niet bereikbaar; ‘Retry-After’ zegt hoelang u wacht.",
        }
        if not self._is_open():
            problems[403] = "Het token is hier niet voor bedoeld."
        if self.method in {"POST", "PUT", "PATCH"}:
            problems |= {413: "Te groot.", 415: "Vorm niet leesbaar."}
        conflicts: dict[str, str] = getattr(self.view, "conflicts", {})
        if words := conflicts.get(getattr(self.view, "action", "")):
            problems[409] = words
        if getattr(self.view, "action", "") in getattr(self.view, "guarded_actions", ()):
            problems |= {412: "Er staat intussen iets anders.", 428: "‘If-Match’ ontbreekt."}
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


class OpenApiView(SharedView):
    """The description of this version, for everybody (rule publish-openapi)."""

    permission_classes = (AllowAny,)
    renderer_classes = (OpenApiJsonRenderer2,)
    http_method_names = ["get", "head", "options"]

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        """The whole description as JSON."""
        read_query(request.query_params, NoQuery)
        return Response(described())


@cache
def described() -> dict[str, Any]:
    """The description. Made once in each process: it follows from the code alone."""
    generator: Any = SchemaGenerator
    schema: dict[str, Any] = generator().get_schema(request=None, public=True)
    return schema
