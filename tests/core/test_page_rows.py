"""Tags that print much at once escape as the loops do that they stand for."""

from typing import NamedTuple

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils.safestring import SafeString


class Person(NamedTuple):
    name: str
    state: str


def printed(text, **context):
    """The template with pages' tags, rendered."""
    return Template("{% load pages %}" + text).render(Context(context))


def test_rows_print_each_row_and_escape_what_people_typed():
    people = [Person('<b>"O\'Neill"', SafeString("<i>ok</i>")), Person("{state} {{ x }}", "&")]

    page = printed('{% rows people %}<td title="{name}">{state}</td>{% endrows %}', people=people)

    assert page == (
        '<td title="&lt;b&gt;&quot;O&#x27;Neill&quot;"><i>ok</i></td><td title="{state} {{ x }}">&amp;</td>'
    )


def test_rows_print_nothing_for_no_rows():
    assert printed("{% rows people %}<td>{name}</td>{% endrows %}", people=[]) == ""


def test_rows_refuse_a_tag_inside():
    with pytest.raises(TemplateSyntaxError, match="endrows"):
        printed("{% rows people %}{{ name }}{% endrows %}", people=[])


def test_options_escape_and_mark_the_chosen_one():
    page = printed("{% options choices chosen %}", choices=[("a", "A & B"), ('"', "C")], chosen="a")

    assert page == '<option value="a" selected>A &amp; B</option><option value="&quot;">C</option>'
