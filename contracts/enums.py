from django.db import models


class Unit(models.TextChoices):
    """Unit of a volume (iWmo 3.2, code list WJ756); group day care is bought in dagdelen."""

    HOUR = "04", "Uur"
    DAGDEEL = "16", "Dagdeel (4 uur)"


class LotDomain(models.TextChoices):
    """Which law or task a lot is about: the region buys for these together."""

    YOUTH = "youth", "Jeugd"
    WMO = "wmo", "Wmo"
    SHELTER = "shelter", "MO/BW"


class OptionState(models.TextChoices):
    """Whether an option to extend was used."""

    OPEN = "open", "nog niet besloten"
    USED = "used", "verlengd"
    DECLINED = "declined", "niet verlengd"


class DocumentKind(models.TextChoices):
    """What kind of document it is, in order of precedence (Contractstandaarden Wmo art. 1.2)."""

    AGREEMENT = "agreement", "Overeenkomst"
    CALL_OFF = "call_off", "Nadere overeenkomst"
    NOTE = "note", "Nota van inlichtingen"
    PURCHASING = "purchasing", "Inkoopdocument"
    OFFER = "offer", "Inschrijving"


class AddendumStatus(models.TextChoices):
    """Where an addendum stands. Only an adopted one changes the contract."""

    DRAFT = "draft", "In voorbereiding"
    ADOPTED = "adopted", "Vastgesteld"
    WITHDRAWN = "withdrawn", "Ingetrokken"


class LineKind(models.TextChoices):
    """What a line of an addendum changes."""

    RATE = "rate", "Nieuw tarief"
    PRODUCT_ADDED = "product_added", "Product erbij"
    PRODUCT_ENDED = "product_ended", "Product eraf"
    MUNICIPALITIES = "municipalities", "Gemeenten van een product"
    CLAUSE = "clause", "Bepaling"
    END = "end", "Einddatum van het contract"


class ContractParameter(models.TextChoices):
    """A limit about contracts: each row names the article that sets it."""

    FRAMEWORK_MONTHS = "framework_months", "Maanden dat een raamovereenkomst zonder motivering duurt"
    EXTENSION_NOTICE = "extension_notice", "Maanden voor het einde waarop over verlengen is besloten"


class RunStatus(models.TextChoices):
    """Where an indexation stands. Only an approved one changes rates."""

    PREPARED = "prepared", "Wacht op goedkeuring"
    APPROVED = "approved", "Goedgekeurd"
    WITHDRAWN = "withdrawn", "Ingetrokken"
