from django.db.models import TextChoices


class VersionStatus(TextChoices):
    """Where a product version stands. "In force" is not stored: it follows from adoption and the day."""

    DRAFT = "draft", "Concept"
    CONSULTATION = "consultation", "In marktconsultatie"
    ADOPTED = "adopted", "Vastgesteld"
    WITHDRAWN = "withdrawn", "Ingetrokken"


class LifeCycle(TextChoices):
    """Where a product version stands on a day: its status, or in force while its terms hold."""

    DRAFT = "draft", "Concept"
    CONSULTATION = "consultation", "In marktconsultatie"
    ADOPTED = "adopted", "Vastgesteld"
    IN_FORCE = "in_force", "Van kracht"
    WITHDRAWN = "withdrawn", "Ingetrokken"


class ConsultationPhase(TextChoices):
    """Where a market consultation stands at a moment. Nobody sets it: it follows from the window and the note."""

    ANNOUNCED = "announced", "Aangekondigd"
    OPEN = "open", "Open"
    CLOSED = "closed", "Gesloten"
    ANSWERED = "answered", "Beantwoord"


class Fate(TextChoices):
    """What became of a requirement between the draft and what was adopted."""

    SAME = "same", "Gelijk gebleven"
    CHANGED = "changed", "Gewijzigd"
    ADDED = "added", "Toegevoegd"
    REMOVED = "removed", "Vervallen"


class Audience(TextChoices):
    """Which providers are asked to react."""

    CONTRACTED = "contracted", "Alle aanbieders met een contract in onze zorgregio"
    CHOSEN = "chosen", "Alleen de aanbieders die u hieronder kiest"


class RequirementCategory(TextChoices):
    """The parts of the product sheet."""

    CLIENT = "client", "Cliënt"
    ASSIGNMENT = "assignment", "Opdracht"
    CONTENT = "content", "Eisen aan inhoud"
    PROFESSIONAL = "professional", "Eisen aan professional"


class Checkable(TextChoices):
    """Who can tell whether a requirement is met."""

    MACHINE = "machine", "Het systeem controleert dit"
    PARTLY = "partly", "Het systeem controleert een deel"
    PERSON = "person", "Een mens beoordeelt dit"


class Consequence(TextChoices):
    """What follows when a requirement is not met (our proposal; the product sheet names none)."""

    BLOCK = "block", "Houdt tegen"
    FAULT = "fault", "Afwijking"
    WARNING = "warning", "Waarschuwing"
    INFORMATION = "information", "Ter informatie"


class RuleKind(TextChoices):
    """What a checkable requirement demands. `rules.PARAMETERS` gives the type of each one's value."""

    MAX_CLIENTS_PER_PROFESSIONAL = (
        "max_clients_per_professional",
        "Hoogstens zoveel cliënten per professional",
    )
    MIN_LEVEL_EXECUTION = "min_level_execution", "Laagste niveau van wie het uitvoert"
    MIN_LEVEL_RESPONSIBLE = "min_level_responsible", "Laagste niveau van wie eindverantwoordelijk is"
    EVALUATION_INTERVAL_MONTHS = "evaluation_interval_months", "Uiterlijk na zoveel maanden evalueren"
    EVALUATION_REPORT = "evaluation_report", "Verslag van elke evaluatie"
    PLAN_AGREEMENT = "plan_agreement", "Wie het plan vaststelt"
    PLAN_CONTENT = "plan_content", "Wat in het plan staat"
    GOAL_DOMAIN = "goal_domain", "Doel op dit leefgebied"
    DELIVERED_IN_GROUP = "delivered_in_group", "Op locatie in een groep"
    VOLUNTEERS_BESIDE = "volunteers_beside", "Vrijwilligers naast professionals"
    LEVEL_MIX = "level_mix", "Verhouding van niveaus"
    CLIENT_PROFILE = "client_profile", "Kenmerk van de cliënt"
    INDICATOR_TREND = "indicator_trend", "Verloop van een indicator"
    PARTICIPATION = "participation", "Wie er meedoet"
    CARE_TEAM = "care_team", "Afstemming met andere professionals"
    WMO_QUESTION = "wmo_question", "Past de hulpvraag nog binnen de Wmo"
    WLZ_ACTION = "wlz_action", "Stappen naar de Wlz"
    TARGET_GROUP_EXPERIENCE = "target_group_experience", "Ervaring met de doelgroep"
    PERSONAL_CARE_COMPETENCE = "personal_care_competence", "Bekwaam in persoonlijke verzorging"
    CONTINUOUS_COVER = "continuous_cover", "Toezicht zonder gaten"


