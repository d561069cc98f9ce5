"""What templates need to show: Dutch dates, money, badges, breadcrumbs and the error summary."""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet
from django.template import Context
from django.template.base import FilterExpression, Parser, TextNode, Token
from django.template.loader import get_template
from django.utils import dateformat, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.actors import Actor
from core.minutes import clock
from core.web.on_behalf import FIELD, on_whose_behalf

register = template.Library()

BADGE_KINDS = frozenset({"ok", "wait", "no", "info", "neutral"})


# Dates and money ----------------------------------------------------------------------------------------


@register.filter
def nl_date(value: date | None) -> str:
    """Return a day in words: "1 maart 2026". Nothing for no day."""
    return dateformat.format(_local(value), "j F Y") if value else ""


@register.filter
def nl_date_short(value: date | None) -> str:
    """Return a day in figures, for tables: "1-3-2026". Nothing for no day."""
    return dateformat.format(_local(value), "j-n-Y") if value else ""


@register.filter
def nl_moment(value: datetime | None) -> str:
    """Return a moment in local time: "1 maart 2026, 14:32 uur". Nothing for no moment."""
    return dateformat.format(_local(value), "j F Y, H:i") + " uur" if value else ""


@register.filter
def nl_time(value: datetime) -> str:
    """Return the local time of a moment: "14:32"."""
    return dateformat.format(_local(value), "H:i")


@register.filter
def nl_clock(value: int | None) -> str:
    """Return a minute of the day as people write it: "9:05". Nothing for no time."""
    return "" if value is None else clock(value)


@register.filter
def nl_period(value: Any) -> str:
    """Return the period of anything with `starts_on` and `ends_on`: "1-3-2026 t/m 31-8-2026"."""
    if value.ends_on is None:
        return f"vanaf {nl_date_short(value.starts_on)}"
    return f"{nl_date_short(value.starts_on)} t/m {nl_date_short(value.ends_on)}"


@register.filter
def nl_number(value: Decimal | float | None) -> str:
    """Return a number as the Dutch write it, without idle zeros: "2,5". Nothing for no number."""
    if value is None:
        return ""
    return f"{Decimal(str(value)).normalize():f}".replace(".", ",")


@register.filter
def euro(value: Decimal | None) -> str:
    """Return an amount in euros: "€ 7.488,00", with a space that does not break. Nothing for no amount."""
    if value is None:
        return ""
    figures = f"{value:,.2f}".translate(str.maketrans(",.", ".,"))
    return f"€\u00a0{figures}"


def _local(value: date) -> date:
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


# Small parts of a page -------------------------------------------------------------------------------------


@register.simple_tag
def badge(label: object, kind: str = "neutral") -> SafeString:
    """Return a badge. `kind` is ok, wait, no, info or neutral; the label always says it in words too."""
    if kind not in BADGE_KINDS:
        raise ValueError(f"Unknown kind of badge: {kind}")
    return format_html('<span class="zr-badge zr-badge--{}">{}</span>', kind, label)


@register.simple_tag
def fictional(*, is_fictional: bool = True) -> SafeString:
    """Return the mark "fictief" for what is made up for the demonstration, or nothing."""
    if not is_fictional:
        return SafeString("")
    return format_html('<span class="zr-badge zr-badge--fictional">{}</span>', "fictief")


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the breadcrumbs; the page itself has no address."""

    label: str
    url: str


@register.inclusion_tag("includes/breadcrumbs.html")
def breadcrumbs(*labels_and_urls: object) -> dict[str, list[Crumb]]:
    """Show breadcrumbs from label, url, label, url, ..., label of this page."""
    labels = [str(label) for label in labels_and_urls[::2]]
    urls = [str(url) for url in labels_and_urls[1::2]]
    urls += [""] * (len(labels) - len(urls))
    return {"crumbs": [Crumb(label, url) for label, url in zip(labels, urls, strict=True)]}


@register.inclusion_tag("includes/progress.html")
def progress(label: object, percentage: float, text: str = "") -> dict[str, object]:
    """Show how far a goal is: a bar from 0 to 100 and the same in words ("3 van 5 dagdelen")."""
    share = round(min(max(float(percentage), 0), 100))
    return {"label": label, "percentage": share, "text": text or f"{share}%"}


@register.filter
def page_numbers(page: Page[Any]) -> list[int | str]:
    """Return the numbers to show below a list, with an ellipsis where numbers are left out."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


# Much at once: a loop in a template costs three times as much, which shows where a hundred rows are printed --------


