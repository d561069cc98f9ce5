"""The demo's market consultations: that of 2019, of which the sheet tells, and one that is open now.

What providers say and what the region answers is invented, and says so.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.core.files.base import ContentFile

from contracts.models import FrameworkAgreement
from contracts.services import add_document
from core.actors import Actor
from core.clock import end_of, pretend
from core.pdf import pdf_available
from organisations.models import CareProvider
from products.documents import note_pdf
from products.models import MarketConsultation, ProductVersion
from products.services.consultations import publish_consultation, publish_note, record_known_consultation
from products.services.reactions import answer_reaction, react
from products.services.versions import change_requirement, draft_next_version


def tell_consultations(
    story: Mapping[str, Any], actors: Mapping[str, Actor], providers: Mapping[str, CareProvider], today: date
) -> None:
    """Hold the consultations that were not held yet."""
    if not MarketConsultation.objects.exists():
        _of_the_sheet(story["consultations"]["sheet"], story["framework"]["reference"], actors, providers)
        _open_now(story["consultations"]["open"], actors, providers, today)


def _of_the_sheet(
    row: Mapping[str, Any], framework: str, actors: Mapping[str, Actor], providers: Mapping[str, CareProvider]
) -> None:
    """The consultation of 2019; its note stands among the documents of the framework agreement too."""
    version = ProductVersion.objects.get(variant__code=row["variant"], number=1)
    with pretend(row["published"]):
        consultation = record_known_consultation(
            actor=actors["pim"], version=version, providers=providers.values(), introduction=row["introduction"]
        )
    answers = {}
    for said in row["reactions"]:
        with pretend(said["day"]):
            reaction = _said(consultation, actors, said)
        answers[reaction] = said["answer"]
    with pretend(row["answered"]):
        for reaction, answer in answers.items():
            answer_reaction(actor=actors["pim"], reaction=reaction, revision=1, answer=answer)
        published = publish_note(actor=actors["pim"], consultation=consultation)
    if pdf_available() and published.note_document:
        add_document(
            actor=actors["pim"],
            framework=FrameworkAgreement.objects.get(reference=framework),
            kind="note",
            title=row["note"],
            version="1.0",
            dated_on=row["answered"],
            file=ContentFile(note_pdf(published.note_document), name="nota-van-inlichtingen.pdf"),
        )


def _open_now(
    row: Mapping[str, Any], actors: Mapping[str, Actor], providers: Mapping[str, CareProvider], today: date
) -> None:
    pim = actors["pim"]
    with pretend(today + timedelta(days=row["from"])):
        version = ProductVersion.objects.get(variant__code=row["variant"], number=1)
        draft = draft_next_version(actor=pim, version=version)
        ratio = draft.requirements.get(rule_kind="max_clients_per_professional")
        change_requirement(actor=pim, requirement=ratio, statement=row["statement"], rule_value={"max": row["clients"]})
        consultation = publish_consultation(
            actor=pim,
            version=draft,
            opens_at=end_of(today + timedelta(days=row["from"] - 1)),
            closes_at=end_of(today + timedelta(days=row["days"])),
            providers=providers.values(),
            introduction=row["introduction"],
        )
    for said in row["reactions"]:
        with pretend(today + timedelta(days=said["from"])):
            _said(consultation, actors, said)


def _said(consultation: MarketConsultation, actors: Mapping[str, Actor], said: Mapping[str, Any]) -> Any:
    about = consultation.requirements.get(code=said["about"]) if "about" in said else None
    return react(actor=actors[said["by"]], consultation=consultation, about=about, text=said["text"], revision=0)
