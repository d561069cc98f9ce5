"""All that shows how a provider complied in a period, in one zip for who judges it. No client has a name in it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from io import BufferedIOBase
from tempfile import TemporaryFile
from typing import IO, Any, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.db.models import Exists, OuterRef, Q, QuerySet

from audit.models import AuditEntry
from compliance.documents.findings import findings_table, steps_table
from compliance.enums import Basis, State
from compliance.models import FileJudgement, Finding, Judgement, SessionOutcome, Step
from compliance.rules import checked
from compliance.rules.outcome import CHECKS
from core.actors import Actor
from core.clock import now
from core.sheets import Table, write_csv, write_xlsx
from core.templatetags.pages import nl_date, nl_moment
from delivery.models import ClientAttendance, Session
from organisations.enums import OrganisationKind
from organisations.models import CareProvider
from products.enums import VersionStatus
from products.models import ProductVariant, Requirement

AT_ONCE: Final = 1000
COPIED: Final = 1 << 16
IN_IT: Final = {
    "eisen": "De eisen van het product in deze periode: versie, bron, wat is gevraagd en hoe het is gecontroleerd.",
    "uitkomsten": "Per dagdeel wat elke controle zei, zoals gepland en zoals het ging.",
    "bevindingen": "Waar niet aan een eis is voldaan, vanaf wanneer en tot wanneer.",
    "stappen": "Wat de zorgaanbieder en gemeenten over de bevindingen schreven, met naam en datum.",
    "oordelen": "Wat mensen beoordeelden van de zorgaanbieder of een groep, en waarop dat rust.",
    "oordelen-dossiers": "Wat een toezichthouder beoordeelde van dossiers die u nu mag inzien, en waarop dat rust.",
    "spoor": "Wie wanneer iets deed met deze bevindingen, stappen, oordelen en dagdelen.",
}
"""What each table holds, in the words of the file that explains the pack."""


@dataclass(frozen=True, slots=True)
class Pack:
    """What is looked at: a product of a provider from one day until another, as far as the actor sees it."""

    actor: Actor
    provider: CareProvider
    variant: ProductVariant
    since: date
    until: date
    known_at: datetime
    """What the checks said as it stood at this moment."""

    @property
    def findings(self) -> QuerySet[Finding]:
        """The findings of these days."""
        mine = Finding.objects.visible_to(self.actor).filter(provider=self.provider, opened_on__lte=self.until)
        mine = mine.filter(requirement__version__variant=self.variant)
        return mine.filter(Q(met_again_on=None) | Q(met_again_on__gte=self.since)).order_by("opened_on", "pk")

    @property
    def judgements(self) -> QuerySet[Judgement]:
        """What people judged in these days."""
        rows = Judgement.objects.visible_to(self.actor).filter(provider=self.provider)
        rows = rows.filter(requirement__version__variant=self.variant, judged_on__range=(self.since, self.until))
        return rows.order_by("judged_on", "pk")

    @property
    def file_judgements(self) -> QuerySet[FileJudgement]:
        """What was judged in these days of files that the actor sees: a supervisor has them open, with a reason."""
        rows = FileJudgement.objects.visible_to(self.actor).filter(allocation__provider=self.provider)
        rows = rows.filter(requirement__version__variant=self.variant, judged_on__range=(self.since, self.until))
        return rows.select_related("allocation__client").order_by("judged_on", "pk")

    @property
    def outcomes(self) -> QuerySet[SessionOutcome]:
        """What checks said of the dagdelen for which a client with this product was expected."""
        there = ClientAttendance.objects.known_at(self.known_at).filter(
            session=OuterRef("session"), allocation__variant=self.variant
        )
        if self.actor.organisation_kind == OrganisationKind.MUNICIPALITY:
            there = there.filter(allocation__municipality=self.actor.organisation_id)
        rows = SessionOutcome.objects.known_at(self.known_at).filter(
            Exists(there), session__group__provider=self.provider, session__held_on__range=(self.since, self.until)
        )
        return rows.order_by("session__held_on", "session__starts", "session_id", "basis")

    @property
    def requirements(self) -> QuerySet[Requirement]:
        """Those of every version that counted in these days."""
        counting = (VersionStatus.ADOPTED, VersionStatus.WITHDRAWN)
        rows = Requirement.objects.filter(
            version__variant=self.variant, version__status__in=counting, version__starts_on__lte=self.until
        )
        rows = rows.filter(Q(version__ends_on=None) | Q(version__ends_on__gte=self.since))
        return rows.select_related("version__variant").order_by("version__number", "position")

    def tables(self) -> tuple[Table, ...]:
        """Everything in it."""
        checks = tuple(str(kind.label) for kind, _ in CHECKS.values())
        return (
            Table("eisen", REQUIREMENTS, self._requirements),
            Table("uitkomsten", (*OUTCOMES, *checks), self._outcomes),
            findings_table(self.findings),
            steps_table(self.findings),
            Table("oordelen", JUDGEMENTS, self._judgements),
            Table("oordelen-dossiers", FILE_JUDGEMENTS, self._file_judgements),
            Table("spoor", TRAIL, self._trail),
        )

    def _requirements(self) -> Iterator[tuple[object, ...]]:
        for one in self.requirements:
            check = checked(one)
            yield (
                one.code,
                one.statement,
                str(one.version),
                one.version.starts_on,
                one.version.ends_on,
                "ja" if one.version.is_fictional else "nee",
                one.rule_sentence if one.rule_kind else "",
                one.get_checkable_display(),
                check.line.explanation if check else one.how_checked,
                one.get_consequence_display(),
                one.source,
            )

    def _outcomes(self) -> Iterator[tuple[object, ...]]:
        labels = {state.value: str(state.label) for state in State}
        bases = {basis.value: str(basis.label) for basis in Basis}
        names = ("session__public_id", "session__held_on", "session__dagdeel", "session__group__name", "basis")
        dagdelen: dict[str, str] = dict(Session._meta.get_field("dagdeel").flatchoices)
        columns = (*names, "short", "short_minutes", "revision", "computed_at", *CHECKS)
        for row in self.outcomes.values_list(*columns).iterator(chunk_size=AT_ONCE):
            key, held_on, dagdeel, group, basis, *numbers = row[:9]
            states = [labels[state] for state in row[9:]]
            yield (str(key), held_on, str(dagdelen[dagdeel]), group, bases[basis], *numbers, *states)

    def _judgements(self) -> Iterator[tuple[object, ...]]:
        rows = self.judgements.select_related("requirement", "group", "on_behalf_of")
        for one in rows.iterator(chunk_size=AT_ONCE):
            yield _judged(one, one.group.name if one.group is not None else "")

    def _file_judgements(self) -> Iterator[tuple[object, ...]]:
        rows = self.file_judgements.select_related("requirement", "allocation", "on_behalf_of")
        for one in rows.iterator(chunk_size=AT_ONCE):
            yield _judged(one, f"toewijzing {one.allocation.number}")

    def _trail(self) -> Iterator[tuple[object, ...]]:
        sessions = Session.objects.filter(pk__in=self.outcomes.order_by().values("session"))
        steps = Step.objects.filter(finding__in=self.findings.order_by().values("pk"))
        for rows in (self.findings, steps, self.judgements, self.file_judgements, sessions):
            about: Any = rows.order_by().values("public_id")
            entries = AuditEntry.objects.filter(target__in=about, at__lte=self.known_at).order_by("pk")
            for one in entries.iterator(chunk_size=AT_ONCE):
                what = ", ".join(str(touched["name"]) for touched in one.fields)
                yield (
                    *(one.at, one.get_event_display(), one.target_label, str(one.target), what),
                    *(one.actor_label, one.organisation_label, one.role),
                )


def _judged(one: Judgement | FileJudgement, about: str) -> tuple[object, ...]:
    what = (str(one.public_id), one.requirement.code, about, one.get_verdict_display(), one.explanation, one.basis)
    return (*what, one.judged_on, one.judge_name, one.on_behalf_of.name, one.recorded_at)


REQUIREMENTS: Final = (
    *("Eis", "Uitspraak", "Versie", "Geldt vanaf", "Geldt tot en met", "Fictief", "Gevraagd", "Controle door"),
    *("Hoe gecontroleerd", "Niet voldaan", "Bron"),
)
OUTCOMES: Final = (
    *("Kenmerk dagdeel", "Datum", "Dagdeel", "Groep", "Volgens", "Professionals te weinig", "Minuten te weinig"),
    *("Van wijziging", "Vastgesteld"),
)
JUDGEMENTS: Final = (
    *("Kenmerk", "Eis", "Groep", "Oordeel", "Uitleg", "Rust op", "Beoordeeld op", "Beoordeeld door", "Namens"),
    "Vastgelegd op",
)
FILE_JUDGEMENTS: Final = tuple("Dossier" if name == "Groep" else name for name in JUDGEMENTS)
TRAIL: Final = ("Wanneer", "Wat", "Soort", "Kenmerk", "Velden", "Wie", "Namens", "Rol")


def write_pack(pack: Pack, out: IO[bytes]) -> None:
    """Write the zip: each table as csv and as xlsx, an explanation, and the SHA-256 of each file.

    Rows are read and written as they come: memory does not grow with the period.
    """
    sums: dict[str, dict[str, object]] = {}
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for table in pack.tables():
            with _entry(archive, f"{table.name}.csv", sums) as entry:
                write_csv(table, entry)
            with TemporaryFile() as book, _entry(archive, f"{table.name}.xlsx", sums, ZIP_STORED) as entry:
                write_xlsx(table, book)
                book.seek(0)
                for part in iter(lambda: book.read(COPIED), b""):
                    entry.write(part)
        with _entry(archive, "leesmij.txt", sums) as entry:
            entry.write(_explanation(pack).encode())
        manifest = {"gemaakt_op": now().isoformat(), "bekend_op": pack.known_at.isoformat(), "bestanden": sums}
        archive.writestr("manifest.json", json.dumps(manifest, indent=2, ensure_ascii=False))


class _Summing(BufferedIOBase):
    """Writes on, and reckons the sum of what passed."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out, self.sum, self.size = out, sha256(), 0

    def writable(self) -> bool:
        """It is only written to."""
        return True

    def write(self, data: Any, /) -> int:
        """Write on."""
        self.sum.update(data)
        self.size += len(data)
        return self._out.write(data)


