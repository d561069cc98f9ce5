"""What is typed during the investigation: conversation, findings, carers, identity, profile and report."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from django import forms

from clients.enums import Channel, IdentityDocument, PresentAs, ProfileAnswer, SupportAnswer, Topic
from clients.forms.intake import choice_field, sending_field
from clients.selectors.advice import Question
from core.web.fields import LaterChoice, LaterText, RevisionForm, rows_of, text_area
from core.web.forms import PageForm

FINDING: Final = "finding_"
HELP: Final = {
    Topic.NEEDS: "Wat wil en kan de cliënt? Wat is belangrijk voor hem of haar, ook geloof en cultuur?",
    Topic.OWN_STRENGTH: "Wat kan de cliënt zelf? Wat doen huisgenoten zoals gewoon is in een gezin?",
    Topic.NETWORK: "Wat doen familie, vrienden en buren nu? Wat kunnen zij nog meer doen?",
    Topic.CARER: "Wat heeft wie voor de cliënt zorgt zelf nodig om het vol te houden?",
    Topic.GENERAL_PROVISION: (
        "Helpt iets dat er voor iedereen is? Denk aan een inloop, een maaltijd of een boodschappendienst."
    ),
    Topic.COOPERATION: "Wat doen de huisarts, de wijkverpleging, de woningcorporatie of de uitkering al?",
    Topic.CONTRIBUTION: "Vertel welke eigen bijdrage de cliënt betaalt. Schrijf op dat u dit vertelde.",
}
PEOPLE_AT_FIRST: Final = 6


class StartInvestigationForm(RevisionForm):
    """The first day of the investigation."""

    started_on = forms.DateField(label="Begonnen op")


class ConversationForm(RevisionForm):
    """When and where the conversation was."""

    layout = (("conversation_on", "place"),)
    conversation_on = forms.DateField(label="Datum van het gesprek")
    place = forms.CharField(label="Plaats", max_length=200)


class PresentForm(PageForm):
    """Somebody who took part."""

    use_required_attribute = False
    layout = (("name", "present_as"),)
    name = forms.CharField(label="Naam", max_length=200)
    present_as = choice_field("Als", PresentAs.choices)


PresentFormSet = rows_of(PresentForm, "Aanwezige", "Aanwezigen", empty_at_first=PEOPLE_AT_FIRST, empty_later=2)


class FindingsForm(RevisionForm):
    """What was found on each topic of the law, how the personal plan was used, and the outcome."""

    plan_use = forms.CharField(
        label="Hoe gebruikte u het persoonlijk plan?",
        required=False,
        widget=text_area(3),
        help_text="Alleen als de cliënt een persoonlijk plan gaf.",
    )
    conclusion = LaterText(
        label="Uitkomst van het onderzoek",
        widget=text_area(4),
        help_text="Welke ondersteuning past, en waarom? Dit komt in het verslag aan de cliënt.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [f"{FINDING}{topic.value}" for topic in Topic]
        for name, topic in zip(names, Topic, strict=True):
            self.fields[name] = LaterText(
                label=f"{topic.value}. {topic.label}", widget=text_area(3), help_text=HELP[topic]
            )
        self.order_fields(names)

    @property
    def findings(self) -> dict[str, str]:
        """The texts by topic."""
        return {topic.value: self.cleaned_data[f"{FINDING}{topic.value}"] for topic in Topic}


class CarerTalkForm(RevisionForm):
    """What somebody who cares for the client does, can do and needs."""

    layout = ("does", "can", "needs", ("support_offered_on", "support_channel"), "support_answer")
    field_of = {"carer_talk_incomplete": "does"}

    does = forms.CharField(
        label="Wat doet deze persoon nu?",
        widget=text_area(3),
        help_text="Bijvoorbeeld: koken, regelen, meegaan naar de dokter, 's nachts opletten.",
    )
    can = forms.CharField(
        label="Wat lukt, en wat lukt niet meer?",
        widget=text_area(3),
        help_text="Vraag ook naar werk, gezin en eigen gezondheid.",
    )
    needs = forms.CharField(
        label="Wat heeft deze persoon zelf nodig?",
        widget=text_area(3),
        help_text="Bijvoorbeeld: tijd voor zichzelf, iemand die de zorg een dag overneemt, of uitleg.",
    )
    support_offered_on = forms.DateField(
        label="Gratis ondersteuning aangeboden op",
        help_text="Een cliëntondersteuner is onafhankelijk, en is er ook voor wie zorgt.",
    )
    support_channel = choice_field("Hoe aangeboden?", Channel.choices)
    support_answer = choice_field("Wat was het antwoord?", SupportAnswer.choices)


class NoCarerForm(RevisionForm):
    """Why nobody who cares for the client was heard."""

    field_of = {"no_carer_reason": "reason"}

    reason = forms.CharField(
        label="Waarom is er niemand gesproken?",
        max_length=500,
        required=False,
        widget=text_area(3),
        help_text="Bijvoorbeeld: er is niemand, of de cliënt wil het niet. Maak leeg als u toch iemand sprak.",
    )


class IdentityForm(RevisionForm):
    """With which document the identity was checked; the number of the document is not kept."""

    field_of = {"identity": "identity_document"}

    identity_checked_on = forms.DateField(label="Vastgesteld op")
    identity_document = choice_field("Met welk document?", IdentityDocument.choices)


class ProfileForm(RevisionForm):
    """One question for each trait; those without an answer are left for later."""

    def __init__(self, *args: Any, questions: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = list(questions)
        for question in self.questions:
            answer, explanation = names_of(question.trait)
            self.fields[answer] = LaterChoice(
                label=question.label, choices=ProfileAnswer.choices, widget=forms.RadioSelect
            )
            self.fields[explanation] = forms.CharField(label="Toelichting", max_length=500, required=False)

    @staticmethod
    def initial_of(stored: Mapping[str, tuple[str, str]]) -> dict[str, str]:
        """The stored answers and explanations by trait, as the form names them."""
        return {
            name: value for trait, given in stored.items() for name, value in zip(names_of(trait), given, strict=True)
        }

    @property
    def answers(self) -> dict[str, Any]:
        """What was answered, by trait."""
        return dict(self._answers())

    def _answers(self) -> Iterator[tuple[str, dict[str, str]]]:
        for question in self.questions:
            answer, explanation = (self.cleaned_data[name] for name in names_of(question.trait))
            if answer:
                yield question.trait, {"answer": answer, "explanation": explanation}

    def clean(self) -> dict[str, Any]:
        """An explanation is not kept without an answer."""
        cleaned: dict[str, Any] = super().clean() or {}
        for question in self.questions:
            answer, explanation = names_of(question.trait)
            if cleaned.get(explanation) and not cleaned.get(answer):
                self.add_error(answer, forms.ValidationError("Kies ja, nee of weet ik niet.", code="profile_answer"))
        return cleaned


def names_of(trait: str) -> tuple[str, str]:
    """The names of the two fields of a trait."""
    name = trait.replace(":", "-")
    return f"answer-{name}", f"explanation-{name}"


class ReportForm(RevisionForm):
    """Sending the report."""

    layout = (("sent_on", "channel"),)
    sent_on = forms.DateField(label="Verstuurd op")
    channel = sending_field()
