"""What the demo's provider reports and hands in, and what is measured under the contracts. All of it is invented."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile

from contracts.models import Contract, Evidence, Indicator, ProviderReport
from contracts.services import add_evidence, check_evidence, measure, report_client_stop, set_indicator
from core.actors import Actor
from core.clock import pretend
from organisations.models import CareProvider


def tell_reports(
    story: Mapping[str, Any],
    actors: Mapping[str, Actor],
    providers: Mapping[str, CareProvider],
    today: date,
    file: bytes,
) -> None:
    """Write the reports, documents and indicators that are not there yet."""
    with pretend(today):
        row = story["client_stop"]
        if not ProviderReport.objects.exists():
            report_client_stop(
                actor=actors[row["by"]],
                contract=Contract.objects.get(provider=providers[row["provider"]]),
                starts_on=today + timedelta(days=row["starts"]),
                text=row["text"],
            )
        row = story["evidence"]
        if not Evidence.objects.exists():
            for kind in (row["accepted"], row["waiting"]):
                document = add_evidence(
                    actor=actors[row["by"]],
                    kind=kind,
                    issued_on=today - timedelta(days=30),
                    file=ContentFile(file, name=f"{kind}.pdf"),
                )
                if kind == row["accepted"]:
                    check_evidence(actor=actors["pim"], evidence=document, state="accepted")
        if not Indicator.objects.exists():
            for row in story["indicators"]:
                _measured(row, actors["pim"], Contract.objects.get(provider=providers[row["provider"]]), today.year - 1)


def _measured(row: Mapping[str, Any], purchaser: Actor, contract: Contract, year: int) -> None:
    indicator = set_indicator(
        actor=purchaser,
        contract=contract,
        kind=row["kind"],
        target=Decimal(row["target"]),
        starts_on=date(year, 1, 1),
        is_fictional=True,
    )
    measure(
        actor=purchaser,
        indicator=indicator,
        starts_on=date(year, 1, 1),
        ends_on=date(year, 12, 31),
        measured=Decimal(row["measured"]),
        source="Jaarrapportage (fictief)",
    )