@contextmanager
def _entry(archive: ZipFile, name: str, sums: dict[str, dict[str, object]], how: int = ZIP_DEFLATED) -> Iterator[Any]:
    info = ZipInfo(name, now().timetuple()[:6])
    info.compress_type = how
    with archive.open(info, "w", force_zip64=True) as entry:
        summing = _Summing(entry)
        yield summing
    sums[name] = {"sha256": summing.sum.hexdigest(), "bytes": summing.size}


def _explanation(pack: Pack) -> str:
    lines = [
        f"Inspectiepakket van {pack.provider.name}",
        "",
        f"Product: {pack.variant.name}",
        f"Periode: {nl_date(pack.since)} tot en met {nl_date(pack.until)}",
        f"Uitkomsten zoals zij bekend waren op {nl_moment(pack.known_at)}.",
        "Bevindingen, stappen en oordelen zoals zij nu staan.",
        f"Gemaakt op {nl_moment(now())} door {pack.actor.user_label}, namens {pack.actor.organisation_label}.",
        "",
        "Wat er in zit, elk als csv en als Excel:",
        *(f"- {name}: {text}" for name, text in IN_IT.items()),
        "- manifest.json: van elk bestand de SHA-256 en de grootte. Daarmee ziet u of een bestand is veranderd.",
        "",
        "Er staan geen namen van cliënten in. Een bevinding over een dossier noemt het nummer van de toewijzing.",
        "Oordelen over een dossier staan er alleen in zolang u dat dossier mag inzien.",
        "Tellen mee: dagdelen waarop een cliënt met dit product werd verwacht. Een gemeente ziet alleen dagdelen en",
        "bevindingen waarbij eigen inwoners zijn. Toezicht ziet alle dagdelen, en bevindingen over groepen.",
    ]
    return "\r\n".join(lines) + "\r\n"
