"""Release and record packages of the Open Contracting Data Standard: open, in English as the standard is."""

from typing import Any, ClassVar

from django.http import Http404
from django.http.response import HttpResponseBase
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request

from contracts.api.open_contracting.releases import call_off_releases, framework_releases
from contracts.api.open_contracting.rows import key_of
from contracts.rules.open_contracting import EXTENSIONS, Json, merged
from contracts.selectors.open_contracting import call_off_process, framework_process
from core.api.collections import marked
from core.api.queries import Query, read_query
from core.api.sharing import SharedView
from core.clock import today

OCID = OpenApiParameter(
    "ocid",
    location=OpenApiParameter.PATH,
    description="Naam van het inkoopproces: ‘ocid’ van een raamovereenkomst, of van een nadere overeenkomst daaronder.",
)
STANDARD = "https://standard.open-contracting.org/1.1/en/schema/"


class UntilQuery(Query):
    """Up to which day to tell."""

    peildatum = serializers.DateField(
        required=False, help_text="Alleen wat tot en met deze dag gebeurde; tot en met vandaag als u niets opgeeft."
    )


class PublisherSerializer(serializers.Serializer[Any]):
    """Who publishes."""

    name = serializers.CharField(help_text="De zorgregio.")


class PackageSerializer(serializers.Serializer[Any]):
    """What every package says of itself."""

    uri = serializers.URLField(help_text="Adres van dit pakket.")
    version = serializers.CharField(help_text="Versie van de standaard.")
    extensions = serializers.ListField(child=serializers.URLField(), help_text="Uitbreidingen van de standaard.")
    publishedDate = serializers.DateTimeField(help_text="Dag van de laatste release.")  # noqa: N815
    publisher = PublisherSerializer(help_text="Wie publiceert.")


class ReleasePackageSerializer(PackageSerializer):
    """A release package."""

    releases = serializers.ListField(child=serializers.DictField(), help_text="De releases, de oudste eerst.")


class RecordPackageSerializer(PackageSerializer):
    """A record package."""

    records = serializers.ListField(child=serializers.DictField(), help_text="Eén record, met zijn releases.")


class OpenContractingView(SharedView):
    """The releases of one contracting process, in some package."""

    permission_classes = (AllowAny,)
    query_class: ClassVar[type[Query]] = UntilQuery
    http_method_names = ["get", "head", "options"]
    marks_answers = True

    def get(self, request: Request, ocid: str) -> HttpResponseBase:
        """The package. 404 when there is no such process, or when it had not begun on the day."""
        until = read_query(request.query_params, UntilQuery).get("peildatum") or today()
        key = key_of(ocid)
        if key is None:
            raise Http404
        if (process := framework_process(key)) is not None:
            region, releases = process.framework.region, framework_releases(process, until)
        elif (call_off := call_off_process(key)) is not None:
            region, releases = call_off.contract.framework.region, call_off_releases(call_off, until)
        else:
            raise Http404
        if not releases:
            raise Http404
        package = {
            "uri": request.build_absolute_uri(),
            "version": "1.1",
            "extensions": list(EXTENSIONS),
            "publishedDate": releases[-1]["date"],
            "publisher": {"name": region.name},
        }
        return marked(request, package | self.content(ocid, releases), {})

    def content(self, ocid: str, releases: list[Json]) -> Json:
        """What is in the package."""
        raise NotImplementedError


@extend_schema_view(
    get=extend_schema(
        operation_id="getOcdsReleases",
        tags=["ocds"],
        summary="Wat er in een inkoopproces gebeurde",
        description=(
            "Alle releases van een inkoopproces, de oudste eerst, als release package van de Open Contracting Data "
            f"Standard 1.1.5 ({STANDARD}release_package/)."
        ),
        parameters=[OCID],
    )
)
class ReleasesView(OpenContractingView):
    """What happened, one by one."""

    serializer_class = ReleasePackageSerializer

    def content(self, ocid: str, releases: list[Json]) -> Json:
        """The releases."""
        return {"releases": releases}


@extend_schema_view(
    get=extend_schema(
        operation_id="getOcdsRecord",
        tags=["ocds"],
        summary="Hoe een inkoopproces ervoor staat",
        description=(
            "Een inkoopproces zoals het nu is, met alle releases waaruit dat volgt, als record package van de Open "
            f"Contracting Data Standard 1.1.5 ({STANDARD}record_package/)."
        ),
        parameters=[OCID],
    )
)
class RecordView(OpenContractingView):
    """How it stands, and from what that follows."""

    serializer_class = RecordPackageSerializer

    def content(self, ocid: str, releases: list[Json]) -> Json:
        """One record, with the releases merged into one."""
        last = releases[-1]["date"]
        compiled = merged(releases) | {"id": f"{ocid}-{last}", "tag": ["compiled"], "date": last}
        return {"records": [{"ocid": ocid, "compiledRelease": compiled, "releases": releases}]}
