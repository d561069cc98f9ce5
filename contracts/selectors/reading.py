"""A contract as it reads on a day: what held then, by what is known now."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q

from contracts.enums import AddendumStatus, OptionState
from contracts.models import (
    Addendum,
    AgreementDocument,
    AllowedMunicipality,
    CallOff,
    Clause,
    Contract,
    ContractedProduct,
    ExtensionOption,
    Lot,
    Participation,
    Rate,
)
from contracts.rules.reading import EndChange, Line, end_on, in_order_of_precedence
from contracts.selectors.offers import municipalities_of
from core.periods import in_words
from core.templatetags.pages import euro

NO_END = "geen einddatum"
ALL_OF_REGION = "alle gemeenten van de regio"


@dataclass(frozen=True, slots=True)
class ContractRecord:
    """A contract with everything that was ever agreed under it, so that it can be read on any day."""

    contract: Contract
    addenda: list[Addendum]
    products: list[ContractedProduct]
    participations: list[Participation]
    lots: list[Lot]
    options: list[ExtensionOption]
    documents: list[AgreementDocument]
    clauses: list[Clause]
    call_offs: list[CallOff]

    def ends_on(self, day: date) -> date | None:
        """The last day of the contract as it was read on `day`."""
        changes = [EndChange(one.starts_on, one.former_ends_on) for one in self.addenda if one.changes_end]
        return end_on(day, self.contract.ends_on, changes)

    def framework_ends_on(self, day: date) -> date | None:
        """The last day of the framework agreement as it was read on `day`."""
        changes = [
            EndChange(option.decided_on, option.former_ends_on)
            for option in self.options
            if option.state == OptionState.USED and option.decided_on is not None
        ]
        return end_on(day, self.contract.framework.ends_on, changes)

    def holds_on(self, day: date) -> bool:
        """Whether `day` lies in the contract, as it was read on that day."""
        last = self.ends_on(day)
        return self.contract.starts_on <= day and (last is None or day <= last)

    def read(self, day: date) -> list[Line]:
        """What was agreed, line by line, as it holds on `day`."""
        return [
            *self._contract(day),
            *self._framework(day),
            *self._products(day),
            *(
                Line("Nadere overeenkomsten", str(one), f"{one.description} (geldt {one.period})")
                for one in self._called(day)
            ),
            *(Line("Bepalingen", str(one), one.text) for one in self.clauses if one.period.contains(day)),
            *self._papers(day),
            *(
                Line("Addenda die gelden", str(one), f"gaat in op {in_words(one.starts_on)}: {one.reason}")
                for one in self.addenda
                if one.starts_on <= day
            ),
        ]

    def _contract(self, day: date) -> Iterator[Line]:
        contract, topic = self.contract, "Contract"
        yield Line(topic, "Contractnummer", contract.number)
        yield Line(topic, "Zorgaanbieder", f"{contract.provider} (AGB-code {contract.provider.agb_code})")
        yield Line(topic, "Begint op", in_words(contract.starts_on))
        yield Line(topic, "Eindigt op", _day(self.ends_on(day)))
        if contract.signed_on is not None and contract.signed_on <= day:
            yield Line(topic, "Ondertekend op", in_words(contract.signed_on))

    def _framework(self, day: date) -> Iterator[Line]:
        framework, topic = self.contract.framework, "Raamovereenkomst"
        yield Line(topic, "Naam en kenmerk", f"{framework} ({framework.reference})")
        yield Line(topic, "Begint op", in_words(framework.starts_on))
        yield Line(topic, "Eindigt op", _day(self.framework_ends_on(day)))
        for option in self.options:
            decided = option.decided_on is not None and option.decided_on <= day
            state = option.get_state_display() if decided else OptionState.OPEN.label
            yield Line(topic, str(option), state)
        for lot in self.lots:
            yield Line(topic, f"Perceel {lot.number}", f"{lot.name} ({lot.get_domain_display()})")
        yield Line(topic, "Deelnemende gemeenten", _named(self.participations, day))

    def _products(self, day: date) -> Iterator[Line]:
        for product in self.products:
            if not product.stands_on(day):
                continue
            topic = product.variant.name
            yield Line(topic, "Code en eenheid", f"{product.product_code}, per {product.unit_name}")
            yield Line(topic, "Perceel", str(product.lot) if product.lot else "niet bij een perceel")
            rate = next((one for one in product.rates.all() if one.period.contains(day)), None)
            fictional = " (fictief)" if rate and rate.is_fictional else ""
            price = f"{euro(rate.amount)} per {product.unit_name}{fictional}" if rate else "nog geen tarief"
            yield Line(topic, "Tarief", price)
            yield Line(topic, "Gemeenten", _named(list(product.allowed.all()), day, "alle die meedoen"))

    def _called(self, day: date) -> Iterator[CallOff]:
        return (one for one in self.call_offs if one.period.contains(day))

    def _papers(self, day: date) -> Iterator[Line]:
        for place, paper in enumerate(in_order_of_precedence(self.documents, day), 1):
            text = f"plaats {place}, versie {paper.version} van {in_words(paper.dated_on)}"
            yield Line("Documenten", f"{paper.get_kind_display()}: {paper.title}", text)


def record_of(contract: Contract) -> ContractRecord:
    """Everything that was agreed under a contract. Ten queries, whatever there is."""
    framework = contract.framework
    rates = Prefetch("rates", Rate.objects.current())
    allowed: Prefetch[Any] = Prefetch("allowed", AllowedMunicipality.objects.select_related("municipality"))
    return ContractRecord(
        contract=contract,
        addenda=list(contract.addenda.filter(status=AddendumStatus.ADOPTED).order_by("starts_on", "number")),
        products=list(
            contract.contracted_products.select_related("variant", "lot")
            .prefetch_related(rates, allowed)
            .order_by("variant__position", "pk")
        ),
        participations=list(framework.participations.select_related("municipality")),
        lots=list(framework.lots.all()),
        options=list(framework.options.all()),
        documents=list(framework.documents.filter(Q(contract=None) | Q(contract=contract))),
        clauses=list(contract.clauses.all()),
        call_offs=list(contract.call_offs.all()),
    )


def _day(last_day: date | None) -> str:
    return in_words(last_day) if last_day else NO_END


def _named(rows: list[Participation] | list[AllowedMunicipality], day: date, everybody: str = ALL_OF_REGION) -> str:
    found = municipalities_of(rows, day)
    if found is None:
        return everybody
    return ", ".join(one.name for one in found) or "geen"
