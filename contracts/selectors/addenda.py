"""What a draft of an addendum would change."""

from collections.abc import Iterable
from dataclasses import dataclass

from contracts.enums import LineKind
from contracts.models import Addendum, AddendumLine, Rate
from contracts.selectors.offers import municipalities_of
from core.periods import ONE_DAY, in_words
from core.templatetags.pages import euro
from core.texts import Piece, TextChange, compare_text

NOT_THERE = "staat niet in het contract"
ALL = "alle gemeenten die meedoen"
NO_END = "geen einddatum"
NOTHING = "staat er niet"


@dataclass(frozen=True, slots=True)
class Effect:
    """A line of an addendum with what it is about, and how that reads before and after."""

    line: AddendumLine
    about: str
    after: str
    change: TextChange
    """From what holds now; of use as long as the addendum is a draft. Only in a clause words are marked one by one."""


def effects_of(addendum: Addendum) -> list[Effect]:
    """The lines with what holds on the day on which the addendum begins, as it is now, and what would hold then.

    Six queries, however many lines there are.
    """
    lines = addendum.lines.select_related("contracted_product__variant", "variant", "lot").prefetch_related(
        "municipalities", "contracted_product__allowed__municipality"
    )
    clauses = {one.article: one.text for one in addendum.contract.clauses.active_on(addendum.starts_on)}
    rates = _rates(addendum, lines)
    return [_effect(line, addendum, rates, clauses) for line in lines]


def _effect(line: AddendumLine, addendum: Addendum, rates: dict[int, Rate], clauses: dict[str, str]) -> Effect:
    product, day = line.contracted_product, addendum.starts_on
    about = product.variant.name if product else ""
    before = after = ""
    match line.kind:
        case LineKind.RATE:
            rate = rates.get(line.contracted_product_id or 0)
            before, after = euro(rate.amount) if rate else "nog geen tarief", euro(line.amount)
        case LineKind.PRODUCT_ADDED:
            about = line.variant.name if line.variant else ""
            place = f", {line.lot}" if line.lot else ""
            before = NOT_THERE
            after = f"{line.product_code}, {euro(line.amount)} per {line.get_unit_display().lower()}{place}"
        case LineKind.PRODUCT_ENDED:
            last = product.ends_on if product else None
            before = f"tot en met {in_words(last)}" if last else NO_END
            after = f"tot en met {in_words(day - ONE_DAY)}"
        case LineKind.MUNICIPALITIES:
            found = municipalities_of(list(product.allowed.all()), day) if product else None
            before = ALL if found is None else ", ".join(one.name for one in found)
            after = ", ".join(one.name for one in line.municipalities.all()) or ALL
        case LineKind.CLAUSE:
            about = f"artikel {line.article}"
            before, after = clauses.get(line.article, NOTHING), line.text or "vervalt"
        case LineKind.END:
            before = in_words(addendum.contract.ends_on) if addendum.contract.ends_on else NO_END
            after = in_words(line.ends_on) if line.ends_on else NO_END
    if line.kind == LineKind.CLAUSE and line.text and line.article in clauses:
        return Effect(line, about, after, compare_text(about, before, after))
    marks = before != after
    pieces = (Piece(text, is_marked=marks) for text in (before, after))
    return Effect(line, about, after, TextChange(about, (next(pieces),), (next(pieces),)))


def _rates(addendum: Addendum, lines: Iterable[AddendumLine]) -> dict[int, Rate]:
    products = [line.contracted_product_id for line in lines if line.kind == LineKind.RATE]
    rows = Rate.objects.active_on(addendum.starts_on).filter(contracted_product__in=products)
    return {rate.contracted_product_id: rate for rate in rows}
