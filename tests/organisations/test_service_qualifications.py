import threading
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection

from audit.enums import AuditEvent
from audit.models import AuditEntry
from core.errors import Conflict
from organisations.enums import Level, Role
from organisations.models import Employment, Professional, Qualification
from organisations.selectors import proven_level
from organisations.services import (
    add_qualification,
    attach_evidence,
    record_competence,
    record_experience,
    verify_qualification,
    withdraw_verification,
)
from tests.cast import actor_of_user
from tests.factories.organisations import (
    PDF,
    MembershipFactory,
    ProfessionalFactory,
    QualificationFactory,
    TargetGroupFactory,
)

DAY = date(2026, 3, 1)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day(on_day):
    on_day(DAY)


@pytest.fixture
def colleague(de_linde):
    """Somebody else who works for De Linde, with a diploma that waits to be verified."""
    return ProfessionalFactory.create(name="Carla Collega", provider=de_linde)


@pytest.fixture
def waiting(colleague):
    return QualificationFactory.create(professional=colleague, level=Level.MBO_4, evidenced=True)


def add(user, professional, **others):
    typed: dict[str, Any] = {"level": Level.MBO_3, "title": "Verzorgende", "starts_on": date(2020, 7, 1)}
    return add_qualification(actor=actor_of_user(user), professional=professional, **typed | others)


def files():
    return default_storage.listdir("evidence")[1] if default_storage.exists("evidence") else []


def test_added_diploma_does_not_count_until_verified(petra, colleague):
    qualification = add(petra, colleague, evidence=ContentFile(PDF, name="../mijn diploma.PDF"))

    assert proven_level(colleague, DAY) is None
    assert qualification.evidence_name == "mijn diploma.pdf"
    assert "diploma" not in qualification.evidence.name
    assert qualification.evidence.read() == PDF
    entry = AuditEntry.objects.get(target=qualification.public_id)
    assert entry.event == AuditEvent.CREATED
    assert "mijn diploma" not in str(entry.fields)


@pytest.mark.parametrize("name", ["mo", "karin", "pim", "ada", "nobody"])
def test_others_add_no_diploma(name, request, colleague):
    with pytest.raises(PermissionDenied):
        add(request.getfixturevalue(name), colleague)

    assert not Qualification.objects.filter(professional=colleague).exists()


def test_former_provider_adds_no_diploma(petra, colleague):
    Employment.objects.filter(professional=colleague).update(ends_on=date(2026, 2, 28))

    with pytest.raises(PermissionDenied):
        add(petra, colleague)


@pytest.mark.parametrize(
    ("content", "code"), [(b"", "upload_empty"), (b"MZ", "upload_kind"), (PDF[:-6], "upload_broken")]
)
def test_wrong_file_is_refused_at_its_field_and_nothing_is_kept(petra, colleague, content, code):
    before = files()

    with pytest.raises(ValidationError) as caught:
        add(petra, colleague, evidence=ContentFile(content, name="diploma.pdf"))

    assert caught.value.error_dict["evidence"][0].code == code
    assert files() == before
    assert not Qualification.objects.filter(professional=colleague).exists()


def test_file_of_a_refused_diploma_is_not_kept(petra, colleague):
    before = files()

    with pytest.raises(ValidationError):
        add(petra, colleague, ends_on=date(2019, 1, 1), evidence=ContentFile(PDF, name="diploma.pdf"))

    assert files() == before


def test_colleague_verifies_and_the_diploma_counts_from_that_day(petra, colleague, waiting):
    verify_qualification(actor=actor_of_user(petra), qualification=waiting)

    waiting.refresh_from_db()
    assert (waiting.verified_by, waiting.verified_on) == (petra, DAY)
    assert proven_level(colleague, DAY) == Level.MBO_4
    assert proven_level(colleague, date(2026, 2, 28)) is None
    entry = AuditEntry.objects.get(target=waiting.public_id)
    assert {field["name"] for field in entry.fields} == {"verified_by", "verified_on"}
    assert entry.organisation_label == "De Linde"


def test_purchaser_of_the_region_verifies(pim, waiting):
    verify_qualification(actor=actor_of_user(pim), qualification=waiting)

    waiting.refresh_from_db()
    assert waiting.verified_by == pim


def test_nobody_verifies_a_diploma_of_their_own(petra, petra_professional, region):
    own = QualificationFactory.create(professional=petra_professional, evidenced=True)
    purchaser = MembershipFactory.create(user=petra, organisation=region, role=Role.PURCHASER)
    petra.memberships.exclude(pk=purchaser.pk).update(ends_on=date(2026, 2, 28))

    with pytest.raises(PermissionDenied):
        verify_qualification(actor=actor_of_user(petra), qualification=own)


