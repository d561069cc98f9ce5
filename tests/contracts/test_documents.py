"""The files of agreements: what may be uploaded, and who gets it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from contracts.models import AgreementDocument
from contracts.services import add_document
from tests.cast import actor_of_user, sign_in
from tests.factories import contracts as made
from tests.factories.organisations import PDF

TODAY = date(2026, 3, 1)


@pytest.fixture(autouse=True)
def _here(on_day):
    on_day(TODAY)


@pytest.fixture
def framework(region):
    return made.FrameworkFactory.create(region=region)


def added(pim, framework, content=PDF, **more):
    return add_document(
        actor=actor_of_user(pim),
        framework=framework,
        kind="agreement",
        title=more.pop("title", "Raamovereenkomst"),
        version="1.0",
        dated_on=TODAY,
        file=ContentFile(content, name="map/Raamovereenkomst.exe"),
        **more,
    )


def test_file_keeps_a_safe_name_and_stands_under_one_that_says_nothing(pim, framework):
    document = added(pim, framework)
    assert document.file_name == "Raamovereenkomst.pdf"
    assert "Raam" not in document.file.name
    assert document.file.read() == PDF


@pytest.mark.parametrize(
    ("content", "code"), [(b"", "upload_empty"), (b"MZ", "upload_kind"), (PDF[:9], "upload_broken")]
)
def test_what_is_no_document_is_refused_and_nothing_stays(pim, framework, content, code):
    with pytest.raises(ValidationError) as refused:
        added(pim, framework, content)
    assert [error.code for error in refused.value.error_dict["file"]] == [code]
    assert not AgreementDocument.objects.exists()


def test_a_row_that_is_refused_leaves_no_file(pim, framework):
    added(pim, framework)
    _, before = default_storage.listdir("agreements")
    with pytest.raises(ValidationError):
        added(pim, framework)
    assert default_storage.listdir("agreements")[1] == before


def test_purchaser_uploads_on_the_page_and_reads_it_back(client, pim, framework):
    sign_in(client, pim)
    typed = {"kind": "note", "title": "Nota 1", "version": "1.0", "dated_on": "2026-02-01"}
    file = ContentFile(PDF, name="nota.pdf")
    client.post(reverse("contracts:document_new", args=[framework.public_id]), {**typed, "file": file})
    document = AgreementDocument.objects.get()
    address = reverse("contracts:document", args=[document.public_id])
    assert address in client.get(reverse("contracts:framework", args=[framework.public_id])).content.decode()
    answer = client.get(address)
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="nota.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_document_of_one_contract_is_not_for_another_provider(
    *, client, pim, petra, mo, framework, de_linde, het_anker
):
    contract = made.ContractFactory.create(framework=framework, provider=de_linde)
    made.ContractFactory.create(framework=framework, provider=het_anker)
    own = added(pim, framework, contract=contract, title="Bijlage")
    general = added(pim, framework)

    def status(user, document):
        sign_in(client, user)
        return client.get(reverse("contracts:document", args=[document.public_id])).status_code

    assert [status(user, own) for user in (petra, mo)] == [200, 404]
    assert [status(user, general) for user in (petra, mo)] == [200, 200]
    sign_in(client, petra)
    page = client.get(reverse("contracts:contract", args=[contract.public_id])).content.decode()
    assert reverse("contracts:document", args=[own.public_id]) in page


def test_a_document_without_a_file_is_not_there(client, pim, framework):
    document = made.DocumentFactory.create(framework=framework)
    sign_in(client, pim)
    assert client.get(reverse("contracts:document", args=[document.public_id])).status_code == 404
