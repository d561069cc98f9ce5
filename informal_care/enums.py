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
    VISION = "vision", "Vraag voor de visie"


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


class ProofKind(models.TextChoices):
    """What shows that something was done for a task."""

    DOCUMENT = "document", "Document"
    LINK = "link", "Link"
    FIGURE = "figure", "Cijfer"


class TaskRecipient(models.TextChoices):
    """Who is told at a rung of the ladder of reminders of tasks."""

    OWNER = "owner", "Wie de taak doet"
    COORDINATOR = "coordinator", "Coördinator van de gemeente"


class PolicyPhase(models.TextChoices):
    """The steps of the policy cycle (Mezzo Model, p. 6-7)."""

    VISION = "vision", "Visie"
    POLICY = "policy", "Beleid maken"
    CARRYING_OUT = "carrying_out", "Uitvoeren"
    MONITORING = "monitoring", "Volgen"
    EVALUATING = "evaluating", "Evalueren"
    ADJUSTING = "adjusting", "Bijstellen"


class ParticipantGroup(models.TextChoices):
    """Of whom it is counted how many took part in a moment of the policy cycle."""

    CARERS = "carers", "Mantelzorgers"
    VOLUNTEERS = "volunteers", "Zorgvrijwilligers"
    CARE_RECEIVERS = "care_receivers", "Mensen die zorg krijgen"
    PROFESSIONALS = "professionals", "Professionals"


class TakingPart(models.TextChoices):
    """In which way a group took part. To make policy together is more than to be heard (Mezzo Model, p. 6)."""

    HEARD = "heard", "Gaven hun mening"
    ADVISED = "advised", "Gaven advies"
    DECIDED = "decided", "Besloten mee"


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
    APPLICATION_MONTHS = "application_months", "Maanden dat aanvragen voor waardering bewaard blijven"
    VOG_MONTHS = "vog_months", "Maanden waarin een VOG van een vrijwilliger geldig is"
    VOG_WARNING_DAYS = "vog_warning_days", "Dagen van tevoren dat een VOG die afloopt opvalt"


class VolunteerKind(models.TextChoices):
    """How somebody wants to help (Mezzo Model, VIN-C-6)."""

    LASTING = "lasting", "Voor langere tijd"
    FLEX = "flex", "Flexvrijwilliger: af en toe of kort"
    GUIDED = "guided", "Begeleid, als tegenprestatie"


class Recruitment(models.TextChoices):
    """How a volunteer was found (Mezzo Model, VIN-B-6)."""

    OTHERS = "others", "Via een bekende"
    PLACE = "place", "Via een vindplaats"
    CAMPAIGN = "campaign", "Via een oproep of campagne"
    COMPANY = "company", "Via een bedrijf of werkgever"
    BENEFITS = "benefits", "Via UWV of Participatiehuis"
    ORGANISATION = "organisation", "Via een vrijwilligersorganisatie"
    SELF = "self", "Meldde zichzelf"


class VolunteerStatus(models.TextChoices):
    """How far a volunteer is, from registering to leaving."""

    REGISTERED = "registered", "Aangemeld"
    INTAKE_DONE = "intake_done", "Intake gedaan"
    AVAILABLE = "available", "Beschikbaar"
    PAUSED = "paused", "Gepauzeerd"
    STOPPED = "stopped", "Gestopt"


class HelpTask(models.TextChoices):
    """What a volunteer does, in plain words. Never care that a professional has to give."""

    COMPANY = "company", "Op bezoek komen, gezelschap houden"
    WALK = "walk", "Samen wandelen of naar buiten"
    SHOPPING = "shopping", "Boodschappen doen"
    TRANSPORT = "transport", "Meegaan naar een afspraak"
    ODD_JOBS = "odd_jobs", "Klusjes in huis"
    GARDEN = "garden", "Tuin bijhouden"
    PAPERS = "papers", "Post en formulieren"
    COOKING = "cooking", "Samen koken of eten"
    SIT_IN = "sit_in", "Oppassen, zodat de mantelzorger weg kan"
    CHILDREN = "children", "Iets leuks doen met de kinderen"
    BUDDY = "buddy", "Maatje: samen iets ondernemen"
    COMPUTER = "computer", "Hulp met telefoon of computer"


