"""A framework agreement with its lots, municipalities, documents and extensions."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File
from django.db import transaction

from contracts.access import may_purchase
from contracts.enums import ContractParameter, OptionState
from contracts.models import (
    AgreementDocument,
    Contract,
    ExtensionOption,
    FrameworkAgreement,
    Lot,
    Participation,
)
from contracts.rules import check_duration, last_day_after
from contracts.selectors.settings import limit
from contracts.services.addenda import extend_contract
from contracts.services.writing import beside, fault, keep_changed, keep_new
from core.actors import Actor
from core.clock import today
from core.errors import Conflict
from core.periods import Period
from core.uploads import check_upload, files_share_the_fate_of_the_row, safe_name
from organisations.models import Municipality, Region


@transaction.atomic
def conclude_framework(
    *,
    actor: Actor,
    region: Region,
    name: str,
    reference: str,
    starts_on: date,
    ends_on: date | None = None,
    duration_reason: str = "",
    extension_months: Sequence[int] = (),
    municipalities: Iterable[Municipality] = (),
) -> FrameworkAgreement:
    """The framework agreement of the region under which it contracts providers.

    `extension_months` are the options to extend, in order. Without `municipalities` all of the region take part.
    Raises PermissionDenied for anybody but its purchaser, ValidationError for an end before the start, a reference that
    is taken, `framework_duration`, `option_without_end` or `other_region`.
    """
    if not may_purchase(actor, region):
        raise PermissionDenied
    framework = FrameworkAgreement(
        region=region,
        name=name,
        reference=reference,
        starts_on=starts_on,
        ends_on=ends_on,
        duration_reason=duration_reason,
    )
    if extension_months and ends_on is None:
        raise fault(
            "ends_on", "Wat geen einddatum heeft, is niet te verlengen. Vul een einddatum in.", "option_without_end"
        )
    last = last_day_after(ends_on, sum(extension_months)) if ends_on and extension_months else ends_on
    most = limit(ContractParameter.FRAMEWORK_MONTHS, starts_on)
    if ends_on is None or ends_on >= starts_on:  # otherwise the row itself says what is wrong
        try:
            check_duration(Period(starts_on, last), most_months=most.value if most else None, reason=duration_reason)
        except ValidationError as error:
            raise beside("duration_reason", error) from error
    keep_new(actor, framework)
    for number, months in enumerate(extension_months, 1):
        keep_new(actor, ExtensionOption(framework=framework, number=number, months=months))
    for municipality in municipalities:
        _join(actor, framework, municipality, starts_on)
    return framework


@transaction.atomic
def add_lot(*, actor: Actor, framework: FrameworkAgreement, number: int, domain: str, name: str) -> Lot:
    """Add a lot. Raises PermissionDenied, ValidationError with code `lot_number` or `lot_domain`."""
    framework = _locked(actor, framework)
    return keep_new(actor, Lot(framework=framework, number=number, domain=domain, name=name))


@transaction.atomic
def join_framework(
    *, actor: Actor, framework: FrameworkAgreement, municipality: Municipality, starts_on: date
) -> Participation:
    """Let a municipality take part from a day on.

    From the day on which the first is named, only those that are named take part. Raises PermissionDenied,
    ValidationError with code `participation_overlap`, `other_region` or `outside_framework`.
    """
    framework = _locked(actor, framework)
    if not framework.period.contains(starts_on):
        raise fault(
            "starts_on", f"De raamovereenkomst geldt {framework.period}. Kies een dag daarin.", "outside_framework"
        )
    return _join(actor, framework, municipality, starts_on)


@transaction.atomic
def leave_framework(*, actor: Actor, participation: Participation, ends_on: date) -> Participation:
    """Let a municipality take part up to and including a day. What it allocated before runs on.

    Raises PermissionDenied, ValidationError with code `period_order`, Conflict when it left already.
    """
    row = (
        Participation.objects.select_for_update(of=("self",))
        .select_related("framework__region")
        .get(pk=participation.pk)
    )
    if not may_purchase(actor, row.framework.region):
        raise PermissionDenied
    if row.ends_on is not None:
        raise Conflict("Er staat al tot wanneer deze gemeente meedoet.", code="participation_ended")
    keep_changed(actor, row, ends_on=ends_on)
    return row


def add_document(
    *,
    actor: Actor,
    framework: FrameworkAgreement,
    kind: str,
    title: str,
    version: str,
    dated_on: date,
    location: str = "",
    contract: Contract | None = None,
    file: File[bytes] | None = None,
) -> AgreementDocument:
    """Keep that there is a document, in which version, and the document itself or where it is. A newer version is
    another row; the older stays.

    Raises PermissionDenied, ValidationError with code `document_kind`, `document_version`, `document_of_contract`,
    `contract_other`, or at the field `file` one of `upload_...`.
    """
    with files_share_the_fate_of_the_row() as written, transaction.atomic():
        framework = _locked(actor, framework)
        if contract is not None and contract.framework_id != framework.pk:
            raise fault("contract", "Dit contract hoort bij een andere raamovereenkomst.", "contract_other")
        document = AgreementDocument(
            framework=framework,
            contract=contract,
            kind=kind,
            title=title,
            version=version,
            dated_on=dated_on,
            location=location,
        )
        if file is not None:
            written.append(_put(document, file))
        return keep_new(actor, document)


def _put(document: AgreementDocument, file: File[bytes]) -> str:
    """Store the file; under which name."""
    try:
        upload_kind = check_upload(file, settings.UPLOAD_LIMIT_MB)
    except ValidationError as error:
        raise beside("file", error) from error
    document.file_name = safe_name(file.name, upload_kind)
    document.file.save(document.file_name, file, save=False)
    return str(document.file.name)


@transaction.atomic
def decide_extension(*, actor: Actor, option: ExtensionOption, is_used: bool) -> ExtensionOption:
    """Decide today whether an option to extend is used; the framework agreement then ends later.

    Contracts that were to end with it go on too, each by an addendum that is adopted at once. Raises PermissionDenied,
    Conflict `option_decided`, ValidationError `option_order` (an earlier one is open or was not used) or
    `framework_over`.
    """
    framework = _locked(actor, option.framework)
    option = ExtensionOption.objects.select_for_update(of=("self",)).get(pk=option.pk)
    if option.state != OptionState.OPEN:
        raise Conflict("Over deze verlenging is al besloten.", code="option_decided")
    earlier = framework.options.filter(number__lt=option.number).exclude(state=OptionState.USED)
    if earlier.exists():
        raise ValidationError("Besluit eerst over de verlenging die hiervoor komt.", code="option_order")
    last = framework.ends_on
    if last is None or last < today():
        raise ValidationError("Deze raamovereenkomst is voorbij en is niet meer te verlengen.", code="framework_over")
    state = OptionState.USED if is_used else OptionState.DECLINED
    keep_changed(actor, option, state=state, decided_on=today(), former_ends_on=last if is_used else None)
    if is_used:
        new_end = last_day_after(last, option.months)
        keep_changed(actor, framework, ends_on=new_end)
        for contract in framework.contracts.select_for_update(of=("self",)).filter(ends_on=last):
            extend_contract(actor, contract, new_end, reason=str(option))
    return option


def _join(actor: Actor, framework: FrameworkAgreement, municipality: Municipality, starts_on: date) -> Participation:
    if municipality.region_id != framework.region_id:
        raise fault("municipality", "Deze gemeente hoort bij een andere zorgregio.", "other_region")
    return keep_new(actor, Participation(framework=framework, municipality=municipality, starts_on=starts_on))


def _locked(actor: Actor, framework: FrameworkAgreement) -> FrameworkAgreement:
    locked = FrameworkAgreement.objects.select_for_update(of=("self",)).select_related("region").get(pk=framework.pk)
    if not may_purchase(actor, locked.region):
        raise PermissionDenied
    return locked
