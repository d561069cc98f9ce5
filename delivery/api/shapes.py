"""The shape of attendance in the API: Dutch names in camelCase, and nobody's name among them but of who works there."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from django.core.exceptions import ValidationError
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from clients.services.importing.faults import Fault
from core.api.fields import Moment
from core.api.queries import CollectionQuery, Query
from core.clock import today
from core.minutes import clock, minute_of
from delivery.enums import AbsenceReason, Presence, StaffKind
from delivery.models import ClientAttendance, StaffAttendance
from delivery.rules.attending import Span, Stay
from delivery.services.bringing import Line
from plans.enums import Dagdeel

DAGDELEN: Final[Mapping[str, str]] = {str(one.label): one.value for one in Dagdeel}
REASONS: Final[Mapping[str, str]] = {
    "afgemeld": AbsenceReason.CANCELLED.value,
    "nietAfgemeld": AbsenceReason.NO_SHOW.value,
    "doorAanbieder": AbsenceReason.PROVIDER.value,
}
KINDS: Final[Mapping[str, StaffKind]] = {str(one.label).lower(): one for one in StaffKind}
STATES: Final[Mapping[str, str]] = {
    "verwacht": Presence.EXPECTED.value,
    "aanwezig": Presence.PRESENT.value,
    "afwezig": Presence.ABSENT.value,
}
SHOWN_DAYS: Final = timedelta(days=31)
TIME: Final[dict[str, Any]] = {"format": "%H:%M", "input_formats": ["%H:%M"]}
FIELD_OF: Final[Mapping[str, str]] = {
    "Groep": "groep",
    "Dag": "dag",
    "Dagdeel": "dagdeel",
    "Gemeente": "gemeente",
    "Toewijzing": "toewijzing",
    "Medewerker": "medewerker",
    "Werkt als": "werktAls",
    "Aanwezig": "aanwezig",
    "Gekomen": "gekomen",
    "Vertrokken": "vertrokken",
    "Pauze van": "pauzes",
    "Reden": "reden",
}
"""How a column of a spreadsheet is called here."""


def _named(table: Mapping[str, Any], value: Any) -> str | None:
    return next((name for name, one in table.items() if one == value), None)


class PauzeSerializer(serializers.Serializer[Any]):
    """A break of who works there."""

    van = serializers.TimeField(**TIME, help_text="Begin, als UU:MM.")
    tot = serializers.TimeField(**TIME, help_text="Eind, als UU:MM.")


class StrictSerializer(serializers.Serializer[Any]):
    """What a program sends: nothing beside the fields that are named."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """What was sent; a field that does not exist is refused, for it may hold what nobody asked for."""
        unknown = sorted(set(data) - set(self.fields)) if isinstance(data, dict) else []
        try:
            value: dict[str, Any] = super().to_internal_value(data)
        except serializers.ValidationError as error:
            faults: Any = error.detail
        else:
            faults = {}
        if unknown:
            faults = {
                **faults,
                "": [ErrorDetail("Hier staat een veld dat niet bestaat. Haal het weg.", code="unknown")],
            }
        if faults:
            raise serializers.ValidationError(faults)
        return value


class NieuweAanwezigheidSerializer(StrictSerializer):
    """One client or one member of the staff in one dagdeel, as it went."""

    groep = serializers.CharField(max_length=100, help_text="Kenmerk (uuid) of naam van de groep.")
    dag = serializers.DateField(help_text="De dag.")
    dagdeel = serializers.ChoiceField(choices=list(DAGDELEN), help_text="Het deel van de dag.")
    toewijzing = serializers.IntegerField(
        min_value=1, required=False, help_text="Nummer van de toewijzing; alleen bij een cliënt."
    )
    gemeente = serializers.CharField(
        max_length=100,
        required=False,
        help_text="CBS-code van de gemeente die toewees; nodig als 2 gemeenten hetzelfde nummer gebruiken.",
    )
    medewerker = serializers.CharField(
        max_length=200, required=False, help_text="Kenmerk (uuid) of naam; alleen bij wie er werkt."
    )
    werktAls = serializers.ChoiceField(  # noqa: N815
        choices=list(KINDS), required=False, help_text="Alleen bij een medewerker; professional als u niets opgeeft."
    )
    aanwezig = serializers.BooleanField(help_text="Of de persoon er was.")
    gekomen = serializers.TimeField(**TIME, required=False, allow_null=True, help_text="Hoe laat, als UU:MM.")
    vertrokken = serializers.TimeField(
        **TIME, required=False, allow_null=True, help_text="Hoe laat, als UU:MM; null als dat nog niet zo is."
    )
    pauzes = PauzeSerializer(
        many=True,
        required=False,
        help_text="Alleen bij een medewerker. Zonder dit veld blijven de pauzes zoals ze zijn.",
    )
    reden = serializers.ChoiceField(
        choices=list(REASONS), required=False, help_text="Alleen bij een cliënt die er niet was."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """It is about a client or about somebody of the staff."""
        is_client, is_staff = "toewijzing" in attrs, "medewerker" in attrs
        if is_client == is_staff:
            text = "Geef een toewijzing of een medewerker op; niet allebei."
            raise serializers.ValidationError({"toewijzing": [ErrorDetail(text, code="whose_line")]})
        for name in ("werktAls", "pauzes") if is_client else ("gemeente", "reden"):
            if name in attrs:
                text = f"Dit hoort bij een {'medewerker' if is_client else 'cliënt'}. Laat het weg."
                raise serializers.ValidationError({name: [ErrorDetail(text, code="whose_cell")]})
        return attrs


class GecorrigeerdeAanwezigheidSerializer(StrictSerializer):
    """How it went with somebody after all."""

    aanwezig = serializers.BooleanField(help_text="Of de persoon er was.")
    gekomen = serializers.TimeField(**TIME, required=False, allow_null=True, help_text="Hoe laat, als UU:MM.")
    vertrokken = serializers.TimeField(
        **TIME, required=False, allow_null=True, help_text="Hoe laat, als UU:MM; null als dat nog niet zo is."
    )
    pauzes = PauzeSerializer(
        many=True, required=False, help_text="Alleen bij een medewerker. Zonder dit veld blijven zij zoals ze zijn."
    )
    reden = serializers.ChoiceField(
        choices=list(REASONS), required=False, help_text="Alleen bij een cliënt die er niet was."
    )
    correctiereden = serializers.CharField(
        max_length=500, required=False, help_text="Waarom dit anders is; nodig als het dagdeel is afgesloten."
    )


class VastgelegdSerializer(serializers.Serializer[Any]):
    """Which row says it now."""

    uuid = serializers.UUIDField(
        help_text="Kenmerk van de regel die nu geldt; een andere dan u stuurde als het dagdeel was afgesloten."
    )


class AanwezighedenSerializer(serializers.Serializer[Any]):
    """What a program sends."""

    aanwezigheden = NieuweAanwezigheidSerializer(
        many=True, help_text="Hoogstens 2000. Alles wordt opgeslagen, of niets."
    )


class OntvangenSerializer(serializers.Serializer[Any]):
    """What became of it."""

    ontvangen = serializers.IntegerField(help_text="Hoeveel er zijn gestuurd.")
    opgeslagen = serializers.IntegerField(help_text="Hoeveel er zijn opgeslagen; bij valideer: zouden worden.")
    ongewijzigd = serializers.IntegerField(help_text="Hoeveel er al zo stonden.")


def stay_from(sent: Mapping[str, Any]) -> Stay:
    """How it went, by what was sent."""
    arrived, left = sent.get("gekomen"), sent.get("vertrokken")
    return Stay(
        Presence.PRESENT if sent["aanwezig"] else Presence.ABSENT,
        minute_of(arrived) if arrived else None,
        minute_of(left) if left else None,
        tuple(Span(minute_of(one["van"]), minute_of(one["tot"])) for one in sent.get("pauzes", ())),
        REASONS[sent["reden"]] if "reden" in sent else "",
    )


def line_of(number: int, sent: Mapping[str, Any]) -> Line:
    """The line that was sent, after the check of its shape."""
    stay = stay_from(sent)
    return Line(
        number=number,
        group=sent["groep"],
        day=sent["dag"],
        dagdeel=DAGDELEN[sent["dagdeel"]],
        stay=stay,
        allocation=sent.get("toewijzing"),
        municipality=sent.get("gemeente", ""),
        staff=sent.get("medewerker", ""),
        works_as=KINDS[sent.get("werktAls", "professional")],
        keeps_breaks="pauzes" not in sent,
    )


def as_errors(faults: Sequence[Fault]) -> ValidationError:
    """All faults, each with the place in what was sent. The first line is number 1 for people, and 0 in the place."""
    errors: dict[str, list[ValidationError]] = {}
    for fault in faults:
        field = FIELD_OF.get(fault.column, fault.column)
        place = f"aanwezigheden/{fault.row - 1}" + (f"/{field}" if field else "")
        errors.setdefault(place, []).append(ValidationError(fault.message, code=fault.code))
    return ValidationError(errors)


class SendQuery(Query):
    """How to take in what is sent."""

    valideer = serializers.BooleanField(
        default=False, help_text="Alleen controleren: er wordt niets opgeslagen, en er is geen sleutel nodig."
    )


class AttendanceQuery(CollectionQuery):
    """Which attendance, as it was known when."""

    van = serializers.DateField(required=False, help_text="Eerste dag; 31 dagen voor de laatste als u niets opgeeft.")
    totEnMet = serializers.DateField(  # noqa: N815
        required=False, help_text="Laatste dag; vandaag als u niets opgeeft."
    )
    peildatum = serializers.DateField(
        required=False,
        help_text="Zoals het aan het eind van deze dag was vastgelegd; zoals het nu staat als u niets opgeeft.",
    )
    soort = serializers.ChoiceField(
        choices=["clienten", "medewerkers"], default="clienten", help_text="Van cliënten, of van wie er werkte."
    )
    groep = serializers.UUIDField(required=False, help_text="Kenmerk van de groep.")
    toewijzing = serializers.IntegerField(required=False, min_value=1, help_text="Nummer van de toewijzing.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Fill in the days."""
        last: date = attrs.setdefault("totEnMet", today())
        attrs.setdefault("van", last - SHOWN_DAYS)
        return attrs