class RowsNode(template.Node):
    """The markup between the tags for each row; `{name}` in it is the field of that name, escaped."""

    def __init__(self, rows: FilterExpression, markup: str) -> None:
        self.rows = rows
        parts = re.split(r"\{(\w+)\}", markup)
        self.names = parts[1::2]
        self.form = "%s".join(part.replace("%", "%%") for part in parts[::2])

    def render(self, context: template.Context) -> SafeString:
        rows: Sequence[Any] = self.rows.resolve(context)
        if not rows:
            return SafeString("")
        cells = [_escaped(getattr(row, name)) for row in rows for name in self.names]
        return SafeString(self.form * len(rows) % tuple(cells))


def _escaped(cell: object) -> str:
    # As `conditional_escape`, without the wrapper for lazy texts, which takes longer than the escaping.
    return cell if isinstance(cell, SafeString) else html.escape(str(cell))


@register.tag
def rows(parser: Parser, token: Token) -> RowsNode:
    """Print a list of named tuples: {% rows people %}<tr><td>{name}</td></tr>{% endrows %}."""
    _, expression = token.split_contents()
    inside = parser.parse(("endrows",))
    parser.delete_first_token()
    texts = [node.s for node in inside if isinstance(node, TextNode)]
    if len(texts) != len(inside):
        raise template.TemplateSyntaxError("Between 'rows' and 'endrows' stands markup with {names}, and no tag.")
    return RowsNode(parser.compile_filter(expression), "".join(texts))


@register.simple_tag
def options(choices: Iterable[tuple[object, object]], chosen: str = "") -> SafeString:
    """Return the options of a select from pairs of value and label."""
    printed = [
        f'<option value="{_escaped(value)}"{" selected" if str(value) == chosen else ""}>{_escaped(label)}</option>'
        for value, label in choices
    ]
    return SafeString("".join(printed))


@register.simple_tag
@cache
def page_head() -> SafeString:
    """Return what stands in the head of every page. The addresses in it stay the same as long as this process runs."""
    return SafeString(get_template("includes/head.html").render())


# Forms -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FormError:
    """One line of the error summary; without a target there is no field to link to."""

    target: str
    text: str


@register.filter
def focus_id(field: BoundField) -> str:
    """Return the id of the element that a link to this field must reach."""
    if field.use_fieldset and field.auto_id:
        return f"{field.auto_id}_0"
    return field.id_for_label or str(field.auto_id)


@register.inclusion_tag("includes/error_summary.html")
def error_summary(*parts: BaseForm | BaseFormSet[Any] | Sequence[BaseForm]) -> dict[str, Any]:
    """Show all errors of these forms, lists of forms and formsets at the top, each with a link to its field.

    A form with an `item_label` is called by it. After a conflict both texts stand below, with the choice between them.
    """
    forms: list[Any] = [form for part in parts for form in (part if isinstance(part, list | tuple) else [part])]
    return {
        "errors": [error for form in forms for error in _errors_of(form)],
        "clash": next((clash for form in forms if (clash := getattr(form, "clash", None))), None),
    }


def _errors_of(form: BaseForm | BaseFormSet[Any]) -> Iterator[FormError]:
    if not form.is_bound:
        return
    if isinstance(form, BaseFormSet):
        yield from (FormError("", str(message)) for message in form.non_form_errors())
        item_label = getattr(form, "item_label", "Regel")
        for number, part in enumerate(form.forms, start=1):
            for error in _errors_of(part):
                yield FormError(error.target, f"{item_label} {number}: {error.text}")
        return
    about = f"{form.item_label}, " if hasattr(form, "item_label") else ""
    target_of = getattr(form, "target_of", {})
    for fault in form.non_field_errors().as_data():
        yield from (FormError(target_of.get(fault.code, ""), about + str(message)) for message in fault.messages)
    for field in form:
        for message in field.errors:
            target = "" if field.is_hidden else focus_id(field)
            yield FormError(target, about + _with_label(str(field.label), str(message)))


def _with_label(label: str, message: str) -> str:
    if f"‘{label}’" in message:
        return message
    return f"{label.rstrip('.:')}: {message}"


# Forms ---------------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def on_behalf(context: Context) -> SafeString:
    """Return the hidden field that says on whose behalf a form was opened; see `core.web.on_behalf`."""
    actor = context.get("actor")
    value = on_whose_behalf(actor) if isinstance(actor, Actor) else ""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, value) if value else SafeString("")
