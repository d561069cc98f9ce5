"""Agreeing on paper: the scan of this very version, with name, role and date."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from audit.models import AuditEntry
from organisations.enums import Role
from plans.documents import plan_document, plan_pdf
from plans.enums import AgreedAs, PlanStatus
from plans.models import Agreement, PlanVersion
from plans.services.agreements import Paper, agree_as_professional, agree_for_client
from plans.services.goals import change_goal
from tests.cast import actor_of_user, member, sign_in
from tests.factories.clients import MemberFactory
from tests.factories.organisations import PDF
from tests.marks import needs_pdf
from tests.pdf import text_of
from tests.plans.story import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    """A place for the scans of this test."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def mark_of(version):
    return plan_document(PlanVersion.objects.get(pk=version.pk))["paper_mark"]


def signs(user, version, *, service=agree_for_client, content=PDF, mark=None, **changes):
    given = {"agreed_on": TODAY} | ({"agreed_as": AgreedAs.CLIENT} if service is agree_for_client else {}) | changes
    paper = Paper(ContentFile(content, name="map/mijn plan.exe"), mark or mark_of(version))
    return service(actor=actor_of_user(user), version=version, revision=version.revision, paper=paper, **given)


def codes(refusal):
    return {name: [error.code for error in errors] for name, errors in refusal.value.error_dict.items()}


def files_in(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.fixture
def colleague(de_linde, allocation):
    """Somebody of the treatment team who is not responsible for the plan."""
    return member("Bas Linde", de_linde, Role.CARE_PROFESSIONAL)


def test_both_sides_sign_and_a_colleague_records_it(colleague, draft):
    of_client = signs(colleague, draft)
    of_professional = signs(colleague, draft, service=agree_as_professional)

    draft.refresh_from_db()
    assert draft.status == PlanStatus.AGREED
    assert [(one.name, one.given_how, one.scan_name) for one in (of_client, of_professional)] == [
        ("S. de Vries", "on_paper", "mijn plan.pdf"),
        ("Petra Linde", "on_paper", "mijn plan.pdf"),
    ]
    with default_storage.open(of_client.scan.name) as scan:
        assert scan.read() == PDF
    assert "plan" not in of_client.scan.name


def test_nobody_signs_on_screen_for_the_responsible_one(colleague, draft):
    with pytest.raises(ValidationError, match="Alleen de eindverantwoordelijke"):
        agree_as_professional(actor=actor_of_user(colleague), version=draft, revision=draft.revision, agreed_on=TODAY)


def test_mark_is_that_of_the_text_and_not_of_who_agreed_already(petra, draft):
    before = mark_of(draft)
    agree_as_professional(actor=actor_of_user(petra), version=draft, revision=draft.revision, agreed_on=TODAY)
    assert mark_of(draft) == before

    change_goal(
        actor=actor_of_user(petra), goal=draft.goals.get(), revision=draft.revision, values={"statement": "Anders."}
    )

    draft.refresh_from_db()
    assert mark_of(draft) != before
    with pytest.raises(ValidationError) as refusal:
        signs(petra, draft, mark=before)
    assert codes(refusal) == {"mark": ["other_mark"]}


def test_mark_may_be_typed_without_its_space_and_in_small_letters(petra, draft):
    assert signs(petra, draft, mark=mark_of(draft).replace(" ", "").lower()).is_on_paper


def test_agreed_document_has_no_mark_any_more(agreed):
    assert "paper_mark" not in agreed.agreed_document


@pytest.mark.parametrize(
    ("day", "code"),
    [(TODAY - timedelta(days=1), "signed_before_draft"), (TODAY + timedelta(days=1), "agreed_in_future")],
)
def test_day_of_the_signature_lies_between_the_draft_and_today(petra, draft, day, code):
    with pytest.raises(ValidationError) as refusal:
        signs(petra, draft, agreed_on=day)

    assert codes(refusal)["agreed_on"] == [code]


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "upload_empty"), (b"MZ\x90 a program", "upload_kind"), (PDF[:20], "upload_broken")],
)
def test_scan_is_judged_by_its_content(petra, draft, content, code, uploads):
    with pytest.raises(ValidationError) as refusal:
        signs(petra, draft, content=content)

    assert codes(refusal) == {"scan": [code]}
    assert not Agreement.objects.exists()
    assert files_in(uploads) == []


