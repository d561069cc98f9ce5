"""The shape of the product book in the API: Dutch names in camelCase."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.api.fields import Moment
from core.api.queries import CollectionQuery, FieldsQuery, OnDayQuery
from core.api.searching import TextSearch
from core.api.shapes import Derived
from products.api.rules import rule_value_schema
from products.enums import Checkable, Consequence, RequirementCategory, RuleKind, VersionStatus
from products.rules import sentence

REFERENCE_DAY = "De dag waarover het antwoord gaat; vandaag als u niets opgeeft."


class ProductPageQuery(CollectionQuery):
    """A page of the list, on which day."""

    peildatum = serializers.DateField(required=False, help_text=REFERENCE_DAY)


class ProductenZoekenSerializer(TextSearch):
    """What can be looked for among products."""

    peildatum = serializers.DateField(required=False, help_text=REFERENCE_DAY)


class ProductQuery(FieldsQuery):
    """One product, on which day."""

    peildatum = serializers.DateField(required=False, help_text=REFERENCE_DAY)


class VersionPageQuery(CollectionQuery, OnDayQuery):
    """A page of versions."""

    product = serializers.UUIDField(required=False, help_text="Alleen van dit product.")


class RequirementPageQuery(CollectionQuery, OnDayQuery):
    """A page of requirements."""

    product = serializers.UUIDField(required=False, help_text="Alleen van dit product.")
    productversie = serializers.UUIDField(required=False, help_text="Alleen van deze versie.")


class VersieSerializer(serializers.Serializer[Any]):
    """A version."""

    uuid = serializers.UUIDField(source="public_id", help_text="Kenmerk van de versie.")
    nummer = serializers.IntegerField(source="number", help_text="Volgnummer binnen het product.")
    status = serializers.ChoiceField(choices=VersionStatus.choices, help_text="Stand van de versie.")
    geldigVanaf = serializers.DateField(source="starts_on", help_text="Eerste dag.")  # noqa: N815
    geldigTotEnMet = serializers.DateField(  # noqa: N815
        source="ends_on", allow_null=True, help_text="Laatste dag; null als er geen einde is."
    )
    fictief = serializers.BooleanField(source="is_fictional", help_text="Verzonnen voor de demo; geen bron.")
    bron = serializers.CharField(source="source", help_text="Waar de eisen vandaan komen.")
    samenvatting = serializers.CharField(source="summary", help_text="Voor wie het product is.")
    vastgesteldOp = Moment(source="adopted_at", allow_null=True, help_text="Moment van vaststellen.")  # noqa: N815


@extend_schema_field(rule_value_schema())
class RuleValue(Derived):
    """The value of a rule, as it is stored."""


@extend_schema_field(str)
class RuleSentence(Derived):
    """A rule as a sentence."""


def rule_in_words(kind: str, value: Any) -> str:
    """The rule in one sentence; empty when a person judges."""
    return sentence(kind, value) if kind else ""


class EisSerializer(serializers.Serializer[Any]):
    """A requirement with its rule."""

    uuid = serializers.UUIDField(source="public_id", help_text="Kenmerk van de eis.")
    code = serializers.CharField(help_text="Code binnen de versie.")
    onderdeel = serializers.ChoiceField(
        source="category", choices=RequirementCategory.choices, help_text="Deel van het productblad."
    )
    eis = serializers.CharField(source="statement", help_text="De eis in gewone woorden.")
    bron = serializers.CharField(source="source", help_text="Plek in de bron.")
    controleDoor = serializers.ChoiceField(  # noqa: N815
        source="checkable", choices=Checkable.choices, help_text="Wie het controleert."
    )
    hoeGecontroleerd = serializers.CharField(source="how_checked", help_text="Hoe dat gaat.")  # noqa: N815
    bewijs = serializers.CharField(source="evidence", help_text="Waaruit het blijkt.")
    gevolg = serializers.ChoiceField(
        source="consequence", choices=Consequence.choices, help_text="Wat volgt als niet is voldaan."
    )
    regel = serializers.ChoiceField(
        source="rule_kind", choices=RuleKind.choices, allow_blank=True, help_text="Soort regel; leeg zonder regel."
    )
    regelWaarde = RuleValue(  # noqa: N815
        "rule_value", make=lambda value: value, help_text="Waarde van de regel; null zonder regel."
    )
    regelInWoorden = RuleSentence(  # noqa: N815
        "rule_kind", "rule_value", make=rule_in_words, help_text="De regel in één zin; leeg zonder regel."
    )


class EisVanVersieSerializer(EisSerializer):
    """A requirement with the version that it is of."""

    productversie = serializers.UUIDField(source="version.public_id", help_text="Kenmerk van de productversie.")


class VersieVanProductSerializer(VersieSerializer):
    """A version with the product that it is of."""

    product = serializers.UUIDField(source="variant.public_id", help_text="Kenmerk van het product.")


@extend_schema_field(bool)
class Fictional(Derived):
    """Whether something was made up for the demo."""


class ProductSerializer(serializers.Serializer[Any]):
    """A product with the version of the day."""

    uuid = serializers.UUIDField(source="public_id", help_text="Kenmerk van het product.")
    code = serializers.CharField(help_text="Code van het product.")
    naam = serializers.CharField(source="name", help_text="Naam van het product.")
    productfamilie = serializers.CharField(source="family.name", help_text="Familie van het product.")
    fictief = Fictional(
        "of_day__is_fictional", make=bool, help_text="Of de eisen van die versie verzonnen zijn voor de demo."
    )
    peildatum = serializers.DateField(source="day", help_text="De dag waarover dit antwoord gaat.")
    versie = VersieSerializer(
        source="of_day", allow_null=True, help_text="De versie die die dag geldt; null als er geen is."
    )


class ProductMetEisenSerializer(ProductSerializer):
    """A product with the requirements of the version of the day."""

    eisen = EisSerializer(many=True, help_text="Leeg als er die dag geen versie geldt.")


class ConsultationPageQuery(CollectionQuery):
    """A page of market consultations."""

    peildatum = serializers.DateField(
        required=False, help_text="Alleen waarop aanbieders op deze dag konden reageren; alles als u niets opgeeft."
    )
    product = serializers.UUIDField(required=False, help_text="Alleen over dit product.")


class ConsultatieproductSerializer(serializers.Serializer[Any]):
    """A product on which is asked."""

    uuid = serializers.UUIDField(source="public_id", help_text="Kenmerk van het product.")
    code = serializers.CharField(help_text="Code van het product.")
    naam = serializers.CharField(source="name", help_text="Naam van het product.")


class ConceptversieSerializer(serializers.Serializer[Any]):
    """The version of which the draft was published."""

    uuid = serializers.UUIDField(
        source="public_id", help_text="Kenmerk van de versie; bij ‘productversies’ zodra zij is vastgesteld."
    )
    nummer = serializers.IntegerField(source="number", help_text="Volgnummer binnen het product.")
    product = ConsultatieproductSerializer(source="variant", help_text="Het product.")


class ConcepteisSerializer(serializers.Serializer[Any]):
    """A requirement as it stood in the draft."""

    uuid = serializers.UUIDField(source="public_id", help_text="Kenmerk van de eis in deze marktconsultatie.")
    code = serializers.CharField(help_text="Code binnen de versie.")
    onderdeel = serializers.ChoiceField(
        source="category", choices=RequirementCategory.choices, help_text="Deel van het productblad."
    )
    eis = serializers.CharField(source="statement", help_text="De eis in gewone woorden, zoals in het concept.")
    regelInWoorden = serializers.CharField(source="rule", help_text="De regel in één zin; leeg zonder regel.")  # noqa: N815


class VraagSerializer(serializers.Serializer[Any]):
    """A question of the note with its answer."""

    eis = serializers.CharField(allow_null=True, help_text="Code van de eis; null als het over het geheel gaat.")
    vraag = serializers.CharField(help_text="De reactie, zonder naam.")
    antwoord = serializers.CharField(help_text="Het antwoord van de zorgregio.")


@extend_schema_field(VraagSerializer(many=True))
class Questions(Derived):
    """The questions of a note, per requirement and then on the whole."""


def questions_of(document: Any) -> list[dict[str, Any]]:
    """The questions of a published note; none as long as there is no note."""
    if document is None:
        return []
    topics = [*((one["code"], one["questions"]) for one in document["requirements"]), (None, document["general"])]
    return [
        {"eis": code, "vraag": one["question"], "antwoord": one["answer"]}
        for code, questions in topics
        for one in questions
    ]


class MarktconsultatieSerializer(serializers.Serializer[Any]):
    """A market consultation: what was asked and when, and once the note is there what was answered."""

    uuid = serializers.UUIDField(source="public_id", help_text="Kenmerk van de marktconsultatie.")
    zorgregio = serializers.CharField(source="region.name", help_text="De zorgregio die vraagt.")
    productversie = ConceptversieSerializer(source="version", help_text="De versie waarvan dit het concept was.")
    toelichting = serializers.CharField(source="introduction", help_text="Waarom de zorgregio dit vraagt.")
    gepubliceerdOp = Moment(source="published_at", help_text="Moment van bekendmaken.")  # noqa: N815
    opentOp = Moment(source="opens_at", help_text="Vanaf dit moment kunnen aanbieders reageren.")  # noqa: N815
    sluitOp = Moment(source="closes_at", help_text="Vanaf dit moment niet meer.")  # noqa: N815
    fictief = Fictional(
        "version__is_fictional",
        "has_fictional_reactions",
        make=lambda *made_up: any(made_up),
        help_text="Of het concept of de reacties verzonnen zijn voor de demo.",
    )
    notaGepubliceerdOp = Moment(  # noqa: N815
        source="note_published_at", allow_null=True, help_text="Moment van de nota van inlichtingen; null zonder nota."
    )
    notaSha256 = serializers.CharField(  # noqa: N815
        source="note_sha256", help_text="Vingerafdruk van de tekst van de nota; leeg zonder nota."
    )
    vragen = Questions("note_document", make=questions_of, help_text="Uit de nota, zonder namen; leeg zonder nota.")
    eisen = ConcepteisSerializer(source="requirements", many=True, help_text="De eisen zoals in het concept.")
