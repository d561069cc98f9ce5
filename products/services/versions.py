"""The life of a product version: draft, consultation, adopted, withdrawn."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max

from audit.enums import AuditEvent
from audit.services import Act, record, record_many, snapshot
from core.actors import Actor
from core.clock import now, today
from core.errors import Conflict
from core.storing import store
from products.access import may_manage_products
from products.enums import Checkable, VersionStatus
from products.models import MarketConsultation, ProductVariant, ProductVersion, Requirement
from products.rules.lifecycle import check_last_day, check_start
from products.selectors import terms_of
from products.transitions import OPEN, may_become

ONE_DAY = timedelta(days=1)
COPIED = (
    "code",
    "category",
    "statement",
    "source",
    "checkable",
    "how_checked",
    "evidence",
    "consequence",
    "rule_kind",
    "rule_value",
    "position",
)


@transaction.atomic
def draft_next_version(*, actor: Actor, version: ProductVersion) -> ProductVersion:
    """A draft with the same requirements and the next number; its start is provisional.

    Raises PermissionDenied, and ValidationError `version_one_open` when one is already being written.
    """
    version = locked_version(version)
    _check_may_manage(actor)
    last = ProductVersion.objects.filter(variant=version.variant).aggregate(number=Max("number"))["number"]
    draft = ProductVersion(
        variant=version.variant,
        number=last + 1,
        starts_on=max(today(), version.starts_on) + ONE_DAY,
        summary=version.summary,
        source=version.source,
        is_fictional=version.is_fictional,
    )
    store(draft)
    record(actor=actor, event=AuditEvent.CREATED, target=draft)
    copies = []
    for requirement in version.requirements.all():
        copy = Requirement(version=draft, **{name: getattr(requirement, name) for name in COPIED})
        copy.clean_fields()
        copies.append(copy)
    Requirement.objects.bulk_create(copies)
    record_many(actor=actor, event=AuditEvent.CREATED, acts=[Act(target=copy) for copy in copies])
    return draft


@transaction.atomic
def change_requirement(
    *,
    actor: Actor,
    requirement: Requirement,
    revision: int | None = None,
    statement: str | None = None,
    rule_value: Mapping[str, Any] | None = None,
) -> Requirement:
    """Change the words or the value of a requirement of a version that is not adopted yet.

    `revision` is that of the requirement when the actor began to write. Raises PermissionDenied, Conflict when
    somebody else changed it since then or the version was adopted meanwhile, and ValidationError
    `consultation_open`, or with every fault of the value.
    """
    _open_version(actor, requirement.version)
    requirement = _as_it_was(requirement, revision)
    before = snapshot(requirement)
    requirement.revision += 1
    if statement is not None:
        requirement.statement = statement
    if rule_value is not None:
        requirement.rule_value = dict(rule_value)
    store(requirement, "statement", "rule_value", "revision")
    record(actor=actor, event=AuditEvent.CHANGED, target=requirement, before=before)
    return requirement


@transaction.atomic
def add_requirement(
    *,
    actor: Actor,
    version: ProductVersion,
    code: str,
    category: str,
    statement: str,
    source: str,
    how_checked: str,
    consequence: str,
) -> Requirement:
    """Demand one more thing in a version that is not adopted yet; a person judges whether it is met.

    Raises PermissionDenied, Conflict `version_adopted`, and ValidationError `consultation_open`, `requirement_code`.
    """
    version = _open_version(actor, version)
    last = version.requirements.aggregate(position=Max("position"))["position"]
    requirement = Requirement(
        version=version,
        code=code,
        category=category,
        statement=statement,
        source=source,
        checkable=Checkable.PERSON,
        how_checked=how_checked,
        consequence=consequence,
        position=(last or 0) + 1,
    )
    store(requirement)
    record(actor=actor, event=AuditEvent.CREATED, target=requirement)
    return requirement


@transaction.atomic
def remove_requirement(*, actor: Actor, requirement: Requirement, revision: int) -> None:
    """Demand this no more in a version that is not adopted yet. Raises as of `change_requirement`."""
    _open_version(actor, requirement.version)
    requirement = _as_it_was(requirement, revision)
    record(actor=actor, event=AuditEvent.DELETED, target=requirement)
    requirement.delete()


@transaction.atomic
def adopt_version(
    *, actor: Actor, version: ProductVersion, starts_on: date, ends_on: date | None = None
) -> ProductVersion:
    """Let the version hold from `starts_on`; the version that held then ends the day before.

    Raises PermissionDenied, Conflict when it was adopted meanwhile, and ValidationError: `consultation_open`,
    `no_requirements`, `starts_in_past`, `version_overlap`, `period_order`, or any fault of the values of its rules.
    """
    version = locked_version(version)
    _check_may_manage(actor)
    check_step(version, VersionStatus.ADOPTED)
    _check_not_consulted_now(version)
    if not version.requirements.exists():
        raise ValidationError("Deze versie heeft nog geen eisen. Voeg die eerst toe.", code="no_requirements")
    terms_of(version)
    _end_previous(actor, version, starts_on)
    before = snapshot(version)
    version.status = VersionStatus.ADOPTED
    version.starts_on = starts_on
    version.ends_on = ends_on
    version.adopted_at = now()
    store(version, "status", "starts_on", "ends_on", "adopted_at")
    record(actor=actor, event=AuditEvent.CHANGED, target=version, before=before)
    return version


@transaction.atomic
def withdraw_version(*, actor: Actor, version: ProductVersion, last_day: date) -> ProductVersion:
    """Let the version hold up to and including `last_day` and no longer; earlier days keep its terms.

    Raises PermissionDenied, Conflict when it is not adopted or was withdrawn meanwhile, and ValidationError:
    `withdrawn_in_past`, `withdrawn_before_start`, `withdrawn_after_end`.
    """
    version = locked_version(version)
    _check_may_manage(actor)
    check_step(version, VersionStatus.WITHDRAWN)
    check_last_day(last_day, today=today(), starts_on=version.starts_on, ends_on=version.ends_on)
    before = snapshot(version)
    version.status = VersionStatus.WITHDRAWN
    version.ends_on = last_day
    version.withdrawn_at = now()
    store(version, "status", "ends_on", "withdrawn_at")
    record(actor=actor, event=AuditEvent.CHANGED, target=version, before=before)
    return version


def locked_version(version: ProductVersion) -> ProductVersion:
    """The version as it stands now. The variant is locked: two versions of it cannot change at once."""
    variant = ProductVariant.objects.select_for_update(of=("self",)).get(pk=version.variant_id)
    fresh = ProductVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    fresh.variant = variant
    return fresh


def _end_previous(actor: Actor, version: ProductVersion, starts_on: date) -> None:
    previous = (
        ProductVersion.objects.in_force_on(starts_on)
        .filter(variant=version.variant, status=VersionStatus.ADOPTED)
        .first()
    )
    check_start(starts_on, today=today(), replaces=previous.starts_on if previous else None)
    if previous is None:
        return
    before = snapshot(previous)
    previous.ends_on = starts_on - ONE_DAY
    store(previous, "ends_on")
    record(actor=actor, event=AuditEvent.CHANGED, target=previous, before=before)


def _check_may_manage(actor: Actor) -> None:
    if not may_manage_products(actor):
        raise PermissionDenied


def _open_version(actor: Actor, version: ProductVersion) -> ProductVersion:
    """The version, of which requirements may still change."""
    version = locked_version(version)
    _check_may_manage(actor)
    if version.status not in OPEN:
        raise Conflict(
            "Deze versie is al vastgesteld. Maak een nieuwe versie om een eis te wijzigen.",
            code="version_adopted",
        )
    _check_not_consulted_now(version)
    return version


def _as_it_was(requirement: Requirement, revision: int | None) -> Requirement:
    """The requirement, when nobody changed it since the actor saw this revision; None looks at no revision."""
    fresh = Requirement.objects.select_for_update().filter(pk=requirement.pk).first()
    if fresh is None or (revision is not None and fresh.revision != revision):
        raise Conflict(
            "Iemand anders heeft deze eis gewijzigd terwijl u bezig was. "
            "Bekijk wat er nu staat, pas uw tekst aan en sla opnieuw op.",
            code="requirement_changed",
        )
    return fresh


def _check_not_consulted_now(version: ProductVersion) -> None:
    """While providers react, the text stays what they react to."""
    consultation = MarketConsultation.objects.filter(version=version, closes_at__gt=now()).first()
    if consultation is not None:
        raise ValidationError(
            f"Voor deze versie is er een marktconsultatie {consultation.closes}. Dit kan pas daarna.",
            code="consultation_open",
        )


def check_step(version: ProductVersion, status: VersionStatus) -> None:
    if not may_become(version.status, status):
        raise Conflict(
            f"{version} is nu ‘{version.get_status_display()}’. Daarom kan dit niet meer. "
            "Ververs de pagina om te zien wat wel kan.",
            code="version_status",
        )
