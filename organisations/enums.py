from django.db import models


class OrganisationKind(models.TextChoices):
    """What an organisation is in the region."""

    REGION = "region", "Zorgregio"
    MUNICIPALITY = "municipality", "Gemeente"
    PROVIDER = "provider", "Zorgaanbieder"
    SUPERVISOR = "supervisor", "Toezichthouder"
    PARTNER = "partner", "Partner in informele zorg"


class PartnerKind(models.TextChoices):
    """What a partner is to informal carers and volunteers, beside municipality and care provider (Mezzo Model)."""

    EMPLOYER = "employer", "Werkgever"
    CARER_SUPPORT = "carer_support", "Organisatie voor informele zorg"
    INTEREST_GROUP = "interest_group", "Mantelzorgers en zorgvrijwilligers"
    GENERALIST = "generalist", "Uitvoerende professionals en zorgvrijwilligers"


class Role(models.TextChoices):
    """In which role a user acts for an organisation."""

    PURCHASER = "purchaser", "Inkoper"
    CASE_WORKER = "case_worker", "Consulent"
    MUNICIPAL_READER = "municipal_reader", "Meelezer gemeente"
    INFORMAL_CARE_COORDINATOR = "informal_care_coordinator", "Coördinator mantelzorg"
    MUNICIPAL_MANAGER = "municipal_manager", "Leidinggevende gemeente"
    CONTRACT_MANAGER = "contract_manager", "Contractmanager"
    PRIVACY_OFFICER = "privacy_officer", "Privacyfunctionaris"
    CARE_PROFESSIONAL = "care_professional", "Zorgprofessional"
    PLANNER = "planner", "Planner"
    QUALITY_OFFICER = "quality_officer", "Kwaliteitsfunctionaris"
    SUPERVISOR = "supervisor", "Toezichthouder"
    PARTNER_WORKER = "partner_worker", "Medewerker van een partner"
    API_CLIENT = "api_client", "API-client"


class Action(models.TextChoices):
    """What somebody can do. Which role may do which stands in `organisations.rules.rights`, and nowhere else."""

    READ_FILES = "read_files", "Dossiers lezen: persoon, cliëntsysteem en toewijzingen"
    SEARCH_BY_BSN = "search_by_bsn", "Een cliënt opzoeken op BSN, met een reden"
    KEEP_FILES = "keep_files", "Dossiers maken, en persoon en cliëntsysteem bijhouden"
    ASSIGN_TREATMENT = "assign_treatment", "Het behandelteam van een cliënt samenstellen"
    BREAK_THE_GLASS = "break_the_glass", "Een dossier zonder behandelrelatie openen, met een reden"
    OPEN_FOR_SUPERVISION = "open_for_supervision", "Een dossier openen voor toezicht, met een reden"
    SHIELD_FILE = "shield_file", "Een dossier afschermen"

    READ_INTAKE = "read_intake", "Een melding en het onderzoek lezen"
    DO_INTAKE = "do_intake", "Een melding aannemen en onderzoeken"
    DECIDE = "decide", "Een besluit nemen"
    IMPORT_CLIENTS = "import_clients", "Cliënten en toewijzingen uit een bestand overnemen"

    ALLOCATE = "allocate", "Zorg toewijzen en een toewijzing beëindigen"
    START_DELIVERY = "start_delivery", "De start van de levering vastleggen"

    READ_PLANS = "read_plans", "Uitvoeringsplannen en evaluaties lezen"
    WRITE_PLANS = "write_plans", "Uitvoeringsplannen en evaluaties schrijven"
    KEEP_TEMPLATES = "keep_templates", "Sjablonen voor plannen bijhouden"
    KEEP_RESULTS = "keep_results", "Vastleggen wat er in het keukentafelgesprek is afgesproken"

    SEE_GROUPS = "see_groups", "Groepen en hun openingstijden zien"
    MANAGE_GROUPS = "manage_groups", "Groepen, openingstijden en de verhouding van niveaus bijhouden"
    PLACE_CLIENTS = "place_clients", "Cliënten in een groep plaatsen"
    MAKE_ROSTER = "make_roster", "Het rooster maken, en bijhouden wie er niet werkt"
    RECORD_ATTENDANCE = "record_attendance", "Vastleggen wie er in een groep was, en van wanneer tot wanneer"

    SEE_COMPLIANCE = "see_compliance", "Zien of de zorg aan de eisen voldoet"
    ANSWER_FINDINGS = "answer_findings", "Uitleggen waarom niet aan een eis is voldaan, en wat er beter gaat"
    JUDGE_COMPLIANCE = "judge_compliance", "Beoordelen of de zorg aan een eis voldoet"

    SEE_PROFESSIONALS = "see_professionals", "Medewerkers en hun diploma's zien"
    MANAGE_PROFESSIONALS = "manage_professionals", "Medewerkers, diploma's en ervaring bijhouden"
    VERIFY_PROOF = "verify_proof", "Diploma's van een ander controleren"

    READ_CONTRACTS = "read_contracts", "Contracten en tarieven zien"
    PURCHASE = "purchase", "Raamovereenkomsten, contracten en tarieven afspreken"
    REPORT_WAITING_TIME = "report_waiting_time", "Melden hoe lang de wachttijd bij een aanbieder is"
    SEE_SPENDING = "see_spending", "Zien wat er mag worden besteed, en hoe ver dat is"
    REPORT_TO_REGION = "report_to_region", "Een cliëntenstop, maatregel of datalek melden, en bewijsstukken toevoegen"
    MANAGE_PRODUCTS = "manage_products", "Producten en hun eisen vaststellen"
    REACT_TO_CONSULTATIONS = "react_to_consultations", "Namens een aanbieder reageren in een marktconsultatie"

    SEE_BOARDS = "see_boards", "Het bord voor informele zorg zien"
    DIRECT_BOARDS = "direct_boards", "Kiezen wat de gemeente oppakt voor informele zorg, en wie het doet"
    WORK_ON_BOARDS = "work_on_boards", "Vertellen hoe ver eigen taken voor informele zorg zijn"
    SEE_CARERS = "see_carers", "Mantelzorgers van de eigen gemeente zien, en hoe zwaar zij het hebben"
    KEEP_CARERS = "keep_carers", "Mantelzorgers en hun steun bijhouden, en signalen over hen oppakken"
    SIGNAL_CARERS = "signal_carers", "Melden dat een mantelzorger het zwaar heeft"
    KEEP_FINDING_PLACES = "keep_finding_places", "Vindplaatsen van mantelzorgers en de afspraken daar bijhouden"
    KEEP_SOCIAL_MAP = "keep_social_map", "De sociale kaart bijhouden"
    ASK_CARERS = "ask_carers", "Het panel van mantelzorgers vragen stellen"
    GIVE_APPRECIATION = "give_appreciation", "De mantelzorgwaardering regelen"
    KEEP_VOLUNTEERS = "keep_volunteers", "Zorgvrijwilligers bijhouden en koppelen"
    SEE_CARE_FIGURES = "see_care_figures", "Cijfers over informele zorg zien, zonder namen"

    SEE_TRAIL = "see_trail", "Zien wie een dossier heeft ingezien of gewijzigd"
    SEE_CONSPICUOUS_ACCESS = "see_conspicuous_access", "Opvallende inzage bekijken"
    REVIEW_OPENINGS = "review_openings", "Beoordelen of een dossier terecht is geopend"
    HANDLE_RIGHTS_REQUESTS = "handle_rights_requests", "Verzoeken om een kopie, correctie of vernietiging behandelen"
    APPROVE_DESTRUCTION = "approve_destruction", "Vernietiging van een dossier goedkeuren"

    SEE_FIGURES = "see_figures", "Cijfers over de eigen gemeente zien, zonder namen"
    MANAGE_MEMBERSHIPS = "manage_memberships", "Vastleggen wie voor welke organisatie werkt"
    MANAGE_API_CLIENTS = "manage_api_clients", "Vastleggen welke programma's de API gebruiken, en voor wie"
    MANAGE_WORK = "manage_work", "Achtergrondtaken en mail bekijken en opnieuw proberen"
    OPEN_IN_EMERGENCY = "open_in_emergency", "Een dossier openen bij een technische noodsituatie, met een reden"


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


