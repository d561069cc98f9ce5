from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from core.web.forms import FILE_AGAIN, PageForm


class LetterForm(PageForm):
    layout = ("name", "letter")

    letter = forms.FileField(required=False)
    name = forms.CharField()


def sent(name="Karin"):
    form = LetterForm({"name": name}, {"letter": SimpleUploadedFile("letter.pdf", b"%PDF-")})
    form.is_valid()
    return form


def test_refusal_stands_at_its_field_and_the_rest_at_the_top():
    form = sent()

    form.refuse(ValidationError({"name": ["Andere naam"], "elsewhere": ["Elders"], "__all__": ["Boven"]}))

    assert form.errors["name"] == ["Andere naam"]
    assert sorted(form.non_field_errors()) == ["Boven", "Elders"]


def test_refusal_without_a_field_stands_at_the_top():
    form = sent()

    form.refuse(ValidationError(["Een", "Twee"]))

    assert form.non_field_errors() == ["Een", "Twee"]


def test_file_must_be_chosen_again_after_any_error():
    assert sent("").errors["letter"] == [FILE_AGAIN]
    refused = sent()
    assert not refused.errors
    refused.refuse(ValidationError("Nee"))
    assert refused.errors["letter"] == [FILE_AGAIN]


def test_own_error_of_the_file_is_enough():
    form = sent()

    form.refuse(ValidationError({"letter": ["Beschadigd"]}))

    assert form.errors["letter"] == ["Beschadigd"]


def test_fields_have_the_order_of_the_page():
    assert list(LetterForm().fields) == ["name", "letter"]
