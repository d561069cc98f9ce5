"""Forms on pages: labels, help and errors are tied to their fields, and messages say what to do."""

import re
from datetime import date

import pytest
from django import forms

from core.templatetags.pages import error_summary
from core.web.forms import DATE_EXAMPLE, DateInput, PageForm
from tests.core import page_samples as samples


@pytest.fixture
def refused() -> str:
    return str(samples.refused_goal_form())


def element(html: str, identifier: str) -> str:
    found = re.search(rf'<[a-z]+[^>]*\sid="{identifier}"[^>]*>', html)
    assert found, identifier
    return found.group()


def test_field_ties_label_help_and_error_to_its_input(refused: str) -> None:
    text = element(refused, "id_text")

    assert 'for="id_text"' in refused
    assert 'aria-describedby="id_text_helptext id_text_error"' in text
    assert 'aria-invalid="true"' in text
    assert "In gewone taal." in refused
    assert "Vul ‘Doel’ in." in refused
    assert element(refused, "id_text_helptext")
    assert element(refused, "id_text_error")


def test_field_without_error_is_not_marked_invalid() -> None:
    html = str(samples.GoalForm(initial={"starts_on": date(2026, 3, 1)}))

    assert "aria-invalid" not in html
    assert "_error" not in html
    assert "--invalid" not in html


def test_optional_field_says_so_and_required_field_does_not(refused: str) -> None:
    labels = re.findall(r"<(?:label|legend)[^>]*zr-field__label[^>]*>(.*?)\s*</(?:label|legend)>", refused)

    optional = [label.split(" <")[0] for label in labels if "(niet verplicht)" in label]

    assert optional == ["Einddatum", "Dagen"]


def test_date_field_is_that_of_the_browser_and_shows_its_value() -> None:
    html = str(samples.GoalForm(initial={"starts_on": date(2026, 3, 1)}))

    field = element(html, "id_starts_on")

    assert 'type="date"' in field
    assert 'value="2026-03-01"' in field


@pytest.mark.parametrize("typed", ["2026-03-01", "1-3-2026", "01-03-2026"])
def test_date_field_accepts_what_browsers_and_people_write(typed: str) -> None:
    form = samples.GoalForm({"starts_on": typed})

    form.is_valid()

    assert form.cleaned_data["starts_on"] == date(2026, 3, 1)


def test_impossible_date_is_explained_and_kept(refused: str) -> None:
    assert DATE_EXAMPLE in refused
    assert 'value="31-02-2026"' in element(refused, "id_ends_on")


def test_date_input_of_a_form_is_left_alone() -> None:
    class Own(PageForm):
        day = forms.DateField(widget=forms.SelectDateWidget)
        start = forms.DateField(widget=DateInput(attrs={"min": "2026-01-01"}))

    form = Own()

    assert isinstance(form.fields["day"].widget, forms.SelectDateWidget)
    assert 'min="2026-01-01"' in str(form["start"])


def test_layout_puts_fields_beside_each_other_and_loses_none() -> None:
    rows = [[field.name for field in row] for row in samples.GoalForm().field_rows()]

    assert rows[:2] == [["starts_on", "ends_on"], ["text"]]
    assert [name for row in rows for name in row if name == "version"] == []
    assert sum(len(row) for row in rows) == len(samples.GoalForm().fields) - 1
    assert 'name="version"' in str(samples.GoalForm())


def test_choices_stand_in_a_fieldset_with_a_legend(refused: str) -> None:
    fieldset = re.search(r"<fieldset[^>]*>\s*<legend[^>]*>Past de hulp\?\s*</legend>", refused)

    assert fieldset
    assert 'aria-describedby="id_fits_error"' in fieldset.group()
    assert "Maandag" in refused


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("text", "Vul ‘Doel’ in."),
        ("domain", "Kies een antwoord bij ‘Leefgebied’."),
        ("proof", "Kies een bestand."),
        ("agrees", "Zet hier een vinkje om verder te gaan."),
    ],
)
def test_missing_answer_is_asked_for_in_words(name: str, message: str) -> None:
    assert samples.refused_goal_form().errors[name] == [message]


def test_message_of_a_form_itself_is_kept() -> None:
    class Own(PageForm):
        name = forms.CharField(error_messages={"required": "Geef de groep een naam."})

    assert Own({}).errors["name"] == ["Geef de groep een naam."]


# The summary -------------------------------------------------------------------------------------------


def test_summary_links_every_error_to_an_element_of_the_form() -> None:
    form = samples.refused_goal_form()
    html = samples.render('{% include "includes/form.html" %}', {"form": form})

    targets = re.findall(r'href="#([^"]+)"', html)

    assert {"id_text", "id_fits_0", "id_agrees", "id_proof"} <= set(targets)
    for target in targets:
        assert element(html, target)


def test_summary_counts_the_errors_of_form_and_formset() -> None:
    form, formset = samples.refused_goal_form(), samples.refused_formset()
    html = samples.render('{% include "includes/form.html" %}', {"form": form, "formset": formset})

    errors = error_summary(form, formset)["errors"]

    assert f"Er zijn {len(errors)} fouten in het formulier" in html
    assert "Er klopt iets niet." in html
    assert "Regel 1: Vul ‘Activiteit’ in." in html
    assert 'role="alert"' in html
    assert 'tabindex="-1"' in html


def test_summary_speaks_of_one_error_in_the_singular() -> None:
    html = samples.render("{% load pages %}{% error_summary form %}", {"form": samples.ActivityForm({})})

    assert "Er is 1 fout in het formulier" in html


def test_summary_is_absent_when_nothing_is_wrong() -> None:
    html = samples.render('{% include "includes/form.html" %}', {"form": samples.ActivityForm()})

    assert "fout" not in html
    assert "data-guard" in html
    assert "csrfmiddlewaretoken" in html


def test_form_with_a_file_is_sent_as_one() -> None:
    html = samples.render('{% include "includes/form.html" %}', {"form": samples.GoalForm()})

    assert 'enctype="multipart/form-data"' in html
