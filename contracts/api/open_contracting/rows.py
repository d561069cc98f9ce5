"""How agreements, contracts, products and organisations are written in open contract data (OCDS 1.1.5)."""

from datetime import date
from typing import Final
from uuid import UUID

from django.conf import settings
from django.utils.timezone import localdate

from contracts.enums import DocumentKind, OptionState
from contracts.models import (
    Addendum,
    AgreementDocument,
    CallOff,
    Contract,
    ContractedProduct,
    ExtensionOption,
    FrameworkAgreement,
    Rate,
)
from contracts.rules.open_contracting import Json, contract_status, moment, period
from contracts.rules.price import price_of
from contracts.rules.reading import EndChange, end_on
from contracts.selectors.open_contracting import ContractingProcess
from core.calendar import ONE_DAY, add_months
from core.clock import AMSTERDAM
from organisations.models import CareProvider, Organisation

CURRENCY: Final = "EUR"
DAY_CARE: Final = {"scheme": "CPV", "id": "85312100", "description": "Dagverzorging"}
"""Common Procurement Vocabulary, Regulation (EC) 213/2008."""
DOCUMENT_TYPES: Final = {
    DocumentKind.AGREEMENT: "contractDraft",
    DocumentKind.CALL_OFF: "contractSchedule",
    DocumentKind.NOTE: "clarifications",
    DocumentKind.PURCHASING: "biddingDocuments",
}


def ocid_of(key: UUID) -> str:
    """The name of a contracting process in the whole world: the prefix of the publisher, and our own name."""
    return f"{settings.OCDS_PREFIX}-{key}"


def key_of(ocid: str) -> UUID | None:
    """Our own name of a contracting process; None for what is no name of ours."""
    head, _, key = ocid.partition(f"{settings.OCDS_PREFIX}-")
    try:
        return UUID(key) if not head else None
    except ValueError:
        return None


def tender_on(process: ContractingProcess, day: date) -> Json:
    framework = process.framework
    ends_on = _framework_ends_on(process, day)
    agreed = period(framework.starts_on, ends_on, _most(process, ends_on, day))
    papers = [one for one in process.documents if one.contract_id is None and one.dated_on <= day]
    used = [one for one in process.options if one.state == OptionState.USED and (one.decided_on or day) <= day]
    return {
        "id": framework.reference,
        "title": framework.name,
        "status": "complete",
        "procuringEntity": reference(framework.region),
        "mainProcurementCategory": "services",
        "contractPeriod": agreed,
        "techniques": {
            "hasFrameworkAgreement": True,
            "frameworkAgreement": {"method": "withoutReopeningCompetition"},
        },
        **if_any("lots", [{"id": str(lot.public_id), "title": str(lot), "status": "complete"} for lot in process.lots]),
        **if_any("documents", [_document(one) for one in papers]),
        **if_any("amendments", [_extension(one) for one in used]),
    }


def contract_on(process: ContractingProcess, contract: Contract, day: date) -> Json:
    ends_on = _ends_on(contract, day)
    most = _most(process, _framework_ends_on(process, day), day)
    papers = [one for one in process.documents if one.contract_id == contract.pk and one.dated_on <= day]
    amendments = [_amendment(one) for one in contract.addenda.all() if known_on(one) <= day]
    call_offs = [_below(one) for one in contract.call_offs.all() if one.signed_on <= day]
    signed = {"dateSigned": moment(contract.signed_on)} if contract.signed_on and contract.signed_on <= day else {}
    return {
        "id": str(contract.public_id),
        "awardID": str(contract.public_id),
        "title": f"Contract {contract.number}",
        "status": contract_status(contract.starts_on, ends_on, day),
        "period": period(contract.starts_on, ends_on, most if ends_on else None),
        **signed,
        **if_any("documents", [_document(one) for one in papers]),
        **if_any("amendments", amendments),
        **if_any("relatedProcesses", call_offs),
    }


def item_on(process: ContractingProcess, product: ContractedProduct, day: date) -> Json:
    """A product in a contract. One that ended stays, with its last day: a release cannot take it away."""
    name, code = product.variant.name, product.product_code
    ended = f", tot en met {product.ends_on.isoformat()}" if product.ends_on and product.ends_on < day else ""
    rate = next((one for one in product.rates.all() if _holds(one, day)), None)
    unit: Json = {"scheme": "iWmo WJ756", "id": product.unit, "name": product.get_unit_display()}
    if rate is not None:
        ended += " (tarief fictief)" if rate.is_fictional else ""
        unit["value"] = {"amount": float(rate.amount), "currency": CURRENCY}
    return {
        "id": str(product.public_id),
        "description": f"{name}{ended}",
        "classification": DAY_CARE,
        "additionalClassifications": [{"scheme": "iWmo", "id": code, "description": name}],
        "unit": unit,
        **({"relatedLot": str(product.lot.public_id)} if product.lot else {}),
        **if_any("valueBreakdown", _breakdown(process, product, day)),
    }


