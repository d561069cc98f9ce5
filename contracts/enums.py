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
    CEILING_WARNING = "ceiling_warning", "Procent van de bestedingsruimte waarbij wordt gewaarschuwd"
    CEILING_ANNOUNCE = "ceiling_announce", "Maanden voor het einde: de volgende bestedingsruimte aankondigen"
    CEILING_DECIDE = "ceiling_decide", "Maanden voor het einde: de volgende bestedingsruimte vaststellen"
    CEILING_PLAN = "ceiling_plan", "Maanden voor het einde: de volgende bestedingsruimte plannen"
    CEILING_TALK = "ceiling_talk", "Weken na de waarschuwing waarbinnen er een gesprek is"
    CEILING_SETTLE = "ceiling_settle", "Weken na het gesprek waarbinnen er een besluit is"
    STOP_AHEAD = "stop_ahead", "Dagen vooraf dat een cliëntenstop wordt aangevraagd"
    MEASURE_WITHIN = "measure_within", "Dagen waarbinnen een maatregel van een toezichthouder wordt gemeld"
    BREACH_WITHIN = "breach_within", "Uren waarbinnen een datalek wordt gemeld"
    GVA_VALID = "gva_valid", "Maanden dat een gedragsverklaring aanbesteden telt"
    TAX_VALID = "tax_valid", "Maanden dat een verklaring van de Belastingdienst telt"
    KVK_VALID = "kvk_valid", "Maanden dat een uittreksel van de KvK telt"
    EVIDENCE_AHEAD = "evidence_ahead", "Weken vooraf dat aan een nieuw bewijsstuk wordt herinnerd"
    WORK_AHEAD = "work_ahead", "Weken vooraf dat een termijn in de werkvoorraad komt"


class CeilingStepKind(models.TextChoices):
    """What is done about a spending ceiling, in the order of time (Contractstandaarden Wmo art. 1.5)."""

    ANNOUNCED = "announced", "Volgende bestedingsruimte aangekondigd"
    DECIDED = "decided", "Volgende bestedingsruimte vastgesteld"
    PLANNED = "planned", "Volgende bestedingsruimte gepland"
    WARNED = "warned", "Gewaarschuwd dat de ruimte opraakt"
    TALKED = "talked", "Gesprek gevoerd"
    SETTLED = "settled", "Besluit na het gesprek"


class RunStatus(models.TextChoices):
    """Where an indexation stands. Only an approved one changes rates."""

    PREPARED = "prepared", "Wacht op goedkeuring"
    APPROVED = "approved", "Goedgekeurd"
    WITHDRAWN = "withdrawn", "Ingetrokken"


class ReportKind(models.TextChoices):
    """What a provider reports to the region (Contractstandaarden Wmo art. 3.6, 3.10 and 3.31)."""

    CLIENT_STOP = "client_stop", "Cliëntenstop"
    MEASURE = "measure", "Maatregel van een toezichthouder"
    BREACH = "breach", "Datalek"


class ReportState(models.TextChoices):
    """What the region said to a report."""

    OPEN = "open", "Wacht op antwoord"
    CONSENTED = "consented", "Toestemming gegeven"
    REFUSED = "refused", "Geen toestemming"
    SEEN = "seen", "Gezien"


class EvidenceKind(models.TextChoices):
    """With what a provider shows that it may be contracted (Contractstandaarden Wmo, inkoopdocument and art. 3.28)."""

    GVA = "gva", "Gedragsverklaring aanbesteden (GVA)"
    TAX = "tax", "Verklaring van de Belastingdienst"
    KVK = "kvk", "Uittreksel van de KvK"
    INSURANCE = "insurance", "Bewijs van verzekering"


class EvidenceState(models.TextChoices):
    """Whether somebody of the region looked at a document."""

    WAITING = "waiting", "Wacht op controle"
    ACCEPTED = "accepted", "Goedgekeurd"
    REFUSED = "refused", "Afgekeurd"


class IndicatorKind(models.TextChoices):
    """What can be measured under a contract: each follows from a duty."""

    EVALUATIONS = "evaluations", "Evaluaties op tijd"
    PLANS = "plans", "Plannen met alle akkoorden"
    RATIO_PLANNED = "ratio_planned", "Dagdelen met genoeg professionals, gepland"
    RATIO_DONE = "ratio_done", "Dagdelen met genoeg professionals, zoals het ging"
    LEVEL = "level", "Dagdelen met het goede niveau"
    START = "start", "Tijd van toewijzing tot start"
    WAITING = "waiting", "Wachttijd (Treeknorm)"
    RATING = "rating", "Oordeel van cliënten"
    CALAMITIES = "calamities", "Calamiteiten"
    CALAMITY_DAYS = "calamity_days", "Tijd tot melden van een calamiteit"
    WLZ_OUTFLOW = "wlz_outflow", "Doorstroom naar de Wlz"
    WLZ_DAYS = "wlz_days", "Tijd van twijfel over de Wmo tot stap naar de Wlz"
    SPENT = "spent", "Besteed van de bestedingsruimte"
    BURDEN = "burden", "Daling van de belasting van mantelzorgers"
    COMPLAINTS = "complaints", "Klachten op tijd afgehandeld"
    EVIDENCE = "evidence", "Geldige bewijsstukken"
