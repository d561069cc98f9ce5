"""Forms about how carers fare and what they get."""

from typing import Any

from django.http import Http404

from core.clock import today
from core.web.views import allow, scoped_or_404
from informal_care.access import may_keep_carer
from informal_care.forms.measurements import PREFIX, MeasurementForm
from informal_care.forms.support import ChangeSupportForm, SupportForm
from informal_care.models import Instrument, Measurement, Support
from informal_care.rules.instruments import Definition
from informal_care.selectors.measurements import usable_instruments
from informal_care.services.measurements import correct_measurement, record_measurement
from informal_care.services.support import add_support, change_support
from informal_care.web.carer_forms import CarerFormView


class Measure(CarerFormView):
    """Ask a carer how it goes. A picture of one moment, and a start for a talk."""

    template_name = "informal_care/measure.html"
    form_class = MeasurementForm
    title, done = "Hoe gaat het met u?", "De meting staat erin. Praat erover: het is geen diagnose."
    instrument: Instrument
    others: list[Instrument]
    definition: Definition

    def load(self) -> None:
        """The instrument too: the one that was chosen, or else CarerQol. 404 while none is loaded."""
        super().load()
        found, self.others = usable_instruments(self.request.GET.get("instrument", ""))
        if found is None:
            raise Http404
        self.instrument, self.definition = found, found.content

    def get_form_kwargs(self) -> dict[str, Any]:
        """The questions."""
        return super().get_form_kwargs() | {"definition": self.definition}

    def get_initial(self) -> dict[str, Any]:
        """Today."""
        return {"measured_on": today()}

    def get_form(self, form_class: Any = None) -> Any:
        """A fault of the service in a question stands beside that question."""
        form = super().get_form(form_class)
        form.field_of = {item.code: PREFIX + item.code for item in self.definition.items}
        return form

    def perform(self, form: MeasurementForm) -> Measurement:
        """Keep what was answered."""
        return record_measurement(actor=self.actor, carer=self.carer, instrument=self.instrument, **form.measured())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the instrument."""
        return super().get_context_data(
            instrument=self.instrument, definition=self.definition, others=self.others, **kwargs
        )


class CorrectMeasurement(Measure):
    """Put another in the place of one that was written down wrongly."""

    title, done = "Meting verbeteren", "De verbeterde meting staat erin. De oude blijft bewaard."
    measurement: Measurement

    def load(self) -> None:
        """The measurement with its carer."""
        rows = Measurement.objects.select_related("carer__municipality", "instrument")
        self.measurement = scoped_or_404(rows, self.actor, public_id=self.kwargs["public_id"])
        self.carer, self.instrument, self.others = self.measurement.carer, self.measurement.instrument, []
        self.definition = self.instrument.content
        allow(may=may_keep_carer(self.actor, self.carer))

    def get_form_kwargs(self) -> dict[str, Any]:
        """Why is asked as well."""
        return super().get_form_kwargs() | {"is_correction": True}

    def get_initial(self) -> dict[str, Any]:
        """What was written down."""
        one = self.measurement
        answers = {PREFIX + code: answer for code, answer in one.answers.items()}
        return answers | {"measured_on": one.measured_on, "vas": one.vas, "note": one.note}

    def perform(self, form: MeasurementForm) -> Measurement:
        """Correct it."""
        reason = form.cleaned_data["correction_reason"]
        return correct_measurement(actor=self.actor, measurement=self.measurement, reason=reason, **form.measured())


class NewSupport(CarerFormView):
    """What a carer asks for."""

    form_class: Any = SupportForm
    title, done = "Steun vastleggen", "De steun staat erin."
    about = "Leg vast wat iemand vraagt, ook als het er nog niet is."

    def get_form_kwargs(self) -> dict[str, Any]:
        """Who can give it follows from the municipality."""
        return super().get_form_kwargs() | {"carer": self.carer}

    def get_initial(self) -> dict[str, Any]:
        """Asked today."""
        return {"asked_on": today()}

    def perform(self, form: Any) -> Support:
        """Keep it."""
        return add_support(actor=self.actor, carer=self.carer, **form.cleaned_data)


class ChangeSupport(NewSupport):
    """What came of it."""

    form_class = ChangeSupportForm
    title, done, about = "Steun wijzigen", "De steun is bijgewerkt.", ""
    support: Support

    def load(self) -> None:
        """The support with its carer."""
        rows = Support.objects.select_related("carer__municipality", "given_by")
        self.support = scoped_or_404(rows, self.actor, public_id=self.kwargs["public_id"])
        self.carer = self.support.carer
        allow(may=may_keep_carer(self.actor, self.carer))

    def stored(self) -> dict[str, Any]:
        """What is stored, by field."""
        one = self.support
        names = [*SupportForm.base_fields, "planned_hours", "used_hours", "revision"]
        return {name: getattr(one, name) for name in names} | {"given_by": one.given_by and one.given_by.public_id}

    def get_initial(self) -> dict[str, Any]:
        """What is stored."""
        return self.stored()

    def perform(self, form: Any) -> Support:
        """Change it."""
        return change_support(actor=self.actor, support=self.support, **form.cleaned_data)