class Circumstance(models.TextChoices):
    """What a volunteer meets at a request, and may rather not meet ("Wat doet u liever niet?")."""

    SMOKING = "smoking", "Er wordt gerookt"
    PETS = "pets", "Er zijn huisdieren"
    LIFTING = "lifting", "Zwaar tillen"
    DRIVING = "driving", "Rijden in de eigen auto"
    ALONE_WITH_CHILD = "alone_with_child", "Alleen zijn met een kind"
    DEMENTIA = "dementia", "Iemand met dementie"
    OUTBURSTS = "outbursts", "Iemand die boos of onrustig kan worden"
    STAIRS = "stairs", "Traplopen"


class Interest(models.TextChoices):
    """What somebody likes or is good at: a talent of a volunteer, a wish of who asks."""

    MUSIC = "music", "Muziek"
    GAMES = "games", "Spelletjes"
    SPORTS = "sports", "Sport en bewegen"
    CRAFTS = "crafts", "Handwerken en knutselen"
    NATURE = "nature", "Natuur en dieren"
    CULTURE = "culture", "Lezen, film en museum"
    CONVERSATION = "conversation", "Een goed gesprek"
    HANDY = "handy", "Handig met techniek"
    DIALECT = "dialect", "Spreekt dialect"
    OTHER_LANGUAGE = "other_language", "Spreekt een andere taal"


class VolunteerTraitKind(models.TextChoices):
    """In which way something is said of a volunteer."""

    TASK = "task", "Doet graag"
    LIMIT = "limit", "Liever niet"
    TALENT = "talent", "Talent"


class RequestTraitKind(models.TextChoices):
    """In which way something is said of a request."""

    TASK = "task", "Vraagt"
    CIRCUMSTANCE = "circumstance", "Hoe het daar is"
    WISH = "wish", "Wens"
    REFUSES = "refuses", "Liever niet"


class Nearness(models.IntegerChoices):
    """How near two postcodes are, by the digits that they share. Nothing is measured: see `rules.matching`."""

    NEIGHBOURHOOD = 1, "Dezelfde wijk"
    TOWN = 2, "Dezelfde plaats"
    REGION = 3, "Dezelfde streek"
    FAR = 4, "Verder weg"


class HelpDuration(models.TextChoices):
    """For how long help is asked."""

    ONCE = "once", "Eén keer"
    WEEKS = "weeks", "Enkele weken"
    LASTING = "lasting", "Voor langere tijd"


class RequestStatus(models.TextChoices):
    """How far a request for help is."""

    OPEN = "open", "Zoekt iemand"
    FOUND = "found", "Iemand gekozen"
    HELPED = "helped", "Wordt geholpen"
    CLOSED = "closed", "Afgesloten"


class MatchStatus(models.TextChoices):
    """How far a match of a volunteer and a request is."""

    PROPOSED = "proposed", "Voorgesteld"
    CHOSEN = "chosen", "Gekozen"
    MET = "met", "Kennisgemaakt"
    STARTED = "started", "Gestart"
    ENDED = "ended", "Afgerond"
    DECLINED = "declined", "Gaat niet door"


class MatchEnd(models.TextChoices):
    """Why help of a volunteer ended."""

    DONE = "done", "De vraag is klaar"
    VOLUNTEER_STOPS = "volunteer_stops", "De vrijwilliger stopt"
    ASKER_STOPS = "asker_stops", "De hulp is niet meer gewenst"
    NO_CLICK = "no_click", "Het klikte niet"
    MOVED = "moved", "Verhuisd of overleden"
    PROFESSIONAL = "professional", "Er is professionele hulp nodig"


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


