"""Query parameters of the API: what is not known is refused, and every fault is named at once."""

from typing import Any, Final

from django.http import QueryDict
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from core.api.problems import InvalidQuery

PAGE_SIZE: Final = 100
LARGEST_PAGE: Final = 1000


class Query(serializers.Serializer[Any]):
    """The query parameters of an endpoint, in camelCase (NL API Design Rules, query-keys-camel-case)."""


class NoQuery(Query):
    """No parameters at all."""


class FieldsQuery(Query):
    """The query parameters of one row."""

    velden = serializers.CharField(
        required=False, max_length=500, help_text="Alleen deze velden, met komma's ertussen; alle als u niets opgeeft."
    )


class CollectionQuery(FieldsQuery):
    """The query parameters of a list."""

    na = serializers.CharField(
        required=False, max_length=200, help_text="Wat hierna komt; neem het over uit ‘volgende’."
    )
    aantal = serializers.IntegerField(
        min_value=1, max_value=LARGEST_PAGE, default=PAGE_SIZE, help_text="Hoeveel er hoogstens op een bladzijde staan."
    )
    metTotaal = serializers.BooleanField(  # noqa: N815 - the name in the address
        default=False, help_text="Of ‘totaal’ erbij komt: hoeveel er in de hele lijst zijn."
    )


class OnDayQuery(Query):
    """On which day to look."""

    peildatum = serializers.DateField(
        required=False, help_text="Alleen wat op deze dag geldt; alle dagen als u niets opgeeft."
    )


def read_query(given: QueryDict, query: type[Query]) -> dict[str, Any]:
    """The checked parameters, with defaults for those that are absent.

    Raises InvalidQuery with all faults together: unknown names, names given twice, and wrong values.
    """
    reader = query(data=given.dict())
    faults: dict[str, list[Any]] = {
        name: [ErrorDetail(f"‘{name}’ bestaat niet. Kies uit: {_names(reader)}.", code="unknown")]
        for name in given
        if name not in reader.fields
    }
    for name in given:
        if name in reader.fields and len(given.getlist(name)) > 1:
            faults[name] = [ErrorDetail(f"Geef ‘{name}’ hoogstens één keer.", code="repeated")]
    if not reader.is_valid():
        for name, found in reader.errors.items():
            faults.setdefault(str(name), []).extend(found)
    if faults:
        raise InvalidQuery(faults)
    checked: dict[str, Any] = reader.validated_data
    return checked


def _names(reader: Query) -> str:
    return ", ".join(reader.fields) or "er zijn hier geen parameters"
