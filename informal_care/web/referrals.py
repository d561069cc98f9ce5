"""Pages of referrals."""

from typing import Any

from core.web.views import allow, scoped_or_404
from informal_care.access import may_handle_signal
from informal_care.forms.referrals import FeedbackForm, ReferralForm
from informal_care.models import Referral
from informal_care.services.referrals import hear_of_referral, refer
from informal_care.web.signals import SignalFormView


class NewReferral(SignalFormView):
    """Refer after a signal."""

    form_class = ReferralForm
    title, submit_label, done = "Verwijzen", "Verwijzen", "De verwijzing staat erbij."

    def stored(self) -> dict[str, Any]:
        """Referrals are only added."""
        return {}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Where to, follows from the municipality."""
        return super().get_form_kwargs() | {"municipality_id": self.signal.municipality_id}

    def perform(self, form: ReferralForm) -> Referral:
        """Refer."""
        return refer(actor=self.actor, signal=self.signal, **form.cleaned_data)


class HearReferral(SignalFormView):
    """Tell how a warm referral went."""

    form_class = FeedbackForm
    title, done = "Hoe ging het na de verwijzing?", "De terugkoppeling staat erbij."
    referral: Referral

    def load(self) -> None:
        """The referral after a signal, for its municipality."""
        rows = Referral.objects.filter(signal__isnull=False, kind="warm").select_related(
            "signal__municipality", "signal__carer", "offer", "organisation"
        )
        self.referral = scoped_or_404(rows, self.actor, public_id=self.kwargs["public_id"])
        if self.referral.signal is not None:
            self.signal = self.referral.signal
        allow(may=may_handle_signal(self.actor, self.signal))
        self.about = f"{self.referral.where}, {self.referral.to_person}"

    def stored(self) -> dict[str, Any]:
        """What was told before."""
        return {"feedback": self.referral.feedback, "feedback_on": self.referral.feedback_on}

    def perform(self, form: FeedbackForm) -> Referral:
        """Keep it."""
        return hear_of_referral(actor=self.actor, referral=self.referral, **form.cleaned_data)