class GroepSerializer(serializers.Serializer[Any]):
    """A group."""

    uuid = serializers.UUIDField(source="public_id", help_text="Kenmerk van de groep.")
    naam = serializers.CharField(source="name", help_text="Naam van de groep.")


class MedewerkerSerializer(serializers.Serializer[Any]):
    """Who works there."""

    uuid = serializers.UUIDField(source="public_id", help_text="Kenmerk van de medewerker.")
    naam = serializers.CharField(source="name", help_text="Naam van de medewerker.")


TIME_OR_NULL: Final = {"type": ["string", "null"], "pattern": "^[0-2][0-9]:[0-5][0-9]$"}
Row = ClientAttendance | StaffAttendance


class AanwezigheidSerializer(serializers.Serializer[Any]):
    """Somebody in a dagdeel: of a client the allocation, of the staff who it is."""

    uuid = serializers.UUIDField(source="public_id", help_text="Kenmerk van deze regel.")
    dag = serializers.DateField(source="session.held_on", help_text="De dag.")
    dagdeel = serializers.SerializerMethodField(help_text="Het deel van de dag.")
    groep = GroepSerializer(source="session.group", help_text="De groep.")
    toewijzing = serializers.SerializerMethodField(help_text="Nummer van de toewijzing; null bij een medewerker.")
    gemeente = serializers.SerializerMethodField(help_text="CBS-code van de gemeente; null bij een medewerker.")
    medewerker = serializers.SerializerMethodField(help_text="Wie er werkte; null bij een cliënt.")
    werktAls = serializers.SerializerMethodField(help_text="Als wat; null bij een cliënt.")  # noqa: N815
    presentie = serializers.SerializerMethodField(help_text="Of de persoon er was.")
    geplandVan = serializers.SerializerMethodField(help_text="Gepland begin, als UU:MM; null zonder.")  # noqa: N815
    geplandTot = serializers.SerializerMethodField(help_text="Gepland eind, als UU:MM; null zonder.")  # noqa: N815
    gekomen = serializers.SerializerMethodField(help_text="Hoe laat, als UU:MM; null als dat niet vastligt.")
    vertrokken = serializers.SerializerMethodField(help_text="Hoe laat, als UU:MM; null als dat niet vastligt.")
    pauzes = serializers.SerializerMethodField(help_text="Pauzes van een medewerker; leeg bij een cliënt.")
    reden = serializers.SerializerMethodField(help_text="Waarom een cliënt er niet was; null zonder.")
    vastgelegdOp = Moment(source="recorded_at", help_text="Wanneer dit is vastgelegd.")  # noqa: N815
    vervangenOp = Moment(  # noqa: N815
        source="superseded_at",
        allow_null=True,
        help_text="Wanneer een correctie hiervoor in de plaats kwam; anders null.",
    )

    @extend_schema_field({"type": "string", "enum": list(DAGDELEN)})
    def get_dagdeel(self, row: Row) -> str:
        """In Dutch."""
        return str(_named(DAGDELEN, row.session.dagdeel))

    @extend_schema_field({"type": ["integer", "null"]})
    def get_toewijzing(self, row: Row) -> int | None:
        """The number, as the municipality gave it."""
        return row.allocation.number if isinstance(row, ClientAttendance) else None

    @extend_schema_field({"type": ["string", "null"]})
    def get_gemeente(self, row: Row) -> str | None:
        """Whose number that is."""
        return row.allocation.municipality.cbs_code if isinstance(row, ClientAttendance) else None

    @extend_schema_field(MedewerkerSerializer(allow_null=True))
    def get_medewerker(self, row: Row) -> dict[str, Any] | None:
        """Name and id."""
        return MedewerkerSerializer(row.person).data if isinstance(row, StaffAttendance) else None

    @extend_schema_field({"type": ["string", "null"], "enum": [*KINDS, None]})
    def get_werktAls(self, row: Row) -> str | None:  # noqa: N802
        """In Dutch."""
        return _named(KINDS, row.works_as) if isinstance(row, StaffAttendance) else None

    @extend_schema_field({"type": "string", "enum": list(STATES)})
    def get_presentie(self, row: Row) -> str:
        """In Dutch."""
        return str(_named(STATES, row.presence))

    @extend_schema_field(TIME_OR_NULL)
    def get_geplandVan(self, row: Row) -> str | None:  # noqa: N802
        """A time."""
        return _time(row.planned_starts)

    @extend_schema_field(TIME_OR_NULL)
    def get_geplandTot(self, row: Row) -> str | None:  # noqa: N802
        """A time."""
        return _time(row.planned_ends)

    @extend_schema_field(TIME_OR_NULL)
    def get_gekomen(self, row: Row) -> str | None:
        """A time."""
        return _time(row.arrived)

    @extend_schema_field(TIME_OR_NULL)
    def get_vertrokken(self, row: Row) -> str | None:
        """A time."""
        return _time(row.left)

    @extend_schema_field(PauzeSerializer(many=True))
    def get_pauzes(self, row: Row) -> list[dict[str, Any]]:
        """As they were, not as planned."""
        if not isinstance(row, StaffAttendance):
            return []
        breaks = [one for one in row.breaks.all() if not one.is_planned]
        return [{"van": _time(one.starts), "tot": _time(one.ends)} for one in breaks]

    @extend_schema_field({"type": ["string", "null"], "enum": [*REASONS, None]})
    def get_reden(self, row: Row) -> str | None:
        """The code of the reason."""
        return _named(REASONS, row.absence_reason) if isinstance(row, ClientAttendance) else None


def _time(minute: int | None) -> str | None:
    return None if minute is None else clock(minute).zfill(5)
