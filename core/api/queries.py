"""Query parameters of the API: what is not known is refused, and every fault is named at once."""

from typing import Any, Final

from django.http import QueryDict
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from core.api.problems import InvalidQuery

PAGE_SIZE: Final = 25
LARGEST_PAGE: Final = 100


class Query(serializers.Serializer[Any]):
    """The query parameters of an endpoint, in camelCase (NL API Design Rules, query-keys-camel-case)."""


class NoQuery(Query):
    """No parameters at all."""


class PageQuery(Query):
    """The query parameters of a list."""

    page = serializers.IntegerField(min_value=1, default=1, help_text="Welke bladzijde van de lijst; de eerste is 1.")
    pageSize = serializers.IntegerField(  # noqa: N815 - the name in the address
        min_value=1, max_value=LARGEST_PAGE, default=PAGE_SIZE, help_text="Hoeveel er op een bladzijde staan."
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
