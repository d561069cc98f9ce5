"""Sealing an agreed plan: the fingerprint of its PDF is kept beside the agreements."""

import hashlib

from django.db import transaction

from audit.enums import AuditEvent
from audit.services import record, snapshot
from core.actors import Actor
from core.storing import store
from plans.documents import plan_pdf
from plans.models import PlanVersion
from plans.services.locking import client_of


def seal_agreed_plan(version_id: int) -> str:
    """Render the agreed document as PDF and keep its SHA-256; the hexadecimal fingerprint.

    Rendering happens outside the transaction, since it takes most of a second. Doing it twice gives the
    same bytes, so a version that was sealed meanwhile keeps what it has. Raises `PdfUnavailable`.
    """
    version = PlanVersion.objects.get(pk=version_id)
    if version.pdf_sha256:
        return version.pdf_sha256
    fingerprint = plan_pdf_fingerprint(version)
    with transaction.atomic():
        version = (
            PlanVersion.objects.select_for_update(of=("self",))
            .select_related("plan__allocation__client")
            .get(pk=version_id)
        )
        if not version.pdf_sha256:
            before = snapshot(version)
            version.pdf_sha256 = fingerprint
            store(version, "pdf_sha256")
            record(
                actor=Actor.system("verzegeling van plannen"),
                event=AuditEvent.CHANGED,
                target=version,
                before=before,
                client=client_of(version.plan),
            )
    return version.pdf_sha256


def unsealed_plans() -> list[int]:
    """Agreed versions whose PDF has no fingerprint yet, oldest first."""
    return list(
        PlanVersion.objects.filter(agreed_at__isnull=False, pdf_sha256="").order_by("pk").values_list("pk", flat=True)
    )


def plan_pdf_fingerprint(version: PlanVersion) -> str:
    """SHA-256 of the PDF of the agreed document, rendered now; compare it with the one that is kept."""
    if version.agreed_document is None:
        raise ValueError(f"Version {version.public_id} was never agreed.")
    return hashlib.sha256(plan_pdf(version.agreed_document)).hexdigest()
