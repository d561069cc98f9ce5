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


class Choosing(models.TextChoices):
    """Whether a municipality takes an activity on."""

    ADOPTED = "adopted", "Pakken we op"
    DECLINED = "declined", "Doen we niet"


class TaskStatus(models.TextChoices):
    """How far a task is."""

    TO_DO = "to_do", "Nog niet begonnen"
    DOING = "doing", "Bezig"
    DONE = "done", "Klaar"
