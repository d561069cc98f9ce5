"""The addresses of zorgregio, and the least that a server of this kind can do: what `bin/bench api` compares with."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.urls import path

from zorgregio.urls import urlpatterns as own

PRODUCTS = """
SELECT json_agg(row_to_json(t)) FROM (
    SELECT p.public_id AS uuid, c.public_id AS contract, c.number AS contractnummer,
        json_build_object('uuid', o.public_id, 'naam', o.name, 'agbCode', a.agb_code) AS zorgaanbieder,
        json_build_object('uuid', v.public_id, 'code', v.code, 'naam', v.name) AS product,
        p.product_code AS productcode, p.unit AS eenheid, l.public_id AS perceel,
        p.starts_on AS "geldigVanaf", p.ends_on AS "geldigTotEnMet",
        (SELECT json_agg(json_build_object('uuid', r.public_id, 'bedrag', r.amount::text, 'geldigVanaf', r.starts_on,
            'geldigTotEnMet', r.ends_on, 'fictief', r.is_fictional) ORDER BY r.starts_on DESC, r.id DESC)
         FROM contracts_rate r WHERE r.contracted_product_id = p.id AND r.superseded_at IS NULL) AS tarieven
    FROM contracts_contractedproduct p JOIN contracts_contract c ON c.id = p.contract_id
    JOIN organisations_careprovider a ON a.organisation_id = c.provider_id
    JOIN organisations_organisation o ON o.id = a.organisation_id
    JOIN products_productvariant v ON v.id = p.variant_id LEFT JOIN contracts_lot l ON l.id = p.lot_id
    ORDER BY p.id LIMIT 100
) t"""

RATES = """
SELECT row_to_json(t)::text FROM (
    SELECT r.public_id AS uuid, r.amount::text AS bedrag, r.starts_on AS "geldigVanaf", r.ends_on AS "geldigTotEnMet",
        r.is_fictional AS fictief, p.public_id AS "gecontracteerdProduct", r.recorded_at AS "vastgelegdOp",
        r.correction_reason AS reden
    FROM contracts_rate r JOIN contracts_contractedproduct p ON p.id = r.contracted_product_id
    WHERE r.superseded_at IS NULL ORDER BY r.id
) t"""

CONSTANT = {"uuid": "00000000-0000-4000-8000-000000000000", "naam": "Altijd hetzelfde"}
AT_ONCE = 2000


@login_not_required
def constant(request: HttpRequest) -> HttpResponse:
    """What any answer costs."""
    return JsonResponse(CONSTANT)


@login_not_required
def products_by_database(request: HttpRequest) -> HttpResponse:
    """A page of a hundred, as text that the database made."""
    with connection.cursor() as cursor:
        cursor.execute(PRODUCTS.replace("json_agg(row_to_json(t))", "json_agg(row_to_json(t))::text"))
        return HttpResponse(cursor.fetchone()[0], content_type="application/json")


@login_not_required
def rates_by_database(request: HttpRequest) -> StreamingHttpResponse:
    """All rates, line by line as the database made them."""
    return StreamingHttpResponse(_lines(), content_type="application/x-ndjson")


def _lines() -> Iterator[bytes]:
    with connection.cursor() as cursor:
        cursor.execute(f"DECLARE bench CURSOR WITH HOLD FOR {RATES}")
        while rows := _fetch(cursor):
            yield "\n".join(row[0] for row in rows).encode() + b"\n"
        cursor.execute("CLOSE bench")


def _fetch(cursor: Any) -> list[Any]:
    cursor.execute(f"FETCH {AT_ONCE} FROM bench")
    return list(cursor.fetchall())


urlpatterns = [
    path("api/v1/bench/constant", constant),
    path("api/v1/bench/products", products_by_database),
    path("api/v1/bench/rates", rates_by_database),
    *own,
]
