"""What is typed from notification to personal plan, about the clock, and at the end of a case."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.db.models import QuerySet

from clients.enums import CaseEnd, Channel, Information, Notifier, SuspensionGround
from clients.models import ClientSystemMember
from core.web.fields import PublicIdField, RevisionForm, text_area
from core.web.forms import PageForm

CHOOSE = ("", "Kies een antwoord")
IN_WRITING = [choice for choice in Channel.choices if choice[0] in {Channel.LETTER, Channel.EMAIL, Channel.DESK}]


def choice_field(label: str, choices: list[tuple[Any, Any]], **kwargs: Any) -> forms.ChoiceField:
    """A list in which nothing is chosen yet."""
    return forms.ChoiceField(label=label, choices=[CHOOSE, *choices], **kwargs)


def sending_field() -> forms.ChoiceField:
    """How a letter went to the client."""
    return forms.ChoiceField(label="Hoe stuurt u de brief?", choices=IN_WRITING, initial=Channel.LETTER)


class NotificationForm(PageForm):
    """A notification (melding)."""

    use_required_attribute = False
    layout = (
        ("notified_on", "channel"),
        ("notified_by", "notifier_name"),
        "question",
        "is_urgent",
        "urgent_reason",
    )
    field_of = {"urgent_without_reason": "urgent_reason", "case_choices": "question"}

    notified_on = forms.DateField(label="Gemeld op")
    channel = choice_field("Hoe kwam de melding binnen?", Channel.choices)
    notified_by = choice_field("Wie deed de melding?", Notifier.choices)
    notifier_name = forms.CharField(
        label="Naam van de melder", max_length=200, required=False, help_text="Leeg als de cliënt zelf meldde."
    )
    question = forms.CharField(
        label="Wat is de vraag?",
        widget=text_area(4),
        help_text="Schrijf op wat de cliënt vraagt, zo veel mogelijk in diens eigen woorden.",
    )
    is_urgent = forms.BooleanField(
        label="Er is spoed: de hulp kan niet wachten op het onderzoek",
        required=False,
        help_text="U kunt dan meteen een tijdelijk besluit nemen (Wmo 2015, artikel 2.3.3).",
    )
    urgent_reason = forms.CharField(
        label="Waarom is er spoed?", max_length=500, required=False, widget=text_area(2), help_text="Alleen bij spoed."
    )


class ReassessmentForm(PageForm):
    """The municipality itself asks how it goes now (heronderzoek)."""

    use_required_attribute = False
    notified_on = forms.DateField(label="Begonnen op")
    channel = choice_field("Hoe laat u het de cliënt weten?", Channel.choices)
    question = forms.CharField(label="Wat zoekt u uit?", widget=text_area(3))


class ReceiptForm(RevisionForm):
    """Confirmation of receipt."""

    layout = (("sent_on", "channel"),)
    sent_on = forms.DateField(label="Verstuurd op")
    channel = sending_field()


class TellingForm(RevisionForm):
    """What the client or a carer was told."""

    layout = ("what", ("told_on", "channel"), "member")
    field_of = {"telling_without_carer": "member", "telling_choices": "what"}

    what = choice_field(
        "Wat vertelde u?", [choice for choice in Information.choices if choice[0] != Information.RECEIPT]
    )
    told_on = forms.DateField(label="Wanneer?")
    channel = choice_field("Hoe?", Channel.choices)
    member = PublicIdField(
        ClientSystemMember.objects.none(), label="Aan wie?", required=False, empty_label="De cliënt zelf"
    )

    def __init__(self, *args: Any, members: QuerySet[ClientSystemMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["member"]
        assert isinstance(field, PublicIdField)  # noqa: S101 - for the type checker
        field.queryset = members


class PersonalPlanForm(RevisionForm):
    """The personal plan: a file, words, or both."""

    field_of = {"personal_plan_empty": "summary"}

    received_on = forms.DateField(label="Ontvangen op")
    file = forms.FileField(
        label="Bestand",
        required=False,
        allow_empty_file=True,  # the service says what is wrong with it
        help_text=f"Een PDF, PNG of JPEG, hoogstens {settings.UPLOAD_LIMIT_MB} MB.",
    )
    summary = forms.CharField(
        label="Wat staat erin?",
        required=False,
        widget=text_area(5),
        help_text="Heeft u geen bestand? Schrijf dan hier op wat de cliënt wil.",
    )


class SuspensionForm(RevisionForm):
    """Why a term stands still."""

    field_of = {"suspension_ground": "ground", "suspension_overlap": "starts_on", "term_passed": "starts_on"}

    starts_on = forms.DateField(label="Staat stil vanaf")
    ground = choice_field("Op welke grond?", SuspensionGround.choices)
    explanation = forms.CharField(
        label="Toelichting",
        max_length=500,
        widget=text_area(3),
        help_text="Waar wacht u op? Schrijf ook op wat u met de cliënt afsprak.",
    )


class ResumeForm(RevisionForm):
    """From when a term runs again."""

    resumes_on = forms.DateField(label="Loopt weer vanaf")


class EndCaseForm(RevisionForm):
    """The end of a case without a decision."""

    field_of: ClassVar = {"case_end": "reason", "end_unexplained": "explanation"}

    ended_on = forms.DateField(label="Laatste dag")
    reason = choice_field(
        "Waarom eindigt de aanvraag?",
        [(end.value, end.label) for end in (CaseEnd.WITHDRAWN, CaseEnd.NO_APPLICATION)],
    )
    explanation = forms.CharField(label="Wat zei de cliënt?", max_length=500, widget=text_area(3))
