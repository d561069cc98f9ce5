"""The list of findings and the inspection pack as files: what is in them, who gets them, and the line they leave."""

import csv
import io
import json
from datetime import timedelta
from hashlib import sha256
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from audit.models import AuditEntry
from compliance.models import Finding
from compliance.services.checking import check_sessions
from compliance.services.handling import explain_finding
from delivery.models import Group
from organisations.enums import Role
from plans.services.settings import load_settings
from tests.cast import actor_of_user, member, sign_in
from tests.compliance.story import found_in_file, judged_file
from tests.compliance.test_attending import trained
from tests.compliance.test_checking import HALF_PAST_TEN, hold
from tests.factories.clients import OpeningFactory
from tests.factories.contracts import ContractFactory
from tests.factories.organisations import LocationFactory
from tests.plans.story import TODAY, allocate

LIST = reverse("compliance:findings_csv")
BOOK = reverse("compliance:findings_xlsx")
NAMES = ("eisen", "uitkomsten", "bevindingen", "stappen", "oordelen", "oordelen-dossiers", "spoor")
FORMULA = '=HYPERLINK("http://elders.example")'


@pytest.fixture
def cees(apeldoorn):
    """Contract manager of Apeldoorn."""
    return member("Cees Contract", apeldoorn, Role.CONTRACT_MANAGER)


@pytest.fixture
def held(allocation, de_linde, petra):
    """Six clients and, after half past ten, one professional: too few."""
    load_settings()
    group = Group.objects.create(
        provider=de_linde,
        location=LocationFactory.create(provider=de_linde),
        name="=De Tuinkamer",
        capacity=8,
        starts_on=TODAY,
    )
    clients = [allocation, *(allocate(allocation.municipality, de_linde, surname=f"Buur{n}") for n in "abcde")]
    session = hold(group, petra, clients, [trained(de_linde), trained(de_linde)], left=(750, HALF_PAST_TEN))
    check_sessions([session.pk])
    return session


@pytest.fixture
def finding(held, hanna, allocation, region, de_linde):
    ContractFactory.create(framework__region=region, provider=de_linde)
    found_in_file(allocation)
    found = Finding.objects.get(rule_kind="max_clients_per_professional")
    explain_finding(actor=actor_of_user(hanna), finding=found, text=FORMULA)
    return found


