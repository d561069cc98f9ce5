from datetime import date

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.web.forms import FILE_AGAIN
from organisations.models import Qualification
from tests.cast import sign_in
from tests.factories.organisations import PDF, ProfessionalFactory, QualificationFactory, TargetGroupFactory

TYPED = {"level": "mbo4", "title": "Maatschappelijke zorg", "starts_on": "2020-07-01"}
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day(on_day):
    on_day(date(2026, 3, 1))


@pytest.fixture
def colleague(de_linde):
    return ProfessionalFactory.create(name="Carla Collega", provider=de_linde)


@pytest.fixture
def signed_in(client, petra):
    return sign_in(client, petra)


@pytest.fixture
def waiting(colleague):
    return QualificationFactory.create(professional=colleague, evidenced=True)


def file(content=PDF, name="diploma.pdf"):
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def url_of(name, qualification):
    return reverse(f"organisations:{name}", args=[qualification.professional.public_id, qualification.public_id])


def test_diploma_is_added_with_its_file(client, petra, colleague):
    url = reverse("organisations:qualification_add", args=[colleague.public_id])

    response = sign_in(client, petra).post(url, TYPED | {"evidence": file()}, follow=True)

    qualification = Qualification.objects.get(professional=colleague)
    assert qualification.evidence_name == "diploma.pdf"
    assert "telt mee zodra een ander" in response.content.decode()


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"", "Dit bestand is leeg"),
        (PDF[:-6], "beschadigd of niet compleet"),
        (b"MZ\x90", "Dit soort bestand kan niet"),
        (b"%PDF-" + b" " * 1024 * 1024, "te groot"),
    ],
    ids=["empty", "truncated", "program", "large"],
)
def test_broken_upload_keeps_what_was_typed(signed_in, colleague, settings, content, text):
    settings.UPLOAD_LIMIT_MB = 1
    url = reverse("organisations:qualification_add", args=[colleague.public_id])

    response = signed_in.post(url, TYPED | {"evidence": file(content)})

    body = response.content.decode()
    assert response.status_code == 200
    assert text in body
    assert 'value="Maatschappelijke zorg"' in body
    assert 'value="2020-07-01"' in body
    assert not Qualification.objects.filter(professional=colleague).exists()


@pytest.mark.parametrize("wrong", [{"title": ""}, {"ends_on": "2019-01-01"}])
def test_error_elsewhere_tells_that_the_file_must_be_chosen_again(client, petra, colleague, wrong):
    url = reverse("organisations:qualification_add", args=[colleague.public_id])

    body = sign_in(client, petra).post(url, TYPED | wrong | {"evidence": file()}).content.decode()

    assert FILE_AGAIN in body


def test_colleague_verifies_and_withdraws(client, petra, waiting):
    sign_in(client, petra)

    assert client.get(url_of("qualification_verify", waiting)).status_code == 405
    client.post(url_of("qualification_verify", waiting))
    waiting.refresh_from_db()
    assert waiting.verified_by == petra
    again = client.post(url_of("qualification_verify", waiting))
    assert again.status_code == 409
    assert "al gecontroleerd" in again.content.decode()
    client.post(url_of("qualification_withdraw", waiting))
    waiting.refresh_from_db()
    assert waiting.verified_on is None


def test_diploma_without_evidence_is_not_verified(client, petra, colleague):
    bare = QualificationFactory.create(professional=colleague)

    response = sign_in(client, petra).post(url_of("qualification_verify", bare))

    assert response.status_code == 400
    assert "geen bewijs" in response.content.decode()


def test_own_diploma_has_no_button_and_is_refused(client, petra, petra_professional):
    own = QualificationFactory.create(professional=petra_professional, evidenced=True)
    sign_in(client, petra)

    page = client.get(reverse("organisations:professional", args=[petra_professional.public_id]))
    assert "Ik heb het bewijs gezien" not in page.content.decode()
    assert client.post(url_of("qualification_verify", own)).status_code == 403


@pytest.mark.parametrize("name", ["mo", "karin", "ruud", "ilse", "zoe", "ada", "nobody"])
@pytest.mark.parametrize("url_name", ["qualification_verify", "qualification_withdraw", "evidence_add"])
def test_strangers_find_no_diploma(name, url_name, request, client, waiting):
    response = sign_in(client, request.getfixturevalue(name)).post(url_of(url_name, waiting))

    assert response.status_code == 404


@pytest.mark.parametrize("name", ["petra", "pim"])
def test_evidence_is_handed_over_as_a_download(name, request, client, waiting):
    response = sign_in(client, request.getfixturevalue(name)).get(url_of("evidence", waiting))

    assert response.getvalue() == PDF
    assert response["Content-Disposition"] == 'attachment; filename="diploma.pdf"'
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("name", ["mo", "karin", "ada", "nobody"])
def test_evidence_is_not_for_others(name, request, client, waiting):
    response = sign_in(client, request.getfixturevalue(name)).get(url_of("evidence", waiting))

    assert response.status_code == 404


def test_evidence_has_no_public_address(client, petra, waiting):
    sign_in(client, petra)

    for path in (f"/{waiting.evidence.name}", f"/media/{waiting.evidence.name}"):
        assert client.get(path).status_code == 404


def test_missing_file_is_not_found(client, petra, colleague, waiting):
    bare = QualificationFactory.create(professional=colleague)
    default_storage.delete(waiting.evidence.name)
    sign_in(client, petra)

    assert client.get(url_of("evidence", bare)).status_code == 404
    assert client.get(url_of("evidence", waiting)).status_code == 404


def test_evidence_is_added_later(client, petra, colleague):
    bare = QualificationFactory.create(professional=colleague)
    sign_in(client, petra)

    assert "Kies een bestand." in client.post(url_of("evidence_add", bare)).content.decode()
    assert client.post(url_of("evidence_add", bare), {"evidence": file()}).status_code == 302
    bare.refresh_from_db()
    assert bare.evidence_name == "diploma.pdf"


@pytest.mark.parametrize(
    ("url_name", "typed", "relation"),
    [
        ("experience_add", {"position": "Begeleider", "evidence_reference": "Getuigschrift"}, "experience"),
        ("competence_add", {"evidence_reference": "Aftekenlijst"}, "competences"),
    ],
)
def test_experience_and_competence_are_added(signed_in, colleague, url_name, typed, relation):
    typed |= {"starts_on": "2024-01-01", "target_group": str(TargetGroupFactory.create().pk)}
    url = reverse(f"organisations:{url_name}", args=[colleague.public_id])

    wrong = signed_in.post(url, typed | {"ends_on": "2023-01-01"})
    assert "De einddatum ligt voor de begindatum" in wrong.content.decode()
    assert signed_in.post(url, typed).status_code == 302
    assert getattr(colleague, relation).count() == 1
