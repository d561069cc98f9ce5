"""The pages of an import, as a case worker goes through them."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from clients.models import Allocation, Client, ImportRun
from clients.services.importing.rows import rows_of
from clients.services.importing.sheets import read_table
from organisations.enums import Role
from tests.cast import member, sign_in
from tests.clients.sheets import CARE, HEADER, NUMBERS, PERSON, as_csv, as_xlsx, checked, person, with_care
from tests.factories.clients import ImportRunFactory

IMPORT = "/clienten/importeren"


@pytest.fixture(autouse=True)
def _contract(product):
    """De Linde has a contract."""


@pytest.fixture
def browser(client, karin):
    return sign_in(client, karin)


def send(browser, content, name="clienten.csv"):
    return browser.post(IMPORT, {"sheet": SimpleUploadedFile(name, content)})


def test_case_worker_sends_looks_and_confirms(browser, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        sent = send(browser, as_xlsx([with_care(0), person(1)]), "Nieuwe cliënten.xlsx")
    run = ImportRun.objects.get()
    assert sent.url == f"{IMPORT}/{run.public_id}"
    page = browser.get(sent.url)
    text = page.content.decode()
    assert "Er zijn geen fouten." in text
    assert "Nieuwe cliënten.xlsx" in text
    assert "<dt>Nieuwe cliënten</dt><dd>2</dd>" in text
    assert "Refresh" not in page
    assert not Client.objects.exists()

    with django_capture_on_commit_callbacks(execute=True):
        browser.post(f"{sent.url}/uitvoeren")
    text = browser.get(sent.url).content.decode()

    assert "Het bestand is geïmporteerd." in text
    assert (Client.objects.count(), Allocation.objects.count()) == (2, 1)
    assert "Importeren</button>" not in text
    assert "Karin Consulent" in browser.get(IMPORT).content.decode()


def test_case_worker_sees_every_fault_and_takes_them_home(browser, django_capture_on_commit_callbacks):
    rows = [person(number, Postcode="fout") for number in range(120)]
    with django_capture_on_commit_callbacks(execute=True):
        sent = send(browser, as_csv(rows))

    text = browser.get(sent.url).content.decode()
    assert "120 fouten." in text
    assert "De eerste 100 fouten" in text
    assert text.count("Vul 4 cijfers en 2 letters in") == 100
    listed = browser.get(f"{sent.url}/fouten.csv")
    assert listed["Content-Disposition"] == 'attachment; filename="fouten.csv"'
    lines = listed.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 121
    assert lines[1].startswith("2;Postcode;Deze postcode klopt niet.")
    assert not any(secret in text + listed.content.decode() for secret in (NUMBERS[0], "Tabel", "fout;"))


def test_file_that_changes_nothing_needs_no_import(browser, worker, django_capture_on_commit_callbacks):
    known = checked(worker, as_csv([person(0)]))
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(f"{IMPORT}/{known.public_id}/uitvoeren")
        sent = send(browser, as_csv([person(0)]))

    text = browser.get(sent.url).content.decode()
    assert "Alles uit dit bestand staat al in zorgregio." in text
    assert "Importeren</button>" not in text
    browser.post(f"{sent.url}/stoppen")
    assert "Het bestand is verwijderd." in browser.get(sent.url).content.decode()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Dit bestand is leeg."),
        (b"%PDF-1.7", "Dit soort bestand kan niet."),
        (b"PK\x03\x04", "Dit bestand is beschadigd"),
    ],
)
def test_file_that_is_no_sheet_is_refused_at_its_field(browser, content, words):
    page = send(browser, content)

    assert page.status_code == 200
    assert words in page.context["form"].errors["sheet"][0]
    assert not ImportRun.objects.exists()


def test_without_a_file_the_page_says_so(browser):
    assert browser.post(IMPORT).context["form"].errors["sheet"] == ["Kies een bestand."]


def test_too_large_file_is_refused(browser, settings):
    settings.UPLOAD_LIMIT_MB = 1

    assert "hoogstens 1 MB" in str(send(browser, b"x" * 2_000_000).context["form"].errors)


def test_second_import_of_the_municipality_says_wait(browser, worker, apeldoorn, karin):
    ImportRunFactory.create(municipality=apeldoorn, user=karin, status="confirmed")
    run = checked(worker, as_csv([person(0)]))

    page = browser.post(f"{IMPORT}/{run.public_id}/uitvoeren", follow=True)

    assert "Uw gemeente is al een ander bestand aan het importeren." in page.content.decode()
    assert run.status == "checked"


def test_failed_run_can_be_begun_again(browser, worker, django_capture_on_commit_callbacks):
    run = checked(worker, as_csv([person(0)]))
    ImportRun.objects.filter(pk=run.pk).update(status="failed")
    text = browser.get(f"{IMPORT}/{run.public_id}").content.decode()
    assert "Het werk is afgebroken." in text
    assert "Opnieuw beginnen" in text

    with django_capture_on_commit_callbacks(execute=True):
        browser.post(f"{IMPORT}/{run.public_id}/opnieuw")

    assert "Er zijn geen fouten." in browser.get(f"{IMPORT}/{run.public_id}").content.decode()


@pytest.mark.parametrize(
    "status", ["uploaded", "checking", "confirmed", "importing", "expired", "cancelled", "refused"]
)
def test_page_has_words_for_every_state(browser, apeldoorn, karin, status):
    run = ImportRunFactory.create(municipality=apeldoorn, user=karin, status=status)

    page = browser.get(f"{IMPORT}/{run.public_id}")

    assert page.status_code == 200
    assert run.get_status_display() in page.content.decode()


def test_workbook_to_fill_in_is_read_back(browser, product):
    answer = browser.get(f"{IMPORT}/sjabloon.xlsx")

    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    assert book.sheet_names == ["Cliënten", "Uitleg", "Producten"]
    assert book.get_sheet_by_name("Cliënten").to_python() == [HEADER]
    words = str(book.get_sheet_by_name("Uitleg").to_python())
    assert "cliënt, product, aanbieder en begindatum samen" in words
    line = ["07A16", product.variant.name, "De Linde", "98000101", product.variant.code]
    assert book.get_sheet_by_name("Producten").to_python()[1:] == [line]


def test_workbook_keeps_zeros_and_offers_choices(browser, tmp_path):
    import zipfile

    content = browser.get(f"{IMPORT}/sjabloon.xlsx").content
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        sheet = packed.read("xl/worksheets/sheet1.xml").decode()
        styles = packed.read("xl/styles.xml").decode()

    assert sheet.count('type="list"') == 4
    assert "Producten!$A$2:$A$2" in sheet
    assert 'numFmtId="49"' in styles  # text


def test_csv_to_fill_in_is_read_back(browser):
    content = browser.get(f"{IMPORT}/sjabloon.csv").content
    filled = content + ";".join([NUMBERS[0], *({**PERSON, **CARE}.get(name, "") for name in HEADER[1:])]).encode()

    row = next(rows_of(read_table(filled)))

    assert (row.faults, row.bsn, row.names_allocation) == ([], NUMBERS[0], True)


def test_product_of_the_template_is_no_formula(browser, product):
    product.variant.name = "=1+1"
    product.variant.save()

    book = CalamineWorkbook.from_filelike(io.BytesIO(browser.get(f"{IMPORT}/sjabloon.xlsx").content))

    assert book.get_sheet_by_name("Producten").to_python()[1][1] == "'=1+1"


@pytest.mark.parametrize("count", [1, 3])
def test_pages_take_the_same_number_of_queries(browser, apeldoorn, karin, queries_of, count):
    runs = [
        ImportRunFactory.create(municipality=apeldoorn, user=member(f"K{number} x", apeldoorn, Role.CASE_WORKER))
        for number in range(count)
    ]

    assert queries_of(IMPORT) == 4
    assert queries_of(f"{IMPORT}/{runs[0].public_id}") == 4


def test_list_of_clients_leads_to_the_import_for_case_workers_only(browser, client, ruud):
    assert reverse("clients:import") in browser.get("/clienten").content.decode()
    assert reverse("clients:import") not in sign_in(client, ruud).get("/clienten").content.decode()