def rows_of(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def content_of(answer):
    assert answer.status_code == 200, answer.status_code
    return b"".join(answer.streaming_content)


def pack_of(client, finding, **chosen):
    version = finding.requirement.version
    typed = {"product": version.public_id, "van": TODAY - timedelta(days=30), "tot": TODAY} | chosen
    address = reverse("compliance:inspection", args=[finding.provider.public_id])
    return ZipFile(io.BytesIO(content_of(client.post(address, typed))))


def test_list_is_exported_as_it_is_narrowed_without_a_name(client, hanna, finding, allocation):
    sign_in(client, hanna)
    rows = rows_of(content_of(client.get(LIST, {"toon": "", "eis": finding.code})))

    assert [row["Kenmerk"] for row in rows] == [str(finding.public_id)]
    assert rows[0]["Waar"] == "'=De Tuinkamer"
    assert rows[0]["Niet voldaan vanaf"] == "02-03-2026"
    everything = content_of(client.get(LIST, {"toon": ""})).decode()
    assert f"toewijzing {allocation.number}" in everything
    assert "Vries" not in everything
    book = CalamineWorkbook.from_filelike(io.BytesIO(content_of(client.get(BOOK, {"toon": ""}))))
    sheet = book.get_sheet_by_index(0).to_python()
    assert len(sheet) == Finding.objects.count() + 1
    assert sheet[0][0] == "Kenmerk"


def test_export_stands_in_the_trail_also_of_the_client(client, hanna, finding, allocation):
    content_of(sign_in(client, hanna).get(LIST, {"toon": ""}))

    lines = AuditEntry.objects.filter(event="exported").order_by("pk")
    assert [(line.target_label, line.client) for line in lines] == [
        ("compliance.finding", None),
        ("compliance.finding", allocation.client.public_id),
    ]


def test_what_cannot_be_asked_exports_nothing(client, hanna, finding):
    assert rows_of(content_of(sign_in(client, hanna).get(LIST, {"toon": "x"}))) == []


def test_pack_holds_everything_and_a_sum_of_each_file(client, cees, finding, held):
    pack = pack_of(sign_in(client, cees), finding)

    assert pack.testzip() is None
    files = {f"{name}.{kind}" for name in NAMES for kind in ("csv", "xlsx")} | {"leesmij.txt"}
    assert set(pack.namelist()) == files | {"manifest.json"}
    sums = json.loads(pack.read("manifest.json"))["bestanden"]
    assert {name: one["sha256"] for name, one in sums.items()} == {
        name: sha256(pack.read(name)).hexdigest() for name in files
    }
    tables = {name: rows_of(pack.read(f"{name}.csv")) for name in NAMES}
    for name, rows in tables.items():
        book = CalamineWorkbook.from_filelike(io.BytesIO(pack.read(f"{name}.xlsx")))
        assert len(book.get_sheet_by_index(0).to_python()) == len(rows) + 1, name
    assert len(tables["eisen"]) == 42
    realised = next(row for row in tables["uitkomsten"] if row["Volgens"] == "Zoals het ging")
    assert realised["Kenmerk dagdeel"] == str(held.public_id)
    assert (realised["Professionals te weinig"], realised["Minuten te weinig"]) == ("1", "120")
    assert "Niet voldaan" in realised.values()
    assert len(tables["uitkomsten"]) == 2
    assert {row["Eis"] for row in tables["bevindingen"]} >= {"BGD-IN-06", "BGD-IN-09"}
    assert [row["Tekst"] for row in tables["stappen"]] == [f"'{FORMULA}"]
    assert {row["Kenmerk"] for row in tables["spoor"]} >= {str(finding.public_id)}
    assert {row["Wie"] for row in tables["spoor"]} >= {"Hanna Kwaliteit", "controle"}
    told = pack.read("leesmij.txt").decode()
    assert "Cees Contract, namens Apeldoorn" in told
    assert "31 januari 2026 tot en met 2 maart 2026" in told
    for name in files:
        assert b"Vries" not in pack.read(name) and b"Buur" not in pack.read(name), name  # noqa: PT018


def test_supervisor_gets_all_dagdelen_and_no_findings_about_files(client, tess, finding):
    pack = pack_of(sign_in(client, tess), finding)

    assert len(rows_of(pack.read("uitkomsten.csv"))) == 2
    assert "BGD-IN-09" in {row["Eis"] for row in rows_of(pack.read("bevindingen.csv"))}
    assert "BGD-IN-06" not in {row["Eis"] for row in rows_of(pack.read("bevindingen.csv"))}


def test_judgement_of_a_file_goes_along_only_with_who_has_the_file_open(
    *, client, tess, cees, finding, allocation, ggd
):
    judged = judged_file(tess, allocation)
    closed = pack_of(sign_in(client, tess), finding)
    OpeningFactory.create(client=allocation.client, user=tess, organisation=ggd, ground="supervision")
    before = AuditEntry.objects.count()
    opened = pack_of(client, finding)

    assert rows_of(closed.read("oordelen-dossiers.csv")) == []
    row = rows_of(opened.read("oordelen-dossiers.csv"))[0]
    assert (row["Kenmerk"], row["Dossier"]) == (str(judged.public_id), f"toewijzing {allocation.number}")
    lines = AuditEntry.objects.order_by("pk")[before:]
    assert [(line.target, line.client) for line in lines][-1] == (judged.public_id, allocation.client.public_id)
    assert rows_of(pack_of(sign_in(client, cees), finding).read("oordelen-dossiers.csv")) == []


def test_pack_of_a_day_before_knows_nothing_yet(client, tess, finding):
    pack = pack_of(sign_in(client, tess), finding, bekend_op=TODAY - timedelta(days=1))

    assert rows_of(pack.read("uitkomsten.csv")) == []


def test_pack_stands_in_the_trail(client, cees, finding, allocation):
    pack_of(sign_in(client, cees), finding)

    lines = AuditEntry.objects.filter(event="exported").order_by("pk")
    assert [(line.target, line.client) for line in lines] == [
        (finding.provider.public_id, None),
        (Finding.objects.get(group=None).public_id, allocation.client.public_id),
    ]


def test_pack_is_for_who_judges_the_provider(client, hanna, pim, zutphen, finding):
    address = reverse("compliance:inspection", args=[finding.provider.public_id])
    for user, status in ((hanna, 403), (pim, 403), (member("Carla", zutphen, Role.CONTRACT_MANAGER), 404)):
        sign_in(client, user)
        assert client.get(address).status_code == client.post(address).status_code == status
    assert not AuditEntry.objects.filter(event="exported").exists()


def test_period_that_ends_before_it_begins_is_refused(client, cees, finding):
    address = reverse("compliance:inspection", args=[finding.provider.public_id])
    typed = {"product": finding.requirement.version.public_id, "van": "2026-03-02", "tot": "2026-03-01"}

    assert sign_in(client, cees).post(address, typed).context["form"].errors.keys() == {"tot"}


@pytest.mark.parametrize("address", [LIST, BOOK])
def test_queries_of_the_export_do_not_grow(address, client, hanna, finding, request):
    def number():
        with CaptureQueriesContext(connection) as queries:
            content_of(client.get(address, {"toon": ""}))
        return len(queries)

    apeldoorn, de_linde = (request.getfixturevalue(name) for name in ("apeldoorn", "de_linde"))
    sign_in(client, hanna)
    number()
    few = number()
    for name in ("Bos", "Dam"):
        found_in_file(allocate(apeldoorn, de_linde, surname=name))
    assert number() == few
