"""What users type about contracts. The rules are in the services; here is only the shape."""

from django import forms

from core.web.forms import PageForm


class WaitingTimeForm(PageForm):
    """How long people wait for a product at a provider."""

    layout = (("weeks", "reported_on"), "source")
    field_of = {"waiting_weeks": "weeks", "waiting_source": "source"}

    weeks = forms.IntegerField(
        label="Wachttijd in weken",
        min_value=0,
        help_text="Vul 0 in als iemand meteen kan beginnen.",
        error_messages={
            "min_value": "Vul 0 weken of meer in.",
            "invalid": "Vul een heel aantal weken in, bijvoorbeeld 3.",
        },
    )
    reported_on = forms.DateField(label="Gemeld op")
    source = forms.CharField(
        label="Wie meldde dit, en hoe?", max_length=200, help_text="Bijvoorbeeld: de planner, per telefoon."
    )
