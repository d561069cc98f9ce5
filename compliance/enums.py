from django.db import models


class State(models.TextChoices):
    """What a check says of a requirement."""

    MET = "met", "Voldaan"
    NOT_MET = "not_met", "Niet voldaan"
    NOT_ASSESSABLE = "not_assessable", "Niet te beoordelen"
    NOT_APPLICABLE = "not_applicable", "Niet van toepassing"


class Basis(models.TextChoices):
    """Of what a dagdeel is looked at."""

    PLANNED = "planned", "Zoals gepland"
    REALISED = "realised", "Zoals het ging"


class LooksAt(models.TextChoices):
    """What a check looks at: a result is about one of these."""

    SESSION = "session", "Dagdeel van een groep"
    FILE = "file", "Dossier met het plan"
    GROUP = "group", "Groep"
    PROFESSIONAL = "professional", "Professional in een groep"


class StepKind(models.TextChoices):
    """What somebody writes about a finding."""

    EXPLANATION = "explanation", "Uitleg"
    IMPROVEMENT = "improvement", "Verbeterplan"
    JUDGEMENT = "judgement", "Oordeel"


class Ruling(models.TextChoices):
    """What a municipality makes of a finding and of what the provider wrote."""

    ACCEPTED = "accepted", "De uitleg is genoeg"
    IMPROVE = "improve", "Het moet beter, volgens het verbeterplan"
    SHORTCOMING = "shortcoming", "Tekortkoming volgens het contract"


ANSWERS = (StepKind.EXPLANATION, StepKind.IMPROVEMENT)
"""What a provider writes."""


class FindingState(models.TextChoices):
    """Which findings a list shows."""

    OPEN = "open", "Nog niet voldaan"
    TO_ANSWER = "antwoord", "Wacht op antwoord"
    TO_JUDGE = "oordeel", "Wacht op oordeel"
    MET_AGAIN = "weer-voldaan", "Weer voldaan"
    WITHDRAWN = "vervallen", "Vervallen"


class Verdict(models.TextChoices):
    """What a person says of a requirement."""

    MET = "met", "Voldoet"
    NOT_MET = "not_met", "Voldoet niet"
    NOT_ASSESSABLE = "not_assessable", "Niet te beoordelen"
