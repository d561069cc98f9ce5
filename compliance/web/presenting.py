"""How results are shown: with a word, and a badge that needs no colour."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from compliance.enums import LooksAt, State, Verdict
from compliance.models import FileJudgement, Judgement
from compliance.selectors.ahead import PlannedDagdeel
from compliance.selectors.files import FileResult
from compliance.selectors.groups import GroupResult
from compliance.selectors.overview import Row
from core.templatetags.pages import nl_date
from plans.enums import Dagdeel, Weekday
from plans.rules.week import Moment
from products.enums import Checkable, RequirementCategory

KINDS = {State.MET: "ok", State.NOT_MET: "no", State.NOT_ASSESSABLE: "wait", State.NOT_APPLICABLE: "neutral"}
OF_VERDICT = {Verdict.MET: "ok", Verdict.NOT_MET: "no", Verdict.NOT_ASSESSABLE: "wait"}
WHAT = {
    LooksAt.FILE: ("dossier", "dossiers"),
    LooksAt.GROUP: ("groep", "groepen"),
    LooksAt.PROFESSIONAL: ("professional", "professionals"),
    LooksAt.SESSION: ("dagdeel", "dagdelen"),
}
NONE_YET = {
    LooksAt.FILE: "geen dossiers op deze dag",
    LooksAt.GROUP: "geen groepen met deze cliënten",
    LooksAt.PROFESSIONAL: "niemand in het rooster van deze groepen",
    LooksAt.SESSION: "nog geen dagdelen beoordeeld",
}


@dataclass(frozen=True, slots=True)
class Count:
    """How many have one outcome, in words."""

    number: int
    label: str
    kind: str

    @property
    def in_words(self) -> str:
        """The number with what it is: "12 voldaan"."""
        return f"{self.number} {self.label}"


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One requirement in the table."""

    row: Row
    counts: tuple[Count, ...]
    of: str
    """How many there are, of what: "12 dossiers"."""
    none: str
    """What to say when there are none."""
    verdict_kind: str
    place: str
    """Where it stands in the source of the whole version."""


@dataclass(frozen=True, slots=True)
class Part:
    """The requirements of one part of the sheet."""

    code: str
    label: str
    rows: list[ShownRow]


def parts(rows: Iterable[Row], source: str) -> list[Part]:
    """The rows by part of the sheet; `source` is that of the version."""
    known = list(rows)
    return [
        Part(category.value, str(category.label), [shown(row, source) for row in some])
        for category in RequirementCategory
        if (some := [row for row in known if row.requirement.category == category])
    ]


def shown(row: Row, source: str = "") -> ShownRow:
    """The row with its words."""
    looks_at = row.line.looks_at if row.line else None
    one, many = WHAT[looks_at] if looks_at else ("", "")
    return ShownRow(
        row=row,
        counts=tuple(
            Count(row.counts[state], str(state.label).lower(), KINDS[state]) for state in State if row.counts[state]
        ),
        of=f"{row.total} {one if row.total == 1 else many}",
        none=NONE_YET[looks_at] if looks_at else "",
        verdict_kind=OF_VERDICT[Verdict(row.judgement.verdict)] if row.judgement else "neutral",
        place=row.requirement.source.removeprefix(source).lstrip(", "),
    )


def asks_a_person(checkable: str) -> bool:
    """Whether a person judges, wholly or for a part."""
    return checkable != Checkable.MACHINE


@dataclass(frozen=True, slots=True)
class Line:
    """One file, group or professional in the list of a requirement."""

    name: str
    url: str
    state: State
    kind: str
    measured: str
    demanded: str
    to_do: tuple[str, ...]
    judge_url: str = ""


def of_file(found: FileResult, judge_url: str) -> Line:
    """A file by the name of its client, with the plan when there is one."""
    client = found.allocation.client
    if found.plan_version is not None:
        url = reverse("plans:detail", args=[found.plan_version])
    else:
        url = reverse("plans:of_client", args=[client.public_id])
    return _line(found, f"{client.name}, toewijzing {found.allocation.number}", url, judge_url)


def of_group(found: GroupResult, *, shows_names: bool) -> Line:
    """A group by its name, and who works there for who may see that."""
    who = (found.professional if shows_names else "professional") if found.professional else ""
    return _line(found, f"{found.group.name}, {who}" if who else found.group.name, "", "")


def _line(found: FileResult | GroupResult, name: str, url: str, judge_url: str) -> Line:
    result = found.result
    to_do = (*result.missing, *([result.advice] if result.advice else []))
    return Line(name, url, result.state, KINDS[result.state], result.measured, result.demanded, to_do, judge_url)


@dataclass(frozen=True, slots=True)
class ShownJudgement:
    """What somebody judged, and about what part of the scope, when it is not about the whole."""

    judgement: Judgement | FileJudgement
    kind: str
    about: str
    url: str


def of_judgement(row: Judgement | FileJudgement) -> ShownJudgement:
    """A judgement with its badge."""
    kind = OF_VERDICT[Verdict(row.verdict)]
    if isinstance(row, FileJudgement):
        client = row.allocation.client
        return ShownJudgement(row, kind, client.name, reverse("clients:file", args=[client.public_id]))
    return ShownJudgement(row, kind, row.group.name if row.group else "", "")


@dataclass(frozen=True, slots=True)
class Series:
    """Dagdelen of the same group, day of the week and part of the day that fall short in the same way."""

    what: str
    when: str
    advice: tuple[str, ...]


def in_series(found: Iterable[PlannedDagdeel]) -> list[Series]:
    """What falls short, once for all weeks in which it is the same; in order of the first time."""
    days: dict[tuple[str, Moment, tuple[str, ...]], list[date]] = defaultdict(list)
    for one in found:
        session = one.session
        moment = Moment(Weekday(session.held_on.isoweekday()), Dagdeel(session.dagdeel))
        days[session.group.name, moment, one.advice].append(session.held_on)
    return [Series(f"{group}, {moment}", _when(some), advice) for (group, moment, advice), some in days.items()]


def marks_of(found: Iterable[PlannedDagdeel]) -> list[Hashable]:
    """What tells one answer from another: no keys, since what is looked at and undone gets other keys each time."""
    return [(one.session.group_id, one.session.held_on, one.session.dagdeel, one.advice) for one in found]


def _when(days: list[date]) -> str:
    if len(days) == 1:
        return nl_date(days[0])
    return f"{len(days)} keer, van {nl_date(days[0])} tot en met {nl_date(days[-1])}"