class OfferKind(models.TextChoices):
    """What kind of help stands on the social map, in the words of who looks for it (Mezzo Model, Verlichten)."""

    INFORMATION = "information", "Informatie en advies"
    TALKING = "talking", "Iemand om mee te praten"
    LEARNING = "learning", "Leren en cursussen"
    RELIEF_HOME = "relief_home", "Iemand neemt het thuis even over"
    RELIEF_AWAY = "relief_away", "Even ergens anders: dagopvang of logeren"
    PRACTICAL = "practical", "Praktische hulp"
    MATERIAL = "material", "Spullen en geld"
    ALONGSIDE = "alongside", "Iemand die meegaat naar een gesprek"
    PROFESSIONALS = "professionals", "Samenwerken met zorgverleners"


class ReferralKind(models.TextChoices):
    """How somebody is brought to help."""

    WARM = "warm", "Warm: ik draag iemand over en hoor hoe het ging"
    COLD = "cold", "Koud: ik vertel waar iemand terechtkan"


class SupportKind(models.TextChoices):
    """What a carer can get (Mezzo Model, Verlichten; the forms of support of the assignment)."""

    INFORMATION = "information", "Informatie en advies"
    EMOTIONAL = "emotional", "Een luisterend oor"
    EDUCATION = "education", "Cursus of training"
    RESPITE = "respite", "Tijdelijke vervanging van de zorg"
    PRACTICAL = "practical", "Praktische hulp"
    MATERIAL = "material", "Hulp met geld of spullen"
    INDEPENDENT = "independent", "Onafhankelijke steun bij het keukentafelgesprek"
    PROFESSIONALS = "professionals", "Advies over samenwerken met professionals"
    CHOICE = "choice", "Eigen keuze voor een professional"


class RespiteKind(models.TextChoices):
    """In which form somebody else takes the care over for a while: first at home, then away (domain facts 4.3)."""

    VOLUNTEER = "volunteer", "Thuis: vrijwillige thuishulp"
    VISITS = "visits", "Thuis: oppas of bezoek"
    TERMINAL = "terminal", "Thuis: vrijwilligers in de laatste levensfase"
    PROFESSIONAL = "professional", "Thuis: beroepskracht"
    HOLIDAY = "holiday", "Thuis: volledige overname bij vakantie"
    DAY_CARE = "day_care", "Buitenshuis: dagopvang"
    GUEST_HOUSE = "guest_house", "Buitenshuis: logeerhuis"
    CARE_HOTEL = "care_hotel", "Buitenshuis: zorghotel"
    CARE_FARM = "care_farm", "Buitenshuis: zorgboerderij"
    HOST_FAMILY = "host_family", "Buitenshuis: gastgezin"
    MEETING_CENTRE = "meeting_centre", "Buitenshuis: ontmoetingscentrum dementie"
    CHILD_CENTRE = "child_centre", "Buitenshuis: kinderdagcentrum"
    NURSING_HOME = "nursing_home", "Buitenshuis: kort verblijf in een verpleeghuis"
    DAY_OR_NIGHT = "day_or_night", "Buitenshuis: dag- of nachtopvang"


class TakenOver(models.TextChoices):
    """How much of the care somebody else takes over."""

    WHOLE = "whole", "Helemaal"
    HALF = "half", "Voor een deel"


class Direction(models.TextChoices):
    """What a high score of an instrument says."""

    BETTER = "better", "Hoger is beter"
    HEAVIER = "heavier", "Hoger is zwaarder"


class AppreciationForm(models.TextChoices):
    """In what form a municipality shows appreciation (Wmo 2015 art. 2.1.6)."""

    PASS = "pass", "Pas"
    VOUCHER = "voucher", "Bon"
    ACTIVITY = "activity", "Activiteit"
    MONEY = "money", "Geld"
    RELIEF = "relief", "Iemand neemt de zorg over"


class Bond(models.TextChoices):
    """Who must live in the municipality for its appreciation."""

    CARES = "cares", "Degene voor wie u zorgt, woont in de gemeente"
    LIVES = "lives", "U woont zelf in de gemeente"
    EITHER = "either", "U of degene voor wie u zorgt, woont in de gemeente"


class ApplicationStatus(models.TextChoices):
    """How far an application for appreciation is."""

    APPLIED = "applied", "Aangevraagd"
    GRANTED = "granted", "Toegekend"
    REFUSED = "refused", "Afgewezen"
