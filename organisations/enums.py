from django.db import models


class OrganisationKind(models.TextChoices):
    """What an organisation is in the region."""

    REGION = "region", "Zorgregio"
    MUNICIPALITY = "municipality", "Gemeente"
    PROVIDER = "provider", "Zorgaanbieder"
    SUPERVISOR = "supervisor", "Toezichthouder"


class Role(models.TextChoices):
    """In which role a user acts for an organisation."""

    PURCHASER = "purchaser", "Inkoper"
    CASE_WORKER = "case_worker", "Consulent"
    MUNICIPAL_READER = "municipal_reader", "Meelezer gemeente"
    INFORMAL_CARE_COORDINATOR = "informal_care_coordinator", "Coördinator mantelzorg"
    MUNICIPAL_MANAGER = "municipal_manager", "Leidinggevende gemeente"
    PRIVACY_OFFICER = "privacy_officer", "Privacyfunctionaris"
    CARE_PROFESSIONAL = "care_professional", "Zorgprofessional"
    PLANNER = "planner", "Planner"
    QUALITY_OFFICER = "quality_officer", "Kwaliteitsfunctionaris"
    SUPERVISOR = "supervisor", "Toezichthouder"
    API_CLIENT = "api_client", "API-client"


class Level(models.TextChoices):
    """Level of a diploma. The order is that of the NLQF: `rules.rank` gives the level's number there."""

    MBO_1 = "mbo1", "mbo 1"
    MBO_2 = "mbo2", "mbo 2"
    MBO_3 = "mbo3", "mbo 3"
    MBO_4 = "mbo4", "mbo 4"
    AD = "ad", "associate degree"
    HBO = "hbo", "hbo"
    WO = "wo", "wo"


class ProofState(models.TextChoices):
    """Whether a diploma counts on a day, and if not, why."""

    PROVEN = "proven", "telt mee"
    NO_EVIDENCE = "no_evidence", "bewijs ontbreekt"
    NOT_VERIFIED = "not_verified", "niet gecontroleerd"
    NOT_YET = "not_yet", "nog niet geldig"
    EXPIRED = "expired", "verlopen"
