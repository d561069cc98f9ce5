"""An addendum: written, then adopted, and only then does it change the contract."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import TypedDict, TypeVar, Unpack

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max

from audit.enums import AuditEvent
from audit.services import record
from contracts.access import may_change_contract
from contracts.enums import AddendumStatus, LineKind
from contracts.models import Addendum, AddendumLine, Clause, Contract, ContractedProduct, Lot
from contracts.rules import check_inside_framework
from contracts.services.contracts import allow_municipality, contract_product, locked_contract
from contracts.services.rates import set_rate
from contracts.services.writing import fault, keep_changed, keep_new
from core.actors import Actor
from core.clock import now, today
from core.errors import Conflict
from core.periods import Period, in_words
from core.storing import store
from organisations.models import Municipality
from products.models import ProductVariant

ONE_DAY = timedelta(days=1)
V = TypeVar("V")


class Change(TypedDict, total=False):
    """What a line of an addendum says, beside its kind. Which of these it has follows from the kind."""

    contracted_product: ContractedProduct | None
    variant: ProductVariant | None
    lot: Lot | None
    product_code: str
    unit: str
    amount: Decimal | None
    is_fictional: bool
    ends_on: date | None
    article: str
    text: str


@transaction.atomic
def draft_addendum(*, actor: Actor, contract: Contract, title: str, reason: str, starts_on: date) -> Addendum:
    """Begin an addendum to a contract; it gets the next number and changes nothing yet.

    Raises PermissionDenied for anybody but a purchaser of the region, ValidationError `contract_unsigned` or
    `outside_contract`.
    """
    contract = locked_contract(actor, contract)
    if contract.signed_on is None:
        raise ValidationError(
            "Dit contract is nog niet ondertekend. U kunt het zonder addendum veranderen.", code="contract_unsigned"
        )
    if not contract.period.contains(starts_on):
        raise fault("starts_on", f"Het contract geldt {contract.period}. Kies een dag daarin.", "outside_contract")
    return _new_addendum(actor, contract, title=title, reason=reason, starts_on=starts_on)


@transaction.atomic
def add_line(
    *,
    actor: Actor,
    addendum: Addendum,
    kind: str,
    municipalities: Iterable[Municipality] = (),
    **change: Unpack[Change],
) -> AddendumLine:
    """Let the addendum change one more thing.

    Raises PermissionDenied, Conflict `addendum_closed`, ValidationError with code `line_incomplete`, `line_twice`,
    `line_end_twice`, `line_clause_twice`, `product_other` or `line_municipalities`.
    """
    addendum = _draft(actor, addendum)
    product = change.get("contracted_product")
    if product is not None and product.contract_id != addendum.contract_id:
        raise fault("contracted_product", "Dit product staat niet in dit contract.", "product_other")
    named = list(municipalities)
    if kind == LineKind.MUNICIPALITIES and not named:
        raise fault(
            "municipalities", "Kies minstens één gemeente die het product mag toewijzen.", "line_municipalities"
        )
    line = AddendumLine(addendum=addendum, kind=kind, **change)
    store(line)
    line.municipalities.set(named)
    record(actor=actor, event=AuditEvent.CREATED, target=line)
    return line


@transaction.atomic
def remove_line(*, actor: Actor, line: AddendumLine) -> None:
    """Take a line out of an addendum that is not adopted. Raises PermissionDenied, Conflict `addendum_closed`."""
    _draft(actor, line.addendum)
    record(actor=actor, event=AuditEvent.DELETED, target=line)
    line.delete()


@transaction.atomic
def withdraw_addendum(*, actor: Actor, addendum: Addendum) -> Addendum:
    """Go no further with an addendum; it stays to be read. Raises PermissionDenied, Conflict `addendum_closed`."""
    addendum = _draft(actor, addendum)
    keep_changed(actor, addendum, status=AddendumStatus.WITHDRAWN)
    return addendum


@transaction.atomic
def adopt_addendum(*, actor: Actor, addendum: Addendum, signed_on: date) -> Addendum:
    """Let the contract change as the lines say, from the day on which the addendum begins. All of them or none.

    Raises PermissionDenied, Conflict `addendum_closed`, ValidationError with the faults of all lines at once, or
    `addendum_empty` or `signed_in_future`.
    """
    addendum = _draft(actor, addendum)
    lines = list(
        addendum.lines.select_related("contracted_product__contract__framework", "variant", "lot").order_by("pk")
    )
    if not lines:
        raise ValidationError("Dit addendum verandert nog niets. Zet er eerst een regel in.", code="addendum_empty")
    if signed_on > today():
        raise fault("signed_on", "Deze dag moet nog komen. Vul in wanneer er is ondertekend.", "signed_in_future")
    faults: list[ValidationError] = []
    for line in lines:
        try:
            with transaction.atomic():
                _CARRY_OUT[LineKind(line.kind)](actor, addendum, line)
        except ValidationError as error:
            faults += [
                ValidationError(f"{line.get_kind_display()}: {message}", code=one.code)
                for one in _single(error)
                for message in one.messages
            ]
    if faults:
        raise ValidationError(faults)
    keep_changed(actor, addendum, status=AddendumStatus.ADOPTED, signed_on=signed_on, adopted_at=now())
    return addendum


def extend_contract(actor: Actor, contract: Contract, ends_on: date, *, reason: str) -> Addendum:
    """Let a contract end later because its framework agreement does, as part of that change."""
    addendum = _new_addendum(
        actor, contract, title=f"Verlenging tot en met {in_words(ends_on)}", reason=reason, starts_on=today()
    )
    line = AddendumLine(addendum=addendum, kind=LineKind.END, ends_on=ends_on)
    keep_new(actor, line)
    _end(actor, addendum, line)
    keep_changed(actor, addendum, status=AddendumStatus.ADOPTED, signed_on=today(), adopted_at=now())
    return addendum


def _new_addendum(actor: Actor, contract: Contract, *, title: str, reason: str, starts_on: date) -> Addendum:
    last = contract.addenda.aggregate(last=Max("number"))["last"]
    addendum = Addendum(
        contract=contract,
        number=(last or 0) + 1,
        title=title,
        reason=reason,
        starts_on=starts_on,
        written_by_id=actor.user_id,  # type: ignore[misc]  # who may change a contract is somebody
    )
    return keep_new(actor, addendum)


def _draft(actor: Actor, addendum: Addendum) -> Addendum:
    """The addendum, locked with its contract, for who may change that and as long as it is no more than a draft."""
    contract = locked_contract(actor, addendum.contract)
    locked = Addendum.objects.select_for_update(of=("self",)).get(pk=addendum.pk)
    locked.contract = contract
    if not may_change_contract(actor, contract):
        raise PermissionDenied
    if locked.status != AddendumStatus.DRAFT:
        raise Conflict(
            "Dit addendum is al vastgesteld of ingetrokken. Maak een nieuw addendum.", code="addendum_closed"
        )
    return locked


def _single(error: ValidationError) -> list[ValidationError]:
    return (
        [one for found in error.error_dict.values() for one in found]
        if hasattr(error, "error_dict")
        else (error.error_list)
    )


def _needed(value: V | None) -> V:
    """The value that a line of this kind cannot do without: the database refuses a line without it."""
    if value is None:
        raise ValidationError("Deze regel is niet volledig.", code="line_incomplete")
    return value


def _rate(actor: Actor, addendum: Addendum, line: AddendumLine) -> None:
    set_rate(
        actor=actor,
        contracted_product=_needed(line.contracted_product),
        amount=_needed(line.amount),
        starts_on=addendum.starts_on,
        is_fictional=line.is_fictional,
        addendum=addendum,
    )


def _product_added(actor: Actor, addendum: Addendum, line: AddendumLine) -> None:
    contract_product(
        actor=actor,
        contract=addendum.contract,
        variant=_needed(line.variant),
        product_code=line.product_code,
        unit=line.unit,
        lot=line.lot,
        amount=_needed(line.amount),
        is_fictional=line.is_fictional,
        municipalities=line.municipalities.all(),
        addendum=addendum,
    )


def _product_ended(actor: Actor, addendum: Addendum, line: AddendumLine) -> None:
    """What was allocated runs on; nothing new is allocated from then."""
    product = _needed(line.contracted_product)
    if product.ends_on is not None:
        raise ValidationError(f"{product.variant} gaat al uit het contract.", code="product_ended")
    keep_changed(actor, product, ends_on=addendum.starts_on - ONE_DAY)


def _municipalities(actor: Actor, addendum: Addendum, line: AddendumLine) -> None:
    product = _needed(line.contracted_product)
    wanted = {row.pk: row for row in line.municipalities.all()}
    if product.allowed.filter(starts_on__gte=addendum.starts_on).exists():
        raise ValidationError("Er is al afgesproken welke gemeenten daarna gelden.", code="allowed_later")
    for row in product.allowed.active_on(addendum.starts_on):
        if wanted.pop(row.municipality_id, None) is None:
            keep_changed(actor, row, ends_on=addendum.starts_on - ONE_DAY)
    for municipality in wanted.values():
        allow_municipality(actor, product, municipality, addendum.starts_on)


def _clause(actor: Actor, addendum: Addendum, line: AddendumLine) -> None:
    rows = Clause.objects.filter(contract=addendum.contract, article=line.article)
    if rows.filter(starts_on__gte=addendum.starts_on).exists():
        raise ValidationError(f"Artikel {line.article} is vanaf die dag of later al veranderd.", code="clause_later")
    for row in rows.active_on(addendum.starts_on):
        keep_changed(actor, row, ends_on=addendum.starts_on - ONE_DAY)
    if line.text.strip():
        clause = Clause(contract=addendum.contract, article=line.article, text=line.text, starts_on=addendum.starts_on)
        keep_new(actor, clause)


def _end(actor: Actor, addendum: Addendum, line: AddendumLine) -> None:
    contract = addendum.contract
    later = contract.addenda.filter(
        status=AddendumStatus.ADOPTED, changes_end=True, starts_on__gte=addendum.starts_on
    ).exclude(pk=addendum.pk)
    if later.exists():
        raise ValidationError("Een ander addendum verandert de einddatum al vanaf die dag of later.", code="end_later")
    if line.ends_on is not None and line.ends_on < addendum.starts_on:
        raise ValidationError("Kies een einddatum op of na de dag waarop het addendum ingaat.", code="end_before")
    check_inside_framework(Period(contract.starts_on, line.ends_on), contract.framework.period)
    keep_changed(actor, addendum, changes_end=True, former_ends_on=contract.ends_on)
    keep_changed(actor, contract, ends_on=line.ends_on)


_CARRY_OUT: Mapping[LineKind, Callable[[Actor, Addendum, AddendumLine], None]] = {
    LineKind.RATE: _rate,
    LineKind.PRODUCT_ADDED: _product_added,
    LineKind.PRODUCT_ENDED: _product_ended,
    LineKind.MUNICIPALITIES: _municipalities,
    LineKind.CLAUSE: _clause,
    LineKind.END: _end,
}
