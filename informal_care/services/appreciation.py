"""Appreciation: what there is in a year, applying for it, deciding, and forgetting who applied."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from audit.enums import AuditEvent
from audit.services import record, snapshot
from core.actors import Actor
from core.calendar import add_months
from core.clock import today
from core.errors import Conflict
from core.fields import blind_index_of
from core.storing import store
from informal_care.access import may_give_for, may_keep_schemes
from informal_care.enums import ApplicationStatus, AppreciationForm, CareParameter
from informal_care.models import AppreciationApplication, AppreciationKind, AppreciationScheme
from informal_care.models.appreciation import identity_of
from informal_care.selectors.settings import care_setting
from informal_care.services.links import fingerprint_of, new_secret
from organisations.models import Municipality

NO_OFFER = ValidationError("Vul minstens één keuze in.", code="no_offer")


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that can be chosen: in which form, what it is worth in euro, and how many there are."""

    form: str
    name: str
    value: Decimal
    available: int


@transaction.atomic
def open_scheme(*, actor: Actor, offers: Sequence[Offer], **values: Any) -> AppreciationScheme:
    """What the own municipality gives in a year: the fields of the scheme, and at least one thing to choose.

    Raises PermissionDenied, ValidationError with code `scheme_year`, `scheme_period`, `scheme_budget`, `no_offer`,
    `kind_name` or `kind_complete`.
    """
    municipality = Municipality.objects.filter(pk=actor.organisation_id or 0).first()
    if municipality is None or not may_keep_schemes(actor):
        raise PermissionDenied
    if not offers:
        raise ValidationError({"name_1": NO_OFFER})
    scheme = AppreciationScheme(municipality=municipality, **values)
    store(scheme)
    for one in offers:
        store(AppreciationKind(scheme=scheme, form=one.form, name=one.name, value=one.value, available=one.available))
    record(actor=actor, event=AuditEvent.CREATED, target=scheme)
    return scheme


@transaction.atomic
def apply_for_appreciation(*, actor: Actor, scheme: AppreciationScheme, kind: AppreciationKind, **told: Any) -> str:
    """Keep an application, and give the secret of the link at which its state can be seen; nobody reads it again.

    Anybody may, without an account; who handles appreciation does so on behalf of somebody. Who applied already gets
    just the same: their application is kept beside the first, and nothing here tells so. An account (`iban`) is kept
    of who chooses money alone. Raises ValidationError with code `scheme_closed`, `other_scheme`, `iban_needed`, or of a
    field.
    """
    # One after another: two of the same person at once would both be the first.
    scheme = AppreciationScheme.objects.select_for_update(of=("self",)).get(pk=scheme.pk)
    if not scheme.is_open(today()):
        raise ValidationError("U kunt nu niet aanvragen.", code="scheme_closed")
    if kind.scheme_id != scheme.pk:
        raise ValidationError({"kind": ValidationError("Kies iets uit de lijst.", code="other_scheme")})
    iban, pays = told.pop("iban", None), kind.form == AppreciationForm.MONEY
    if pays and not iban:
        fault = ValidationError("Vul de rekening in waarop u het geld wilt krijgen.", code="iban_needed")
        raise ValidationError({"iban": fault})
    secret = new_secret()
    application = AppreciationApplication(
        municipality_id=scheme.municipality_id,
        scheme=scheme,
        kind=kind,
        applied_on=today(),
        entered_by_id=actor.user_id if may_give_for(actor, scheme) else None,
        fingerprint=fingerprint_of(secret),
        iban=iban if pays else None,
        **told,
    )
    known_by = identity_of(told["name"], told["birth_date"])
    index = blind_index_of(AppreciationApplication, "identity_index", known_by)
    application.same_as = AppreciationApplication.objects.filter(
        scheme=scheme, identity_index=index, same_as=None
    ).first()
    store(application)
    record(actor=actor, event=AuditEvent.CREATED, target=application, client=application.public_id)
    return secret


@transaction.atomic
def decide_application(
    *, actor: Actor, application: AppreciationApplication, granted: bool, reason: str = ""
) -> AppreciationApplication:
    """Grant it, or refuse it with the reason. Two who decide at once never give more than there is.

    Raises PermissionDenied, Conflict when it was decided already, ValidationError with code `scheme_budget`,
    `kind_number`, `application_decided` or `applied_twice`.
    """
    scheme = AppreciationScheme.objects.select_for_update(of=("self",)).get(pk=application.scheme_id)
    rows = AppreciationApplication.objects.select_for_update(of=("self",))
    application = rows.get(pk=application.pk)
    if not may_give_for(actor, application):
        raise PermissionDenied
    if application.status != ApplicationStatus.APPLIED or application.emptied_on is not None:
        raise Conflict("Hierover is al besloten.", code="application_was_decided")
    if application.same_as_id is not None:
        raise ValidationError("Deze persoon vroeg al eerder aan. Beslis over die aanvraag.", code="applied_twice")
    if not granted and not reason.strip():
        fault = ValidationError("Schrijf op waarom u dit afwijst.", code="application_decided")
        raise ValidationError({"reason": fault})
    before = snapshot(application)
    application.status = ApplicationStatus.GRANTED if granted else ApplicationStatus.REFUSED
    application.reason = "" if granted else reason.strip()
    application.decided_on, application.decided_by_id = today(), actor.user_id
    if granted:
        kind = AppreciationKind.objects.select_for_update(of=("self",)).get(pk=application.kind_id)
        kind.granted += 1
        scheme.granted_amount += kind.value
        scheme.relied_on = scheme.relied_on or scheme.conditions
        store(kind, "granted")
        store(scheme, "granted_amount", "relied_on")
    store(application, "status", "reason", "decided_on", "decided_by")
    record(actor=actor, event=AuditEvent.CHANGED, target=application, client=application.public_id, before=before)
    return application


def empty_old_applications() -> int:
    """Take out who applied, once a scheme closed so many months ago (a dated setting); the number of applications.

    What was given and how much it cost stays. Each is done for itself, so that one that fails keeps no other.
    """
    months, day, number = care_setting(CareParameter.APPLICATION_MONTHS, today()), today(), 0
    actor = Actor.system("Aanvragen voor waardering leegmaken")
    waiting = AppreciationApplication.objects.filter(emptied_on=None).select_related("scheme")
    for application in waiting.iterator():
        if add_months(application.scheme.closes_on, months) < day:
            _empty(actor, application)
            number += 1
    return number


@transaction.atomic
def _empty(actor: Actor, application: AppreciationApplication) -> None:
    application = AppreciationApplication.objects.select_for_update(of=("self",)).get(pk=application.pk)
    before = snapshot(application)
    for name in AppreciationApplication.PERSONAL:
        setattr(application, name, None if name in {"birth_date", "fingerprint", "iban"} else "")
    application.emptied_on = today()
    store(application, *AppreciationApplication.PERSONAL, "emptied_on")
    record(actor=actor, event=AuditEvent.CHANGED, target=application, client=application.public_id, before=before)
