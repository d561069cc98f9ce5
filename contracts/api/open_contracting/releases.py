"""What happened to a framework agreement and its contracts, release by release (OCDS 1.1.5).

A release tells of one part of the process on the day that something in it changed, and is never changed afterwards: a
correction is a release of its own. What is left out says `contracts.selectors.open_contracting`.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from django.utils.timezone import localdate

from contracts.api.open_contracting.rows import (
    buyer,
    contract_on,
    has_begun,
    if_any,
    item_on,
    known_on,
    lots_of,
    ocid_of,
    payer,
    payers,
    published_on,
    reference,
    supplier,
    tells_from,
    tender_on,
)
from contracts.enums import OptionState
from contracts.models import CallOff, Contract
from contracts.rules.open_contracting import Json, contract_status, moment, period
from contracts.selectors.open_contracting import ContractingProcess
from core.calendar import ONE_DAY
from core.clock import AMSTERDAM

MOMENT: Final = timedelta(microseconds=1)


@dataclass(slots=True)
class Events:
    """By day what happened: codes of the list releaseTag."""

    days: dict[date, set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, day: date | None, tag: str) -> None:
        """Something happened on this day; nothing when there is no day."""
        if day is not None:
            self.days[day].add(tag)

    def since(self, first: date) -> Iterator[tuple[date, list[str]]]:
        """Day by day, from the first of them on."""
        return ((day, sorted(self.days[day])) for day in sorted(self.days) if day >= first)


def framework_releases(process: ContractingProcess, until: date) -> list[Json]:
    """What happened up to and including a day, the oldest first."""
    found = [*_consultations(process), *_tender(process)]
    for contract in process.contracts:
        found += _contract(process, contract)
    return _in_order(found, ocid_of(process.framework.public_id), until)


def call_off_releases(call_off: CallOff, until: date) -> list[Json]:
    """The one release of a call-off: a process of its own, under that of its framework agreement."""
    contract, framework = call_off.contract, call_off.contract.framework
    key, agreed = str(call_off.public_id), period(call_off.starts_on, call_off.ends_on)
    state = contract_status(call_off.starts_on, call_off.ends_on, until)
    parent = {
        "id": "1",
        "relationship": ["framework"],
        "title": framework.name,
        "scheme": "ocid",
        "identifier": ocid_of(framework.public_id),
    }
    release = {
        "tag": ["award", "contract"],
        "parties": [buyer(framework), supplier(contract.provider)],
        "buyer": reference(framework.region),
        "awards": [
            {"id": key, "title": call_off.title, "status": "active", "suppliers": [reference(contract.provider)]}
        ],
        "contracts": [
            {
                "id": key,
                "awardID": key,
                "title": f"{call_off.number}: {call_off.title}",
                "status": state,
                "period": agreed,
                "dateSigned": moment(call_off.signed_on),
            }
        ],
        "relatedProcesses": [parent],
    }
    return _in_order([(call_off.signed_on, key, release)], ocid_of(call_off.public_id), until)


Part = tuple[date, str, Json]
"""A release to be: its day, what it is about, and what it tells."""


def _in_order(parts: list[Part], ocid: str, until: date) -> list[Json]:
    return [
        {
            "ocid": ocid,
            "id": f"{ocid}-{about}-{day.isoformat()}",
            "date": moment(day),
            "initiationType": "tender",
            "language": "nl",
            **release,
        }
        for day, about, release in sorted(parts, key=lambda part: part[:2])
        if day <= until
    ]


def _consultations(process: ContractingProcess) -> Iterator[Part]:
    """Each consultation of the market: when it opens, when it closed, and when the answers were published."""
    for row in process.consultations:
        closed = localdate(row.closes_at - MOMENT, AMSTERDAM)
        held: Json = {
            "id": str(row.public_id),
            "title": str(row),
            "type": "engagement",
            "dueDate": moment(closed, end=True),
            **({"description": row.introduction} if row.introduction else {}),
        }
        told: list[tuple[date, str, Json]] = [
            (localdate(row.opens_at, AMSTERDAM), "planning", {"milestones": [held | {"status": "scheduled"}]}),
            (
                closed + ONE_DAY,
                "planningUpdate",
                {"milestones": [held | {"status": "met", "dateMet": moment(closed, end=True)}]},
            ),
        ]
        if row.note_published_at is not None:
            day = localdate(row.note_published_at, AMSTERDAM)
            note = {
                "id": str(row.public_id),
                "documentType": "clarifications",
                "title": f"Nota van inlichtingen, {row}",
                "datePublished": moment(day),
                "language": "nl",
            }
            told.append((day, "planningUpdate", {"documents": [note]}))
        for number, (day, tag, planning) in enumerate(told, 1):
            yield day, f"consultatie-{number}-{row.public_id}", {"tag": [tag], "planning": planning}


def _tender(process: ContractingProcess) -> Iterator[Part]:
    """The framework agreement, and each day on which it changed."""
    framework = process.framework
    first = min([framework.starts_on, *(published_on(contract) for contract in process.contracts)])
    events = Events()
    events.add(first, "tender")
    for option in process.options:
        events.add(option.decided_on, "tenderAmendment" if option.state == OptionState.USED else "tenderUpdate")
    for row in process.participations:
        events.add(row.starts_on if row.starts_on > first else None, "tenderUpdate")
    for document in process.documents:
        later = document.contract_id is None and document.dated_on > first
        events.add(document.dated_on if later else None, "tenderUpdate")
    for day, tags in events.since(first):
        release = {
            "tag": tags,
            "parties": [buyer(framework), *(payer(row) for row in payers(process, day, first))],
            "buyer": reference(framework.region),
            "tender": tender_on(process, day),
        }
        yield day, "raamovereenkomst", release


def _contract(process: ContractingProcess, contract: Contract) -> Iterator[Part]:
    """A contract from its signing, and each day on which something in it changed or ended."""
    first = published_on(contract)
    events = Events()
    events.add(first, "award")
    events.add(first, "contract")
    events.add(contract.starts_on, "contractUpdate")
    for addendum in contract.addenda.all():
        events.add(known_on(addendum), "contractAmendment")
    for product in contract.contracted_products.all():
        events.add(product.starts_on, "contractUpdate")
        events.add(product.ends_on and product.ends_on + ONE_DAY, "contractUpdate")
        for rate in product.rates.all():
            events.add(tells_from(rate), "contractUpdate")
    for document in process.documents:
        events.add(document.dated_on if document.contract_id == contract.pk else None, "contractUpdate")
    events.add(contract.ends_on and contract.ends_on + ONE_DAY, "contractTermination")
    events.days[first].discard("contractUpdate")
    for day, tags in events.since(first):
        items = [
            item_on(process, product, day) for product in contract.contracted_products.all() if has_begun(product, day)
        ]
        release = {"tag": tags, "contracts": [contract_on(process, contract, day) | if_any("items", items)]}
        if day == first:
            award = {
                "id": str(contract.public_id),
                "title": f"Contract {contract.number}",
                "status": "active",
                "suppliers": [reference(contract.provider)],
                **if_any("relatedLots", lots_of(contract)),
                **if_any("items", items),
            }
            release |= {"parties": [supplier(contract.provider)], "awards": [award]}
        yield day, str(contract.public_id), release
