"""What a purchaser types to demand something of the model in a product."""

from django import forms

from core.web.fields import text_area
from core.web.forms import PageForm
from products.enums import Consequence, RequirementCategory


class DemandForm(PageForm):
    """A demand of the model as a requirement; code and source are those of the model."""

    layout = ("category", "statement", "how_checked", "consequence")
    field_of = {"requirement_code": "statement"}

    category = forms.ChoiceField(label="Onderdeel", choices=RequirementCategory.choices)
    statement = forms.CharField(label="Eis", widget=text_area(3), help_text="Maak er uw eigen eis van.")
    how_checked = forms.CharField(label="Hoe wordt dit gecontroleerd?", widget=text_area(2))
    consequence = forms.ChoiceField(label="Gevolg", choices=Consequence.choices, initial=Consequence.FAULT)