@pytest.mark.parametrize("name", ["mo", "karin", "ruud", "ilse", "ada", "nobody"])
def test_others_verify_nothing(name, request, waiting):
    with pytest.raises(PermissionDenied):
        verify_qualification(actor=actor_of_user(request.getfixturevalue(name)), qualification=waiting)

    waiting.refresh_from_db()
    assert waiting.verified_on is None


def test_verification_asks_for_evidence(petra, colleague):
    bare = QualificationFactory.create(professional=colleague)

    with pytest.raises(ValidationError) as caught:
        verify_qualification(actor=actor_of_user(petra), qualification=bare)

    assert caught.value.code == "evidence_missing"


def test_second_verification_is_a_conflict_and_keeps_the_first(petra, pim, waiting):
    stale = Qualification.objects.get(pk=waiting.pk)
    verify_qualification(actor=actor_of_user(petra), qualification=waiting)

    with pytest.raises(Conflict) as caught:
        verify_qualification(actor=actor_of_user(pim), qualification=stale)

    assert caught.value.code == "already_verified"
    waiting.refresh_from_db()
    assert waiting.verified_by == petra


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_who_verify_at_once_one_gets_a_conflict(petra, pim, waiting):
    together = threading.Barrier(2)
    outcomes = []

    def verify(actor):
        together.wait(10)
        try:
            verify_qualification(actor=actor, qualification=waiting)
            outcomes.append("verified")
        except Conflict:
            outcomes.append("conflict")
        finally:
            connection.close()

    threads = [threading.Thread(target=verify, args=(actor_of_user(user),)) for user in (petra, pim)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert sorted(outcomes) == ["conflict", "verified"]
    assert AuditEntry.objects.filter(target=waiting.public_id).count() == 1


def test_withdrawn_verification_counts_on_no_day(petra, pim, colleague, waiting, on_day):
    verify_qualification(actor=actor_of_user(petra), qualification=waiting)
    on_day(date(2026, 4, 1))

    withdraw_verification(actor=actor_of_user(pim), qualification=waiting)

    assert proven_level(colleague, DAY) is None
    with pytest.raises(Conflict):
        withdraw_verification(actor=actor_of_user(pim), qualification=waiting)


def test_own_verification_is_not_withdrawn_by_oneself(petra, petra_professional):
    with pytest.raises(PermissionDenied):
        withdraw_verification(actor=actor_of_user(petra), qualification=petra_professional.qualifications.get())


def test_evidence_can_be_replaced_until_it_is_verified(petra, waiting, django_capture_on_commit_callbacks):
    old = waiting.evidence.name
    with django_capture_on_commit_callbacks(execute=True):
        attach_evidence(actor=actor_of_user(petra), qualification=waiting, evidence=ContentFile(PDF, name="b.pdf"))

    waiting.refresh_from_db()
    assert waiting.evidence.name != old
    assert not default_storage.exists(old)
    verify_qualification(actor=actor_of_user(petra), qualification=waiting)
    before = files()
    with pytest.raises(Conflict):
        attach_evidence(actor=actor_of_user(petra), qualification=waiting, evidence=ContentFile(PDF, name="c.pdf"))
    assert files() == before


def test_experience_and_competence_are_recorded_with_their_trail(petra, mo, colleague):
    values: dict[str, Any] = {"evidence_reference": "Getuigschrift", "starts_on": date(2024, 1, 1)}
    dementia = TargetGroupFactory.create()
    experience = record_experience(
        actor=actor_of_user(petra),
        professional=colleague,
        target_group=dementia,
        position="Begeleider",
        **values,
    )
    competence = record_competence(actor=actor_of_user(petra), professional=colleague, **values)

    assert colleague.experience.get() == experience
    assert colleague.competences.get() == competence
    targets = [experience.public_id, competence.public_id]
    assert AuditEntry.objects.filter(target__in=targets, event=AuditEvent.CREATED).count() == 2
    with pytest.raises(PermissionDenied):
        record_competence(actor=actor_of_user(mo), professional=colleague, **values)
    with pytest.raises(ValidationError):
        record_competence(actor=actor_of_user(petra), professional=colleague, ends_on=date(2023, 1, 1), **values)


def test_shared_professional_is_verified_by_the_present_provider_only(petra, mo, colleague, het_anker, waiting):
    assert Professional.objects.visible_to(actor_of_user(petra)).filter(pk=colleague.pk).exists()
    Employment.objects.filter(professional=colleague).update(ends_on=date(2026, 2, 1))
    Employment.objects.create(professional=colleague, provider=het_anker, starts_on=date(2026, 2, 2))

    with pytest.raises(PermissionDenied):
        verify_qualification(actor=actor_of_user(petra), qualification=waiting)
    verify_qualification(actor=actor_of_user(mo), qualification=waiting)

    assert proven_level(colleague, DAY) == Level.MBO_4
