from django.db import models


class ActorKind(models.TextChoices):
    """Who can carry out an activity of the Mezzo Model."""

    MUNICIPALITY = "municipality", "Gemeente"
    PROVIDER = "provider", "Zorgaanbieder"
    EMPLOYER = "employer", "Werkgever"
    CARER_SUPPORT = "carer_support", "Organisatie voor informele zorg"
    INTEREST_GROUP = "interest_group", "Mantelzorgers en zorgvrijwilligers"
    GENERALIST = "generalist", "Uitvoerende professionals en zorgvrijwilligers"


class StatementKind(models.TextChoices):
    """What a sentence of the model is, beside its aims and activities."""

    PRINCIPLE = "principle", "Uitgangspunt"
    DUTY = "duty", "Plicht van de gemeente"
    INGREDIENT = "ingredient", "Waar het model voor is"
    ACTOR = "actor", "Uitvoerder"
    CARER_TYPE = "carer_type", "Soort mantelzorger"


class CarerKind(models.TextChoices):
    """What kind of informal carer somebody is; often several at once (Mezzo Model, p. 4; domain facts 4.2)."""

    YOUNG = "young", "Jong"
    WORKING = "working", "Werkt erbij"
    FOR_CHILD = "for_child", "Zorgt voor een kind"
    FOR_PARENT = "for_parent", "Zorgt voor een ouder"
    PARTNER = "partner", "Zorgt voor een partner"
    AT_A_DISTANCE = "at_a_distance", "Woont ver weg"
    MORE_TOGETHER = "more_together", "Zorgt samen met anderen"


class Choosing(models.TextChoices):
    """Whether a municipality takes an activity on."""

    ADOPTED = "adopted", "Pakken we op"
    DECLINED = "declined", "Doen we niet"


class TaskStatus(models.TextChoices):
    """How far a task is."""

    TO_DO = "to_do", "Nog niet begonnen"
    DOING = "doing", "Bezig"
    DONE = "done", "Klaar"


class CareParameter(models.TextChoices):
    """A number about informal care that no law gives: each row names its source."""

    SIGNAL_TERM_DAYS = "signal_term_days", "Dagen waarin een signaal is opgepakt"
    FEEDBACK_DAYS = "feedback_days", "Dagen waarin terugkoppeling komt na een warme verwijzing"
    MAP_CHECK_MONTHS = "map_check_months", "Maanden waarna hulp op de sociale kaart opnieuw wordt nagekeken"
    LINK_CHECK_DAYS = "link_check_days", "Dagen waarna een link op de sociale kaart opnieuw wordt geprobeerd"
    LINK_FAILURES = "link_failures", "Pogingen achter elkaar waarna een link kapot heet"
    PLACE_CONTACT_MONTHS = "place_contact_months", "Maanden zonder contact waarna een vindplaats opvalt"
    K_ANONYMITY = "k_anonymity", "Aantal mensen waaronder een cijfer niet naar buiten gaat"
    POLL_QUESTIONS = "poll_questions", "Vragen in een peiling, hoogstens"
    POLL_WORDS = "poll_words", "Woorden in een vraag van een peiling, hoogstens"


class QuestionKind(models.TextChoices):
    """How a question of a poll is answered."""

    CHOICE = "choice", "Eigen antwoorden"
    SCALE = "scale", "Van heel slecht tot heel goed"


class CareSignalKind(models.TextChoices):
    """What somebody noticed about who cares for another (domain facts 4.3)."""

    THREATENING = "threatening", "Het dreigt te zwaar te worden"
    OVERLOADED = "overloaded", "Het is te zwaar"
    DERAILED = "derailed", "De zorg ontspoort"


class CareSignalSource(models.TextChoices):
    """Where a signal comes from."""

    FINDING_PLACE = "finding_place", "Vindplaats"
    ORGANISATION = "organisation", "Organisatie"
    MEASUREMENT = "measurement", "Meting"
    CARER = "carer", "De mantelzorger zelf"
    SURROUNDINGS = "surroundings", "Iemand uit de omgeving"


class CareSignalOutcome(models.TextChoices):
    """What came of a signal."""

    SUPPORTED = "supported", "Krijgt hulp"
    REFERRED = "referred", "Doorverwezen"
    NO_HELP = "no_help", "Wil nu geen hulp"
    NOT_NEEDED = "not_needed", "Hulp bleek niet nodig"
    NOT_REACHED = "not_reached", "Niet bereikt"
