"""Query parameters of the API: what is not known is refused, and every fault is named at once."""

from collections.abc import Iterable
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
    faults = _unknown(reader, given)
    for name in given:
        if name in reader.fields and len(given.getlist(name)) > 1:
            faults[name] = [ErrorDetail(f"Geef ‘{name}’ hoogstens één keer.", code="repeated")]
    return _checked(reader, faults, InvalidQuery)


def read_body(given: Any, query: type[Query]) -> dict[str, Any]:
    """The same of a body: an object with names and values. Raises ValidationError with all faults together."""
    if not isinstance(given, dict):
        words = f"Stuur een object met daarin wat u zoekt. Kies uit: {_names(query())}."
        raise serializers.ValidationError({"non_field_errors": [ErrorDetail(words, code="no_object")]})
    reader = query(data=given)
    faults = _unknown(reader, given)
    for name, value in given.items():
        if name in reader.fields and not _is_of_its_kind(reader.fields[name], value):
            faults[name] = [ErrorDetail("Stuur dit in de vorm die de beschrijving noemt.", code="kind")]
    return _checked(reader, faults, serializers.ValidationError)


def _is_of_its_kind(field: Any, value: Any) -> bool:
    """Whether a value of JSON is a number where one belongs, and text elsewhere: what reads forms takes either."""
    match field:
        case serializers.BooleanField():
            return isinstance(value, bool)
        case serializers.IntegerField():
            return isinstance(value, int) and not isinstance(value, bool)
        case _:
            return isinstance(value, str)


def _unknown(reader: Query, given: Iterable[str]) -> dict[str, list[Any]]:
    return {
        name: [ErrorDetail(f"‘{name}’ bestaat niet. Kies uit: {_names(reader)}.", code="unknown")]
        for name in given
        if name not in reader.fields
    }


def _checked(reader: Query, faults: dict[str, list[Any]], error: type[serializers.ValidationError]) -> dict[str, Any]:
    if not reader.is_valid():
        for name, found in reader.errors.items():
            faults.setdefault(str(name), list(found))
    if faults:
        raise error(faults)
    checked: dict[str, Any] = reader.validated_data
    return checked


def _names(reader: Query) -> str:
    return ", ".join(reader.fields) or "er zijn hier geen parameters"
