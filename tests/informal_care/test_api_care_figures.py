"""Figures of informal care in the API: those of the page, of the own municipality, and never about fewer than ten."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from hypothesis import given

from audit.models import AuditEntry
from informal_care.api.care_figures import CijferSerializer
from informal_care.models import Support
from informal_care.rules.anonymity import LEAST
from informal_care.rules.care_figures import figures_of
from informal_care.selectors.care_figures import figures_for
from organisations.enums import ApiScope
from organisations.rules import scopes_for
from tests.api import asking, bearer, client_of, token_of
from tests.factories.organisations import MunicipalityFactory
from tests.informal_care.test_care_figures import (
    DAY,
    add_carer,
    counted_ones,
    region_of_carers,  # noqa: F401 - a fixture
)

LIST = "/api/v1/mantelzorgcijfers"
READ = ApiScope.READ_CARE_FIGURES
OTHER = "6a0d6c0e-6c57-4d0c-8a45-5b0f1b2a3c4d"
OF_FEW = {"mensen", "signalen"}


@pytest.fixture
def here(region_of_carers):  # noqa: F811 - the fixture
    """Apeldoorn, with twenty-four carers."""
    return region_of_carers


def ask(sent, path=LIST, **query):
    return Browser().get(path, query, **sent)


def rows(sent, **query):
    response = ask(sent, **query)
    assert response.status_code == 200, response.content
    return response.json()["resultaten"]


def lines(row: Any, code: str) -> dict[str, Any]:
    (found,) = [one for one in row["cijfers"] if one["code"] == code]
    return {one["code"]: one for one in found["onderdelen"]}


def test_row_worked_by_hand(here):
    (row,) = rows(asking(here, READ))

    assert (row["uuid"], row["gemeente"]["uuid"]) == (str(here.public_id), str(here.public_id))
    assert (row["gemeente"]["naam"], row["jaar"], row["totEnMet"]) == ("Apeldoorn", 2026, "2026-09-30")
    codes = ["carers", "types", "burden", "support", "respite", "signals", "tasks"]
    assert [one["code"] for one in row["cijfers"]] == codes
    # Who is not new is nobody, and six with support are too few.
    assert row["cijfers"][0] == {
        "code": "carers",
        "titel": "Mantelzorgers",
        "uitleg": "Wie dit jaar bij de gemeente bekend was, ook als de zorg intussen is gestopt.",
        "eenheid": "mensen",
        "onderdelen": [
            {"code": "known", "label": "Bekend", "aantal": 25, "van": 25, "percentage": 100},
            {"code": "new", "label": "Daarvan nieuw dit jaar", "aantal": None, "van": 25, "percentage": None},
            {"code": "supported", "label": "Daarvan met steun", "aantal": None, "van": 25, "percentage": None},
        ],
    }
    # Twelve asked, so their hours are told; six got it, and those are too few.
    assert [one["aantal"] for one in lines(row, "respite").values()] == [150, None]
    assert lines(row, "types")["working"]["percentage"] == 40
    assert Browser().get(f"{LIST}/{here.public_id}", **asking(here, READ)).json() == row
    assert not AuditEntry.objects.filter(event="read").exists()


def test_hours_are_rounded_too(here):
    Support.objects.filter(carer__name="Zorg 0", municipality=here).update(planned_hours="18.75")
    (row,) = rows(asking(here, READ))
    # A hundred and fifty-six.
    assert lines(row, "respite")["asked"]["aantal"] == 160


def test_answer_tells_what_the_page_tells(here):
    (row,) = rows(asking(here, READ), jaar=2026)
    told = figures_for([here.pk], 2026, DAY)[here.pk]

    of_page = [(one.code, line.code, line.number, line.of) for one in told for line in one.lines]
    assert of_page == [
        (one["code"], line["code"], line["aantal"], line["van"]) for one in row["cijfers"] for line in one["onderdelen"]
    ]


@given(counted_ones())
def test_no_number_in_an_answer_is_about_fewer_than_ten_nor_lets_one_be_worked_out(counted):
    """By what it says itself: a number, the whole that it is a part of, and a percentage of that."""
    for figure in CijferSerializer(figures_of(counted), many=True).data:
        for line in figure["onderdelen"]:
            number, whole = line["aantal"], line["van"]
            assert line["percentage"] is None or (number is not None and whole is not None)
            if figure["eenheid"] in OF_FEW:
                assert all(one is None or one >= LEAST for one in (number, whole))
                assert None in {number, whole} or number == whole or whole - number >= LEAST


def test_of_one_carer_an_answer_tells_nothing(here, zutphen):
    (row,) = rows(asking(zutphen, READ))

    told = [line for one in row["cijfers"] if one["code"] != "tasks" for line in one["onderdelen"]]
    assert {(line["aantal"], line["van"], line["percentage"]) for line in told} == {(None, None, None)}


def test_municipality_sees_its_own(here, zutphen):
    sent = asking(here, READ)
    assert [row["uuid"] for row in rows(sent, metTotaal="true")] == [str(here.public_id)]
    assert ask(sent, f"{LIST}/{here.public_id}").status_code == 200
    for other in (zutphen.public_id, OTHER):
        assert ask(sent, f"{LIST}/{other}").status_code == 404


@pytest.mark.parametrize("name", ["de_linde", "region"])
def test_only_a_municipality_has_a_part_in_it(here, name, request):
    """A program that was given the scope once gets nothing under it either."""
    whose = request.getfixturevalue(name)
    assert READ not in scopes_for(whose.kind)
    program = client_of(whose, ApiScope.READ_FINDINGS)
    program.scopes = [READ]
    program.save()

    sent = bearer(token_of(program))
    for path in (LIST, f"{LIST}/{here.public_id}"):
        assert ask(sent, path).status_code == 403


@pytest.mark.parametrize("path", [LIST, f"{LIST}/{OTHER}"])
def test_another_scope_is_not_enough(here, path):
    assert Browser().get(path).status_code == 401
    response = ask(asking(here, *(scope for scope in scopes_for(here.kind) if scope != READ)), path)
    assert response.status_code == 403
    assert f'scope="{READ}"' in response["WWW-Authenticate"]


def test_earlier_year_and_few_fields(here):
    sent = asking(here, READ)
    (row,) = rows(sent, jaar=2025, velden="jaar,totEnMet")
    assert row == {"jaar": 2025, "totEnMet": "2025-12-31"}
    (row,) = rows(sent, jaar=2024)
    assert lines(row, "carers")["known"]["aantal"] is None


def test_a_year_without_figures_and_what_is_not_there_are_refused_together(here):
    sent = asking(here, READ)
    for year, code, words in (
        ("2027", "future", "Kies 2026 of eerder"),
        ("2023", "past", "niet verder terug dan 2024"),
        ("dit", "invalid", "getal"),
    ):
        for path in (LIST, f"{LIST}/{here.public_id}"):
            response = ask(sent, path, jaar=year, naam="x")
            assert response.status_code == 400
            faults = {one["location"]["name"]: one for one in response.json()["errors"]}
            assert {name: one["code"] for name, one in faults.items()} == {"jaar": code, "naam": "unknown"}
            assert words in faults["jaar"]["detail"]
    assert ask(sent, velden="jaar,naam").status_code == 400
    for form in ("application/x-ndjson", "text/csv"):
        assert Browser().get(LIST, headers={**sent["headers"], "accept": form}).status_code == 406


def test_number_of_queries_is_constant(here, karin):
    """Whatever there are of municipalities and carers."""
    counts = []
    for more in (0, 3):
        for number in range(more):
            for carer in range(12):
                add_carer(MunicipalityFactory.create() if carer == 0 else here, karin, 100 * number + carer)
        sent = asking(here, READ)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            rows(sent)
        counts.append(len(queries))
    assert counts[0] == counts[1]