def test_scan_is_not_too_large(petra, draft, settings):
    settings.UPLOAD_LIMIT_MB = 0
    with pytest.raises(ValidationError) as refusal:
        signs(petra, draft)

    assert codes(refusal) == {"scan": ["upload_size"]}


def test_everything_that_is_wrong_is_said_at_once_and_the_file_is_gone(petra, draft, uploads):
    daughter = MemberFactory.create(client=draft.plan.allocation.client)
    with pytest.raises(ValidationError) as refusal:
        signs(
            petra,
            draft,
            agreed_as=AgreedAs.SYSTEM_MEMBER,
            member=daughter,
            mark="0000 0000",
            agreed_on=TODAY - timedelta(days=1),
        )

    assert codes(refusal) == {
        "agreed_on": ["signed_before_draft"],
        "why_not_client": ["why_missing"],
        "not_client_reason": ["reason_missing"],
        "mark": ["other_mark"],
    }
    assert files_in(uploads) == []


def test_page_records_the_paper_and_hands_over_the_scan(client, petra, karin, zoe, draft):
    scan = SimpleUploadedFile("getekend.pdf", PDF)
    given = {"agreed_by": "client", "agreed_on": "2026-03-02", "mark": mark_of(draft), "scan": scan}
    page = sign_in(client, petra).post(
        reverse("plans:agree_on_paper", args=[draft.public_id]), given | {"revision": draft.revision}
    )
    agreement = draft.agreements.get()
    address = reverse("plans:agreement_scan", args=[agreement.public_id])

    assert page.headers["Location"] == reverse("plans:agree", args=[draft.public_id])
    assert address in client.get(page.headers["Location"]).text

    answer = sign_in(client, karin).get(address)
    assert answer.getvalue() == PDF
    assert answer.headers["Content-Disposition"] == 'attachment; filename="getekend.pdf"'
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    line = AuditEntry.objects.latest("pk")
    assert (line.event, line.target, line.client) == (
        "exported",
        agreement.public_id,
        draft.plan.allocation.client.public_id,
    )
    assert sign_in(client, zoe).get(address).status_code == 404


def test_page_refuses_what_is_wrong_beside_its_field(client, petra, draft):
    scan = SimpleUploadedFile("getekend.pdf", PDF)
    given = {"agreed_by": "client", "agreed_on": "2026-03-02", "mark": "1234 5678", "scan": scan}
    page = sign_in(client, petra).post(
        reverse("plans:agree_on_paper", args=[draft.public_id]), given | {"revision": draft.revision}
    )

    assert "Dit kenmerk hoort niet bij het concept zoals het nu is." in page.text
    assert not draft.agreements.exists()


def test_page_asks_only_for_the_side_that_has_not_agreed(client, petra, draft):
    signs(petra, draft)

    page = sign_in(client, petra).get(reverse("plans:agree_on_paper", args=[draft.public_id])).text

    assert "Petra Linde, eindverantwoordelijke professional" in page
    assert "de cliënt zelf" not in page
    assert "Waarom niet" not in page


def test_agreement_on_screen_has_no_scan_to_fetch(client, petra, agreed):
    for agreement in agreed.agreements.all():
        address = reverse("plans:agreement_scan", args=[agreement.public_id])
        assert sign_in(client, petra).get(address).status_code == 404


@needs_pdf
def test_print_of_a_draft_has_its_mark_and_room_to_sign(draft):
    text = text_of(plan_pdf(plan_document(draft)))

    assert mark_of(draft) in text
    assert "Handtekening" in text
