"""Certificates of destruction: added to, never changed, and by two people."""

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from audit.models import CERTIFICATE_APPEND_ONLY, DestructionCertificate
from audit.models.append_only import REFUSAL
from audit.services.certifying import certify_destruction
from core.actors import Actor

pytestmark = pytest.mark.django_db

HERE = Actor(
    user_id=1,
    user_uuid=UUID(int=1),
    user_label="Maud Manager",
    organisation_id=1,
    organisation_uuid=UUID(int=2),
    organisation_label="Apeldoorn",
)


def certify(actor: Actor = HERE, **given: object) -> DestructionCertificate:
    said = {
        "ground": "retention",
        "proposed_on": date(2026, 3, 1),
        "proposed_by": UUID(int=9),
        "proposed_by_label": "Vera Privacy",
        "rows": [{"model": "clients.client", "kind": "cliënten", "rows": 1}],
        "files": 0,
    }
    return certify_destruction(actor=actor, **(said | given))  # type: ignore[arg-type]


def test_certificates_of_an_organisation_follow_each_other():
    other = replace(HERE, organisation_uuid=UUID(int=3), organisation_label="Zutphen")

    assert [certify().number, certify().number, certify(other).number] == [1, 2, 1]


def test_certificate_holds_a_hash_of_all_it_says():
    certificate = certify()
    certificate.refresh_from_db()

    assert certificate.is_whole
    for name, value in {"files": 3, "ground": "request", "rows": [], "proposed_by_label": "Iemand"}.items():
        changed = DestructionCertificate.objects.get(pk=certificate.pk)
        setattr(changed, name, value)
        assert not changed.is_whole, name


def test_certificate_needs_somebody_on_behalf_of_an_organisation():
    with pytest.raises(PermissionDenied):
        certify(Actor.system("proef"))


def test_one_person_cannot_be_both():
    with pytest.raises(ValidationError) as refusal:
        certify(proposed_by=HERE.user_uuid)

    assert refusal.value.error_dict["__all__"][0].code == "two_people"


@pytest.mark.parametrize(
    "fields",
    [
        {"approved_by": UUID(int=9)},  # audit_destructioncertificate_two_people
        {"ground": "other"},  # audit_destructioncertificate_ground
        {"number": 1},  # audit_destructioncertificate_number
    ],
)
def test_rules_of_a_certificate_hold_in_the_database(fields):
    certificate = certify()
    certificate.pk, certificate.public_id, certificate.number = None, uuid4(), 2
    for name, value in fields.items():
        setattr(certificate, name, value)

    with pytest.raises(IntegrityError), transaction.atomic():
        certificate.save(force_insert=True)


@pytest.mark.parametrize(
    "write",
    [
        lambda: DestructionCertificate.objects.update(files=3),
        lambda: DestructionCertificate.objects.all().delete(),
    ],
)
def test_certificate_cannot_be_changed_or_deleted(write):
    """The constraint audit_destructioncertificate_append_only."""
    certify()

    with pytest.raises(IntegrityError, match=REFUSAL), transaction.atomic():
        write()

    assert CERTIFICATE_APPEND_ONLY.is_in_place(connection, DestructionCertificate._meta.db_table)


def test_certificate_is_seen_by_its_own_organisation():
    certify()

    assert DestructionCertificate.objects.visible_to(HERE).count() == 1
    assert DestructionCertificate.objects.visible_to(Actor(organisation_uuid=UUID(int=3))).count() == 0
    assert DestructionCertificate.objects.visible_to(Actor.system("proef", is_administrator=True)).count() == 0