class ReminderState(models.TextChoices):
    """Where a reminder stands."""

    OPEN = "open", "Open"
    PASSED = "passed", "Een volgende herinnering kwam ervoor in de plaats"
    LAPSED = "lapsed", "Niet meer nodig"


class MailStatus(models.TextChoices):
    """Where a mail to a user stands."""

    WAITING = "waiting", "Wacht op verzending"
    SENT = "sent", "Verstuurd"
    GIVEN_UP = "given_up", "Opgegeven"
    CANCELLED = "cancelled", "Vervallen"


class ApiScope(models.TextChoices):
    """What an API client may be given. In which role each is used stands in `organisations.rules.scopes`."""

    READ_CONTRACTS = "contracten:lezen", "Bestedingsruimtes bij contracten lezen"
    READ_ALLOCATIONS = "toewijzingen:lezen", "Toewijzingen lezen"
    READ_PLANS = "uitvoeringsplannen:lezen", "Uitvoeringsplannen lezen"
    READ_EVALUATIONS = "evaluaties:lezen", "Evaluaties lezen"
    READ_ATTENDANCE = "aanwezigheden:lezen", "Aanwezigheid lezen"
    WRITE_ATTENDANCE = "aanwezigheden:schrijven", "Aanwezigheid vastleggen"
    READ_FINDINGS = "bevindingen:lezen", "Bevindingen over naleving lezen"
    READ_CARE_FIGURES = "mantelzorgcijfers:lezen", "Cijfers over mantelzorg lezen"
    WEBHOOKS = "webhooks", "Berichten over wijzigingen ontvangen"


class WebhookTopic(models.TextChoices):
    """What an API client can be told of. Which scope that takes stands in `organisations.rules.webhooks`."""

    CONTRACT = "contract.gewijzigd", "Een contract is nieuw of gewijzigd"
    ALLOCATION = "toewijzing.gewijzigd", "Een toewijzing is nieuw of gewijzigd"


class DeliveryStatus(models.TextChoices):
    """Where a message to an API client stands."""

    WAITING = "waiting", "Wacht op verzending"
    DELIVERED = "delivered", "Ontvangen"
    LAPSED = "lapsed", "Vervallen"