class SmartPart(TextChoices):
    """The five parts of a SMART goal."""

    SPECIFIC = "specific", "specifiek"
    MEASURABLE = "measurable", "meetbaar"
    ACCEPTABLE = "acceptable", "acceptabel"
    REALISTIC = "realistic", "realistisch"
    TIME_BOUND = "time_bound", "tijdgebonden"


class AgreeingParty(TextChoices):
    """The sides that can be asked to agree a plan."""

    CLIENT = "client", "de cliënt of het cliëntsysteem"
    PROFESSIONAL = "professional", "een professional"


class Occasion(TextChoices):
    """The occasions at which it is written down who took part."""

    AGREEMENT = "agreement", "het vaststellen van het plan"
    EVALUATION = "evaluation", "elke evaluatie"


class WmoAnswer(TextChoices):
    """The answers to the question whether the need still fits the Wmo."""

    YES = "yes", "ja"
    DOUBT = "doubt", "twijfel"
    NO = "no", "nee"


class Trend(TextChoices):
    """How an indicator is expected to develop."""

    INCREASING = "increasing", "toeneemt"
    STABLE = "stable", "gelijk blijft"
    DECREASING = "decreasing", "afneemt"


class Decider(TextChoices):
    """Who decides on a mix of levels."""

    PROVIDER = "provider", "de zorgaanbieder"
    MUNICIPALITY = "municipality", "de gemeente"


class Indicator(TextChoices):
    """What is followed from evaluation to evaluation."""

    PERSONAL_CARE_NEED = "personal_care_need", "behoefte aan persoonlijke verzorging"
    SUPERVISION = "supervision", "toezicht"
    PROXIMITY = "proximity", "nabijheid"
    STRUCTURE = "structure", "structuur"
    BEHAVIOUR = "behaviour", "gedrag"


class DemandedDomain(TextChoices):
    """The domains of life in which a version can ask for a goal."""

    STRUCTURE = "structure", "dag- en weekstructuur"
    ACTIVITIES = "activities", "deelnemen aan activiteiten"
    DAILY_LIVING = "daily_living", "dagelijkse handelingen"
    SOCIAL_CONTACTS = "social_contacts", "contact met anderen"
    MENTAL_WELLBEING = "mental_wellbeing", "psychisch welbevinden"
    SUPERVISION_PROXIMITY = "supervision_proximity", "toezicht en nabijheid"


class ClientTrait(TextChoices):
    """Traits by which an intake tells for whom a product is meant."""

    STRUCTURE_NEEDED = "structure_needed", "hulp nodig bij dag- of weekstructuur"
    STIMULATION_NEEDED = "stimulation_needed", "aanmoediging nodig"
    INSIGHT_NEEDED = "insight_needed", "inzicht in beperkingen nodig"
    REPETITION_NEEDED = "repetition_needed", "veel herhaling nodig"
    LOSS_OF_CONTROL = "loss_of_control", "verlies van regie"
    BEHAVIOUR_AFFECTS_GROUP = "behaviour_affects_group", "gedrag dat in de groep merkbaar is"
    CAREGIVER_RELIEF_NEEDED = "caregiver_relief_needed", "naasten hebben verlichting nodig"
    DETERIORATION_EXPECTED = "deterioration_expected", "achteruitgang verwacht"
    EMPHASIS_PERSONAL_CARE = "emphasis_personal_care", "nadruk op persoonlijke verzorging"
    EMPHASIS_PROGRAMME = "emphasis_programme", "nadruk op het groepsprogramma"


REPEATABLE = frozenset(
    {
        RuleKind.GOAL_DOMAIN,
        RuleKind.DELIVERED_IN_GROUP,
        RuleKind.CLIENT_PROFILE,
        RuleKind.INDICATOR_TREND,
    }
)
"""Kinds of rule that a version may have more than once; of all others it has at most one."""