def _breakdown(process: ContractingProcess, product: ContractedProduct, day: date) -> list[Json]:
    """What the region reckoned that a unit costs, element by element (Uitvoeringsbesluit Wmo 2015 art. 5.4)."""
    for sheet in process.prices:
        if sheet.version.variant_id == product.variant_id and sheet.period.contains(day):
            made_up = " (fictief)" if sheet.is_fictional else ""
            return [
                {
                    "id": f"{sheet.public_id}-{element.letter}",
                    "description": f"Reële prijs, onderdeel {element.letter}: {element.name}{made_up}",
                    "value": {"amount": float(element.amount), "currency": CURRENCY},
                }
                for element in price_of(sheet.as_input()).elements
            ]
    return []


def lots_of(contract: Contract) -> list[str]:
    lots = (product.lot for product in contract.contracted_products.all())
    return sorted({str(lot.public_id) for lot in lots if lot is not None})


def _amendment(addendum: Addendum) -> Json:
    kinds = dict.fromkeys(line.get_kind_display() for line in addendum.lines.all())
    return {
        "id": str(addendum.public_id),
        "date": moment(known_on(addendum)),
        "description": ": ".join((str(addendum), ", ".join(kinds))) if kinds else str(addendum),
    }


def _extension(option: ExtensionOption) -> Json:
    decided = {"date": moment(option.decided_on)} if option.decided_on else {}
    return {"id": str(option.public_id), "description": f"Verlengd met {option.months} maanden", **decided}


def _below(call_off: CallOff) -> Json:
    return {
        "id": str(call_off.public_id),
        "relationship": ["subContract"],
        "title": call_off.title,
        "scheme": "ocid",
        "identifier": ocid_of(call_off.public_id),
    }


def _document(document: AgreementDocument) -> Json:
    return {
        "id": str(document.public_id),
        "documentType": "contractSigned" if document.contract_id else DOCUMENT_TYPES[DocumentKind(document.kind)],
        "title": str(document),
        "datePublished": moment(document.dated_on),
        "language": "nl",
    }


# Who --------------------------------------------------------------------------------------------------


def reference(organisation: Organisation) -> Json:
    return {"id": str(organisation.public_id), "name": organisation.name}


def buyer(framework: FrameworkAgreement) -> Json:
    return reference(framework.region) | {"roles": ["buyer", "procuringEntity"]}


def payer(municipality: Organisation) -> Json:
    return reference(municipality) | {"roles": ["payer"]}


def supplier(provider: CareProvider) -> Json:
    return reference(provider) | {
        "roles": ["supplier"],
        "identifier": {"scheme": "NL-KVK", "id": provider.kvk_number, "legalName": provider.name},
        "additionalIdentifiers": [{"scheme": "AGB", "id": provider.agb_code}],
    }


def payers(process: ContractingProcess, day: date, first: date) -> list[Organisation]:
    """The municipalities that pay: those that take part, or all of the region as long as none was named."""
    if not process.participations:
        return list(process.municipalities)
    at = max(day, min(first, *(row.starts_on for row in process.participations)))
    return [row.municipality for row in process.participations if row.period.contains(at)]


# When -------------------------------------------------------------------------------------------------


def published_on(contract: Contract) -> date:
    """The first day on which a contract is open data."""
    return min(contract.signed_on or contract.starts_on, contract.starts_on)


def known_on(addendum: Addendum) -> date:
    """From when an addendum changes what is told: when it holds, or when it was adopted if that is later."""
    adopted = localdate(addendum.adopted_at, AMSTERDAM) if addendum.adopted_at else addendum.starts_on
    return max(addendum.starts_on, adopted)


def tells_from(rate: Rate) -> date:
    """From when a rate is told: its first day, and for a correction not before it was made."""
    corrected = rate.corrects_id is not None and rate.recorded_at is not None
    return max(rate.starts_on, localdate(rate.recorded_at, AMSTERDAM)) if corrected else rate.starts_on


def _holds(rate: Rate, day: date) -> bool:
    superseded = rate.superseded_at is not None and localdate(rate.superseded_at, AMSTERDAM) <= day
    return rate.period.contains(day) and tells_from(rate) <= day and not superseded


def has_begun(product: ContractedProduct, day: date) -> bool:
    return product.starts_on is None or product.starts_on <= day


def _ends_on(contract: Contract, day: date) -> date | None:
    changes = [EndChange(known_on(one), one.former_ends_on) for one in contract.addenda.all() if one.changes_end]
    return end_on(day, contract.ends_on, changes)


def _framework_ends_on(process: ContractingProcess, day: date) -> date | None:
    changes = [
        EndChange(one.decided_on, one.former_ends_on)
        for one in process.options
        if one.state == OptionState.USED and one.decided_on is not None
    ]
    return end_on(day, process.framework.ends_on, changes)


def _most(process: ContractingProcess, ends_on: date | None, day: date) -> date | None:
    """The last day when every option that is left is used."""
    if ends_on is None:
        return None
    left = sum(one.months for one in process.options if one.decided_on is None or one.decided_on > day)
    return add_months(ends_on + ONE_DAY, left) - ONE_DAY


def if_any(name: str, rows: list[Json] | list[str]) -> Json:
    """A list has rows or is not there (OCDS: no empty arrays)."""
    return {name: rows} if rows else {}
